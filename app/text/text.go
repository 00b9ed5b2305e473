// Package text cleans typed text (文字): it removes what is invisible and not meant.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The joining runes, and the most marks on one letter: Tibetan needs five.
const (
	joiner    = '\u200d'
	mostMarks = 8
)

// Words returns text that may have several lines, without control characters, direction marks, invisible letters, marks
// without a letter, repeated blank lines and blanks at the ends of lines. Text of nothing else becomes "".
func Words(s string) string {
	var out strings.Builder
	blank := 0 // line breaks not yet written
	for line := range strings.SplitSeq(breaks.Replace(s), "\n") {
		if line = Line(line); line == "" {
			blank++
			continue
		}
		if out.Len() > 0 {
			out.WriteString("\n\n"[:min(blank, 1)+1])
		}
		out.WriteString(line)
		blank = 0
	}
	return out.String()
}

// breaks turns every kind of line break into one.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// Line is Words for a single line, such as a name: line breaks and blanks of any kind become one blank.
func Line(s string) string {
	var c cleaner
	for _, r := range s {
		c.take(r)
	}
	return c.done()
}

// cleaner copies runes that may stay.
type cleaner struct {
	out    strings.Builder
	before rune // the last written one that is no mark; 0 at the beginning and after a blank
	marks  int  // written after before
	blank  bool // to write before the next rune
	joins  bool // a joiner waits for the rune it joins
}

func (c *cleaner) take(r rune) {
	switch {
	case r == utf8.RuneError:
	case unicode.IsSpace(r):
		c.blank, c.before, c.marks, c.joins = c.out.Len() > 0, 0, 0, false
	case r == joiner:
		c.joins = unicode.Is(unicode.So, c.before) || unicode.Is(unicode.Sk, c.before)
	case unseen(r):
	case unicode.Is(unicode.M, r):
		c.mark(r)
	default:
		if c.blank {
			c.out.WriteByte(' ')
		}
		if c.joins && unicode.Is(unicode.So, r) {
			c.out.WriteRune(joiner)
		}
		c.out.WriteRune(r)
		c.before, c.marks, c.blank, c.joins = r, 0, false, false
	}
}

// mark writes a mark after its letter, and drops a mark without one.
func (c *cleaner) mark(r rune) {
	if c.before == 0 || c.marks >= mostMarks {
		return
	}
	c.marks++
	c.out.WriteRune(r)
}

func (c *cleaner) done() string { return c.out.String() }

// unseen says that a rune is invisible or changes how its neighbours are shown.
func unseen(r rune) bool {
	switch {
	case r == '\u3164', r == '\uffa0', r == '\u115f', r == '\u1160', r == '\u2800', r == '\u034f', r == '\u17b4', r == '\u17b5':
		return true // letters and marks that are drawn as nothing
	case r >= 0xfff0 && r <= 0xffff, r&0xfffe == 0xfffe:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

// Says reports whether a text has at least one letter or digit.
func Says(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Within reports whether a text has at least so many characters and at most so many.
func Within(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return n >= least && n <= most
}

// Narrow turns full-width letters, digits and signs into half-width ones.
func Narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case IsHan(r): // most are, and they stay
			return r
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '。':
			return '.'
		case unicode.IsSpace(r):
			return ' '
		case IsDash(r):
			return '-'
		}
		return r
	}, s)
}

// IsHan says whether a rune is a Chinese character of the common block.
func IsHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// IsDash says whether a rune looks like a dash.
func IsDash(r rune) bool {
	return unicode.Is(unicode.Pd, r) || r == '\u2212' || r == '\u00af' || r == '\u02d7'
}

// Code returns the letters and digits of a typed code, in capitals: blanks, dashes and full-width letters do not matter.
func Code(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToUpper(r); {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, Narrow(s))
}
