// Package pace compares a thing with what was promised about it (时限): the clocks of its current step and of the whole, their
// light, the ladder of posts asked about a delay, the pause and the extension. All of it is values: the package that embeds
// Clocks stores them and sends the notices.
package pace

import (
	"time"

	"linli/app/when"
)

// Promise is what a community promises about one thing.
type Promise struct {
	Times    when.Clock // the working time that the terms count
	Whole    when.Term  // for the whole
	Steps    []Step     // named parts of the work
	Escalate when.Term  // time that each rung of the ladder has after a missed deadline
}

// Step is a named part of the work with its own limit, such as "停工" for an illegal building.
type Step struct {
	Name string
	Term when.Term
}

// Clocks are the two clocks of a thing. The clock of the current step restarts with each step; the clock of the whole
// restarts only with Start. Stopped clocks have no DueAt.
type Clocks struct {
	Began     time.Time // start of the whole, moved by the length of each pause
	WholeDue  time.Time
	WholeUnit when.Unit
	DueAt     time.Time // of the current step, never later than WholeDue
	DueUnit   when.Unit
	YellowAt  time.Time // when 80 % of the current step's time is used up
	Warned    bool      // the holder was told about the yellow light
	StepsDone int       // named parts of the work that are finished

	Level    int       // rung of the ladder that is asked about a missed deadline; 0 none
	Asked    Post      // the post on that rung
	AskedDue time.Time // when the next rung is asked

	PausedAt    time.Time // since when both clocks are paused; zero: they run
	PausedUntil time.Time
	CheckAt     time.Time // when the sweep has to look next; zero when nothing is left to do
}

// Light is the traffic light of a deadline (domain.md §4).
type Light string

// The lights: green up to 80 % of the time, yellow up to all of it, red beyond.
const (
	NoLight Light = "" // the clocks are stopped or paused
	Green   Light = "green"
	Yellow  Light = "yellow"
	Red     Light = "red"
)

// Light returns the light of the current step.
func (c Clocks) Light(now time.Time) Light {
	switch {
	case c.stopped() || c.Paused():
		return NoLight
	case now.After(c.DueAt):
		return Red
	case now.After(c.YellowAt):
		return Yellow
	}
	return Green
}

func (c Clocks) stopped() bool { return c.DueAt.IsZero() }

// yellow is the share of the time, in percent, after which the light turns yellow.
const yellow = 80

// Start starts the clock of the whole.
func (c *Clocks) Start(p Promise, from time.Time) {
	c.Began, c.WholeDue, c.WholeUnit = from, p.Times.Due(from, p.Whole), p.Whole.Unit
}

// Begin starts the clock of a step. The step ends with the whole at the latest, and without a term together with it. The
// post asked about the last step's delay is no longer asked, unless the whole is late too.
func (c *Clocks) Begin(p Promise, step when.Term, now time.Time) {
	c.Resume(p, now)
	c.aim(p, c.Began, now, when.Term{})
	if !step.IsZero() {
		c.aim(p, now, now, step)
	}
	if now.Before(c.WholeDue) {
		c.Calm()
	}
}

// aim sets the deadline of a step that counts from the given time: the end of its term, or of the whole if that is earlier.
func (c *Clocks) aim(p Promise, from, now time.Time, step when.Term) {
	due, unit := c.WholeDue, c.WholeUnit
	if !step.IsZero() {
		own := p.Times.Due(from, step)
		if !own.Before(due) { // the whole ends first
			return
		}
		due, unit = own, step.Unit
	}
	c.DueAt, c.DueUnit, c.YellowAt = due, unit, due
	if from.Before(due) {
		c.YellowAt = p.Times.Used(from, due, unit, yellow)
	}
	c.Warned = !now.Before(c.YellowAt)
}

// Work starts the clock of the next named part of the work, or of the rest of it. The named parts count from the start of
// the whole plus lead, such as the time until the report was accepted.
func (c *Clocks) Work(p Promise, lead time.Duration, now time.Time) {
	c.Begin(p, when.Term{}, now)
	if c.StepsDone < len(p.Steps) {
		c.aim(p, c.Began.Add(lead), now, p.Steps[c.StepsDone].Term)
	}
}

// FinishStep ends the current named part of the work, starts the next and returns the name of the finished one; false when
// none is left.
func (c *Clocks) FinishStep(p Promise, lead time.Duration, now time.Time) (string, bool) {
	if c.StepsDone >= len(p.Steps) {
		return "", false
	}
	name := p.Steps[c.StepsDone].Name
	c.StepsDone++
	c.Work(p, lead, now)
	return name, true
}

// Tighten replaces the promise without restarting the current step, which now ends with the whole at the latest.
func (c *Clocks) Tighten(p Promise, now time.Time) {
	if c.Start(p, c.Began); c.DueAt.After(c.WholeDue) {
		c.aim(p, c.Began, now, when.Term{})
	}
}

// Calm ends the requests to higher posts.
func (c *Clocks) Calm() { c.Level, c.Asked, c.AskedDue = 0, Post{}, time.Time{} }

// Stop stops both clocks and keeps WholeDue.
func (c *Clocks) Stop() {
	c.Calm()
	c.DueAt, c.YellowAt, c.PausedAt, c.PausedUntil = time.Time{}, time.Time{}, time.Time{}, time.Time{}
}

// Adopt gives clocks to a thing that had only a deadline, which becomes that of the whole. If it has passed, the posts above
// the holder's rung are asked one by one after the usual time, not all on the day of the upgrade.
func (c *Clocks) Adopt(p Promise, from time.Time, own int, now time.Time) {
	if !c.WholeDue.IsZero() {
		return
	}
	c.Began, c.WholeDue, c.WholeUnit = from, c.DueAt, when.Hours
	c.DueUnit, c.YellowAt, c.Warned = when.Hours, c.DueAt, true
	if !now.Before(c.DueAt) {
		c.Level, c.AskedDue = own, p.Times.Due(now, p.Escalate)
	}
}
