package errand

import (
	"cmp"
	"slices"
	"time"

	"linli/app/pace"
)

// State is where an errand is.
//
//	asked ─take→ gathering ⇄ waiting     the resident is told once all that is missing, and the clock waits
//	                │  ▲
//	           hand in │ returned by the office
//	                ▼  │
//	            handed_in ─done→ done ─deliver→ delivered ─yes / 7 d→ closed
//
//	open ─→ cannot (with the next door) | withdrawn (by the resident) | turned (into a report)
type State string

// The states.
const (
	Asked     State = "asked"
	Gathering State = "gathering"
	Waiting   State = "waiting"
	HandedIn  State = "handed_in"
	Done      State = "done"
	Delivered State = "delivered"
	Closed    State = "closed"
	Cannot    State = "cannot"
	Withdrawn State = "withdrawn"
	Turned    State = "turned"
)

// States lists them all.
var States = []State{Asked, Gathering, Waiting, HandedIn, Done, Delivered, Closed, Cannot, Withdrawn, Turned}

var stateNames = map[State]string{
	Asked: "等待接办", Gathering: "准备材料", Waiting: "等您补材料", HandedIn: "已递交", Done: "已办成，待送达", Delivered: "已送达",
	Closed: "已办结", Cannot: "不能办理", Withdrawn: "已撤回", Turned: "已转为事件",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// ToStaff is Name as staff read it.
func (s State) ToStaff() string {
	if s == Waiting {
		return "等居民补材料"
	}
	return s.Name()
}

// Open says whether somebody still works on it.
func (s State) Open() bool {
	return s != Delivered && s != Closed && s != Cannot && s != Withdrawn && s != Turned
}

// openStates are those of Open.
var openStates = []State{Asked, Gathering, Waiting, HandedIn, Done}

// OpenStates returns the states in which somebody still works on an errand.
func OpenStates() []State { return slices.Clone(openStates) }

func (e *Errand) need(in ...State) error {
	if !slices.Contains(in, e.State) {
		return ErrState
	}
	return nil
}

// begin starts the clocks: somebody answers within TakeWithin.
func (e *Errand) begin(p pace.Promise, now time.Time) {
	e.State, e.AskedAt = Asked, now
	e.Start(p, now)
	e.Begin(p, TakeWithin, now)
	e.look()
}

// look sets when the sweep looks next.
func (e *Errand) look() { e.Schedule(pace.Supervision{}) }

// take gives an errand to the person who answers for it from now on.
func (e *Errand) take(person int64, p pace.Promise, now time.Time) error {
	if err := e.need(Asked); err != nil {
		return err
	}
	e.State, e.First, e.Holder, e.TakenAt = Gathering, person, person, now
	e.Begin(p, p.Whole, now)
	e.look()
	return nil
}

// hand gives the work to somebody else; the answer stays with the first.
func (e *Errand) hand(person int64) error {
	if err := e.need(Gathering, Waiting, HandedIn, Done); err != nil {
		return err
	}
	if person == e.Holder {
		return ErrHolder
	}
	e.Holder = person
	return nil
}

// see records what staff found of a material.
func (e *Errand) see(n int, found Looked, why string) error {
	if err := e.need(Gathering, Waiting); err != nil {
		return err
	}
	if n < 0 || n >= len(e.Materials) || found != Good && found != Bad {
		return ErrMaterial
	}
	if found == Bad && why == "" {
		return ErrWords
	}
	e.Materials[n].Looked, e.Materials[n].Why = found, why
	return nil
}

// want adds a material to the checklist.
func (e *Errand) want(m Material) error {
	if err := e.need(Gathering, Waiting); err != nil {
		return err
	}
	if len(e.Materials) >= MostNamed {
		return ErrMaterial
	}
	m.Late = e.Tells > 0
	e.Materials = append(e.Materials, m)
	return nil
}

// tell says what is missing, once and completely (一次性告知), and pauses the clocks for the answer. To tell something again needs the
// reason why it was not said the first time.
func (e *Errand) tell(again string, now time.Time) ([]string, error) {
	if err := e.need(Gathering); err != nil {
		return nil, err
	}
	gaps := e.Gaps()
	switch {
	case len(gaps) == 0:
		return nil, ErrNothing
	case e.Tells > 0 && again == "":
		return nil, ErrTold
	}
	e.State, e.Tells, e.ToldAt = Waiting, e.Tells+1, now
	e.Await(now)
	e.look()
	return gaps, nil
}

// resume goes on after the resident has brought something, or the pause is over.
func (e *Errand) resume(p pace.Promise, now time.Time) {
	if e.State == Waiting {
		e.State = Gathering
		e.Clocks.Resume(p, now)
	}
	e.look()
}

// handIn gives the matter to the office; a number that it gave earlier stays. Everything was looked at before anybody walks.
func (e *Errand) handIn(outside string, p pace.Promise, now time.Time) error {
	if err := e.need(Gathering, Waiting); err != nil {
		return err
	}
	if len(e.Gaps()) > 0 {
		return ErrGaps
	}
	e.resume(p, now)
	e.State, e.Outside, e.HandedAt = HandedIn, cmp.Or(outside, e.Outside), now
	return nil
}

// comeBack records that the office returned the matter.
func (e *Errand) comeBack() error {
	if err := e.need(HandedIn); err != nil {
		return err
	}
	e.State = Gathering
	return nil
}

// finish records the result: the office has decided, the limit is kept.
func (e *Errand) finish(result string, now time.Time) error {
	if err := e.need(HandedIn, Gathering); err != nil {
		return err
	}
	e.State, e.Result, e.DoneAt = Done, result, now
	e.Stop()
	e.look()
	return nil
}

// deliver records that the resident has the result.
func (e *Errand) deliver(now time.Time) error {
	if err := e.need(Done); err != nil {
		return err
	}
	e.State, e.EndedAt = Delivered, now
	return nil
}

// close ends a delivered errand.
func (e *Errand) close() error {
	if err := e.need(Delivered); err != nil {
		return err
	}
	e.State = Closed
	return nil
}

// reject gives a delivered errand back: the resident does not have the result.
func (e *Errand) reject() error {
	if err := e.need(Delivered); err != nil {
		return err
	}
	e.State, e.EndedAt = Done, time.Time{}
	return nil
}

// fail ends an errand that cannot be done, with the next door.
func (e *Errand) fail(why, door string, now time.Time) error {
	if err := e.need(openStates...); err != nil {
		return err
	}
	e.State, e.Result, e.Door, e.EndedAt = Cannot, why, door, now
	e.Stop()
	e.look()
	return nil
}

// turn ends an errand that became a report.
func (e *Errand) turn(report int64, said string, now time.Time) error {
	if err := e.need(Asked, Gathering, Waiting); err != nil {
		return err
	}
	e.State, e.Report, e.Result, e.EndedAt = Turned, report, said, now
	e.Stop()
	e.look()
	return nil
}

// withdraw ends an errand that the resident no longer wants.
func (e *Errand) withdraw(now time.Time) error {
	if err := e.need(Asked, Gathering, Waiting, HandedIn); err != nil {
		return err
	}
	e.State, e.EndedAt = Withdrawn, now
	e.Stop()
	e.look()
	return nil
}

// trip counts one way of the resident.
func (e *Errand) trip() error {
	if !e.State.Open() || e.State == Asked {
		return ErrState
	}
	e.Trips++
	return nil
}
