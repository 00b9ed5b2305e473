package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"

	"golang.org/x/image/webp"
)

type format string

const (
	formatJPEG format = "jpeg"
	formatPNG  format = "png"
	formatGIF  format = "gif"
	formatWebP format = "webp"
	formatHEIC format = "heic"
	formatNone format = ""
)

// plan is what the headers tell before decoding.
type plan struct {
	format format
	turn   int // EXIF orientation
	cost   int // upper bound of the memory for decoding, in bytes
}

// inspect refuses what must not be decoded. Its memory does not depend on the size in the headers.
func inspect(data []byte, lim Limits) (plan, error) {
	switch {
	case len(data) == 0:
		return plan{}, ErrEmpty
	case len(data) > lim.Bytes:
		return plan{}, ErrTooLarge
	}
	p := plan{format: detect(data), turn: 1}
	var cfg image.Config
	var perPixel float64
	var err error
	r := bytes.NewReader(data)
	switch p.format {
	case formatJPEG:
		var s jpegShape
		if s, err = walkJPEG(data); err == nil {
			perPixel, p.turn = s.perPixel(), orientation(s.tiff)
			cfg, err = jpeg.DecodeConfig(r)
		}
	case formatPNG:
		cfg, err = png.DecodeConfig(r)
		perPixel, p.turn = pngPerPixel(data, cfg.ColorModel), orientation(pngEXIF(data))
	case formatGIF:
		cfg, err = gif.DecodeConfig(r)
		perPixel = 2 // indexes, and again to undo interlacing
	case formatWebP:
		var tiff []byte
		if tiff, err = walkWebP(data); err == nil {
			p.turn = orientation(tiff)
			cfg, err = webp.DecodeConfig(r)
		}
		perPixel = 12 // lossless pixels, their transform, and transparency
	case formatHEIC:
		return plan{}, ErrHEIC
	default:
		return plan{}, ErrNotPicture
	}
	if err != nil {
		return plan{}, ErrBroken.Because(err)
	}
	if cfg.Width < 1 || cfg.Height < 1 {
		return plan{}, ErrBroken
	}
	if cfg.Width > lim.Side || cfg.Height > lim.Side || cfg.Width > lim.Pixels/cfg.Height {
		return plan{}, ErrTooMany
	}
	// one more byte per pixel for the first halving
	p.cost = int(float64(cfg.Width) * float64(cfg.Height) * (perPixel + 1))
	if p.cost > mostCost {
		return plan{}, ErrTooMany
	}
	return p, nil
}

// detect uses the first bytes only; names and content types come from the sender.
func detect(data []byte) format {
	head := string(data[:min(len(data), 32)])
	switch {
	case strings.HasPrefix(head, "\xff\xd8\xff"):
		return formatJPEG
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return formatPNG
	case strings.HasPrefix(head, "GIF87a"), strings.HasPrefix(head, "GIF89a"):
		return formatGIF
	case len(head) >= 12 && head[:4] == "RIFF" && head[8:12] == "WEBP":
		return formatWebP
	case len(head) >= 12 && head[4:8] == "ftyp" && heicBrand(head[8:12]):
		return formatHEIC
	}
	return formatNone
}

