package pace

import (
	"time"

	"linli/app/when"
)

// Demand is what the clocks want somebody to do now.
type Demand string

// The demands.
const (
	Nothing Demand = ""
	Warn    Demand = "warn" // the light is yellow: the holder is told
	Wake    Demand = "wake" // the pause is over: the clocks run again
	Push    Demand = "push" // a deadline is missed: the next post above is asked
)

// Demand returns what the clocks want now, one thing at a time.
func (c Clocks) Demand(now time.Time) Demand {
	switch {
	case c.stopped() || c.NextLook().After(now):
		return Nothing
	case c.Paused():
		return Wake
	case !now.Before(c.DueAt):
		return Push
	case c.Level == 0 && !c.Warned:
		return Warn
	}
	return Nothing
}

// NextLook returns when the clocks want something next; zero when they are stopped.
func (c Clocks) NextLook() time.Time {
	switch {
	case c.stopped():
		return time.Time{}
	case c.Paused():
		return c.PausedUntil
	case c.Level > 0:
		return c.AskedDue
	case !c.Warned:
		return c.YellowAt
	}
	return c.DueAt
}

// Schedule notes when somebody has to look next: for the clocks, or for the account that a superior waits for.
func (c *Clocks) Schedule(s Supervision) {
	c.CheckAt = c.NextLook()
	if due := s.nextLook(); !due.IsZero() && due.Before(c.CheckAt) {
		c.CheckAt = due
	}
}

// PushTo notes the post on a rung that is asked about a delay, and until when.
func (c *Clocks) PushTo(p Promise, post Post, rung int, now time.Time) {
	c.Level, c.Asked, c.AskedDue = rung, post, p.Times.Due(now, p.Escalate)
}

// PushAgain notes that nobody stands above whoever was asked last: that post, or where there is none the holder on their own
// rung, is asked again each working day. It says whether somebody was asked before.
func (c *Clocks) PushAgain(p Promise, own int, now time.Time) (again bool) {
	again = c.Level > 0
	c.Level, c.AskedDue = max(c.Level, own), p.Times.Due(now, when.Term{N: 1, Unit: when.WorkingDays})
	return again
}

// Supervision is a superior's demand for an account (督办), until it is given.
type Supervision struct {
	By    int64     // person who demands it; 0 nobody does
	DueAt time.Time // until when the reply is to be given
	Late  bool      // they were told that none came in time
}

// longestReply is the latest a reply may be wanted.
const longestReply = 30 * 24 * time.Hour

// replyWithin is the time for a reply when the superior names none.
var replyWithin = when.Term{N: 1, Unit: when.WorkingDays}

// Supervise returns the demand of a person for an account until a time, or with the zero time within a working day; false
// when the time is over or further away than 30 days.
func Supervise(times when.Clock, by int64, until, now time.Time) (Supervision, bool) {
	if until.IsZero() {
		until = times.Due(now, replyWithin)
	}
	return Supervision{By: by, DueAt: until}, until.After(now) && until.Sub(now) <= longestReply
}

// Lapses says whether the account is late now, and its superior does not know yet.
func (s Supervision) Lapses(now time.Time) bool { return s.By != 0 && !s.Late && !now.Before(s.DueAt) }

// nextLook returns when somebody has to look at it, or zero.
func (s Supervision) nextLook() time.Time {
	if s.Late {
		return time.Time{}
	}
	return s.DueAt
}
