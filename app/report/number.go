package report

import (
	"fmt"
	"regexp"
	"strconv"
)

// perDay is how many running numbers fit into one day.
const perDay = 1_000_000

// Say returns the number in its spoken form: "261121-003", the third report of 21 November 2026.
func (r Report) Say() string { return fmt.Sprintf("%06d-%03d", r.Number/perDay, r.Number%perDay) }

// Said is a number in spoken form, perhaps without its year: Number is the report's number modulo Modulus.
type Said struct {
	Number  int64
	Modulus int64
}

// Numbers returns the full numbers it may mean: if the year is missing, one for each of the last three years.
func (n Said) Numbers(year int) []int64 {
	if n.Modulus > withYear {
		return []int64{n.Number}
	}
	all := make([]int64, 0, 3)
	for y := year; y > year-3; y-- {
		all = append(all, int64(y%100)*withYear+n.Number)
	}
	return all
}

// withYear is the difference between the same numbers of two successive years.
const withYear = 10_000 * perDay

var saidNumber = regexp.MustCompile(`^(\d{6}|\d{4})[-－—– ]?(\d{3,6})$`)

// ParseNumber reads "261121-003", "261121003", "1121-003" or "1121003"; false for anything else.
func ParseNumber(s string) (Said, bool) {
	m := saidNumber.FindStringSubmatch(s)
	if m == nil {
		return Said{}, false
	}
	date, _ := strconv.ParseInt(m[1], 10, 64)
	running, _ := strconv.ParseInt(m[2], 10, 64)
	if month, dayOf := date/100%100, date%100; month < 1 || month > 12 || dayOf < 1 || dayOf > 31 {
		return Said{}, false // such as a telephone number
	}
	modulus := int64(perDay)
	for range len(m[1]) {
		modulus *= 10
	}
	return Said{Number: date*perDay + running, Modulus: modulus}, true
}
