package publicity

import "time"

// State is the state of a line.
//
//	open ──end of the term──▶ passed
//	 │ ▲                        ▲
//	 │ └─not upheld─┐           │ not upheld, after the term
//	 └─objection─▶ held ────────┘
//	                └──upheld──▶ stopped
type State string

// The states.
const (
	Open    State = "open"
	Held    State = "held" // an objection waits for its answer
	Stopped State = "stopped"
	Passed  State = "passed"
)

// States lists them all.
var States = []State{Open, Held, Stopped, Passed}

var stateNames = map[State]string{Open: "公示中", Held: "有异议，正在核实", Stopped: "异议成立，已停止", Passed: "公示期满"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// grace is how long after its end a term is closed: an objection that came before the end and is still being written counts.
const grace = time.Minute

// Open says whether an objection of this moment is in time.
func (p Publicity) Open(at time.Time) bool { return p.EndedAt.IsZero() && at.Before(p.Until) }

// over says whether the term can be closed.
func (p Publicity) over(now time.Time) bool {
	return p.EndedAt.IsZero() && !now.Before(p.Until.Add(grace))
}

// line returns a line by id.
func (p *Publicity) line(id int64) (*Line, error) {
	for i := range p.Lines {
		if p.Lines[i].ID == id {
			return &p.Lines[i], nil
		}
	}
	return nil, ErrLine
}

// objected records an objection to a line: one in time holds the line.
func (p Publicity) objected(l *Line, o *Objection) {
	o.Late = !p.Open(o.At) || l.State == Passed || l.State == Stopped
	if !o.Late {
		l.State = Held
	}
}

// answered records an answer; others is the number of other objections to the line that wait and were in time.
func (p Publicity) answered(l *Line, o Objection, others int, now time.Time) {
	if o.Late || l.State != Held {
		return
	}
	switch {
	case o.Upheld:
		l.State, l.EndedAt = Stopped, now
	case others > 0:
	case p.EndedAt.IsZero():
		l.State = Open
	default:
		l.State, l.EndedAt = Passed, now
	}
}

// end closes the term: lines without an objection pass, others wait for the answer.
func (p *Publicity) end(now time.Time) (passed []int) {
	p.EndedAt = now
	for i := range p.Lines {
		if p.Lines[i].State == Open {
			p.Lines[i].State, p.Lines[i].EndedAt = Passed, now
			passed = append(passed, i)
		}
	}
	return passed
}

// withdraw ends a publicity without a result.
func (p *Publicity) withdraw(now time.Time) (stopped []int) {
	p.EndedAt, p.Withdrawn = now, true
	for i := range p.Lines {
		if s := p.Lines[i].State; s == Open || s == Held {
			p.Lines[i].State, p.Lines[i].EndedAt = Stopped, now
			stopped = append(stopped, i)
		}
	}
	return stopped
}
