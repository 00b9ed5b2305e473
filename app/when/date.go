package when

import (
	"fmt"
	"time"
)

// Date is a Beijing day as yyyymmdd, for example 20260217. Dates are ordered as days.
type Date int

// DateOf returns the Beijing day of t.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Beijing).Date()
	return Date(y*10_000 + int(m)*100 + d)
}

// ParseDate reads "2026-02-17"; ok is false for other text and for days that do not exist.
func ParseDate(s string) (d Date, ok bool) {
	t, err := time.ParseInLocation(time.DateOnly, s, Beijing)
	if err != nil || t.Year() < 1 {
		return 0, false
	}
	return DateOf(t), true
}

// Time returns the first moment of d.
func (d Date) Time() time.Time {
	return time.Date(int(d)/10_000, time.Month(int(d)/100%100), int(d)%100, 0, 0, 0, 0, Beijing)
}

// Year returns the year of d.
func (d Date) Year() int { return int(d) / 10_000 }

// Next returns the day after d.
func (d Date) Next() Date { return DateOf(d.Time().AddDate(0, 0, 1)) }

// Weekend reports whether d is a Saturday or a Sunday.
func (d Date) Weekend() bool {
	w := d.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Say returns the day in Chinese: "11月21日".
func (d Date) Say() string { return fmt.Sprintf("%d月%d日", int(d)/100%100, int(d)%100) }

func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", int(d)/10_000, int(d)/100%100, int(d)%100)
}
