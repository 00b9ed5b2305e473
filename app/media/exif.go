package media

import "encoding/binary"

const (
	tagOrientation = 0x0112
	typeShort      = 3
	typeLong       = 4   // some photo editors write it like that
	mostEntries    = 256 // of one directory; cameras write about a dozen
)

// orientation returns 1 to 8 from a TIFF block, the body of EXIF data, and 1 ("as is") for anything it cannot parse. It
// reads one directory and follows no pointer.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	n := min(int(order.Uint16(tiff[at:])), mostEntries, len(entries)/12)
	for i := range n {
		e := entries[i*12:][:12]
		if order.Uint16(e) != tagOrientation {
			continue
		}
		if order.Uint32(e[4:]) != 1 {
			return 1
		}
		v := uint32(0)
		switch order.Uint16(e[2:]) {
		case typeShort:
			v = uint32(order.Uint16(e[8:]))
		case typeLong:
			v = order.Uint32(e[8:])
		}
		if v < 1 || v > 8 {
			return 1
		}
		return int(v)
	}
	return 1
}
