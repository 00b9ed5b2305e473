package booking

import (
	"time"

	"linli/app/when"
)

// SessionState is where a session is.
//
//	open ──its time is over──▶ over
//	  └──cancel──▶ cancelled
type SessionState string

// The states.
const (
	Open      SessionState = "open"
	CalledOff SessionState = "cancelled"
	Over      SessionState = "over"
)

// Session is one day's occurrence of an entry (场次). Its periods have the places.
type Session struct {
	ID        int64
	Community int64
	Service   int64
	Entry     int64
	Place     int64 // whose half-hours it holds; 0: none
	Day       when.Date
	BeginAt   time.Time
	EndAt     time.Time
	OpensAt   time.Time // when booking opens for residents
	State     SessionState
	Reason    string // why it was cancelled, or differs from the timetable
	Host      string
	Providers []int64
	Waiting   int // bookings that wait or have an offer
	Ranks     int // the last rank that was given
	WaitMost  int
	Calling   int64     // the booking that was called last
	TendedAt  time.Time // until when the tend job has done its work
	Periods   []Period
}

// Period is the part of a session in which places are taken (时段): all of it, or one of its times. At any moment
//
//	Places = Taken + Held + Kept + Free
//
// and the database refuses a row of which that is not true.
type Period struct {
	ID        int64
	Session   int64
	Community int64
	Service   int64
	BeginAt   time.Time
	EndAt     time.Time
	First     int // numbers of the queue begin after this one
	Numbered  int // numbers given
	Want      int // how many places there should be; fewer than Places when it was lowered below what is taken
	Extra     int // of these beyond the timetable, added for this day
	Places    int
	Taken     int // booked
	Held      int // offered to the waitlist
	Kept      int // for persons who come without a telephone
	Free      int
}

// numbersApart is the distance between the queue numbers of two periods: 101, 102 … 201, 202 … With many places it is a
// multiple, because a number that was given back is not used again.
const numbersApart = 100

// byTheClock is where the numbers of a counter's half-hour begin: 901 is the first who came after 9:00, 951 after 9:30. No number of a day
// is given twice, also when the counter rests at noon.
func byTheClock(minute int) int { return minute/60*100 + minute%60/30*50 }

// ReleaseBefore is how long before a period its kept places are released to everybody.
const ReleaseBefore = 30 * time.Minute

// Plan returns the session of an entry on a day, with its periods, without bookings.
func Plan(s Service, e Entry, d when.Date) Session {
	day := d.Time()
	at := func(minute int) time.Time { return day.Add(time.Duration(minute) * time.Minute) }
	session := Session{
		Community: s.Community, Service: s.ID, Entry: e.ID, Place: s.PlaceID, Day: d, BeginAt: at(e.Begin), EndAt: at(e.End),
		OpensAt: day.AddDate(0, 0, -s.Rules.Ahead).Add(time.Duration(s.Rules.OpenAt) * time.Minute),
		State:   Open, Host: e.Host, Providers: e.Providers, WaitMost: s.Rules.WaitMost,
	}
	step := e.Step
	if step == 0 {
		step = e.End - e.Begin
	}
	for m := e.Begin; m < e.End; m += step {
		p := Period{
			Community: s.Community, Service: s.ID, BeginAt: at(m), EndAt: at(m + step), Want: e.Places, Places: e.Places, Free: e.Places,
		}
		if e.Only != AnyDay {
			p.First = byTheClock(m)
		} else if e.Step != 0 {
			p.First = (len(session.Periods) + 1) * (1 + 2*e.Places/numbersApart) * numbersApart
		}
		session.Periods = append(session.Periods, p)
	}
	left := e.WalkIns
	for i := len(session.Periods) - 1; i >= 0 && left > 0; i-- { // walk-ins come late, so the last periods keep their places
		p := &session.Periods[i]
		p.Kept = min(left, p.Free)
		p.Free -= p.Kept
		left -= p.Kept
	}
	return session
}

// Week is the Monday of the session, as a when.Date.
func (s Session) Week() int { return int(Monday(s.Day)) }

// Empty says whether no booking has, holds or waits for a place.
func (s Session) Empty() bool {
	for _, p := range s.Periods {
		if p.Taken+p.Held > 0 {
			return false
		}
	}
	return s.Waiting == 0
}

// Totals returns the sums over the periods.
func (s Session) Totals() Period {
	var t Period
	for _, p := range s.Periods {
		t.Places += p.Places
		t.Taken += p.Taken
		t.Held += p.Held
		t.Kept += p.Kept
		t.Free += p.Free
	}
	return t
}

// Bookable returns nil when a period that begins at the time may be booked: ErrCancelled, ErrNotYet or ErrLate
// otherwise. Staff at the counter may book before the opening and until the end.
func (s Session) Bookable(r Rules, p Period, counter bool, now time.Time) error {
	last := p.BeginAt.Add(-time.Duration(r.Notice) * time.Minute)
	if counter {
		last = p.EndAt
	}
	switch {
	case s.State == CalledOff:
		return ErrCancelled
	case s.State == Over || !now.Before(last):
		return ErrLate
	case !counter && now.Before(s.OpensAt):
		return ErrNotYet.Say("这一场 %s 开始预约", when.Say(s.OpensAt))
	}
	return nil
}

// Resize sets how many places there should be. Taken and offered places stay; the surplus is removed as they are given
// back.
func (p *Period) Resize(want int) {
	p.Want = want
	p.Kept = min(p.Kept, max(0, want-p.Taken-p.Held))
	p.Places = max(want, p.Taken+p.Held)
	p.Free = p.Places - p.Taken - p.Held - p.Kept
}

// shrink removes a place that was given back and is surplus. It says whether it did.
func (p *Period) shrink() bool {
	if p.Places <= p.Want {
		return false
	}
	p.Places--
	return true
}

// Sum says whether the places add up.
func (p Period) Sum() bool {
	return p.Places == p.Taken+p.Held+p.Kept+p.Free && min(p.Taken, p.Held, p.Kept, p.Free) >= 0
}
