package booking

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
)

// KeepPresses is for how long a repeated request is recognised.
const KeepPresses = 48 * time.Hour

// idempotently runs do once for an idempotency key; a repeated request returns the id that the first one was about. The
// session is locked, so a parallel repetition waits here.
func (d *deed) idempotently(what string, do func() (about int64, err error)) (int64, error) {
	if d.who.Request == "" {
		return do()
	}
	what += ":" + d.who.Request
	about, err := d.tx.FindBookingPress(d.ctx, d.who.Person, what)
	if !errors.Is(err, ErrMissing) {
		return about, err
	}
	if about, err = do(); err != nil {
		return 0, err
	}
	return about, d.tx.AddBookingPress(d.ctx, d.who.Person, what, about)
}

// EndDay finishes arrived bookings of the last days that were never called: they were served and nobody noted it. It
// also deletes old idempotency keys.
func (d *Desk) EndDay(ctx context.Context) error {
	now := d.now()
	ids, err := d.store.LeftArrived(ctx, now.AddDate(0, 0, -8), now.Add(-endDayAfter))
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		_, err := d.act(ctx, auth.Actor{}, id, func(deed *deed, b *Booking) error {
			if b.State != Arrived {
				return nil
			}
			if err := b.Finish("", deed.now); err != nil {
				return err
			}
			return deed.ask(*b)
		})
		errs = append(errs, none(err, ErrMissing))
	}
	err = d.store.DeletePresses(ctx, now.Add(-KeepPresses))
	return errors.Join(append(errs, err)...)
}

// endDayAfter is how long after the end of a session a queue may still be served.
const endDayAfter = 6 * time.Hour
