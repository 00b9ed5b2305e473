package when

import (
	"math"
	"sort"
	"time"
)

// The moments for which working time is counted. Outside of them, which no record uses, it runs by the clock.
var (
	earliest = time.Date(1970, 1, 1, 0, 0, 0, 0, Beijing).Unix()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, Beijing).Unix()
)

// Clock counts the working time of one community. The zero Clock has OfficeHours from Monday to Friday. It is a small
// immutable value that shares the sums of its calendar.
type Clock struct{ all, workdays worktime }

// worktime sums working time: a fixed amount per working day and per day off.
type worktime struct {
	days    *Calendar
	hours   WorkHours
	on, off int64 // nanoseconds per working day and per day off
}

var plainClock = NewClock(nil, OfficeHours)

// NewClock returns the clock of a community. Without a calendar, Monday to Friday work; hours that fail Check are replaced
// by OfficeHours.
func NewClock(c *Calendar, h WorkHours) Clock {
	if c == nil {
		c = NewCalendar(nil)
	}
	if h.Check() != nil {
		h = OfficeHours
	}
	all := worktime{c, h, int64(h.Working.total()), int64(h.Resting.total())}
	workdays := all
	workdays.hours.Resting, workdays.off = nil, 0
	return Clock{all, workdays}
}

// Due returns the deadline of a promise made at from. Minutes, hours and days run by the clock. Working hours run only
// during working time; a deadline at closing stays there, not at the next opening. Working days exclude the day of from and
// end at closing of the N-th one. The zero Term has no deadline: the zero time.
func (c Clock) Due(from time.Time, t Term) time.Time {
	n := int64(min(t.N, units[t.Unit].most))
	if n < 1 {
		return time.Time{}
	}
	far := beyond(from)
	switch {
	case t.Unit == Minutes:
		return from.Add(time.Duration(n) * time.Minute)
	case t.Unit == Hours, far && t.Unit == WorkingHours:
		return from.Add(time.Duration(n) * time.Hour)
	case t.Unit == Days, far:
		return from.Add(time.Duration(n) * 24 * time.Hour)
	case t.Unit == WorkingHours:
		p := c.worktime(t.Unit)
		return p.at(p.sum(from) + n*int64(time.Hour))
	}
	p := c.worktime(t.Unit)
	today := dayIndex(from.Unix()) - firstDay
	day := p.days.workday(p.days.worked(today+1) + n - 1)
	return moment(day, p.hours.Working[len(p.hours.Working)-1].To)
}

// Used returns the moment at which this percentage of the time from from to due is used up, in the kind of time of u. 100
// percent is due; the most is 1000.
func (c Clock) Used(from, due time.Time, u Unit, percent int) time.Time {
	percent = max(0, min(percent, 1000))
	switch {
	case percent == 0 || !from.Before(due):
		return from
	case percent == 100:
		return due
	case !u.working() || beyond(from) || beyond(due):
		return from.Add(share(due.Sub(from), percent))
	}
	p := c.worktime(u)
	begin := p.sum(from)
	long := time.Duration(p.sum(due) - begin)
	if long == 0 {
		return from.Add(share(due.Sub(from), percent))
	}
	used := p.at(begin + int64(share(long, percent)))
	if used.Before(from) { // a share that rounds to nothing, at night
		return from
	}
	return used
}

// Resume returns due moved by the pause between paused and now, counted as u is: the time left, or the delay, is the same
// as at paused.
func (c Clock) Resume(due, paused, now time.Time, u Unit) time.Time {
	lost := now.Sub(paused)
	if lost <= 0 {
		return due
	}
	if !u.working() || beyond(due) || beyond(paused) || beyond(now) {
		return due.Add(lost)
	}
	p := c.worktime(u)
	worked := p.sum(now) - p.sum(paused)
	if worked == 0 && due.Before(paused) {
		return due
	}
	moved := p.at(p.sum(due) + worked)
	if worked == 0 {
		moved = due
	}
	if !due.Before(paused) && moved.Before(now) { // no time was left, and now is outside of working time
		return now
	}
	return moved
}

// Working reports whether t is within working time.
func (c Clock) Working(t time.Time) bool {
	p := c.worktime(WorkingHours)
	day, at := split(t)
	for _, s := range p.spans(day) {
		if at >= s.From && at < s.To {
			return true
		}
	}
	return false
}

// Opens returns the first moment from t on that is within working time.
func (c Clock) Opens(t time.Time) time.Time {
	if c.Working(t) || beyond(t) {
		return t
	}
	p := c.worktime(WorkingHours)
	day, at := split(t)
	for range 366 { // working hours are never empty: some day has one
		for _, s := range p.spans(day) {
			if s.From >= at {
				return moment(day, s.From)
			}
		}
		day, at = day+1, 0
	}
	return t
}

// Between returns the working time from one moment to another; it is negative when to is first.
func (c Clock) Between(from, to time.Time) time.Duration {
	if beyond(from) || beyond(to) {
		return to.Sub(from)
	}
	p := c.worktime(WorkingHours)
	return time.Duration(p.sum(to) - p.sum(from))
}

// worktime returns the sums for u: resting hours are working time, but no part of a working day.
func (c *Clock) worktime(u Unit) *worktime {
	if c.all.days == nil {
		c = &plainClock
	}
	if u == WorkingDays {
		return &c.workdays
	}
	return &c.all
}

// sum returns the working time before t, from the first kept day.
func (p *worktime) sum(t time.Time) int64 {
	day, at := split(t)
	return p.start(day) + int64(p.spans(day).until(at))
}

// start returns the working time before a day.
func (p *worktime) start(day int64) int64 {
	worked := p.days.worked(day)
	return worked*p.on + (day-worked)*p.off
}

// at returns the first moment at which sum reaches this value: the inverse of sum.
func (p *worktime) at(sum int64) time.Time {
	day := p.days.workday(floor(sum-1, p.on)) // the last day that starts with less
	if p.off > 0 {
		low := floor(sum-1, max(p.on, p.off))
		low, high := min(low, day), max(low, day)
		day = low + int64(sort.Search(int(high-low), func(i int) bool { return p.start(low+int64(i)+1) >= sum }))
	}
	return moment(day, p.spans(day).after(time.Duration(sum-p.start(day))))
}

func (p *worktime) spans(day int64) Spans {
	if p.days.worked(day+1) > p.days.worked(day) {
		return p.hours.Working
	}
	return p.hours.Resting
}

// split returns the day of t, counted from the first kept one, and the time since midnight.
func split(t time.Time) (day int64, at time.Duration) {
	unix := t.Unix()
	i := dayIndex(unix)
	return i - firstDay, time.Duration(unix+8*60*60-i*daySeconds)*time.Second + time.Duration(t.Nanosecond())
}

// moment is the inverse of split.
func moment(day int64, at time.Duration) time.Time {
	return time.Unix((day+firstDay)*daySeconds-8*60*60, int64(at)).In(Beijing)
}

func beyond(t time.Time) bool { u := t.Unix(); return u < earliest || u >= latest }

// share returns this percentage of d, exactly and without overflow.
func share(d time.Duration, percent int) time.Duration {
	p := time.Duration(percent)
	if d > math.MaxInt64/10 {
		p = min(p, 100)
	}
	return d/100*p + d%100*p/100
}
