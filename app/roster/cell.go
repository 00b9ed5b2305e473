package roster

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linli/app/when"
)

// line is one filled-in row that is being read.
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

// code returns a cell that must hold a code.
func (l line) code(column string) (string, bool) {
	s, ok := l.need(column)
	if !ok {
		return "", false
	}
	return s, l.goodCode(column, s)
}

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

// text returns a cell with words in it, at most so many characters.
func (l line) text(column string, most int) string {
	s, ok := l.need(column)
	if ok {
		l.goodText(column, s, most)
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
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != math.Trunc(f) || f < 0 || f > float64(most) {
		l.bad(column, "请填 0 至 "+strconv.Itoa(most)+" 的整数")
		return 0
	}
	return int(f)
}

// The box around China in which a position makes sense.
const (
	minLat, maxLat = 3, 54
	minLng, maxLng = 73, 136
)

// position returns latitude and longitude, to about a decimetre.
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
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= low && f <= high) {
		return 0, false
	}
	return math.Round(f*1e6) / 1e6, true
}

// dayForms are the ways people write a day; Excel itself stores the number of days since 1899-12-30.
var dayForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

// day returns the beginning of a day in Beijing; blank is no day.
func (l line) day(column string) time.Time {
	s := l.cells[column]
	if s == "" {
		return time.Time{}
	}
	s = strings.TrimSuffix(s, " 00:00:00")
	t := time.Time{}
	if n, err := strconv.Atoi(s); err == nil && n > 30000 && n < 80000 {
		t = time.Date(1899, 12, 30, 0, 0, 0, 0, when.Beijing).AddDate(0, 0, n)
	}
	for _, form := range dayForms {
		if x, err := time.ParseInLocation(form, s, when.Beijing); err == nil {
			t = x
		}
	}
	if t.Year() < 1990 || t.Year() > 2100 {
		l.bad(column, "日期请写成 2026-01-31 这样")
		return time.Time{}
	}
	return t
}

// clean takes away what sticks to a cell that was pasted.
func clean(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' })
}
