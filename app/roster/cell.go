package roster

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linli/app/person"
	"linli/app/text"
)

// line is one row with content.
type line struct {
	sheet string
	row   int
	cells map[string]string
	out   *[]Problem
}

func (l line) bad(column, reason string) {
	*l.out = append(*l.out, Problem{Sheet: l.sheet, Row: l.row, Column: column, Reason: reason})
}

// need returns a cell that must not be blank.
func (l line) need(column string) (string, bool) {
	s := l.cells[column]
	if s == "" {
		l.bad(column, "必填")
	}
	return s, s != ""
}

const mostCode = 40

// code returns a cell that must contain a code.
func (l line) code(column string) (string, bool) {
	s, ok := l.need(column)
	if !ok {
		return "", false
	}
	s = plainCode(s)
	return s, l.goodCode(column, s)
}

// ref returns a cell with the code of another row, or "".
func (l line) ref(column string) string { return plainCode(l.cells[column]) }

func (l line) goodCode(column, s string) bool {
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_#.", r)
	}
	switch {
	case utf8.RuneCountInString(s) > mostCode:
		l.bad(column, "太长，最多 40 个字")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, odd):
		l.bad(column, "只能用字母、数字、汉字、横线；如显示为科学计数，请先把这一列设为文本格式")
	default:
		return true
	}
	return false
}

// text returns a cell with text of at most this many characters.
func (l line) text(column string, most int) string {
	s, ok := l.need(column)
	if ok {
		l.goodText(column, s, most)
	}
	return s
}

// name returns a cell with a person's name.
func (l line) name(column string, most int) string {
	s := l.text(column, most)
	if s != "" && !text.Says(s) {
		l.bad(column, "姓名要有文字")
	}
	return s
}

func (l line) goodText(column, s string, most int) {
	switch {
	case utf8.RuneCountInString(s) > most:
		l.bad(column, "太长，最多 "+strconv.Itoa(most)+" 个字")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		l.bad(column, "含有换行或特殊字符")
	}
}

// count returns a whole number from 0 to most; blank is 0.
func (l line) count(column string, most int) int {
	s := l.cells[column]
	if s == "" {
		return 0
	}
	f, ok := number(s)
	if !ok || f != math.Trunc(f) || f < 0 || f > float64(most) {
		l.bad(column, "请填 0 至 "+strconv.Itoa(most)+" 的整数")
		return 0
	}
	return int(f)
}

// The bounding box of China for positions.
const (
	minLat, maxLat = 3, 54
	minLng, maxLng = 73, 136
)

// position returns latitude and longitude, rounded to about a decimetre.
func (l line) position() (lat, lng float64) {
	a, b := l.cells[colLat], l.cells[colLng]
	switch {
	case a == "" && b == "":
		return 0, 0
	case a == "":
		l.bad(colLat, "经度和纬度要同时填")
		return 0, 0
	case b == "":
		l.bad(colLng, "经度和纬度要同时填")
		return 0, 0
	}
	lat, okLat := degrees(a, minLat, maxLat)
	if !okLat {
		l.bad(colLat, "纬度应为 3 至 54 的数字，请检查是否与经度填反")
	}
	lng, okLng := degrees(b, minLng, maxLng)
	if !okLng {
		l.bad(colLng, "经度应为 73 至 136 的数字，请检查是否与纬度填反")
	}
	return lat, lng
}

func degrees(s string, low, high float64) (float64, bool) {
	f, ok := number(s)
	if !ok || !(f >= low && f <= high) {
		return 0, false
	}
	return math.Round(f*1e6) / 1e6, true
}

// day returns the beginning of a day in Beijing; blank is no day.
func (l line) day(column string) time.Time {
	s := l.cells[column]
	if s == "" {
		return time.Time{}
	}
	t, ok := readDay(s)
	if !ok {
		l.bad(column, "日期请写成 2026-01-31 这样")
	}
	return t
}

// phone returns a mobile number, "" for a blank cell.
func (l line) phone(column string) person.Phone {
	s := l.cells[column]
	if s == "" {
		return ""
	}
	phone, err := person.ParsePhone(plainDigits(s))
	if err != nil {
		l.bad(column, "请填 11 位手机号")
	}
	return phone
}
