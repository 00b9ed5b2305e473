package media

import (
	"bytes"
	"encoding/binary"
	"strings"
	"time"
)

// The content types of recordings.
const (
	typeAMR   = "audio/amr"
	typeMP3   = "audio/mpeg"
	typeOgg   = "audio/ogg"
	typeSpeex = "audio/x-speex-with-header-byte" // each packet after its length in one byte
	typeSilk  = "audio/silk"                     // the form of WeChat's own client
)

// Format is a container of frames that a Transcoder reads.
type Format string

// The formats.
const (
	AMR Format = "amr"
	Ogg Format = "ogg" // with Speex inside
)

// Recording is a voice message as it is given to a Transcoder: only whole frames, none longer than MostVoice in all.
type Recording struct {
	Format Format
	Data   []byte
	Length time.Duration
}

// frameTime is the length of a frame of AMR and of Speex.
const frameTime = 20 * time.Millisecond

// mostFrames bounds what is decoded.
const mostFrames = int(MostVoice / frameTime)

// recordingType returns the type of a voice message by its bytes, or "" for what is none.
func recordingType(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte(amrHead)), bytes.HasPrefix(data, []byte(amrWideHead)):
		return typeAMR
	case bytes.HasPrefix(data, []byte("ID3")):
		return typeMP3
	case len(data) > 2 && data[0] == 0xff && data[1]&0xe6 == 0xe2: // MPEG audio, layer III
		return typeMP3
	case bytes.HasPrefix(data, []byte("OggS")) && bytes.Contains(data[:min(len(data), 64)], []byte(speexMark)):
		return typeOgg
	case bytes.HasPrefix(bytes.TrimPrefix(data, []byte{2}), []byte("#!SILK_V3")):
		return typeSilk
	case len(speexPackets(data)) > 0:
		return typeSpeex
	}
	return ""
}

// parseRecording returns the frames of a recording that has to be transcoded, and false if it has none, or is too long.
func parseRecording(data []byte) (Recording, bool) {
	var r Recording
	frames := 0
	switch recordingType(data) {
	case typeAMR:
		r.Format = AMR
		r.Data, frames = amrFrames(data)
	case typeOgg:
		r.Format = Ogg
		r.Data, frames = oggPages(data)
	case typeSpeex:
		r.Format = Ogg
		packets := speexPackets(data)
		r.Data, frames = oggSpeex(packets), len(packets)
	}
	r.Length = time.Duration(frames) * frameTime
	return r, frames > 0 && frames <= mostFrames
}

const (
	amrHead     = "#!AMR\n"
	amrWideHead = "#!AMR-WB\n"
)

// The bytes of a frame of AMR after its first one, by its type; -1: there is no such type.
var (
	amrSizes     = [16]int{12, 13, 15, 17, 19, 20, 26, 31, 5, -1, -1, -1, -1, -1, -1, 0}
	amrWideSizes = [16]int{17, 23, 32, 36, 40, 46, 50, 58, 60, 5, -1, -1, -1, -1, 0, 0}
)

// amrSilence is a frame of narrow-band silence at 4.75 kbit/s.
const amrSilence = "\x04\x36\x3c\xc7\xf0\x67\x04\x35\xff\xe0\x00\x00\x00"

// amrFrames returns the head and the whole frames before the first broken one (RFC 4867 §5), and their number. A pause of the
// speaker, for which a telephone may send comfort noise or nothing (types 8 to 15), becomes silence: decoders that do not know
// pauses would leave them out.
func amrFrames(data []byte) (whole []byte, frames int) {
	at, sizes, wide := len(amrHead), &amrSizes, bytes.HasPrefix(data, []byte(amrWideHead))
	if wide {
		at, sizes = len(amrWideHead), &amrWideSizes
	}
	whole = append(make([]byte, 0, len(data)), data[:at]...)
	for at < len(data) && frames <= mostFrames {
		kind := data[at] >> 3 & 15
		size := sizes[kind]
		if data[at]&0x83 != 0 || size < 0 || at+1+size > len(data) { // the padding bits are zero
			break
		}
		if !wide && kind >= 8 {
			whole = append(whole, amrSilence...)
		} else {
			whole = append(whole, data[at:at+1+size]...)
		}
		at += 1 + size
		frames++
	}
	return whole, frames
}

