package report

import (
	"context"

	"linli/app/auth"
	"linli/app/fault"
)

// Acknowledge records that a steward has seen the report.
func (s *Service) Acknowledge(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		return public(DidAcknowledge, ""), d.tends()
	})
}

// Look records what a steward saw on the spot and tells the holder.
func (s *Service) Look(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.tends, d.speaks, d.attach); err != nil {
			return Event{}, err
		}
		return internal(DidLook, d.Words, d.Files...), d.holder(noticeLooked, d.Words)
	})
}

// SelfResolve is 自办自结: a steward solves a small matter and shows a photo of the result. Faults: ErrSmallOnly for urgent
// reports, ErrResult without a photo, ErrState when the report is in other hands.
func (s *Service) SelfResolve(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.tends(); err != nil {
			return Event{}, err
		}
		switch {
		case d.report.Urgent:
			return Event{}, ErrSmallOnly
		case len(d.Files) == 0:
			return Event{}, ErrResult
		case d.report.State == InHand && !holds(d.tree, who, d.report.Holder):
			return Event{}, ErrState
		}
		before, err := d.holders(d.report.Holder)
		if err != nil {
			return Event{}, err
		}
		if err := d.report.move(InHand, Submitted, Accepted, Assigned, InHand); err != nil {
			return Event{}, err
		}
		d.report.Holder = Holder{Kind: ByPerson, Person: who.Person, Role: auth.Steward, Area: d.report.Area}
		if d.report.Parent != 0 {
			return Event{}, ErrPart
		}
		d.report.TakenAt = d.now
		if d.report.AcceptedAt.IsZero() {
			d.report.AcceptedAt = d.now
		}
		event, err := d.resolve(Solved)
		if err != nil {
			return Event{}, err
		}
		return event, d.tell(noticeSelfResolved, "", before)
	})
}

// tends returns ErrMissing unless the place is in the actor's care as a steward.
func (d deed) tends() error {
	if !Tends(d.tree, d.who, *d.report) {
		return ErrMissing
	}
	return nil
}
