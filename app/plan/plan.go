// Package plan says what is due (计划): a deed that comes again after an interval or a number of times in a period, when its window
// opens, and which reason stands for a deed that was not done. Visits, patrols, cadences and collections use it.
package plan

import (
	"fmt"
	"time"

	"linli/app/fault"
	"linli/app/when"
)

// Unit is a unit of an interval. It is a calendar unit: a month has 28 to 31 days.
type Unit string

// The units.
const (
	Day     Unit = "day"
	Week    Unit = "week"
	Month   Unit = "month"
	Quarter Unit = "quarter"
	Year    Unit = "year"
)

// Units lists every unit, for the contract and tests.
var Units = []Unit{Day, Week, Month, Quarter, Year}

var units = map[Unit]struct {
	name           string // after a number
	period         string // the current period
	each           string // every period
	months, days   int
	mostOfInterval int
}{
	Day:     {"天", "今天", "每天", 0, 1, 366},
	Week:    {"周", "本周", "每周", 0, 7, 52},
	Month:   {"个月", "本月", "每月", 1, 0, 24},
	Quarter: {"个季度", "本季度", "每季度", 3, 0, 8},
	Year:    {"年", "今年", "每年", 12, 0, 5},
}

// ErrEvery is returned for an interval that cannot be planned.
var ErrEvery = fault.New(fault.Invalid, "plan.every", "间隔不正确")

// Every is an interval such as 7 days or a quarter.
type Every struct {
	N    int
	Unit Unit
}

// Check returns ErrEvery for an unknown unit, less than one and more than the unit allows.
func (e Every) Check() error {
	u, known := units[e.Unit]
	if !known || e.N < 1 || e.N > u.mostOfInterval {
		return ErrEvery
	}
	return nil
}

// Say returns the interval in Chinese: "每 7 天".
func (e Every) Say() string { return fmt.Sprintf("每 %d %s", e.N, units[e.Unit].name) }

// Now returns the current period in Chinese: "本周".
func (u Unit) Now() string { return units[u].period }

// Name returns the unit in Chinese, as it stands after a number: "个月".
func (u Unit) Name() string { return units[u].name }

// Each returns every period in Chinese: "每周".
func (u Unit) Each() string { return units[u].each }

// After returns the day one interval after d. A day that the month does not have is its last day.
func (e Every) After(d when.Date) when.Date {
	u := units[e.Unit]
	if u.months == 0 {
		return Add(d, e.N*u.days)
	}
	return addMonths(d, e.N*u.months)
}

// Within says whether an interval is no longer than the unit.
func (e Every) Within(u Unit) bool { return e.days() <= (Every{1, u}).days() }

func (e Every) days() int { return e.N * (units[e.Unit].days + 30*units[e.Unit].months) }

// Half returns half the interval, at least a day (breadth C5: estates that need more care).
func (e Every) Half() Every {
	switch {
	case e.N%2 == 0:
		return Every{e.N / 2, e.Unit}
	case e.Unit == Day:
		return Every{(e.N + 1) / 2, Day}
	case e.Unit == Week:
		return Every{(e.N*7 + 1) / 2, Day}
	default:
		return Every{e.N * units[e.Unit].months * 15, Day}
	}
}

// Add returns the day n days after d.
func Add(d when.Date, n int) when.Date { return when.DateOf(d.Time().AddDate(0, 0, n)) }

// Between returns how many days b is after a.
func Between(a, b when.Date) int { return int(b.Time().Sub(a.Time()) / (24 * time.Hour)) }

func addMonths(d when.Date, n int) when.Date {
	y, m, day := d.Time().Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, when.Beijing)
	return when.DateOf(time.Date(y, m+time.Month(n), min(day, last.Day()), 0, 0, 0, 0, when.Beijing))
}

// Period returns the first and the last day of the calendar period that has d. Weeks begin on Monday.
func (u Unit) Period(d when.Date) (first, last when.Date) {
	t := d.Time()
	switch u {
	case Week:
		first = Add(d, -(int(t.Weekday())+6)%7)
		return first, Add(first, 6)
	case Month, Quarter, Year:
		months := units[u].months
		y, m, _ := t.Date()
		begin := time.Date(y, m-(m-1)%time.Month(months), 1, 0, 0, 0, 0, when.Beijing)
		return when.DateOf(begin), when.DateOf(begin.AddDate(0, months, -1))
	default:
		return d, d
	}
}