// The bits of a frame of wideband Speex: the narrow band by its mode, then the layer above by its own.
var (
	speexNarrow = [9]int{5, 43, 119, 160, 220, 300, 364, 492, 79}
	speexLayer  = [8]int{4, 36, 112, 192, 352, -1, -1, -1}
)

// leastPackets is the least number of packets that are taken for Speex without a container: it has no magic number, and
// fewer could be a coincidence.
const leastPackets = 5

// speexPackets returns the packets of bare wideband Speex, each after its length in one byte, and nothing unless all of data
// is that; the last packet may be cut off.
func speexPackets(data []byte) [][]byte {
	var packets [][]byte
	for at := 0; at < len(data); {
		size := int(data[at])
		if at++; at+size > len(data) {
			break
		}
		packet := data[at : at+size]
		if !speexFrame(packet) {
			return nil
		}
		packets = append(packets, packet)
		at += size
	}
	if len(packets) < leastPackets {
		return nil
	}
	return packets
}

// speexFrame says whether a packet is exactly one frame of wideband Speex, filled up to a whole byte.
func speexFrame(packet []byte) bool {
	if len(packet) == 0 || int(packet[0]>>3) >= len(speexNarrow) {
		return false
	}
	bit := func(at int) int { return int(packet[at/8]>>(7-at%8)) & 1 }
	used := speexNarrow[packet[0]>>3]
	if used+4 > 8*len(packet) || bit(used) != 1 {
		return false
	}
	layer := speexLayer[bit(used+1)<<2|bit(used+2)<<1|bit(used+3)]
	spare := 8*len(packet) - used - layer
	return layer > 0 && spare >= 0 && spare < 8
}

const (
	speexMark   = "Speex   "
	oggHead     = 27 // bytes of a page before its table of segments
	oggGranule  = 6
	oggSegments = 26
	speexRate   = 16000
)

// oggPages returns the whole pages before the first broken one (RFC 3533 §6), and how many frames of 20 ms they declare.
func oggPages(data []byte) (whole []byte, frames int) {
	at, end, rate := 0, uint64(0), uint64(0)
	for {
		begin, size := firstPage(data[at:])
		if size == 0 {
			break
		}
		page := data[at : at+size]
		if at == 0 {
			rate = rateOf(page[begin:])
		}
		end = max(end, binary.LittleEndian.Uint64(page[oggGranule:]))
		at += size
	}
	if rate < 6000 || rate > 48000 || end > 2*rate*uint64(MostVoice/time.Second) {
		return nil, 0
	}
	return data[:at], int(end * uint64(time.Second/frameTime) / rate)
}

// firstPage returns where the content of the first page begins, and the size of that page; 0 if it is not whole.
func firstPage(data []byte) (begin, size int) {
	if len(data) < oggHead || string(data[:4]) != "OggS" {
		return 0, 0
	}
	begin = oggHead + int(data[oggSegments])
	if begin > len(data) {
		return 0, 0
	}
	size = begin
	for _, segment := range data[oggHead:begin] {
		size += int(segment)
	}
	if size > len(data) {
		return 0, 0
	}
	return begin, size
}

// rateOf returns the samples of a second by the first packet of Speex, or 0.
func rateOf(packet []byte) uint64 {
	const at = 36
	if len(packet) < at+4 || string(packet[:len(speexMark)]) != speexMark {
		return 0
	}
	return uint64(binary.LittleEndian.Uint32(packet[at:]))
}

// Silences returns a moment of silence in each format, with which a Transcoder tries whether it knows them.
func Silences() []Recording {
	const moments = 25 // frames: half a second
	amr := amrHead + strings.Repeat(amrSilence, moments)
	packets := make([][]byte, moments)
	for i := range packets {
		packets[i] = []byte{0x04, 0x3f} // both bands empty, then the end of the packet
	}
	length := moments * frameTime
	return []Recording{{AMR, []byte(amr), length}, {Ogg, oggSpeex(packets), length}}
}
