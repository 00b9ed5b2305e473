package area

import (
	"maps"
	"regexp"
	"strings"
)

// Line is a line of work that has its own codes for grids (M8).
type Line string

// Lines lists them all.
var Lines = []Line{"party", "law", "civil", "city", "petition", "market", "emergency", "epidemic"}

var lineNames = map[Line]string{
	"party": "党建", "law": "政法综治", "civil": "民政", "city": "城管", "petition": "信访", "market": "市场监管", "emergency": "应急", "epidemic": "防疫",
}

// Name returns the line in Chinese, "" for any other text.
func (l Line) Name() string { return lineNames[l] }

// Codes are the codes of a grid by line; a line without one is left out.
type Codes map[Line]string

var goodCode = regexp.MustCompile(`^[\p{L}\p{N}._#-]{1,40}$`)

// Tidy returns the codes without blanks, or false when one cannot be a code or its line is unknown.
func (c Codes) Tidy() (Codes, bool) {
	all := Codes{}
	for line, code := range c {
		code = strings.TrimSpace(code)
		if line.Name() == "" || code != "" && !goodCode.MatchString(code) {
			return nil, false
		}
		if code != "" {
			all[line] = code
		}
	}
	return all, true
}

// Equal says whether both are the same codes.
func (c Codes) Equal(other Codes) bool { return maps.Equal(c, other) }
