package report

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/pages"
)

// Join says "me too" to a report that a neighbour agreed to share, instead of sending the same again. Only the number of
// those who joined is ever shown. A report of a community to which the actor does not belong is missing. Faults: ErrMissing, ErrOwn, ErrJoined.
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
	if errors.Is(err, ErrJoined) && who.Request != "" { // the same tap, sent again
		return r, nil
	}
	return r, err
}

// Joined returns one page of the open and finished reports the person said "me too" to, newest first.
func (s *Service) Joined(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Report], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Report]{}, err
	}
	return s.page(ctx, Filter{View: Joined, Author: who.Person, After: after})
}

// joined tells those who said "me too" how it ended.
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
