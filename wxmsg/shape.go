package wxmsg

import (
	"regexp"
	"strings"
	"unicode"
)

// The types of template keywords have limits; the platform refuses a whole message with a value beyond them (47003). The
// table is in 发送订阅消息
// (https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html);
// template messages of official accounts use the same limits.

// Shape makes value valid for a keyword such as thing1 or phrase3. A time or amount that does not parse becomes "-", so
// that the platform refuses the message instead of showing a wrong value. Characters are counted as in the platform's
// samples; those outside the basic plane count double.
func Shape(keyword, value string) string {
	shape, ok := shapers[keywordType(keyword)]
	if !ok {
		shape = shapers["thing"]
	}
	return shape(clean(value))
}

var keywordForm = regexp.MustCompile(`^(thing|number|letter|symbol|character_string|time|date|amount|phone_number|car_number|name|phrase|const|enum)[0-9]{1,3}$`)

// keywordType returns the type without the number: "thing" of "thing1".
func keywordType(keyword string) string { return strings.TrimRight(keyword, "0123456789") }

var shapers = map[string]func(string) string{
	"thing":            func(s string) string { return ellipsis(s, 20) },
	"const":            func(s string) string { return orDash(cutRunes(s, 20)) },
	"enum":             func(s string) string { return orDash(cutRunes(s, 20)) },
	"number":           shapeNumber,
	"letter":           func(s string) string { return or(cutRunes(keepRunes(s, isLetter), 32), "NA") },
	"symbol":           func(s string) string { return orDash(cutRunes(keepRunes(s, isSymbol), 5)) },
	"character_string": func(s string) string { return orDash(cutRunes(keepRunes(s, isVisibleASCII), 32)) },
	"time":             func(s string) string { return shapeTime(s, timeForm) },
	"date":             func(s string) string { return shapeTime(s, dateForm) },
	"amount":           shapeAmount,
	"phone_number":     func(s string) string { return orDash(cutRunes(keepRunes(s, isPhone), 17)) },
	"car_number":       func(s string) string { return orDash(cutRunes(keepRunes(s, isPlate), 8)) },
	"name":             shapeName,
	"phrase":           func(s string) string { return or(cutRunes(keepRunes(s, isHan), 5), "无") },
}

// clean removes characters that no keyword allows: control and formatting characters, emoji, lone surrogates, private
// characters. Every run of blanks and line breaks becomes one blank.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar, !unicode.IsGraphic(r), isEmoji(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.TrimLeftFunc(strings.Join(strings.Fields(s), " "), func(r rune) bool { return isMark(r) || r == ' ' })
}

// isEmoji covers the emoji blocks and the parts of their sequences; the platform stopped showing them in 2023.
func isEmoji(r rune) bool {
	return r >= 0x2300 && r <= 0x23FF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF ||
		r >= 0xFE00 && r <= 0xFE0F || r == 0x20E3 || r == 0x303D || r == 0x3030 || r == 0x3297 || r == 0x3299 ||
		r >= 0x1F000 && r <= 0x1FFFF || r >= 0xE0000
}

func isMark(r rune) bool         { return unicode.Is(unicode.M, r) }
func isHan(r rune) bool          { return unicode.Is(unicode.Han, r) && r >= 0x3400 && r <= 0x9FFF }
func isLetter(r rune) bool       { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
func isDigit(r rune) bool        { return r >= '0' && r <= '9' }
func isSymbol(r rune) bool       { return r != ' ' && (unicode.IsPunct(r) || unicode.IsSymbol(r)) }
func isVisibleASCII(r rune) bool { return r > ' ' && r <= '~' }
func isPhone(r rune) bool        { return isDigit(r) || strings.ContainsRune("+-*#()", r) }
func isPlate(r rune) bool        { return isDigit(r) || isLetter(r) || isHan(r) }
func isName(r rune) bool         { return isLetter(r) || isHan(r) || r == '·' || r == ' ' }

func keepRunes(s string, keep func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if keep(r) {
			return r
		}
		return -1
	}, s)
}

// weight is the number of characters that a rune counts as.
func weight(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

func weigh(s string) int {
	n := 0
	for _, r := range s {
		n += weight(r)
	}
	return n
}

// cutRunes returns the beginning of s that counts at most n characters. A letter and its combining marks are not separated.
func cutRunes(s string, n int) string {
	whole, used := 0, 0
	for i, r := range s {
		if !isMark(r) {
			whole = i
		}
		if used += weight(r); used > n {
			return strings.TrimRight(s[:whole], " ")
		}
	}
	return s
}

func ellipsis(s string, n int) string {
	if weigh(s) > n {
		s = cutRunes(s, n-3) + "..."
	}
	return orDash(s)
}

func or(s, instead string) string {
	if s = strings.TrimSpace(s); s == "" {
		return instead
	}
	return s
}

func orDash(s string) string { return or(s, "-") }

var numberForm = regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)

// shapeNumber keeps the first number in s, at most 32 characters of it.
func shapeNumber(s string) string {
	return or(strings.TrimRight(cutRunes(numberForm.FindString(s), 32), "."), "0")
}

var amountForm = regexp.MustCompile(`([¥￥$€£]?)([0-9]+)(?:\.([0-9]+))?(元?)`)

// shapeAmount keeps the first amount in s. One of more than ten digits becomes "-", as a shorter one would be wrong.
func shapeAmount(s string) string {
	m := amountForm.FindStringSubmatch(strings.ReplaceAll(s, ",", ""))
	if s == "-" || (m != nil && len(m[2]) > 10) {
		return "-"
	}
	if m == nil {
		return "0"
	}
	out := m[1] + m[2]
	if cents := m[3][:min(len(m[3]), 2, 10-len(m[2]))]; cents != "" {
		out += "." + cents
	}
	return out + m[4]
}

const (
	clockText = `(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?`
	monthText = `(?:0?[1-9]|1[0-2])`
	mdayText  = `(?:0?[1-9]|[12][0-9]|3[01])`
	yearText  = `[0-9]{4}`
	dayText   = `(?:` + yearText + `年` + monthText + `月` + mdayText + `日|` + yearText + `-` + monthText + `-` + mdayText +
		`|` + yearText + `/` + monthText + `/` + mdayText + `|` + monthText + `月` + mdayText + `日)`
)

var (
	timeForm = regexp.MustCompile(`^(?:` + dayText + ` ?)?` + clockText + `$|^` + dayText + `$`)
	dateForm = regexp.MustCompile(`^` + dayText + `(?: ?` + clockText + `)?$`)
)

// shapeTime accepts a time, or a range of two with "~" between; the second may lack the day.
func shapeTime(s string, form *regexp.Regexp) string {
	from, to, isRange := strings.Cut(strings.ReplaceAll(s, "～", "~"), "~")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if !form.MatchString(from) {
		return "-"
	}
	if !isRange {
		return from
	}
	if !timeForm.MatchString(to) {
		return "-"
	}
	return from + "~" + to
}

// shapeName keeps letters: at most 20 Latin ones, or 10 when one of them is Chinese.
func shapeName(s string) string {
	s = strings.Join(strings.Fields(keepRunes(s, isName)), " ")
	if strings.IndexFunc(s, func(r rune) bool { return !isLetter(r) && r != ' ' }) < 0 {
		return or(cutRunes(s, 20), "无")
	}
	return or(cutRunes(s, 10), "无")
}
