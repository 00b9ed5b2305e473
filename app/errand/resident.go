package errand

import (
	"context"

	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/text"
)

// Withdraw ends an errand that the resident no longer wants. Faults: ErrMissing, ErrState.
func (s *Service) Withdraw(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		if err := d.errand.withdraw(d.now); err != nil {
			return Event{}, err
		}
		if err := d.release(); err != nil {
			return Event{}, err
		}
		return did(DidWithdraw, ""), d.proxy("居民不办了")
	})
}

// Answer says that the resident has the result (yes), or that it has not arrived, with words. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, yes bool, said string) (Errand, error) {
	if said = text.Words(said); !text.Within(said, 0, MaxWords) || !yes && !text.Within(said, 2, MaxWords) {
		return Errand{}, ErrWords
	}
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		if yes {
			return d.end(said)
		}
		if err := d.errand.reject(); err != nil {
			return Event{}, err
		}
		return did(DidReject, said), d.proxy("居民说没收到：" + said)
	})
}

// Bring says that something missing is there; the clock runs again. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Bring(ctx context.Context, who auth.Actor, id int64, said string) (Errand, error) {
	if said = text.Words(said); !text.Within(said, 2, MaxWords) {
		return Errand{}, ErrWords
	}
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		if err := d.errand.need(Waiting, Gathering); err != nil {
			return Event{}, err
		}
		d.errand.resume(d.promise, d.now)
		return did(DidBring, said), d.proxy(said)
	})
}

// proxy notifies the person who does the errand now, and the first who answers for it.
func (d *deed) proxy(said string) error { return d.busy(noticeBrought, said) }

// Confirm closes the delivered errand that nobody objected to; it is the work of CloseJob.
func (s *Service) Confirm(ctx context.Context, id int64) error {
	_, err := s.act(ctx, auth.Actor{}, id, anybody, func(d *deed) (Event, error) {
		if d.errand.State != Delivered || d.now.Before(d.errand.EndedAt.Add(CloseAfter)) {
			return Event{}, nil
		}
		return d.end("七天没有意见")
	})
	return err
}

// end closes the errand and gives its papers back.
func (d *deed) end(said string) (Event, error) {
	if err := d.errand.close(); err != nil {
		return Event{}, err
	}
	if err := d.release(); err != nil {
		return Event{}, err
	}
	return did(DidClose, said), d.satisfied()
}

// satisfied asks once whether the errand was done well: the resident, or the relative who asked for it.
func (d *deed) satisfied() error {
	e := d.errand
	return feedback.Ask(d.ctx, d.tx, feedback.Asking{
		Kind: feedback.Errand, About: e.ID, Community: e.Community, Service: e.Item, Title: e.Title, Person: e.Person, Relative: e.relative(),
	}, d.now)
}

// afterwards closes the errand later by itself.
func (d *deed) afterwards() error {
	return d.tx.AddJob(d.ctx, CloseJob, d.errand.ID, d.now.Add(CloseAfter))
}
