package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestCleanRefuses(t *testing.T) {
	t.Parallel()
	photo := asJPEG(t, quarters(400, 300))
	lim := DefaultLimits
	hugeWebP := webpOf(t, losslessWebP)
	hugeWebP[21], hugeWebP[22], hugeWebP[23], hugeWebP[24] = 0xff, 0xff, 0xff, 0x1f
	farChunk := webpOf(t, lossyWebP)
	farChunk[7], farChunk[19] = 0x7f, 0x7e
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":                             {nil, ErrEmpty},
		"20 MB":                               {make([]byte, 20<<20), ErrTooLarge},
		"words":                               {[]byte("路灯坏了"), ErrNotPicture},
		"a web page":                          {[]byte("<!doctype html><script>alert(1)</script>"), ErrNotPicture},
		"an SVG file":                         {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), ErrNotPicture},
		"a zip":                               {[]byte("PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaa"), ErrNotPicture},
		"a film":                              {[]byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"), ErrNotPicture},
		"HEIC":                                {[]byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"), ErrHEIC},
		"30000x30000":                         {bomb(30000, 30000, false), ErrTooMany},
		"2^31 wide":                           {bomb(1<<31-1, 1<<31-1, false), ErrBroken},
		"too long":                            {bomb(12001, 10, false), ErrTooMany},
		"too many pixels":                     {bomb(8000, 8000, false), ErrTooMany},
		"pixels within the limit, memory not": {bomb(7000, 7000, true), ErrTooMany},
		"headers only":                        {bomb(100, 100, false), ErrBroken},
		"cut in half":                         {photo[:len(photo)/2], ErrBroken},
		"cut after the first marker":          {photo[:3], ErrBroken},
		"too many scans":                      {manyScans(t, 101), ErrBroken},
		"gif without a frame":                 {[]byte("GIF89a\x10\x00\x10\x00\x00\x00\x00<script>alert(1)</script>"), ErrBroken},
		"huge lossless webp":                  {hugeWebP, ErrTooMany},
		"webp, canvas differs":                {extended(webpOf(t, lossyWebP), 9), ErrBroken},
		"webp, chunk beyond end":              {farChunk, ErrBroken},
		"webp cut":                            {webpOf(t, lossyWebP)[:20], ErrBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := Clean(c.data, lim)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if p.Full != nil || p.Thumb != nil {
				t.Error("a refused picture was kept")
			}
		})
	}
}

// A refused decompression bomb costs no memory: its header is enough.
func TestARefusedBombCostsNoMemory(t *testing.T) {
	b := bomb(30000, 30000, false)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 10 {
		_, _ = Clean(b, DefaultLimits)
	}
	runtime.ReadMemStats(&after)
	if n := (after.TotalAlloc - before.TotalAlloc) / 10; n > 64<<10 {
		t.Errorf("refusing took %d bytes", n)
	}
}

func TestCleanKeeps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		w, h int
	}{
		"a photo":                 {asJPEG(t, quarters(640, 480)), 640, 480},
		"a big photo":             {asJPEG(t, quarters(4000, 3000)), 2048, 1536},
		"a tall screenshot":       {asPNG(t, quarters(300, 6000)), 102, 2048},
		"a hair":                  {asPNG(t, quarters(9000, 2)), 2048, 1},
		"one pixel":               {asPNG(t, quarters(1, 1)), 1, 1},
		"grey":                    {asJPEG(t, image.NewGray(image.Rect(0, 0, 50, 40))), 50, 40},
		"16 bit":                  {asPNG(t, image.NewNRGBA64(image.Rect(0, 0, 50, 40))), 50, 40},
		"gif":                     {asGIF(t, red), 30, 20},
		"webp, lossy":             {webpOf(t, lossyWebP), 1, 1},
		"webp, lossless":          {webpOf(t, losslessWebP), 1, 1},
		"a usual number of scans": {manyScans(t, 1), 8, 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := Clean(c.data, DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			if p.Width != c.w || p.Height != c.h {
				t.Errorf("got %d×%d, want %d×%d", p.Width, p.Height, c.w, c.h)
			}
			sane(t, p, DefaultLimits)
		})
	}
}

// sane checks what holds for every kept picture.
func sane(t *testing.T, p Picture, lim Limits) {
	t.Helper()
	for _, b := range [][]byte{p.Full, p.Thumb} {
		for _, mark := range []string{"Exif", "GPS", "PhoneMaker", "<script", "PK\x03\x04", "ICC_PROFILE"} {
			if bytes.Contains(b, []byte(mark)) {
				t.Errorf("%q is left in the picture", mark)
			}
		}
		if s, err := walkJPEG(b); err != nil || s.progressive || s.tiff != nil {
			t.Errorf("not a plain baseline JPEG: %+v %v", s, err)
		}
		if !bytes.HasSuffix(b, []byte{0xff, 0xd9}) {
			t.Error("data after the end of the image")
		}
	}
	full, err := jpeg.DecodeConfig(bytes.NewReader(p.Full))
	if err != nil || full.Width != p.Width || full.Height != p.Height || max(full.Width, full.Height) > lim.Keep {
		t.Errorf("full is %+v (%v), want %d×%d", full, err, p.Width, p.Height)
	}
	thumb, err := jpeg.DecodeConfig(bytes.NewReader(p.Thumb))
	if err != nil || max(thumb.Width, thumb.Height) > lim.Thumb {
		t.Errorf("thumb is %+v (%v)", thumb, err)
	}
}

func at(t *testing.T, j []byte, fx, fy float64) color.RGBA {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(j))
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bounds()
	return color.RGBAModel.Convert(m.At(int(fx*float64(b.Dx())), int(fy*float64(b.Dy())))).(color.RGBA)
}

