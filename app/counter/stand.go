package counter

import (
	"time"

	"linli/app/booking"
	"linli/app/when"
)

// Part is a stretch of a day in which the same person is asked first.
type Part struct {
	From, To      time.Time
	First, Second int64 // whom the counter asks, and who steps in; 0 nobody
	Noon          bool
}

// Duty says as what somebody sits at a counter.
type Duty string

// The duties.
const (
	DutyA  Duty = "a"
	DutyB  Duty = "b"
	Nobody Duty = ""
)

// Parts returns the hours of a day: mornings and afternoons are A's, a noon that is open can be B's.
func (c Counter) Parts(d when.Date, days *when.Calendar) []Part {
	said, only := c.Resting, booking.RestingDays
	if days.Works(d.Time()) {
		said, only = c.Working, booking.WorkingDays
	} else if _, off := days.Holiday(d); off && !c.Holidays {
		return nil
	}
	all, err := hours(said)
	if err != nil {
		return nil
	}
	var parts []Part
	begin := d.Time()
	for i, s := range all {
		if i > 0 && c.Noon && only == booking.WorkingDays && all[i-1].To < s.From {
			noon := Part{From: begin.Add(all[i-1].To), To: begin.Add(s.From), First: c.A, Second: c.B, Noon: true}
			if c.NoonB {
				noon.First, noon.Second = c.B, c.A
			}
			parts = append(parts, noon)
		}
		parts = append(parts, Part{From: begin.Add(s.From), To: begin.Add(s.To), First: c.A, Second: c.B})
	}
	return parts
}

// at returns the part of a moment.
func at(parts []Part, t time.Time) (Part, bool) {
	for _, p := range parts {
		if !t.Before(p.From) && t.Before(p.To) {
			return p, true
		}
	}
	return Part{}, false
}

// Sits returns the person at the counter in a part of the day, and as what: the first unless away, then the second; 0 and Nobody with both away.
func (c Counter) Sits(p Part, present func(int64) bool) (who int64, as Duty) {
	for _, one := range []int64{p.First, p.Second} {
		if one == 0 || !present(one) {
			continue
		}
		if one == c.A {
			return one, DutyA
		}
		return one, DutyB
	}
	return 0, Nobody
}
