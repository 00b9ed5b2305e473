package media

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func chunk(id string, body ...[]byte) []byte {
	b := bytes.Join(body, nil)
	c := append(binary.LittleEndian.AppendUint32([]byte(id), uint32(len(b))), b...)
	return append(c, make([]byte, len(b)%2)...)
}

// animated makes an animated file of simple ones, as frames of one pixel.
func animated(exif []byte, frames ...[]byte) []byte {
	all := [][]byte{[]byte("WEBP"), chunk("VP8X", []byte{0x02, 0, 0, 0, 99, 0, 0, 99, 0, 0}), chunk("ANIM", make([]byte, 6))}
	for _, f := range frames {
		all = append(all, chunk("ANMF", make([]byte, frameHead), f[12:]))
	}
	if exif != nil {
		all = append(all, chunk("EXIF", exif))
	}
	return chunk("RIFF", all...)
}

func TestOfAnAnimatedWebPTheFirstFrameIsKept(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"lossy":                     animated(nil, webpOf(t, lossyWebP), webpOf(t, losslessWebP)),
		"lossless":                  animated(nil, webpOf(t, losslessWebP), webpOf(t, lossyWebP)),
		"turned by its orientation": animated(exifBlock(binary.LittleEndian, 6), webpOf(t, lossyWebP)),
	} {
		p, err := Clean(data, DefaultLimits)
		if err != nil || p.Width != 1 || p.Height != 1 {
			t.Errorf("%s: %d×%d, %v", name, p.Width, p.Height, err)
		}
	}
	whole := animated(nil, webpOf(t, lossyWebP))
	for n := range whole {
		_, _ = Clean(whole[:n], DefaultLimits)
	}
	if _, err := Clean(animated(nil), DefaultLimits); err == nil {
		t.Error("a file without a frame is a picture")
	}
}

func FuzzStillWebP(f *testing.F) {
	one := webpOf(f, lossyWebP)
	f.Add(one)
	f.Add(animated(nil, one))
	f.Fuzz(func(t *testing.T, b []byte) {
		if still := stillWebP(b); len(still) > len(b)+64 {
			t.Fatalf("%d bytes became %d", len(b), len(still))
		}
	})
}