func near(a, b color.RGBA) bool {
	d := func(x, y uint8) bool { return max(x, y)-min(x, y) < 24 }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B)
}

// Every orientation is applied, and no EXIF data is left.
func TestUprightWithoutEXIF(t *testing.T) {
	t.Parallel()
	corners := map[uint16][3]color.RGBA{ // top left, top right, bottom left
		0: {red, green, blue}, 1: {red, green, blue}, 2: {green, red, grey}, 3: {grey, blue, green},
		4: {blue, grey, red}, 5: {red, blue, green}, 6: {blue, red, grey}, 7: {grey, green, blue},
		8: {green, grey, red}, 9: {red, green, blue},
	}
	plain := asJPEG(t, quarters(500, 250))
	lim := DefaultLimits
	lim.Keep, lim.Thumb = 300, 60
	for turn, want := range corners {
		for _, o := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprint(turn, o), func(t *testing.T) {
				t.Parallel()
				p, err := Clean(withEXIF(plain, exifBlock(o, turn)), lim)
				if err != nil {
					t.Fatal(err)
				}
				sane(t, p, lim)
				if lying := turn >= 5 && turn <= 8; lying != (p.Height > p.Width) {
					t.Errorf("%d×%d", p.Width, p.Height)
				}
				for _, b := range [][]byte{p.Full, p.Thumb} {
					got := [3]color.RGBA{at(t, b, .2, .2), at(t, b, .8, .2), at(t, b, .2, .8)}
					for i := range got {
						if !near(got[i], want[i]) {
							t.Errorf("corner %d is %v, want %v", i, got[i], want[i])
						}
					}
				}
			})
		}
	}
}

func TestHiddenPartsAreGone(t *testing.T) {
	t.Parallel()
	photo := asJPEG(t, quarters(200, 100))
	zip := append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0xff, 0xda, 1}, 5000)...)
	html := []byte("<html><script>alert(1)</script></html>")
	comment := append([]byte{0xff, 0xfe, 0, byte(len(html) + 2)}, html...)
	for name, data := range map[string][]byte{
		"jpeg + zip":      append(bytes.Clone(photo), zip...),
		"jpeg + html":     append(bytes.Clone(photo), html...),
		"html in comment": bytes.Join([][]byte{photo[:2], comment, photo[2:]}, nil),
		"gif + html":      append(asGIF(t, red), html...),
		"png + html":      append(asPNG(t, quarters(20, 20)), html...),
	} {
		p, err := Clean(data, DefaultLimits)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sane(t, p, DefaultLimits)
	}
}

func TestFirstFrameOnly(t *testing.T) {
	t.Parallel()
	p, err := Clean(asGIF(t, green, red, blue), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if c := at(t, p.Full, .5, .5); !near(c, green) {
		t.Errorf("got %v", c)
	}
}

func TestTransparentIsWhite(t *testing.T) {
	t.Parallel()
	lim := DefaultLimits
	lim.Keep = 200
	for _, side := range []int{100, 300, 900} {
		p, err := Clean(asPNG(t, image.NewNRGBA(image.Rect(0, 0, side, side/2))), lim)
		if err != nil {
			t.Fatal(err)
		}
		if c := at(t, p.Full, .5, .5); !near(c, color.RGBA{255, 255, 255, 255}) {
			t.Errorf("side %d: got %v", side, c)
		}
	}
}

// Fine stripes become grey; a scaler that skips pixels would leave them black or white.
func TestShrinkAverages(t *testing.T) {
	t.Parallel()
	m := image.NewGray(image.Rect(0, 0, 4096, 64))
	for i := range m.Pix {
		m.Pix[i] = uint8(i%2) * 255
	}
	if c := shrink(m, 512).RGBAAt(200, 4); !near(c, color.RGBA{128, 128, 128, 255}) {
		t.Errorf("got %v", c)
	}
}

func TestCleanWaitsItsTurn(t *testing.T) {
	for range cap(smallPlaces) {
		smallPlaces <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := CleanContext(ctx, asPNG(t, quarters(9, 9)), DefaultLimits)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	for range cap(smallPlaces) {
		<-smallPlaces
	}
	if _, err := Clean(asPNG(t, quarters(9, 9)), DefaultLimits); err != nil {
		t.Error(err)
	}
}

func TestTextsArePolite(t *testing.T) {
	t.Parallel()
	if !strings.Contains(ErrTooLarge.Text, "10MB") || !strings.Contains(ErrHEIC.Text, "兼容性最佳") {
		t.Error("the text of the fault does not fit the limits")
	}
}

func FuzzClean(f *testing.F) {
	f.Add(asPNG(f, quarters(20, 10)))
	f.Add(withEXIF(asJPEG(f, quarters(20, 10)), exifBlock(binary.BigEndian, 6)))
	f.Add(asGIF(f, red, blue))
	f.Add(webpOf(f, lossyWebP))
	f.Add(webpOf(f, losslessWebP))
	f.Add(extended(webpOf(f, losslessWebP), 0))
	f.Add(bomb(30000, 30000, false))
	lim := Limits{Bytes: 1 << 16, Side: 300, Pixels: 40000, Keep: 64, Thumb: 16}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Clean(data, lim)
		if err != nil {
			return
		}
		if p.Width < 1 || p.Height < 1 || max(p.Width, p.Height) > lim.Keep {
			t.Fatalf("kept %d×%d", p.Width, p.Height)
		}
		if _, err := jpeg.Decode(bytes.NewReader(p.Full)); err != nil {
			t.Fatal(err)
		}
	})
}
