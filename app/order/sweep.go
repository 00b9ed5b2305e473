package order

import (
	"context"
	"errors"
	"fmt"

	"linli/app/auth"
	"linli/app/pace"
	"linli/app/person"
)

const sweepMost = 500

// Sweep handles every order whose time requires something: it warns, asks the next post about a visit on which nobody has agreed, and
// asks about one that is over and not closed. It returns the number of orders. A second sweep repeats nothing: every decision is read under
// the order's lock.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	ids, err := s.store.LapsedOrders(ctx, s.now(), sweepMost)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, id := range ids {
		if _, err := s.act(ctx, auth.Actor{}, id, anybody, (*deed).lapse); err != nil {
			failed = errors.Join(failed, fmt.Errorf("order %d: %w", id, err))
		}
	}
	return len(ids), failed
}

// lapse does one thing that the time requires now; the sweep comes back for the next.
func (d *deed) lapse() (Event, error) {
	o := d.order
	if (o.State == Agreed || o.State == Coming) && !o.CheckAt.IsZero() && !d.now.Before(o.CheckAt) {
		o.CheckAt = o.CheckAt.AddDate(0, 0, 1)
		if err := d.team("过了约好的时间，还没有完成", o.Present()...); err != nil {
			return Event{}, err
		}
		return did(DidPass, ""), d.tell(noticePassed, "", o.Lead)
	}
	defer o.look()
	switch o.Demand(d.now) {
	case pace.Warn:
		o.Warned = true
		return Event{}, d.keepers(noticeDueSoon, "")
	case pace.Push:
		return d.breach()
	case pace.Nothing, pace.Wake:
	}
	return Event{}, nil
}

// breach asks the next post above the community's clerks about a visit on which nobody has agreed, on the ladder of reports.
func (d *deed) breach() (Event, error) {
	o := d.order
	post, asked, err := o.Breach(d.tree, o.Community, d.promise, d.acting, d.now)
	if err != nil {
		return Event{}, err
	}
	doing, err := person.Acting(d.ctx, d.tx, d.now, []int64{o.Community}, auth.Judges...)
	if err != nil {
		return Event{}, err
	}
	if err := d.tell(noticeOverdue, "", append(asked, doing...)...); err != nil {
		return Event{}, err
	}
	if post.Role == "" {
		return did(DidBreach, ""), nil
	}
	return did(DidBreach, "请"+post.Role.Name()+"督促"), nil
}

// acting returns the persons in a post now.
func (d *deed) acting(p pace.Post) ([]int64, error) {
	return person.Acting(d.ctx, d.tx, d.now, []int64{p.Area}, p.Role)
}
