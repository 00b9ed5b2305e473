package wxsim

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// shapes checks the values of each keyword type. Lengths are in characters. The checks are those of the documentation; the
// sandbox checks nothing.
var shapes = map[string]func(string) bool{
	"thing":            func(v string) bool { return runes(v) <= 20 },
	"number":           matches(32, `^[0-9]+(\.[0-9]+)?$`),
	"letter":           matches(32, `^[A-Za-z]+$`),
	"symbol":           func(v string) bool { return runes(v) <= 5 && all(v, isSign) },
	"character_string": matches(32, `^[\x20-\x7e]+$`),
	"time":             isTime,
	"date":             isDate,
	"amount":           matches(20, `^[¥￥$€£]?[0-9]{1,10}(\.[0-9]{1,2})?元?$`),
	"phone_number":     matches(17, `^[-+0-9() ]*[0-9][-+0-9() ]*$`),
	"car_number":       matches(8, `^[\p{Han}A-Z0-9][A-Z0-9]{1,6}[\p{Han}A-Z0-9]$`),
	"name":             isName,
	"phrase":           func(v string) bool { return runes(v) <= 5 && all(v, isHan) },
	"const":            func(v string) bool { return runes(v) <= 20 },
	"enum":             func(v string) bool { return runes(v) <= 20 },
	"enum_string":      func(v string) bool { return runes(v) <= 20 },
}

// keyType removes the number: character_string5 is a character_string.
func keyType(name string) string { return strings.TrimRight(name, "0123456789") }

// allows tells whether a value fits the keyword.
func (k Key) allows(value string) bool {
	if strings.TrimSpace(value) == "" || !utf8.ValidString(value) || !all(value, isPrintable) {
		return false
	}
	if len(k.Enum) > 0 {
		return slices.Contains(k.Enum, value)
	}
	return shapes[keyType(k.Name)](value)
}

func matches(longest int, pattern string) func(string) bool {
	re := regexp.MustCompile(pattern)
	return func(v string) bool { return runes(v) <= longest && re.MatchString(v) }
}

func runes(s string) int { return utf8.RuneCountInString(s) }

func all(s string, is func(rune) bool) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !is(r) })
}

func isHan(r rune) bool  { return unicode.Is(unicode.Han, r) }
func isSign(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// isPrintable refuses control and format characters, line breaks, private use and every emoji; blocks that mix emoji and
// symbols (☀, ✂, ⭐) are refused completely.
func isPrintable(r rune) bool {
	switch {
	case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp), r == utf8.RuneError:
		return false
	case r >= 0x2300 && r <= 0x23FF, r >= 0x2600 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF:
		return false
	case r == 0x20E3, r >= 0xFE00 && r <= 0xFE0F, r == 0x3030, r == 0x303D, r == 0x3297, r == 0x3299:
		return false
	case r > 0xFFFF:
		return isHan(r)
	}
	return true
}

// isName: up to 10 characters, or 20 without Chinese; no digits.
func isName(v string) bool {
	if strings.ContainsFunc(v, unicode.IsDigit) {
		return false
	}
	if strings.ContainsFunc(v, isHan) {
		return runes(v) <= 10
	}
	return runes(v) <= 20
}

var (
	days   = []string{"2006年1月2日", "2006-01-02"}
	clocks = []string{"15:04", "15:04:05"}
)

func parses(v string, layouts ...string) bool {
	return slices.ContainsFunc(layouts, func(layout string) bool {
		_, err := time.Parse(layout, v)
		return err == nil
	})
}

func dayTimes() []string {
	var all []string
	for _, d := range days {
		for _, c := range clocks {
			all = append(all, d+" "+c)
		}
	}
	return all
}

// isTime accepts 15:01, 2019年10月1日 15:01, and two of them joined by ~.
func isTime(v string) bool {
	return isRange(v, func(part string) bool { return parses(part, append(dayTimes(), clocks...)...) })
}

// isDate accepts 2019年10月1日, optionally with a time, and ranges; the end of a range may be a time only.
func isDate(v string) bool {
	full := func(part string) bool { return parses(part, append(dayTimes(), days...)...) }
	if from, to, ok := strings.Cut(v, "~"); ok && parses(strings.TrimSpace(from), dayTimes()...) && parses(strings.TrimSpace(to), clocks...) {
		return true
	}
	return isRange(v, full)
}

func isRange(v string, valid func(string) bool) bool {
	from, to, two := strings.Cut(v, "~")
	if !two {
		return valid(v)
	}
	return valid(strings.TrimSpace(from)) && valid(strings.TrimSpace(to))
}
