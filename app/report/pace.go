package report

import (
	"time"

	"linli/app/when"
)

// Promise is what the community promises about one report: its limits and the working time in which they run.
type Promise struct {
	Limit
	Times when.Clock
}

// Pace is how a report stands against what was promised. Two clocks run: one for the current step, which begins anew
// with each step, and one for the whole case, which nothing but a reopening restarts.
type Pace struct {
	Began     time.Time // of the whole case: submitted or reopened, moved by as long as the clocks stood still
	WholeDue  time.Time
	WholeUnit when.Unit
	DueAt     time.Time // of the current step, never later than WholeDue; once resolved: of the review
	DueUnit   when.Unit
	YellowAt  time.Time // 80 % of the current step's time is used up
	Warned    bool      // the holder was told that it is yellow
	StepsDone int       // named parts of the work that are finished

	Level    int       // rung of the ladder that is asked since a deadline was missed; 0 nobody
	Asked    Holder    // the post on that rung
	AskedDue time.Time // then the next rung is asked

	PausedAt    time.Time // both clocks stand still; zero: they run
	PausedUntil time.Time
	CheckAt     time.Time // when the sweep has to look next; zero for what is not open
}

// Light is the traffic light of a deadline (domain.md §4).
type Light string

// The lights: green up to 80 % of the time, yellow up to all of it, red beyond.
const (
	NoLight Light = "" // finished, or its clocks stand still
	Green   Light = "green"
	Yellow  Light = "yellow"
	Red     Light = "red"
)

// Lights lists them.
var Lights = []Light{NoLight, Green, Yellow, Red}

// Light returns how the current step stands.
func (r Report) Light(now time.Time) Light {
	switch {
	case !r.Open() || r.paused():
		return NoLight
	case now.After(r.DueAt):
		return Red
	case now.After(r.YellowAt):
		return Yellow
	}
	return Green
}

func (r Report) paused() bool { return !r.PausedAt.IsZero() }

// yellow is the share of the time, in percent, after which a light is yellow.
const yellow = 80

// promise starts the clock of the whole case.
func (r *Report) promise(p Promise, from time.Time) {
	r.Began, r.WholeDue, r.WholeUnit = from, p.Times.Due(from, p.Whole), p.Whole.Unit
}

// begin starts the clock of a step. It ends with the whole case at the latest. Whoever was asked because of the last
// step's delay is not asked any more, unless the whole case is late too.
func (r *Report) begin(p Promise, step when.Term, now time.Time) {
	r.resume(p, now)
	r.aim(p, r.Began, now, when.Term{})
	if !step.IsZero() {
		r.aim(p, now, now, step)
	}
	if now.Before(r.WholeDue) {
		r.calm()
	}
}

// aim sets the deadline of the step, which counts from a moment, to the end of its term or of the whole case.
func (r *Report) aim(p Promise, from, now time.Time, step when.Term) {
	due, unit := r.WholeDue, r.WholeUnit
	if !step.IsZero() {
		own := p.Times.Due(from, step)
		if !own.Before(due) { // the case ends first
			return
		}
		due, unit = own, step.Unit
	}
	r.DueAt, r.DueUnit, r.YellowAt = due, unit, due
	if from.Before(due) {
		r.YellowAt = p.Times.Used(from, due, unit, yellow)
	}
	r.Warned = !now.Before(r.YellowAt)
}

// work starts the clock of the next named part of the work, or of the rest of the case.
func (r *Report) work(p Promise, now time.Time) {
	r.begin(p, when.Term{}, now)
	if r.StepsDone < len(p.Steps) {
		r.aim(p, r.stepsFrom(), now, p.Steps[r.StepsDone].Term)
	}
}

// hurry makes an open report urgent, with the promise that goes with it.
func (r *Report) hurry(sc scene, now time.Time) {
	r.Urgent = true
	p := sc.promise(*r)
	if r.promise(p, r.Began); r.DueAt.After(r.WholeDue) {
		r.aim(p, r.Began, now, when.Term{})
	}
	r.schedule()
}

// stepsFrom is when the named steps of the work began to count: when the report was accepted or reopened, moved by as
// long as the clocks stood still.
func (r *Report) stepsFrom() time.Time {
	if r.Reopens > 0 {
		return r.Began
	}
	return r.AcceptedAt.Add(r.Began.Sub(r.SubmittedAt))
}

// calm ends the asking of higher posts.
func (r *Report) calm() { r.Level, r.Asked, r.AskedDue = 0, Holder{}, time.Time{} }

// rest ends all clocks.
func (r *Report) rest() {
	r.calm()
	r.DueAt, r.YellowAt, r.PausedAt, r.PausedUntil = time.Time{}, time.Time{}, time.Time{}, time.Time{}
}

// pause lets both clocks stand still, or, if they do already, for another time.
func (r *Report) pause(now, until time.Time) {
	if !r.paused() {
		r.PausedAt = now
	}
	r.PausedUntil = until
}

// resume lets the clocks run again: what was left when they stopped is left now.
func (r *Report) resume(p Promise, now time.Time) {
	if !r.paused() {
		return
	}
	move := func(due time.Time, u when.Unit) time.Time {
		if due.IsZero() {
			return due
		}
		return p.Times.Resume(due, r.PausedAt, now, u)
	}
	r.Began, r.WholeDue = move(r.Began, r.WholeUnit), move(r.WholeDue, r.WholeUnit)
	r.DueAt, r.YellowAt = move(r.DueAt, r.DueUnit), move(r.YellowAt, r.DueUnit)
	r.AskedDue = move(r.AskedDue, p.Escalate.Unit)
	r.PausedAt, r.PausedUntil = time.Time{}, time.Time{}
}

// adopt gives clocks to a report from before there were any: the deadline it had is that of the whole case. Where that
// is over already, higher posts are asked only after the usual time for one of them, not all on the day of an upgrade.
func (r *Report) adopt(p Promise, now time.Time) {
	if !r.Open() || !r.WholeDue.IsZero() {
		return
	}
	r.Began, r.WholeDue, r.WholeUnit = r.SubmittedAt, r.DueAt, when.Hours
	r.DueUnit, r.YellowAt, r.Warned = when.Hours, r.DueAt, true
	if !now.Before(r.DueAt) {
		r.Level, r.AskedDue = height(r.Holder), p.Times.Due(now, p.Escalate)
	}
}

// schedule notes when the sweep has to look at the report next.
func (r *Report) schedule() {
	switch {
	case !r.Open():
		r.CheckAt = time.Time{}
	case r.paused():
		r.CheckAt = r.PausedUntil
	case r.Level > 0:
		r.CheckAt = r.AskedDue
	case !r.Warned:
		r.CheckAt = r.YellowAt
	default:
		r.CheckAt = r.DueAt
	}
	if s := r.Supervision; r.Open() && !s.DueAt.IsZero() && !s.Late && s.DueAt.Before(r.CheckAt) {
		r.CheckAt = s.DueAt
	}
}
