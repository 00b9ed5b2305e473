package guide

import (
	"context"
	"errors"
	"fmt"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// mostReviewed is how many items one run of the job looks at.
const mostReviewed = 500

// Review turns published items past their review date into tasks of their owners, and tells them. It is the job guide_review.
func (s *Service) Review(ctx context.Context) error {
	today := when.DateOf(s.now())
	ids, err := s.store.Overdue(ctx, today, mostReviewed)
	if err != nil || len(ids) == 0 {
		return err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids {
		if err := s.store.InTx(ctx, func(tx Tx) error { return s.toReview(ctx, tx, t, id, today) }); err != nil {
			failed = append(failed, fmt.Errorf("review item %d: %w", id, err))
		}
	}
	s.index.Forget()
	return errors.Join(failed...)
}

func (s *Service) toReview(ctx context.Context, tx Tx, t *area.Tree, id int64, today when.Date) error {
	if err := tx.LockGuide(ctx); err != nil {
		return err
	}
	r, err := tx.LockItem(ctx, id)
	if err != nil {
		return err
	}
	if !r.review(today) {
		return nil
	}
	if err := tx.SaveItem(ctx, r, s.now()); err != nil {
		return err
	}
	told, err := s.owners(ctx, tx, t, r)
	if err != nil {
		return err
	}
	for _, who := range told {
		facts := notify.Facts{
			notify.FactTitle: r.Published.Name, notify.FactState: r.State.Name(), notify.FactDue: when.Full(r.ReviewBy.Time()), notify.FactAt: when.Full(s.now()),
		}
		if err := notify.Tell(ctx, tx, noticeToReview.To(who, r.Community, fmt.Sprintf("guide:%d", r.ID), facts), s.now()); err != nil {
			return err
		}
	}
	return nil
}

// owners returns the persons who act for the owner of an item: of its org, else the clerks of its community, else the centre.
func (s *Service) owners(ctx context.Context, tx Tx, t *area.Tree, r Row) ([]int64, error) {
	now := s.now()
	if r.Published.Org != 0 {
		found, err := tx.PostingsIn(ctx, r.Published.Org)
		if err != nil {
			return nil, err
		}
		var who []int64
		for _, p := range found {
			if p.Role == auth.OrgStaff && p.Holds(now) {
				who = append(who, p.ActsFor(now))
			}
		}
		if len(who) > 0 {
			return who, nil
		}
	}
	if r.Community != 0 {
		return person.Acting(ctx, tx, now, []int64{r.Community}, auth.Clerk)
	}
	root, err := t.Root()
	if err != nil {
		return nil, err
	}
	return person.Acting(ctx, tx, now, []int64{root.ID}, auth.Centre)
}
