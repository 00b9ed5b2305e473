package errand

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pace"
	"linli/app/person"
)

const sweepMost = 500

func anybody(*area.Tree, auth.Actor, Errand) error { return nil }

// Sweep handles every errand whose clocks require something: it warns, asks the next post about a missed limit, and ends pauses. It
// returns the number of errands. A second sweep repeats nothing: every decision is read under the errand's lock.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	ids, err := s.store.Lapsed(ctx, s.now(), sweepMost)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, id := range ids {
		if _, err := s.act(ctx, auth.Actor{}, id, anybody, (*deed).lapse); err != nil {
			failed = errors.Join(failed, fmt.Errorf("errand %d: %w", id, err))
		}
	}
	return len(ids), failed
}

// lapse does one thing that the clocks require now; the sweep comes back for the next.
func (d *deed) lapse() (Event, error) {
	e := d.errand
	defer e.look()
	switch e.Demand(d.now) {
	case pace.Wake:
		e.resume(d.promise, d.now)
		return did(DidResume, "等了五天，接着办"), d.proxy("五天没有补来材料，请联系居民")
	case pace.Warn:
		e.Warned = true
		return Event{}, d.busy(noticeDueSoon, "")
	case pace.Push:
		return d.breach()
	case pace.Nothing:
	}
	return Event{}, nil
}

// breach asks the next post above the community's clerks about a missed limit, on the ladder of reports.
func (d *deed) breach() (Event, error) {
	e := d.errand
	post, asked, err := e.Breach(d.tree, e.Community, d.promise, d.acting, d.now)
	if err != nil {
		return Event{}, err
	}
	name := "还没有人接办"
	if e.Holder != 0 {
		holder, err := d.tx.NameOf(d.ctx, e.Holder)
		if err != nil {
			return Event{}, err
		}
		name = "承办人：" + holder
	}
	doing, err := d.doing()
	if err != nil {
		return Event{}, err
	}
	if err := d.reach(noticeOverdue, name, slices.Concat(asked, doing)...); err != nil {
		return Event{}, err
	}
	if post.Role == "" {
		return did(DidBreach, "已超时"), nil
	}
	return did(DidBreach, "已超时，请"+post.Role.Name()+"督促"), nil
}

// acting returns the persons in a post now.
func (d *deed) acting(p pace.Post) ([]int64, error) {
	return person.Acting(d.ctx, d.tx, d.now, []int64{p.Area}, p.Role)
}

// doing returns who does the errand now and the first who answers for it; while nobody has taken it, who acts for the community.
func (d *deed) doing() ([]int64, error) {
	if d.errand.Holder == 0 {
		return d.keepers()
	}
	now, err := person.StandIn(d.ctx, d.tx, d.now, d.errand.Holder)
	return []int64{now, d.errand.First}, err
}

// busy notifies them.
func (d *deed) busy(kind notify.Kind, said string) error {
	to, err := d.doing()
	if err != nil {
		return err
	}
	return d.reach(kind, said, to...)
}

// reach notifies staff and proxies; who is a steward here and no keeper reads it in the client of residents.
func (d *deed) reach(kind notify.Kind, said string, to ...int64) error {
	place := below(d.tree, d.errand.Community)
	stewards, err := person.Acting(d.ctx, d.tx, d.now, place, auth.Stewards...)
	if err != nil {
		return err
	}
	keepers, err := person.Acting(d.ctx, d.tx, d.now, place, auth.Keepers...)
	if err != nil {
		return err
	}
	for _, p := range unique(to) {
		form, words := kind, said
		if slices.Contains(stewards, p) && !slices.Contains(keepers, p) {
			form, words = noticeProxy, proxyWords[kind.Name]+said
		}
		if err := d.tell(form, words, p); err != nil {
			return err
		}
	}
	return nil
}
