package report

import (
	"context"
	"errors"
	"fmt"

	"linli/app/auth"
	"linli/app/pace"
)

// A report that lies at a post waits there for the successor while nobody holds it; staff of the community see it and the
// clock goes on. Danger does not wait.

// Unmanned gives open urgent reports at posts that nobody holds to the nearest desk above that somebody holds, and tells it. It
// returns the number of reports.
func (s *Service) Unmanned(ctx context.Context) (int, error) {
	sc, err := s.scene(ctx)
	if err != nil {
		return 0, err
	}
	posts, err := s.store.UrgentPosts(ctx)
	if err != nil {
		return 0, err
	}
	moved := 0
	var failed error
	for _, p := range posts {
		acting, err := Behind(ctx, s.roster, sc.tree, s.now(), InPost(p))
		if err != nil || len(acting) > 0 {
			failed = errors.Join(failed, err)
			continue
		}
		ids, err := s.store.UrgentAt(ctx, p, leftMost)
		failed = errors.Join(failed, err)
		for _, id := range ids {
			if err := s.store.InTx(ctx, func(tx Tx) error {
				_, err := s.change(ctx, tx, sc, auth.Actor{}, id, Handling{}, deed.manned)
				return err
			}); err != nil {
				failed = errors.Join(failed, fmt.Errorf("report %d: %w", id, err))
				continue
			}
			moved++
		}
	}
	return moved, failed
}

// manned gives an urgent report at an empty post to a desk: clerks, secretary, street, centre.
func (d deed) manned() (Event, error) {
	r := d.report
	acting, err := d.holders(r.Holder)
	if err != nil || len(acting) > 0 || !r.Pinned() || r.Holder.Kind != ByPost {
		return Event{}, err
	}
	for _, role := range auth.Publishers { // the nearest first
		post, ok := pace.PostOf(d.tree, r.Area, role)
		if !ok {
			continue
		}
		desk := InPost(post)
		if acting, err = d.holders(desk); err != nil {
			return Event{}, err
		}
		if len(acting) > 0 {
			words := SayHolder(d.tree, r.Holder, "") + "岗位空缺，事情紧急，请马上处理"
			r.Holder = desk
			return internal(DidReturn, words), d.holder(noticeReturned, words)
		}
	}
	return Event{}, nil
}
