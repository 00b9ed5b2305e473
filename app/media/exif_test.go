package media

import (
	"encoding/binary"
	"testing"
)

func TestOrientation(t *testing.T) {
	t.Parallel()
	good := exifBlock(binary.LittleEndian, 6)
	change := func(at int, v ...byte) []byte {
		b := append([]byte(nil), good...)
		copy(b[at:], v)
		return b
	}
	for name, c := range map[string]struct {
		tiff []byte
		want int
	}{
		"little endian":         {good, 6},
		"big endian":            {exifBlock(binary.BigEndian, 8), 8},
		"none":                  {nil, 1},
		"cut":                   {good[:12], 1},
		"cut in the entry":      {good[:30], 1},
		"out of range":          {exifBlock(binary.BigEndian, 99), 1},
		"wrong byte order mark": {change(0, 'X'), 1},
		"directory before head": {change(4, 0), 1},
		"directory beyond end":  {change(4, 0xff, 0xff, 0xff, 0xff), 1},
		"many entries claimed":  {change(8, 0xff, 0xff), 6},
		"written as a long":     {change(24, 4), 6},
		"long, big endian":      {exifLong(binary.BigEndian, 8), 8},
		"long out of range":     {exifLong(binary.LittleEndian, 6+1<<16), 1},
		"wrong type":            {change(24, 5), 1},
		"wrong count":           {change(26, 2), 1},
	} {
		if got := orientation(c.tiff); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}

// exifLong is a TIFF block with only an orientation, written as a long.
func exifLong(o binary.AppendByteOrder, turn uint32) []byte {
	head := "II*\x00"
	if o.String() == "BigEndian" {
		head = "MM\x00*"
	}
	b := o.AppendUint16(o.AppendUint32([]byte(head), 8), 1)
	b = o.AppendUint16(o.AppendUint16(b, tagOrientation), typeLong)
	return o.AppendUint32(o.AppendUint32(o.AppendUint32(b, 1), turn), 0)
}

func FuzzOrientation(f *testing.F) {
	f.Add(exifBlock(binary.LittleEndian, 3))
	f.Add(exifBlock(binary.BigEndian, 5))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v := orientation(b); v < 1 || v > 8 {
			t.Fatalf("got %d", v)
		}
	})
}
