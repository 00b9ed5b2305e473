package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

var (
	red   = color.RGBA{200, 30, 30, 255}
	green = color.RGBA{30, 160, 30, 255}
	blue  = color.RGBA{30, 30, 200, 255}
	grey  = color.RGBA{128, 128, 128, 255}
)

// quarters returns a picture whose corners are red, green, blue and grey, clockwise from the top left: red green /
// blue grey by rows.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [2][2]color.RGBA{{red, green}, {blue, grey}}[2*y/h][2*x/w]
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, colours ...color.Color) []byte {
	t.Helper()
	g := &gif.GIF{}
	for _, c := range colours {
		f := image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{c, color.Black})
		g.Image, g.Delay = append(g.Image, f), append(g.Delay, 5)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exifBlock returns a TIFF block with an orientation, a camera name and a GPS directory.
func exifBlock(o binary.AppendByteOrder, turn uint16) []byte {
	head := "II*\x00"
	if o.String() == "BigEndian" {
		head = "MM\x00*"
	}
	b := o.AppendUint32([]byte(head), 8)
	b = o.AppendUint16(b, 3)
	entry := func(tag, typ uint16, n, v uint32) {
		b = o.AppendUint16(b, tag)
		b = o.AppendUint16(b, typ)
		b = o.AppendUint32(b, n)
		if typ == typeShort {
			b = o.AppendUint16(b, uint16(v))
			b = append(b, 0, 0)
			return
		}
		b = o.AppendUint32(b, v)
	}
	entry(0x010f, 2, 12, 50)
	entry(tagOrientation, typeShort, 1, uint32(turn))
	entry(0x8825, 4, 1, 62)
	b = o.AppendUint32(b, 0)
	b = append(b, "PhoneMaker\x00\x00"...)
	b = o.AppendUint16(b, 1)
	entry(0x001d, 2, 11, 80)
	b = o.AppendUint32(b, 0)
	return append(b, "2026:07:01\x00 GPS 34.2756N 108.0843E"...)
}

// withEXIF puts an APP1 segment into a JPEG.
func withEXIF(j, tiff []byte) []byte {
	body := append([]byte("Exif\x00\x00"), tiff...)
	seg := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return bytes.Join([][]byte{j[:2], seg, body, j[2:]}, nil)
}

// bomb returns the head of a PNG that claims to be w×h pixels.
func bomb(w, h uint32, interlaced bool) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, 16, 6, 0, 0, 0)
	if interlaced {
		ihdr[len(ihdr)-1] = 1
	}
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, ihdr...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(ihdr))
}

func webpOf(t testing.TB, b64 string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(b64)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	lossyWebP    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
	losslessWebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
)

// extended wraps the image chunk of a simple WebP in an extended file with the given canvas.
func extended(simple []byte, canvasMinusOne byte) []byte {
	x := append([]byte("VP8X"), 10, 0, 0, 0, 0x10, 0, 0, 0, canvasMinusOne, 0, 0, canvasMinusOne, 0, 0)
	b := append([]byte("WEBP"), x...)
	b = append(b, simple[12:]...)
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(b)))
	return append(head, b...)
}

// manyScans repeats the last scan of a grey picture in front of its end.
func manyScans(t testing.TB, n int) []byte {
	j := asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	at := bytes.LastIndex(j, []byte{0xff, 0xda})
	scan := j[at : len(j)-2]
	return append(append(bytes.Clone(j[:at]), bytes.Repeat(scan, n)...), 0xff, 0xd9)
}
