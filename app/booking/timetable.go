package booking

import (
	"time"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// What can go wrong with the timetable.
var (
	ErrEntry  = fault.New(fault.Invalid, "booking.entry", "时间安排有误")
	ErrNoLine = fault.New(fault.Missing, "booking.no_entry", "未找到该时间安排")
)

// Weekdays is a set of days of the week; bit 0 is Monday.
type Weekdays uint8

// On returns the set of the given days, 1 (Monday) to 7.
func On(days ...int) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << (d - 1)
	}
	return w
}

// Has says whether the day is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<((int(d)+6)%7)) != 0 }

// Days lists the set, 1 to 7.
func (w Weekdays) Days() []int {
	days := []int{}
	for d := 1; d <= 7; d++ {
		if w&(1<<(d-1)) != 0 {
			days = append(days, d)
		}
	}
	return days
}

// Entry is one line of the timetable: a service, on these days, at this time, until further notice.
type Entry struct {
	ID        int64
	Community int64
	Service   int64
	From      when.Date
	To        when.Date // the last day; 0: until further notice
	Days      Weekdays
	Every     int     // weeks from one time to the next, counted from the week of From
	Nth       int     // only the n-th such day of a month; 0: each
	Begin     int     // minute of the day
	End       int     // minute of the day
	Step      int     // minutes of one period; 0: one block with numbered places
	Places    int     // of a period: how many are served at once, or of the block
	WalkIns   int     // places of a session kept for persons who come without a telephone
	Providers []int64 // persons who serve
	Host      string  // the person who receives, when there is no provider: 张书记; or the subject of a course
	Holidays  bool    // also on public holidays
	Only      Only    // of the days in Days; the hours of a counter
	EndedAt   time.Time
}

// Only says on which days of the calendar a line holds. A Saturday on which people work instead of another day is a working day.
type Only string

// The choices.
const (
	AnyDay      Only = ""
	WorkingDays Only = "working"
	RestingDays Only = "resting"
)

// The limits of an entry.
const (
	MaxPlaces = 500 // of a block
	MaxAtOnce = 50  // of one period among several
	MaxHost   = 30
	maxPeople = 20
)

// Check returns ErrEntry, naming what is wrong.
func (e Entry) Check() error {
	switch {
	case e.From == 0 || e.To != 0 && e.To < e.From:
		return ErrEntry.Say("起止日期不正确")
	case e.Days == 0 || e.Days > 127:
		return ErrEntry.Say("请选择星期几")
	case outside(e.Every, 1, 8) || outside(e.Nth, 0, 5):
		return ErrEntry.Say("间隔请填每 1 至 8 周，或每月第 1 至 5 个")
	case e.Begin < 0 || e.End > 24*60 || e.Begin >= e.End:
		return ErrEntry.Say("结束时间要晚于开始时间")
	case e.Step != 0 && (outside(e.Step, 5, 480) || (e.End-e.Begin)%e.Step != 0):
		return ErrEntry.Say("每个时段 5 至 480 分钟，且要正好分完")
	case e.Step != 0 && e.Places > MaxAtOnce: // the numbers of two periods would meet
		return ErrEntry.Say("同一时段最多 %d 个名额", MaxAtOnce)
	case outside(e.Places, 1, MaxPlaces) || outside(e.WalkIns, 0, e.Places*e.periods()):
		return ErrEntry.Say("名额请填 1 至 500，现场号不能多于总名额")
	case !text.Within(e.Host, 0, MaxHost) || len(e.Providers) > maxPeople:
		return ErrEntry.Say("服务人员太多，或说明太长")
	}
	return nil
}

func (e Entry) periods() int {
	if e.Step == 0 {
		return 1
	}
	return (e.End - e.Begin) / e.Step
}

// Falls says whether the entry has a session on the day, without looking at holidays and exceptions.
func (e Entry) Falls(d when.Date) bool {
	t := d.Time()
	if d < e.From || e.To != 0 && d > e.To || !e.EndedAt.IsZero() || !e.Days.Has(t.Weekday()) {
		return false
	}
	if e.Nth != 0 && (t.Day()+6)/7 != e.Nth {
		return false
	}
	weeks := int(Monday(d).Time().Sub(Monday(e.From).Time()) / (7 * 24 * time.Hour))
	return weeks%max(e.Every, 1) == 0
}

// Monday returns the first day of the week of a day.
func Monday(d when.Date) when.Date {
	t := d.Time()
	return when.DateOf(t.AddDate(0, 0, -(int(t.Weekday())+6)%7))
}

// Exception is a day on which an entry differs from the timetable (停开、改时间、加号).
type Exception struct {
	Entry  int64
	Day    when.Date
	Closed bool
	Begin  int // with End: other hours; 0, 0: the usual ones
	End    int
	Places int    // 0: as usual
	Words  string // the reason, for residents
}

// apply returns the entry as it is on the exception's day, and whether it takes place.
func (x Exception) apply(e Entry) (Entry, bool) {
	if x.Closed {
		return e, false
	}
	if x.End > 0 {
		e.Begin, e.End = x.Begin, x.End
	}
	if x.Places > 0 {
		e.Places = x.Places
	}
	e.WalkIns = min(e.WalkIns, e.Places*e.periods())
	return e, true
}

// Holidays knows the public holidays and the working days.
type Holidays interface {
	// Holiday returns the name of the public holiday on a day, and whether there is one.
	Holiday(d when.Date) (string, bool)
	// Works says whether the day of a moment is a working day.
	Works(t time.Time) bool
}

// On returns the entry as it is on a day, and false when there is no session: another weekday, a public holiday, or
// closed.
func (e Entry) On(d when.Date, days Holidays, except []Exception) (Entry, bool) {
	if !e.Falls(d) {
		return e, false
	}
	for _, x := range except {
		if x.Entry == e.ID && x.Day == d {
			return x.apply(e) // an exception of staff comes before the calendar
		}
	}
	if _, off := days.Holiday(d); off && !e.Holidays {
		return e, false
	}
	return e, e.Only == AnyDay || days.Works(d.Time()) == (e.Only == WorkingDays)
}
