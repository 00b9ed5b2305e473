package report

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/pages"
)

// Join says "me too" to a report that a neighbour agreed to share, instead of sending the same again. Only the number of
// those who joined is ever shown. A report in a community to which the actor does not belong is missing. Faults: ErrMissing,
// ErrOwn, ErrJoined.
func (s *Service) Join(ctx context.Context, who auth.Actor, id int64) (Report, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Report{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Report{}, err
	}
	var r Report
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if r, err = tx.LockReport(ctx, id); err != nil {
			return err
		}
		near, err := neighbour(ctx, tx, tree, who, r.Community)
		if err != nil {
			return err
		}
		switch {
		case r.Author == who.Person:
			return ErrOwn
		case !near || !r.Shared || !r.Open():
			return ErrMissing
		}
		added, err := tx.AddJoin(ctx, id, who.Person, s.now())
		if err != nil {
			return err
		}
		if !added {
			return ErrJoined
		}
		r.Joins++
		return tx.SaveReport(ctx, r)
	})
	if errors.Is(err, ErrJoined) && who.Request != "" { // the same request, repeated
		return r, nil
	}
	return r, err
}

// Joined returns one page of the open and finished reports that the actor joined, newest first.
func (s *Service) Joined(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Report], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Report]{}, err
	}
	return s.store.List(ctx, Filter{View: Joined, Author: who.Person, After: after, Most: pages.Size})
}

// joined notifies the persons who joined about the end of the report.
func (d deed) joined(words string) error {
	if d.report.Joins == 0 {
		return nil
	}
	to, err := d.tx.JoinersOf(d.ctx, d.report.ID)
	if err != nil {
		return err
	}
	return d.tell(noticeJoinedResolved, words, to)
}
