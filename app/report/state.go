package report

import (
	"slices"
	"time"
)

// State is where a report is in its life (domain.md §4).
//
//	submitted ─accept→ accepted ─assign→ assigned ─take→ in_hand ─resolve→ resolved ─review / 7 d→ closed
//	  │    │              ▲                 │               │                │                        │
//	withdraw refuse       └─────return──────┴───────────────┘                └──reopen (≤10 d)→ in_hand ┘
type State string

// The states. A draft lives in the chat or in the mini-program; it is no report yet.
const (
	Submitted State = "submitted" // 待受理
	Accepted  State = "accepted"  // 已受理, to be dispatched
	Assigned  State = "assigned"  // 已交办, to be taken
	InHand    State = "in_hand"   // 办理中
	Resolved  State = "resolved"  // 已办结, to be reviewed
	Closed    State = "closed"    // 已关闭
	Withdrawn State = "withdrawn" // 已撤回
	Refused   State = "refused"   // 不予受理
)

// States lists them all.
var States = []State{Submitted, Accepted, Assigned, InHand, Resolved, Closed, Withdrawn, Refused}

var stateNames = map[State]string{
	Submitted: "待受理", Accepted: "已受理", Assigned: "已交办", InHand: "办理中", Resolved: "已办结", Closed: "已关闭",
	Withdrawn: "已撤回", Refused: "不予受理",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

func (s State) open() bool { return s == Submitted || s == Accepted || s == Assigned || s == InHand }

// The promises about time (domain.md §4 and §5). Working time comes with its calendar; these run by the clock.
const (
	ReopenWithin = 10 * 24 * time.Hour
	MaxReopens   = 2
	CloseAfter   = 7 * 24 * time.Hour // after resolving, when nobody reviews
	UrgeEvery    = 10 * time.Minute
	AnswerWithin = 5 * 24 * time.Hour
)

// move puts r into a state if it is in one of the others.
func (r *Report) move(to State, from ...State) error {
	if !slices.Contains(from, r.State) {
		return ErrState
	}
	r.State = to
	return nil
}

// Accept takes a report into the community's care.
func (r *Report) Accept(now time.Time) error {
	if err := r.move(Accepted, Submitted); err != nil {
		return err
	}
	r.AcceptedAt, r.DueAt = now, r.deadline()
	return nil
}

// Refuse ends a report that is nobody's business here.
func (r *Report) Refuse(now time.Time) error {
	if err := r.move(Refused, Submitted); err != nil {
		return err
	}
	r.Outcome, r.ClosedAt, r.DueAt = Rejected, now, time.Time{}
	return nil
}

// Withdraw ends a report its author no longer wants.
func (r *Report) Withdraw(now time.Time) error {
	if err := r.move(Withdrawn, Submitted); err != nil {
		return err
	}
	r.Outcome, r.ClosedAt, r.DueAt = TakenBack, now, time.Time{}
	return nil
}

// Assign hands an accepted report, or one nobody has taken yet, to h. The whole-case deadline stays.
func (r *Report) Assign(h Holder) error {
	if err := r.move(Assigned, Accepted, Assigned); err != nil {
		return err
	}
	r.Holder, r.TakenAt = h, time.Time{}
	return nil
}

// Take puts an assigned report into the hands of one person.
func (r *Report) Take(person int64, now time.Time) error {
	if err := r.move(InHand, Assigned); err != nil {
		return err
	}
	if r.Holder.Kind != ByOrg { // a department stays responsible, whoever of it takes the matter
		r.Holder.Kind = ByPerson
	}
	r.Holder.Person, r.TakenAt = person, now
	return nil
}

// Return gives a report back to those who dispatch it.
func (r *Report) Return(to Holder) error {
	if err := r.move(Accepted, Assigned, InHand); err != nil {
		return err
	}
	r.Holder, r.TakenAt, r.Question, r.AskedAt = to, time.Time{}, "", time.Time{}
	return nil
}

// Ask puts one question to the author.
func (r *Report) Ask(question string, now time.Time) error {
	if err := r.move(r.State, InHand, Accepted); err != nil {
		return err
	}
	r.Question, r.AskedAt = question, now
	return nil
}

// Answer closes the open question.
func (r *Report) Answer() error {
	if r.Question == "" {
		return ErrNotAsked
	}
	r.Question, r.AskedAt = "", time.Time{}
	return nil
}

// Resolve ends the work. Without a photo of the result there must be words (domain.md §4).
func (r *Report) Resolve(o Outcome, result string, photos int, now time.Time) error {
	if o != Solved && o != Explained && o != Transferred {
		return ErrOutcome
	}
	if result == "" && (photos == 0 || o != Solved) {
		return ErrResult
	}
	if err := r.move(Resolved, InHand); err != nil {
		return err
	}
	r.Outcome, r.Result, r.ResolvedAt, r.Reviewed = o, result, now, false
	r.DueAt, r.Question, r.AskedAt = now.Add(CloseAfter), "", time.Time{} // now it is the author's turn
	return nil
}

// Review is the author's judgement of the current result.
func (r *Report) Review(now time.Time) error {
	if r.Reviewed {
		return ErrReviewed
	}
	if err := r.move(Closed, Resolved, Closed); err != nil {
		return err
	}
	r.Reviewed, r.DueAt = true, time.Time{}
	if r.ClosedAt.IsZero() {
		r.ClosedAt = now
	}
	return nil
}

// Expire closes a resolved report that nobody reviewed in time.
func (r *Report) Expire(now time.Time) error {
	if r.State == Resolved && r.DueAt.After(now) {
		return ErrState
	}
	if err := r.move(Closed, Resolved); err != nil {
		return err
	}
	r.ClosedAt, r.DueAt = now, time.Time{}
	return nil
}

// Reopen gives a resolved or closed report back to the same holder.
func (r *Report) Reopen(now time.Time) error {
	switch {
	case r.State != Resolved && r.State != Closed:
		return ErrState
	case now.After(r.ResolvedAt.Add(ReopenWithin)):
		return ErrTooLate
	case r.Reopens >= MaxReopens:
		return ErrReopened
	}
	r.State, r.Reopens = InHand, r.Reopens+1
	r.Outcome, r.Result, r.ClosedAt, r.Reviewed = "", "", time.Time{}, false
	r.DueAt = now.Add(r.Category.limit(r.Urgent))
	return nil
}

// Urge counts the author's reminder, once in ten minutes.
func (r *Report) Urge(now time.Time) error {
	if !r.Open() {
		return ErrState
	}
	if !r.UrgedAt.IsZero() && now.Before(r.UrgedAt.Add(UrgeEvery)) {
		return ErrUrged
	}
	r.Urges, r.UrgedAt = r.Urges+1, now
	return nil
}

// deadline is when the whole matter is to be resolved.
func (r *Report) deadline() time.Time { return r.SubmittedAt.Add(r.Category.limit(r.Urgent)) }
