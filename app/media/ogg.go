package media

import "encoding/binary"

// packetsPerPage keeps a page below the 255 segments that it may have, each packet being one.
const packetsPerPage = 50

// oggSpeex wraps packets of wideband Speex in the container that decoders read (RFC 3533, RFC 5215 §3.1 for the form of the
// second packet).
func oggSpeex(packets [][]byte) []byte {
	const vendor = "linli"
	comment := binary.LittleEndian.AppendUint32(nil, uint32(len(vendor)))
	comment = append(comment, vendor...)
	comment = binary.LittleEndian.AppendUint32(comment, 0) // no comments
	const first, last = 2, 4
	out := oggPage(nil, first, 0, 0, [][]byte{speexHead()})
	out = oggPage(out, 0, 0, 1, [][]byte{comment})
	for at, page := 0, uint32(2); at < len(packets); page++ {
		n := min(packetsPerPage, len(packets)-at)
		flags := byte(0)
		if at+n == len(packets) {
			flags = last
		}
		out = oggPage(out, flags, uint64(at+n)*speexRate/uint64(1e9/frameTime.Nanoseconds()), page, packets[at:at+n])
		at += n
	}
	return out
}

// speexHead is the first packet: wideband, one channel, one frame in a packet.
func speexHead() []byte {
	b := make([]byte, 28, 80)
	copy(b, speexMark)
	copy(b[8:], "1.2")
	for _, v := range []uint32{1, 80, speexRate, 1, 4, 1, 0xffffffff, 320, 0, 1, 0, 0, 0} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// oggPage appends a page with whole packets, each shorter than 255 bytes.
func oggPage(out []byte, flags byte, granule uint64, number uint32, packets [][]byte) []byte {
	begin := len(out)
	out = append(out, "OggS\x00"...)
	out = append(out, flags)
	out = binary.LittleEndian.AppendUint64(out, granule)
	out = binary.LittleEndian.AppendUint32(out, 1) // the number of the stream
	out = binary.LittleEndian.AppendUint32(out, number)
	out = append(out, 0, 0, 0, 0, byte(len(packets))) // the checksum follows
	for _, p := range packets {
		out = append(out, byte(len(p)))
	}
	for _, p := range packets {
		out = append(out, p...)
	}
	binary.LittleEndian.PutUint32(out[begin+22:], oggSum(out[begin:]))
	return out
}

// oggSum is the checksum of a page: CRC-32 with the usual polynomial, but with the highest bit first.
func oggSum(page []byte) uint32 {
	sum := uint32(0)
	for _, b := range page {
		sum ^= uint32(b) << 24
		for range 8 {
			carry := sum >> 31
			sum = sum<<1 ^ carry*0x04c11db7
		}
	}
	return sum
}
