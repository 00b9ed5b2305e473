package when

import (
	"cmp"
	"slices"
	"time"
)

// The days for which sums are kept. Outside, special days are ignored: Monday to Friday work.
const (
	firstYear, lastYear = 2020, 2045
	daySeconds          = 24 * 60 * 60
)

var (
	firstDay = dayIndex(time.Date(firstYear, 1, 1, 0, 0, 0, 0, Beijing).Unix())
	kept     = dayIndex(time.Date(lastYear+1, 1, 1, 0, 0, 0, 0, Beijing).Unix()) - firstDay
)

// dayIndex returns the number of the Beijing day of a second, counted from 1 January 1970.
func dayIndex(unix int64) int64 { return floor(unix+8*60*60, daySeconds) }

func floor(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

// Special is a day that differs from its weekday: a public holiday or a make-up workday.
type Special struct {
	Date Date
	Off  bool
	Name string // of the holiday: 春节
}

// Calendar says which days are working days. It is immutable and may be shared.
type Calendar struct {
	special map[Date]Special
	before  []int64 // before[i] is the number of working days among the first i kept days
	nth     []int64 // the kept working days in order
}

// NewCalendar returns the calendar with these special days; the later of two for one day counts.
func NewCalendar(days []Special) *Calendar {
	c := &Calendar{special: make(map[Date]Special, len(days)), before: make([]int64, kept+1)}
	for _, d := range days {
		c.special[d.Date] = d
	}
	work := make([]bool, kept)
	for i := range work {
		work[i] = plain(int64(i)+1) > plain(int64(i))
	}
	for _, d := range c.special {
		if i := dayIndex(d.Date.Time().Unix()) - firstDay; i >= 0 && i < kept {
			work[i] = !d.Off
		}
	}
	for i, w := range work {
		c.before[i+1] = c.before[i]
		if w {
			c.nth = append(c.nth, int64(i))
			c.before[i+1]++
		}
	}
	return c
}

// Works reports whether the Beijing day of t is a working day; without an entry, Monday to Friday are.
func (c *Calendar) Works(t time.Time) bool {
	i := dayIndex(t.Unix()) - firstDay
	return c.worked(i+1) > c.worked(i)
}

// Has reports whether the official list of the year is loaded. The last week of December is ignored: its days may be in the
// next year's list.
func (c *Calendar) Has(year int) bool {
	for d := range c.special {
		if d.Year() == year && int(d)%10_000 < 1224 {
			return true
		}
	}
	return false
}

// Holiday returns the name of the public holiday on a day, and whether there is one. A plain weekend is none.
func (c *Calendar) Holiday(d Date) (string, bool) {
	s, ok := c.special[d]
	return s.Name, ok && s.Off
}

// Of returns the special days of a year in order.
func (c *Calendar) Of(year int) []Special {
	var days []Special
	for _, d := range c.special {
		if d.Date.Year() == year {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, func(a, b Special) int { return cmp.Compare(a.Date, b.Date) })
	return days
}

// worked returns the number of working days in [0, i), counted from the first kept day; negative before it.
func (c *Calendar) worked(i int64) int64 {
	switch {
	case i < 0:
		return plain(i)
	case i > kept:
		return c.before[kept] + plain(i) - plain(kept)
	}
	return c.before[i]
}

// workday returns the k-th working day, from 0 at the first kept one: the inverse of worked.
func (c *Calendar) workday(k int64) int64 {
	n := int64(len(c.nth))
	switch {
	case k < 0:
		return plainDay(k)
	case k >= n:
		return plainDay(k - n + plain(kept))
	}
	return c.nth[k]
}

// plain and plainDay are worked and workday without holidays. 1 January 2020 was a Wednesday.
func plain(i int64) int64 {
	weeks := floor(i, 7)
	return weeks*5 + [...]int64{0, 1, 2, 3, 3, 3, 4}[i-weeks*7]
}

func plainDay(k int64) int64 {
	weeks := floor(k, 5)
	return weeks*7 + [...]int64{0, 1, 2, 5, 6}[k-weeks*5]
}
