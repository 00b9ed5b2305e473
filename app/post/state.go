package post

import "time"

// State is the state of a nomination.
//
//	proposed ──yes──▶ agreed ──▶ public ──5 working days──▶ passed ──▶ appointed
//	    │               │          │ objection upheld          │
//	    └──no───────────┴──────────┴───────────────────────────┴─────▶ declined
type State string

// The states.
const (
	Proposed  State = "proposed"
	Agreed    State = "agreed"
	Public    State = "public"
	Passed    State = "passed"
	Appointed State = "appointed"
	Declined  State = "declined"
)

// States lists them all.
var States = []State{Proposed, Agreed, Public, Passed, Appointed, Declined}

var stateNames = map[State]string{
	Proposed: "等本人答复", Agreed: "本人愿意，待公示", Public: "公示中", Passed: "公示通过，待任命", Appointed: "已任命", Declined: "未任命",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Open says whether the nomination is not decided.
func (s State) Open() bool { return s != Appointed && s != Declined }

// agree records the nominee's yes.
func (n *Nomination) agree() error {
	switch {
	case n.Nominee == 0:
		return ErrNobody
	case n.State != Proposed:
		return ErrState
	}
	n.State = Agreed
	return nil
}

// end decides the nomination.
func (n *Nomination) end(s State, why string, by int64, now time.Time) error {
	if !n.State.Open() || s == Appointed && n.State != Passed {
		return ErrState
	}
	n.State, n.Why, n.DecidedBy, n.EndedAt = s, why, by, now
	return nil
}

// Can lists what staff can do with the nomination.
func (n Nomination) Can() []string {
	can := []string{}
	switch {
	case !n.State.Open():
		return can
	case n.Nominee == 0:
		can = append(can, "identify")
	case n.State == Proposed:
		can = append(can, "agree", "identify")
	case n.State == Agreed:
		can = append(can, "publish")
	case n.State == Passed:
		can = append(can, "appoint")
	}
	return append(can, "decline")
}
