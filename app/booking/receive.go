package booking

import (
	"context"

	"linli/app/auth"
)

// Received returns a booking of a reception whose person has come, with its session, for an actor who works in it. Faults: ErrMissing,
// ErrState.
func (d *Desk) Received(ctx context.Context, who auth.Actor, id int64) (Booking, Session, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return Booking{}, Session{}, err
	}
	s, err := d.store.Session(ctx, b.Session)
	if err != nil {
		return Booking{}, Session{}, err
	}
	if from, err := d.duty(ctx, who, s); err != nil || from == Outside {
		return Booking{}, Session{}, either(err, ErrMissing)
	}
	c, err := d.catalogue.Get(ctx)
	switch {
	case err != nil:
		return Booking{}, Session{}, err
	case c.Service(s.Service).Kind != Reception:
		return Booking{}, Session{}, ErrState
	case b.State != Arrived && b.State != Called && b.State != Done:
		return Booking{}, Session{}, ErrState.Say("人到了，先点到场，再记意见")
	}
	return b, s, nil
}
