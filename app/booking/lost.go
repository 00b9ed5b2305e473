package booking

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/auth"
)

// lostFor is how long a person is reminded of a cancelled session.
const lostFor = 7 * 24 * time.Hour

// Lost returns the actor's bookings in sessions that the community cancelled in the last seven days, unless the same
// service is booked again since: Rebook moves them. Newest first.
func (d *Desk) Lost(ctx context.Context, who auth.Actor) ([]Mine, error) {
	past, err := d.Past(ctx, who, 0)
	if err != nil {
		return nil, err
	}
	var lost []Mine
	for _, m := range past.Items {
		b := m.Booking
		if b.State != Cancelled || b.Reason == "" || d.now().Sub(b.EndedAt) >= lostFor {
			continue
		}
		s, err := d.store.Session(ctx, b.Session)
		if err != nil && !errors.Is(err, ErrNoSession) {
			return nil, err
		}
		if s.State == CalledOff {
			lost = append(lost, m)
		}
	}
	if len(lost) == 0 {
		return nil, nil
	}
	ahead, err := d.Ahead(ctx, who)
	return slices.DeleteFunc(lost, func(m Mine) bool {
		return slices.ContainsFunc(ahead, func(o Mine) bool {
			return o.Booking.Service == m.Booking.Service && o.Booking.Person == m.Booking.Person
		})
	}), err
}
