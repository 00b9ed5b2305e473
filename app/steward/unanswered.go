package steward

import (
	"context"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/report"
)

// Unanswered returns one page of the matters without an answer in the actor's territory: urgent ones first, then the newest
// first.
func (s *Service) Unanswered(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Paging], error) {
	in, err := s.scope(ctx, who)
	if err != nil {
		return pages.Page[Paging]{}, err
	}
	found, err := s.store.Unanswered(ctx, in, after, pages.Size)
	return pages.Full(found, pages.Size, func(one Paging) pages.Cursor { return pages.Cursor{Pinned: one.Urgent, ID: one.ID} }), err
}

func (s *Service) scope(ctx context.Context, who auth.Actor) (report.Scope, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return report.Scope{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return report.Scope{}, err
	}
	return report.ScopeOf(t, who), nil
}

// AcknowledgePaging records that a member of staff takes care of the matter, which ends its alerts. Faults: ErrMissing
// outside the actor's areas.
func (s *Service) AcknowledgePaging(ctx context.Context, who auth.Actor, id int64) (Paging, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Paging{}, err
	}
	var p Paging
	err = s.store.InTx(ctx, func(tx Tx) error {
		now := s.now()
		found, err := tx.Paging(ctx, id)
		if err != nil {
			return err
		}
		m, err := lockMatter(ctx, tx, t, found.Subject, found.SubjectID, now)
		if err != nil {
			return err
		}
		if m.area == 0 || !looksAfter(t, who, m.area) {
			return ErrMissing
		}
		if err := s.acknowledge(ctx, tx, m, who.Person, now); err != nil {
			return err
		}
		if p, err = tx.LockPaging(ctx, id); err != nil || m.subject != AboutCall {
			return err
		}
		c, err := tx.LockCall(ctx, m.id)
		if err != nil {
			return err
		}
		c.see(who.Person, now)
		return tx.SaveCall(ctx, c)
	})
	return p, err
}
