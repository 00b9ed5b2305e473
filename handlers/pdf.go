package handlers

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"unicode/utf16"
)

// pdf writes a document of A4 pages with rectangles and text. Chinese uses STSong-Light, a font that every reader has
// or replaces, so that none is embedded; digits and Latin letters use Helvetica.
type pdf struct{ pages []*bytes.Buffer }

// A4 in points; y runs upwards.
const (
	pageWidth  = 595.0
	pageHeight = 842.0
)

// page starts a new page.
func (p *pdf) page() { p.pages = append(p.pages, new(bytes.Buffer)) }

func (p *pdf) op(format string, args ...any) {
	fmt.Fprintf(p.pages[len(p.pages)-1], format+"\n", args...)
}

// color is red, green and blue from 0 to 1.
type color [3]float64

var (
	black = color{0.13, 0.12, 0.11}
	white = color{1, 1, 1}
	red   = color{0.70, 0.13, 0.11}
)

// ink sets the colour of what follows.
func (p *pdf) ink(c color) { p.op("%.2f %.2f %.2f rg", c[0], c[1], c[2]) }

// box fills a rectangle whose lower left corner is at x, y.
func (p *pdf) box(x, y, width, height float64) { p.op("%.2f %.2f %.2f %.2f re f", x, y, width, height) }

// inside draws with the origin moved and everything made smaller.
func (p *pdf) inside(x, y, scale float64, draw func()) {
	p.op("q %.3f 0 0 %.3f %.2f %.2f cm", scale, scale, x, y)
	draw()
	p.op("Q")
}

// run is a piece of text in one font.
type run struct {
	text  string
	latin bool
}

func runs(s string) []run {
	var all []run
	for _, r := range s {
		latin := r >= ' ' && r <= '~'
		if n := len(all); n > 0 && all[n-1].latin == latin {
			all[n-1].text += string(r)
			continue
		}
		all = append(all, run{string(r), latin})
	}
	return all
}

// width returns how wide a text of size 1 is. Chinese is as wide as it is high.
func width(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r > '~':
			w++
		case r == ' ' || r == '.' || r == '/' || r == ':':
			w += 0.278
		case r == '-':
			w += 0.333
		case r >= 'A' && r <= 'Z':
			w += 0.68
		default:
			w += 0.556 // exactly that for digits
		}
	}
	return w
}

// centred writes a text around x, smaller if it would be wider than most.
func (p *pdf) centred(x, y, size, most float64, s string) {
	if w := width(s); w*size > most {
		size = most / w
	}
	p.left(x-width(s)*size/2, y, size, most, s)
}

// left writes a text from x on, smaller if it would be wider than most.
func (p *pdf) left(x, y, size, most float64, s string) {
	if w := width(s); w*size > most {
		size = most / w
	}
	for _, r := range runs(s) {
		font, words := "F1", hexOf(r.text)
		if r.latin {
			font, words = "F2", "("+strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(r.text)+")"
		}
		p.op("BT /%s %.2f Tf %.2f %.2f Td %s Tj ET", font, size, x, y, words)
		x += width(r.text) * size
	}
}

// hexOf encodes text for the font: UTF-16, high byte first.
func hexOf(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return "<" + b.String() + ">"
}

// The objects before the pages.
const pdfFonts = `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor 5 0 R >>
<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>
<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>`

// bytes returns the finished document.
func (p *pdf) bytes() ([]byte, error) {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", ""}
	objects = append(objects, strings.Split(pdfFonts, "\n")...)
	var kids strings.Builder
	for _, content := range p.pages {
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		if _, err := z.Write(content.Bytes()); err != nil {
			return nil, fmt.Errorf("pack page: %w", err)
		}
		if err := z.Close(); err != nil {
			return nil, fmt.Errorf("pack page: %w", err)
		}
		n := len(objects) + 1
		fmt.Fprintf(&kids, "%d 0 R ", n)
		objects = append(objects, fmt.Sprintf(
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.0f %.0f] /Resources << /Font << /F1 3 0 R /F2 6 0 R >> >> /Contents %d 0 R >>",
			pageWidth, pageHeight, n+1),
			fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.Bytes()))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(p.pages), strings.TrimSpace(kids.String()))
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, start)
	return out.Bytes(), nil
}