func heicBrand(b string) bool {
	switch b {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}

var (
	errShape = errors.New("headers contradict one another")
	errScans = errors.New("too many scans")
)

// mostScans is the most scans of a JPEG. Progressive pictures have about ten; an attacker could put a hundred thousand into
// ten megabytes and keep a processor busy for hours.
const mostScans = 100

// jpegShape is what the segments of a JPEG declare.
type jpegShape struct {
	progressive bool
	components  int
	halved      bool // 4:2:0, the usual halving of colour
	tiff        []byte
}

// perPixel returns the bytes of memory that one pixel needs while decoding.
func (s jpegShape) perPixel() float64 {
	samples := float64(s.components)
	if s.halved {
		samples = 1.5
	}
	need := samples
	if s.progressive {
		need += 4 * samples // coefficients are kept until the last scan
	}
	if s.components == 4 {
		need += 4 // inks are interleaved into a second picture
	}
	return need
}

// walkJPEG steps from marker to marker, as the decoder does, to the end of the image.
func walkJPEG(data []byte) (jpegShape, error) {
	var s jpegShape
	scans := 0
	for at := 2; ; {
		marker, next, ok := nextMarker(data, at)
		if !ok || marker == 0xd9 { // the end, or cut off before it: the decoder reports that
			return s, nil
		}
		if marker >= 0xd0 && marker <= 0xd7 {
			at = next
			continue
		}
		if next+2 > len(data) {
			return s, nil
		}
		n := int(binary.BigEndian.Uint16(data[next:]))
		if n < 2 || next+n > len(data) {
			return s, nil
		}
		body := data[next+2 : next+n]
		switch marker {
		case 0xc0, 0xc1, 0xc2:
			s.frame(body, marker == 0xc2)
		case 0xda:
			if scans++; scans > mostScans {
				return s, errScans
			}
		case 0xe1:
			if t, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && s.tiff == nil {
				s.tiff = t
			}
		}
		at = next + n
	}
}

func (s *jpegShape) frame(body []byte, progressive bool) {
	if len(body) < 6 {
		return
	}
	s.progressive = s.progressive || progressive
	s.components = max(s.components, int(body[5]))
	s.halved = len(body) >= 15 && body[5] == 3 && body[7] == 0x22 && body[10] == 0x11 && body[13] == 0x11
}

// nextMarker returns the first marker at or after at, skipping image data and fill bytes, and the offset after it.
func nextMarker(data []byte, at int) (marker byte, next int, ok bool) {
	for at < len(data) {
		i := bytes.IndexByte(data[at:], 0xff)
		if i < 0 {
			return 0, 0, false
		}
		for at += i; at < len(data) && data[at] == 0xff; {
			at++
		}
		if at < len(data) && data[at] != 0 {
			return data[at], at + 1, true
		}
	}
	return 0, 0, false
}

func pngPerPixel(data []byte, m color.Model) float64 {
	need := 4.0
	switch m {
	case color.NRGBA64Model, color.RGBA64Model:
		need = 8
	case color.Gray16Model:
		need = 2
	}
	if len(data) > 28 && data[28] != 0 { // interlaced: passes are decoded separately
		need *= 2
	}
	return need
}

// pngEXIF returns the body of the eXIf chunk before the end, if any.
func pngEXIF(data []byte) []byte {
	for at := 8; at+12 <= len(data); {
		n := uint64(binary.BigEndian.Uint32(data[at:]))
		if n > uint64(len(data)-at-12) {
			return nil
		}
		if string(data[at+4:at+8]) == "eXIf" {
			return data[at+8 : at+8+int(n)]
		}
		at += 12 + int(n)
	}
	return nil
}

// walkWebP checks what the decoder does not: chunks end inside the file, and the canvas, which decides the size of the
// transparency, is as large as the image. It returns the EXIF data.
func walkWebP(data []byte) (tiff []byte, err error) {
	var canvas, frame image.Point
	for at := 12; at+8 <= len(data); {
		n := uint64(binary.LittleEndian.Uint32(data[at+4:]))
		if n > uint64(len(data)-at-8) {
			return nil, errShape
		}
		body := data[at+8 : at+8+int(n)]
		switch string(data[at : at+4]) {
		case "VP8X":
			if len(body) < 10 {
				return nil, errShape
			}
			canvas = image.Pt(1+uint24(body[4:]), 1+uint24(body[7:]))
		case "VP8 ":
			if len(body) < 10 {
				return nil, errShape
			}
			le := binary.LittleEndian
			frame = image.Pt(int(le.Uint16(body[6:]))&0x3fff, int(le.Uint16(body[8:]))&0x3fff)
		case "VP8L":
			if len(body) < 5 {
				return nil, errShape
			}
			bits := binary.LittleEndian.Uint32(body[1:])
			frame = image.Pt(1+int(bits&0x3fff), 1+int(bits>>14&0x3fff))
		case "EXIF":
			tiff = bytes.TrimPrefix(body, []byte("Exif\x00\x00"))
		}
		if canvas != (image.Point{}) && frame != (image.Point{}) && canvas != frame {
			return nil, errShape
		}
		at += 8 + int(n+n%2)
	}
	return tiff, nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
