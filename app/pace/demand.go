package pace

import (
	"time"

	"linli/app/when"
)

// Demand is what the clocks require now.
type Demand string

// The demands.
const (
	Nothing Demand = ""
	Warn    Demand = "warn" // the light is yellow: the holder is told
	Wake    Demand = "wake" // the pause is over: the clocks run again
	Push    Demand = "push" // a deadline is missed: the next post above is asked
)

// Demand returns what the clocks require now, one thing at a time.
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

// NextLook returns when the clocks require something next; zero when they are stopped.
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

// Schedule sets when the sweep has to look next: for the clocks, or for the account that a superior waits for.
func (c *Clocks) Schedule(s Supervision) {
	c.CheckAt = c.NextLook()
	if due := s.nextLook(); !due.IsZero() && due.Before(c.CheckAt) {
		c.CheckAt = due
	}
}

// PushTo records the post that is asked about a delay, its rung and its deadline.
func (c *Clocks) PushTo(p Promise, post Post, rung int, now time.Time) {
	c.Level, c.Asked, c.AskedDue = rung, post, p.Times.Due(now, p.Escalate)
}

// PushAgain asks the last post again, because no post stands above it: every working day. Without a last post it asks the
// holder on their own rung. It reports whether a post was asked before.
func (c *Clocks) PushAgain(p Promise, own int, now time.Time) (again bool) {
	again = c.Level > 0
	c.Level, c.AskedDue = max(c.Level, own), p.Times.Due(now, when.Term{N: 1, Unit: when.WorkingDays})
	return again
}

// Supervision is a superior's demand for an account (督办) that is not yet answered.
type Supervision struct {
	By    int64     // person who demands the account; 0 none
	DueAt time.Time // until when the reply is to be given
	Late  bool      // the superior was told that no account came in time
}

// longestReply is the longest time that a superior may give for a reply.
const longestReply = 30 * 24 * time.Hour

// replyWithin is the time for a reply when the superior gives none.
var replyWithin = when.Term{N: 1, Unit: when.WorkingDays}

// Supervise returns a demand for an account until the given time, or within one working day if it is zero; false when the
// time has passed or is more than 30 days away.
func Supervise(times when.Clock, by int64, until, now time.Time) (Supervision, bool) {
	if until.IsZero() {
		until = times.Due(now, replyWithin)
	}
	return Supervision{By: by, DueAt: until}, until.After(now) && until.Sub(now) <= longestReply
}

// Lapses says whether the account is late and its superior has not been told.
func (s Supervision) Lapses(now time.Time) bool { return s.By != 0 && !s.Late && !now.Before(s.DueAt) }

// nextLook returns when the sweep has to look at it, or zero.
func (s Supervision) nextLook() time.Time {
	if s.Late {
		return time.Time{}
	}
	return s.DueAt
}
