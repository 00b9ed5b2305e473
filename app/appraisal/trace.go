package appraisal

import (
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/report"
)

// Record is a report with what appraisal reads of it.
type Record struct {
	ID          int64
	SubmittedAt time.Time
	DueAt       time.Time // of the whole since the last reopening; zero: unknown
	Events      []report.Event
	Reviews     []report.Review
	Marks       []Mark
}

// The lines of a timeline that answer the author, and those that show a look at the matter.
var (
	answers = []report.EventKind{
		report.DidAccept, report.DidRefuse, report.DidReply, report.DidAsk, report.DidTake, report.DidResolve,
	}
	looks = []report.EventKind{report.DidLook, report.DidTake, report.DidResolve}
)

// trace follows one report from holder to holder.
type trace struct {
	record  Record
	first   Subject // first holder: its clock starts with the submission and stops with an action of any staff
	now     Subject // current holder
	parts   map[Subject]*part
	order   []Subject
	solvers []Subject // who resolved it, each time
	expired []int     // rounds that were closed without a review
}

type part struct {
	Case
	came   time.Time // when it got the report
	handed time.Time // when its work began
}

// Trace returns the cases of all holders of the report. The time of the first starts with the submission, that of the others
// when they got the report. Stewards are volunteers and not appraised.
func Trace(r Record) []Case {
	t := &trace{record: r, parts: map[Subject]*part{}}
	for _, e := range r.Events {
		t.follow(e)
	}
	t.judge()
	cases := make([]Case, 0, len(t.order))
	for _, s := range t.order {
		if s != (Subject{}) {
			cases = append(cases, t.parts[s].Case)
		}
	}
	return cases
}

// of returns the part of a subject; a new one begins at the given time.
func (t *trace) of(s Subject, at time.Time) *part {
	p, ok := t.parts[s]
	if !ok {
		p = &part{Case: Case{Subject: s, Response: Never, Verify: Never}, came: at}
		t.parts[s], t.order = p, append(t.order, s)
	}
	return p
}

func (t *trace) follow(e report.Event) {
	next := subjectOf(e.Holder, t.now)
	if e.Kind == report.DidSubmit {
		t.first, t.now = next, next
		t.of(next, e.At).Held = true
		return
	}
	if slices.Contains(answers, e.Kind) {
		t.note(e.At, func(p *part) *time.Duration { return &p.Response })
	}
	if slices.Contains(looks, e.Kind) {
		t.note(e.At, func(p *part) *time.Duration { return &p.Verify })
	}
	if e.Kind == report.DidReturn {
		t.of(t.now, e.At).Returns++
	}
	if next != t.now {
		p := t.of(next, e.At)
		p.Held, p.handed = true, e.At
		t.now = next
	}
	p := t.of(t.now, e.At)
	switch {
	case e.Kind == report.DidTake && p.handed.IsZero():
		p.handed = e.At
	case e.Kind == report.DidResolve:
		t.resolve(p, e.At)
	case reopens(e):
		p.handed = e.At
		if n := len(t.solvers); n > 0 {
			t.of(t.solvers[n-1], e.At).Reopens++
		}
	case e.Kind == report.DidClose && t.first != Subject{}: // a part of a report has no review
		t.expired = append(t.expired, len(t.solvers)-1)
	}
}

// reopens says whether the line reopens a finished report: by its author, or after a follow-up (回访).
func reopens(e report.Event) bool {
	return e.Kind == report.DidReopen || e.Kind == report.DidFollowUp && e.State == report.InHand
}

// note sets a duration, if it is not set yet, for the current holder and for the first one.
func (t *trace) note(at time.Time, which func(*part) *time.Duration) {
	for _, s := range []Subject{t.first, t.now} {
		p := t.of(s, at)
		if d := which(p); *d == Never {
			*d = at.Sub(p.came)
		}
	}
}

func (t *trace) resolve(p *part, at time.Time) {
	began := p.handed
	if began.IsZero() {
		began = p.came
	}
	p.Handles = append(p.Handles, at.Sub(began))
	t.solvers = append(t.solvers, p.Subject)
}

// judge adds what is known only at the end: whether the last resolution was late, and the reviews and marks.
func (t *trace) judge() {
	t.inTime()
	reviewed := map[int]bool{}
	for _, v := range t.record.Reviews {
		if v.Round < 0 || v.Round >= len(t.solvers) {
			continue
		}
		reviewed[v.Round] = true
		p := t.parts[t.solvers[v.Round]]
		if v.Satisfied {
			p.Satisfied++
		} else {
			p.Unsatisfied++
		}
	}
	for _, round := range t.expired {
		if round >= 0 && !reviewed[round] {
			t.parts[t.solvers[round]].Unanswered++
		}
	}
	for _, m := range t.record.Marks {
		p := t.of(Subject{Org: m.Org}, m.At)
		p.Marks = append(p.Marks, m)
	}
}

// inTime compares the last resolution with the deadline, unless the report was reopened since: then the deadline belongs to
// the current work.
func (t *trace) inTime() {
	if len(t.solvers) == 0 || t.record.DueAt.IsZero() {
		return
	}
	for _, e := range slices.Backward(t.record.Events) {
		switch {
		case reopens(e):
			return
		case e.Kind == report.DidResolve:
			p := t.parts[t.solvers[len(t.solvers)-1]]
			p.Timed++
			if e.At.After(t.record.DueAt) {
				p.Late++
			}
			return
		}
	}
}

// subjectOf returns the subject of a holder. A person without a post acts for the holder before them.
func subjectOf(h report.Holder, before Subject) Subject {
	switch {
	case h.Kind == report.ByOrg:
		return Subject{Org: h.Org}
	case h.Kind == report.ByPerson && h.Role == "":
		return before
	case slices.Contains(auth.Workers, h.Role) && h.Role != auth.OrgStaff:
		return Subject{Role: h.Role, Area: h.Area}
	}
	return Subject{}
}
