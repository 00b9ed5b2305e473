// Package text cleans what people type (文字): what they do not see and did not mean is taken away before anything else
// looks at it.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The runes that hold others together, and how many marks one letter may carry: Tibetan needs five.
const (
	joiner    = '\u200d'
	mostMarks = 8
)

// Words returns text that may have several lines, without what nobody sees: control characters, marks of direction, invisible
// letters, marks without a letter, blank lines in a row and blanks at the ends of lines. A text of nothing else is "".
func Words(s string) string {
	var out strings.Builder
	blank := 0 // line breaks that are not written yet
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

// breaks turns every way to end a line into one.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// Line is Words for what stands on one line, such as a name: line breaks and blanks of any kind become one blank.
func Line(s string) string {
	var c cleaner
	for _, r := range s {
		c.take(r)
	}
	return c.done()
}

// cleaner writes what may stay, rune by rune.
type cleaner struct {
	out    strings.Builder
	before rune // the last one written that is no mark; 0 at the beginning and after a blank
	marks  int  // written since
	blank  bool // to be written before the next one
	joins  bool // a joiner waits for what it joins
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

// mark writes a mark to the letter before it; without one it would stand on what comes before the text.
func (c *cleaner) mark(r rune) {
	if c.before == 0 || c.marks >= mostMarks {
		return
	}
	c.marks++
	c.out.WriteRune(r)
}

func (c *cleaner) done() string { return c.out.String() }

// unseen says that a rune shows nothing, or changes how its neighbours are shown.
func unseen(r rune) bool {
	switch {
	case r == '\u3164', r == '\uffa0', r == '\u115f', r == '\u1160', r == '\u2800', r == '\u034f', r == '\u17b4', r == '\u17b5':
		return true // letters, and marks, that are drawn as nothing
	case r >= 0xfff0 && r <= 0xffff, r&0xfffe == 0xfffe:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

// Says reports whether a text has at least one letter or digit.
func Says(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Narrow writes the wide letters, digits and signs of a Chinese keyboard as narrow ones.
func Narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
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

// IsDash says whether a rune is drawn as a short line.
func IsDash(r rune) bool {
	return unicode.Is(unicode.Pd, r) || r == '\u2212' || r == '\u00af' || r == '\u02d7'
}

// Code returns the letters and digits of a code that somebody read aloud or copied, in capitals: blanks, dashes and wide
// letters are the same to people.
func Code(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToUpper(r); {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, Narrow(s))
}
