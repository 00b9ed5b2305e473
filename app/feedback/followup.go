package feedback

import (
	"context"
	"time"

	"linli/app/when"
)

// Source says what a follow-up is about.
type Source string

// The sources.
const (
	OfReport   Source = "report"   // its author was not satisfied with the result, or said nothing
	OfFeedback Source = "feedback" // somebody was not satisfied with a service
)

// FollowUp is somebody whom staff call (回访): the only list of them. Reports and services write to it in their own transactions.
//
//	open ─▶ told (on the last day) ─▶ late (after it; the secretary is told) ─▶ done
type FollowUp struct {
	ID        int64
	Source    Source
	About     int64 // the report, or the feedback
	Community int64 // 0: only the centre knows where
	Since     time.Time
	DueAt     time.Time // zero: without a limit, such as authors who said nothing
	Told      Told
	DoneAt    time.Time
	DoneBy    int64
	Words     string // what came of it
	Deed      string // the idempotency key that ended it
}

// Told says what staff were told about a follow-up.
type Told int

// The steps.
const (
	Untold Told = iota
	ToldDue
	ToldLate
)

// FollowUps keeps the list; every transaction has it.
type FollowUps interface {
	// OpenFollowUp puts something on the list, or back on it.
	OpenFollowUp(ctx context.Context, f FollowUp) error
	// EndFollowUp takes it off; what is not on the list stays off.
	EndFollowUp(ctx context.Context, of Source, about, by int64, words string, at time.Time) error
}

// Due returns until when somebody who was not satisfied at that time is called.
func Due(c when.Clock, at time.Time) time.Time { return c.Due(at, CallWithin) }

// Late says whether the call is overdue.
func (f FollowUp) Late(now time.Time) bool {
	return f.DoneAt.IsZero() && !f.DueAt.IsZero() && now.After(f.DueAt)
}

// step returns what staff are to be told now: on the last day the community, after it the secretary.
func (f FollowUp) step(now time.Time) Told {
	switch {
	case !f.DoneAt.IsZero(), f.DueAt.IsZero():
		return f.Told
	case f.Late(now):
		return max(f.Told, ToldLate)
	case when.DateOf(now) >= when.DateOf(f.DueAt):
		return max(f.Told, ToldDue)
	}
	return f.Told
}

// end notes the call. Faults: ErrCalled, ErrSaid.
func (f *FollowUp) end(words string, by int64, request string, now time.Time) error {
	if !f.DoneAt.IsZero() {
		return ErrCalled
	}
	f.DoneAt, f.DoneBy, f.Words, f.Deed = now, by, words, request
	return nil
}
