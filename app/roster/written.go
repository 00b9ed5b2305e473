package roster

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"linli/app/text"
	"linli/app/when"
)

// How spreadsheets store a cell. A whole number may be stored as 1.9900000091E10, a day as the number of days since the end
// of 1899 with the time of day as a fraction.

// clean removes what pasting adds to a cell. Line breaks stay, so that they can be reported.
func clean(s string) string { return text.Words(s) }

var (
	decimal   = regexp.MustCompile(`^[+-]?\d+(\.\d*)?([eE][+-]?\d{1,3})?$`)
	thousands = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d*)?$`)
)

// number returns the number in a cell.
func number(s string) (float64, bool) {
	s = strings.ReplaceAll(text.Narrow(s), " ", "")
	if thousands.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	if !decimal.MatchString(s) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsInf(f, 0)
}

// mostExact is the number of digits that a spreadsheet keeps of a number.
const mostExact = 15

// plainDigits writes a whole number in digits, and leaves other text unchanged.
func plainDigits(s string) string {
	n := strings.ReplaceAll(text.Narrow(s), " ", "")
	if !decimal.MatchString(n) || !strings.ContainsAny(n, ".eE") {
		return s
	}
	r, ok := new(big.Rat).SetString(n)
	if !ok || !r.IsInt() || len(r.Num().String()) > mostExact {
		return s
	}
	return r.Num().String()
}

// plainCode is plainDigits for a code without blanks, in which an E without a point may be a letter.
func plainCode(s string) string {
	s = strings.ReplaceAll(text.Narrow(s), " ", "")
	if !strings.Contains(s, ".") {
		return s
	}
	return plainDigits(s)
}

var writtenDay = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?:[T ,](.*))?$`)

// readDay reads a day in any usual form, with or without a time of day. A time with a zone is read in that zone.
func readDay(s string) (time.Time, bool) {
	s = strings.TrimSpace(text.Narrow(s))
	if f, ok := number(s); ok {
		return numberedDay(f)
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		y, m, d := t.In(when.Beijing).Date()
		return dayOf(y, int(m), d)
	}
	m := writtenDay.FindStringSubmatch(tight.ReplaceAllString(s, "$1"))
	if m == nil || !timeOfDay(m[6]) {
		return time.Time{}, false
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2] + m[4])
	day, _ := strconv.Atoi(m[3] + m[5])
	return dayOf(year, month, day)
}

// tight matches a separator of a date with the blanks around it, except before the time of day.
var tight = regexp.MustCompile(` *([-/.年月]) *| +(日)`)

var clock = regexp.MustCompile(`^(?:(?:上午|下午|AM|PM) ?)?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?(?: ?(?:AM|PM))?$`)

func timeOfDay(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || clock.MatchString(strings.ToUpper(s)) || strings.HasPrefix(s, "星期") || strings.HasPrefix(s, "周")
}

// The range of days since the end of 1899 for the years 1930 to 2100, and of days written as eight digits.
const (
	firstSerial, lastSerial = 10959, 73415
	firstDigits, lastDigits = 19300101, 21001231
)

func numberedDay(f float64) (time.Time, bool) {
	n := int(f)
	switch {
	case f >= firstSerial && f < lastSerial:
		y, m, d := time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Date()
		return dayOf(y, int(m), d)
	case f >= firstDigits && f <= lastDigits && f == math.Trunc(f):
		return dayOf(n/10000, n/100%100, n%100)
	}
	return time.Time{}, false
}

func dayOf(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, when.Beijing)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day || year < 1930 || year > 2100 {
		return time.Time{}, false
	}
	return t, true
}

// between1904 is the number of days between the epochs of 1900 and 1904.
const between1904 = 1462

// From1904 converts the days of a workbook with the epoch of 1904, as old Macintosh programs write it.
func From1904(sheets map[string][][]string) {
	for _, rows := range sheets {
		if len(rows) == 0 {
			continue
		}
		for column, header := range rows[0] {
			if header = clean(header); header != colFrom && header != colTo && header != colChecked && header != colSince {
				continue
			}
			for _, row := range rows[1:] {
				if column >= len(row) {
					continue
				}
				if f, ok := number(row[column]); ok && f > firstSerial-between1904 && f < lastSerial {
					row[column] = strconv.FormatFloat(f+between1904, 'f', -1, 64)
				}
			}
		}
	}
}
