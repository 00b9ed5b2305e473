// Package pace is how a thing stands against what was promised about it (时限): the clocks of its current step and of the
// whole, their light, the ladder of posts that are asked about a delay, the pause and the extension. All of it is values:
// whoever embeds Clocks stores them and tells people.
package pace

import (
	"time"

	"linli/app/when"
)

// Promise is what a community promises about one thing.
type Promise struct {
	Times    when.Clock // the working time in which the terms run
	Whole    when.Term  // for all of it
	Steps    []Step     // named parts of the work
	Escalate when.Term  // for whoever is asked after a breach, until the next above is
}

// Step is a named part of the work with a limit of its own: "停工" of an illegal building.
type Step struct {
	Name string
	Term when.Term
}

// Clocks are the two of a thing: one for the current step, which begins anew with each step, and one for the whole, which
// nothing but a new start restarts. Stopped clocks have no DueAt.
type Clocks struct {
	Began     time.Time // of the whole: started anew, moved by as long as the clocks stood still
	WholeDue  time.Time
	WholeUnit when.Unit
	DueAt     time.Time // of the current step, never later than WholeDue
	DueUnit   when.Unit
	YellowAt  time.Time // 80 % of the current step's time is used up
	Warned    bool      // the holder was told that it is yellow
	StepsDone int       // named parts of the work that are finished

	Level    int       // rung of the ladder that is asked since a deadline was missed; 0 nobody
	Asked    Post      // the post on that rung
	AskedDue time.Time // then the next rung is asked

	PausedAt    time.Time // both clocks stand still; zero: they run
	PausedUntil time.Time
	CheckAt     time.Time // when somebody has to look next; zero for what is over
}

// Light is the traffic light of a deadline (domain.md §4).
type Light string

// The lights: green up to 80 % of the time, yellow up to all of it, red beyond.
const (
	NoLight Light = "" // the clocks are stopped or stand still
	Green   Light = "green"
	Yellow  Light = "yellow"
	Red     Light = "red"
)

// Light returns how the current step stands.
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

// yellow is the share of the time, in percent, after which a light is yellow.
const yellow = 80

// Start starts the clock of the whole.
func (c *Clocks) Start(p Promise, from time.Time) {
	c.Began, c.WholeDue, c.WholeUnit = from, p.Times.Due(from, p.Whole), p.Whole.Unit
}

// Begin starts the clock of a step; without a term it has all the time of the whole. It ends with the whole at the latest.
// Whoever was asked because of the last step's delay is not asked any more, unless the whole is late too.
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

// aim sets the deadline of the step, which counts from a moment, to the end of its term or of the whole.
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

// Work starts the clock of the next named part of the work, or of the rest of it. The named parts count from a moment that
// lay so long after the start of the whole, such as when it was accepted.
func (c *Clocks) Work(p Promise, lead time.Duration, now time.Time) {
	c.Begin(p, when.Term{}, now)
	if c.StepsDone < len(p.Steps) {
		c.aim(p, c.Began.Add(lead), now, p.Steps[c.StepsDone].Term)
	}
}

// FinishStep ends the current named part of the work, starts the next and returns the name of the one that is done; false
// when none is left.
func (c *Clocks) FinishStep(p Promise, lead time.Duration, now time.Time) (string, bool) {
	if c.StepsDone >= len(p.Steps) {
		return "", false
	}
	name := p.Steps[c.StepsDone].Name
	c.StepsDone++
	c.Work(p, lead, now)
	return name, true
}

// Tighten puts another promise in the place of the one that was made, without beginning the current step anew: it ends
// earlier where the whole now does.
func (c *Clocks) Tighten(p Promise, now time.Time) {
	if c.Start(p, c.Began); c.DueAt.After(c.WholeDue) {
		c.aim(p, c.Began, now, when.Term{})
	}
}

// Calm ends the asking of higher posts.
func (c *Clocks) Calm() { c.Level, c.Asked, c.AskedDue = 0, Post{}, time.Time{} }

// Stop stops both clocks. What the whole was to be done by stays.
func (c *Clocks) Stop() {
	c.Calm()
	c.DueAt, c.YellowAt, c.PausedAt, c.PausedUntil = time.Time{}, time.Time{}, time.Time{}, time.Time{}
}

// Adopt gives clocks to a thing from before there were any, which began at from: the deadline it had is that of the whole.
// Where that is over already, posts above its holder's rung are asked only after the usual time for one of them, not all on
// the day of an upgrade.
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
