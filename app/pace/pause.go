package pace

import (
	"time"

	"linli/app/when"
)

// AnswerWithin is how long a question pauses the clocks (domain.md §5). It runs by the clock.
const AnswerWithin = 5 * 24 * time.Hour

// Paused says whether the clocks are paused.
func (c Clocks) Paused() bool { return !c.PausedAt.IsZero() }

// Pause pauses both clocks, or gives a running pause another end.
func (c *Clocks) Pause(now, until time.Time) {
	if !c.Paused() {
		c.PausedAt = now
	}
	c.PausedUntil = until
}

// Await pauses both clocks for the answer to a question that is asked now.
func (c *Clocks) Await(now time.Time) { c.Pause(now, now.Add(AnswerWithin)) }

// Awaits says whether the clocks are paused for the answer to a question asked at that time, and for no other reason.
func (c Clocks) Awaits(asked time.Time) bool {
	return c.Paused() && c.PausedUntil.Equal(asked.Add(AnswerWithin))
}

// Resume ends the pause: the deadlines move by its length.
func (c *Clocks) Resume(p Promise, now time.Time) {
	if !c.Paused() {
		return
	}
	move := func(due time.Time, u when.Unit) time.Time {
		if due.IsZero() {
			return due
		}
		return p.Times.Resume(due, c.PausedAt, now, u)
	}
	c.Began, c.WholeDue = move(c.Began, c.WholeUnit), move(c.WholeDue, c.WholeUnit)
	c.DueAt, c.YellowAt = move(c.DueAt, c.DueUnit), move(c.YellowAt, c.DueUnit)
	c.AskedDue = move(c.AskedDue, p.Escalate.Unit)
	c.PausedAt, c.PausedUntil = time.Time{}, time.Time{}
}

// Postponement is what a holder asks the level above for: more time or a pause.
type Postponement struct {
	Kind  PostponeKind // "": nothing is asked
	Until time.Time
	By    int64
	To    Post // the post that decides
}

// PostponeKind says what the holder asks for.
type PostponeKind string

// The kinds.
const (
	Extend  PostponeKind = "extend"  // 延期: a later deadline
	Suspend PostponeKind = "suspend" // 挂账: nothing can be done before a date
)

const (
	longestExtension  = 60 * 24 * time.Hour
	longestSuspension = 366 * 24 * time.Hour
)

// Within says whether this may be granted now: an extension ends after the whole, at most 60 days later; a suspension lasts
// a year at most.
func (a Postponement) Within(c Clocks, now time.Time) bool {
	after, late := now, now.Add(longestSuspension)
	if a.Kind == Extend {
		after = when.Later(c.WholeDue, now)
		late = after.Add(longestExtension)
	}
	return a.Until.After(after) && !a.Until.After(late)
}

// DecidedBy says whether a person on the rung may decide this request: not the person who asked, nor a post below the one
// that was asked.
func (a Postponement) DecidedBy(person int64, rung int) bool {
	return a.Kind != "" && a.By != person && rung >= Height(a.To.Role)
}

// Extend moves the end of the whole. The caller has to begin the current step again.
func (c *Clocks) Extend(p Promise, until, now time.Time) {
	c.Resume(p, now)
	c.WholeDue = until
	c.Calm()
}
