package booking

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/when"
)

// errNoSeat is ErrFull for a person at the counter.
var errNoSeat = ErrFull.Say("这一场现在没有空位，请稍等，或请服务人员加号")

// WalkIn gives a person at the counter a place, a kept one first, and puts them into the queue. A person in the
// waitlist gets a place if there is any; one with a place is checked in. Faults: ErrNoSession, ErrNotToday, those of
// Book, ErrLimit.
func (d *Desk) WalkIn(ctx context.Context, who auth.Actor, w Wish) (Booking, error) {
	s, err := d.store.Session(ctx, w.Session)
	if err != nil {
		return Booking{}, err
	}
	if ok, err := d.covers(ctx, who, s.Community); err != nil || !ok {
		return Booking{}, either(err, ErrNoSession)
	}
	if s.Day != when.DateOf(d.now()) {
		return Booking{}, ErrNotToday.Say("这一场是 %s 的", when.Say(s.BeginAt))
	}
	w.NoWait = true
	b, err := d.Book(ctx, who, w)
	switch {
	case errors.Is(err, ErrTwice):
		b, err = d.store.Living(ctx, w.Session, w.For)
	case errors.Is(err, ErrFull):
		err = errNoSeat
	}
	if err != nil {
		return Booking{}, err
	}
	return d.serve(ctx, who, b.ID, func(deed *deed, b *Booking) error {
		if b.State == Waiting || b.State == Offered {
			if err := deed.seat(b); err != nil {
				return err
			}
		}
		return deed.checkIn(b)
	})
}

// seat gives a waiting person at the counter the place held for them, or any that is left.
func (d *deed) seat(b *Booking) error {
	if err := b.today(d.now); err != nil {
		return err
	}
	nths, err := d.tx.TakenNths(d.ctx, b.Service, b.Person, b.Week)
	if err != nil {
		return err
	}
	nth := NextNth(d.service.Rules.PerWeek, nths)
	if nth < 0 {
		return ErrLimit
	}
	all, err := d.tx.LockPeriods(d.ctx, d.session.ID)
	if err != nil {
		return err
	}
	for i := range all {
		p := &all[i]
		if !d.now.Before(p.EndAt) || !p.give(b) {
			continue
		}
		b.State, b.Seated, b.Nth, b.Number, b.Period = Confirmed, true, nth, p.First+p.Numbered, p.ID
		b.BeginAt, b.EndAt = p.BeginAt, p.EndAt
		d.session.Waiting--
		return d.tx.SavePeriod(d.ctx, *p)
	}
	return errNoSeat
}

// give takes a place for a booking of the waitlist: the held, a kept or a free one. A booking with an offer in another
// period takes no second place.
func (p *Period) give(b *Booking) bool {
	var from *int
	switch {
	case b.State == Offered && b.Period == p.ID:
		from = &p.Held
	case b.State == Offered:
		return false
	case p.Kept > 0:
		from = &p.Kept
	case p.Free > 0:
		from = &p.Free
	default:
		return false
	}
	*from--
	p.Taken, p.Numbered = p.Taken+1, p.Numbered+1
	return true
}
