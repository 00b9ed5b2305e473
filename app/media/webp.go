package media

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// frameHead is the length of a frame's header in an animated WebP: place, size, duration, flags.
const frameHead = 16

// stillWebP returns the first frame of an animated WebP as a WebP of its own, and any other file unchanged: the decoder
// supports no frames.
func stillWebP(data []byte) []byte {
	if detect(data) != formatWebP {
		return data
	}
	var frame, exif []byte
	for id, chunk := range webpChunks(data[12:]) {
		switch {
		case id == "ANMF" && frame == nil && len(chunk) > 8+frameHead:
			frame = chunk[8:]
		case id == "EXIF":
			exif = chunk
		case id == "VP8 " || id == "VP8L":
			return data
		}
	}
	if frame == nil {
		return data
	}
	transparent := byte(0)
	var picture []byte
	for id, chunk := range webpChunks(frame[frameHead:]) {
		switch id {
		case "ALPH":
			transparent, picture = 0x10, append(picture, chunk...)
		case "VP8 ", "VP8L":
			picture = append(picture, chunk...)
		}
	}
	canvas := slices.Concat([]byte("VP8X\x0a\x00\x00\x00"), []byte{transparent, 0, 0, 0}, frame[6:12])
	body := bytes.Join([][]byte{[]byte("WEBP"), canvas, picture, exif}, nil)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// webpChunks yields the complete chunks, each with its header and padding.
func webpChunks(data []byte) func(yield func(id string, chunk []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for at := 0; at+8 <= len(data); {
			n := uint64(binary.LittleEndian.Uint32(data[at+4:]))
			if n > uint64(len(data)-at-8) {
				return
			}
			end := min(at+8+int(n+n%2), len(data))
			if !yield(string(data[at:at+4]), data[at:end]) {
				return
			}
			at = end
		}
	}
}
