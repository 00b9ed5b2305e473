package report

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/work"
)

// Discover makes a report of what the actor saw at one of their posts: on a patrol, or as a steward of the building. They are its
// author. With done it was settled on the spot: the report is entered and resolved in one transaction, counts as solved by their
// post, and waits for no review. Retrying with the same who.Request returns the first report. Faults: those of Submit, area.ErrMissing
// outside the posts, ErrResult without words and photos of the result, ErrSmallOnly for a steward and danger.
func (s *Service) Discover(ctx context.Context, who auth.Actor, d Draft, done *Handling) (Report, error) {
	if err := who.Need(auth.Helpers...); err != nil {
		return Report{}, err
	}
	sc, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	d.Source = Patrol
	fresh, err := newReport(sc, d, s.now())
	if err != nil {
		return Report{}, err
	}
	if !who.Covers(pathOf(sc.tree, fresh.Area), auth.Handlers...) {
		if fresh.Source = Steward; !Tends(sc.tree, who, fresh) {
			return Report{}, area.ErrMissing
		}
	}
	var r Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		r = fresh
		r.Author, r.EnteredBy, r.Request = who.Person, who.Person, who.Request
		begun := s.begin(ctx, tx, sc, who, &r)
		if done == nil {
			return begun.add(d.Files)
		}
		if err := begun.record(d.Files); err != nil {
			return err
		}
		by := who
		by.Request = "" // the finding has it
		r, err = s.change(ctx, tx, sc, by, r.ID, *done, deed.settle)
		return err
	})
	return first(r, err)
}

// settle resolves a report that its author has just settled, and closes it.
func (d deed) settle() (Event, error) {
	r := d.report
	if r.Urgent && r.Source == Steward {
		return Event{}, ErrSmallOnly
	}
	if err := r.move(InHand, Submitted); err != nil {
		return Event{}, err
	}
	post, _ := work.PostAt(d.tree, d.who, r.Area)
	r.Holder = Holder{Kind: ByPerson, Person: d.who.Person, Role: post.Role, Area: post.Area}
	r.AcceptedAt, r.TakenAt = d.now, d.now
	event, err := d.resolve(Solved)
	if err != nil {
		return Event{}, err
	}
	r.State, r.ClosedAt, r.DueAt = Closed, d.now, time.Time{}
	return event, nil
}

// Hazard says whether the report is about a danger to people (安全隐患).
func (r Report) Hazard() bool { return workKinds[r.Category] == work.Hazard }
