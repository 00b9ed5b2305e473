package report

import (
	"slices"
	"time"

	"linli/app/pace"
)

// State is the state of a report (domain.md §4).
//
//	submitted ─accept→ accepted ─assign→ assigned ─take→ in_hand ─resolve→ resolved ─review / 7 d→ closed
//	  │    │              ▲                 │               │                │                        │
//	withdraw refuse       └──return, escalate──────────────┘                └──reopen (≤10 d)→ in_hand ┘
//
//	submitted, accepted, assigned, in_hand ─merge→ merged ─unmerge→ as it was, or resolved together with the other
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
	Merged    State = "merged"    // 已并案 into a main report
)

// States lists them all.
var States = []State{Submitted, Accepted, Assigned, InHand, Resolved, Closed, Withdrawn, Refused, Merged}

var stateNames = map[State]string{
	Submitted: "待受理", Accepted: "已受理", Assigned: "已交办", InHand: "办理中", Resolved: "已办结", Closed: "已关闭",
	Withdrawn: "已撤回", Refused: "不予受理", Merged: "已并案",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

func (s State) open() bool { return s == Submitted || s == Accepted || s == Assigned || s == InHand }

// The time limits that no community changes (domain.md §4 and §5). They run by the clock.
const (
	ReopenWithin = 10 * 24 * time.Hour
	MaxReopens   = 2
	MaxReturns   = 2                  // by departments; then the centre decides
	CloseAfter   = 7 * 24 * time.Hour // after resolving, without a review
	UrgeEvery    = 10 * time.Minute
)

// move sets the state of r if it is in one of the given states.
func (r *Report) move(to State, from ...State) error {
	if !slices.Contains(from, r.State) {
		return ErrState
	}
	r.State = to
	return nil
}

// Accept accepts a report for the community.
func (r *Report) Accept(p Promise, now time.Time) error {
	if err := r.move(Accepted, Submitted); err != nil {
		return err
	}
	r.AcceptedAt = now
	r.Start(p.Promise, r.Began) // the category may have been corrected
	r.Begin(p.Promise, p.Dispatch, now)
	return nil
}

// Refuse ends a report that is not the community's business.
func (r *Report) Refuse(now time.Time) error {
	if r.State != Submitted {
		return ErrState
	}
	r.end(Refused, Rejected, now)
	return nil
}

// Withdraw ends a report its author no longer wants.
func (r *Report) Withdraw(now time.Time) error {
	if r.State != Submitted {
		return ErrState
	}
	if !r.mayWithdraw(now) {
		return ErrUrgent
	}
	r.end(Withdrawn, TakenBack, now)
	return nil
}

// mayWithdraw says whether the author may withdraw the report.
func (r *Report) mayWithdraw(now time.Time) bool {
	return r.State == Submitted && (!r.Urgent || !now.After(r.SubmittedAt.Add(UndoWithin)))
}

// end ends a report without any work.
func (r *Report) end(s State, o Outcome, now time.Time) {
	r.State, r.Outcome, r.ClosedAt = s, o, now
	r.Stop()
}

// Assign hands an accepted report, or one not taken yet, to h. The deadline of the whole stays.
func (r *Report) Assign(h Holder, p Promise, now time.Time) error {
	if err := r.move(Assigned, Accepted, Assigned); err != nil {
		return err
	}
	r.Holder, r.TakenAt = h, time.Time{}
	r.Begin(p.Promise, p.Take, now)
	return nil
}

// Take puts an assigned report into the hands of one person.
func (r *Report) Take(person int64, p Promise, now time.Time) error {
	if err := r.move(InHand, Assigned); err != nil {
		return err
	}
	if r.Holder.Kind != ByOrg { // a department stays responsible, whichever of its staff takes the report
		r.Holder.Kind = ByPerson
	}
	r.Holder.Person, r.TakenAt = person, now
	r.work(p, now)
	return nil
}

// putBack gives a report that somebody in an org took back to their seat.
func (r *Report) putBack(p Promise, now time.Time) error {
	if err := r.move(Assigned, Assigned, InHand); err != nil {
		return err
	}
	r.Holder.Person, r.TakenAt = 0, time.Time{}
	r.Begin(p.Promise, p.Take, now)
	return nil
}

// Return gives a report back to the post that dispatches it. disputed is true for the second return by a department: then
// the coordinating centre decides who is responsible (S035).
func (r *Report) Return(to Holder, p Promise, now time.Time) (disputed bool, err error) {
	department := r.Holder.Kind == ByOrg
	if err := r.move(Accepted, Assigned, InHand); err != nil {
		return false, err
	}
	if department {
		r.Returns++
	}
	r.dispatchBy(to, p, now)
	return department && r.Returns == MaxReturns, nil
}

// Raise hands a report up to a post that dispatches it from now on (上报).
func (r *Report) Raise(to Holder, p Promise, now time.Time) error {
	if err := r.move(Accepted, Accepted, Assigned, InHand); err != nil {
		return err
	}
	r.dispatchBy(to, p, now)
	r.Desk = to
	return nil
}

func (r *Report) dispatchBy(to Holder, p Promise, now time.Time) {
	r.Holder, r.TakenAt, r.Postponing = to, time.Time{}, pace.Postponement{}
	r.unask()
	r.Begin(p.Promise, p.Dispatch, now)
}

// Ask puts one question to the author and pauses the clocks until the answer, at most five days.
func (r *Report) Ask(question string, now time.Time) error {
	if r.Paused() {
		return ErrPaused
	}
	if err := r.move(r.State, InHand, Accepted); err != nil {
		return err
	}
	r.Question, r.AskedAt = question, now
	r.Await(now)
	return nil
}

// Answer closes the open question.
func (r *Report) Answer(p Promise, now time.Time) error {
	if r.Question == "" {
		return ErrNotAsked
	}
	waits := r.waits()
	if r.unask(); waits {
		r.Resume(p.Promise, now)
	}
	return nil
}

// waits says whether the clocks are paused for an answer, and not by a suspension.
func (r *Report) waits() bool {
	return r.Question != "" && r.Awaits(r.AskedAt)
}

func (r *Report) unask() { r.Question, r.AskedAt = "", time.Time{} }

// Resolve ends the work. Without a photo of the result there must be words (domain.md §4).
func (r *Report) Resolve(o Outcome, result string, photos int, now time.Time) error {
	if o != Solved && o != Explained && o != Transferred {
		return ErrOutcome
	}
	if result == "" && (photos == 0 || o != Solved) {
		return ErrResult
	}
	if r.State != InHand {
		return ErrState
	}
	r.finish(o, result, now)
	return nil
}

// finish records the result and asks for the author's review.
func (r *Report) finish(o Outcome, result string, now time.Time) {
	r.State, r.Outcome, r.Result, r.ResolvedAt, r.Reviewed = Resolved, o, result, now, false
	r.Postponing, r.Supervision = pace.Postponement{}, pace.Supervision{}
	r.unask()
	r.Stop()
	r.DueAt = now.Add(CloseAfter)
}

// Review records that the author judged the current result.
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

// Expire closes a resolved report whose time for a review is over.
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
func (r *Report) Reopen(p Promise, now time.Time) error {
	switch {
	case r.State != Resolved && r.State != Closed:
		return ErrState
	case now.After(r.ResolvedAt.Add(ReopenWithin)):
		return ErrTooLate
	case r.Reopens >= MaxReopens:
		return ErrReopened
	}
	r.again(p, now)
	return nil
}

// Retake gives a transferred report back to its last holder: what it was transferred to is not the way. It is no reopening by the author.
func (r *Report) Retake(p Promise, now time.Time) error {
	if r.Outcome != Transferred || r.State != Resolved && r.State != Closed {
		return ErrState
	}
	r.again(p, now)
	r.Reopens--
	return nil
}

// again returns a finished report to its last holder and restarts its clocks.
func (r *Report) again(p Promise, now time.Time) {
	r.State, r.Reopens = InHand, r.Reopens+1
	r.Outcome, r.Result, r.ClosedAt, r.Reviewed = "", "", time.Time{}, false
	r.FollowUp, r.StepsDone, r.MergedInto, r.Followers = NoFollowUp, 0, 0, 0 // the reports merged into it were resolved with it
	r.Start(p.Promise, now)
	r.work(p, now)
}

// Urge counts a reminder of the author, once in ten minutes.
func (r *Report) Urge(now time.Time) error {
	if !r.Open() && r.State != Merged {
		return ErrState
	}
	if !r.UrgedAt.IsZero() && now.Before(r.UrgedAt.Add(UrgeEvery)) {
		return ErrUrged
	}
	r.Urges, r.UrgedAt = r.Urges+1, now
	return nil
}
