package booking

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
)

// Time is a free time to which a booking can move.
type Time struct {
	Session, Period int64
	BeginAt         time.Time
}

// timesOfOne is how many times of one session OtherTimes returns, so that other days are among them.
const timesOfOne = 3

// OtherTimes returns free times of the same service to which the booking could move, soonest first. Faults: ErrMissing,
// ErrState, ErrCutoff.
func (d *Desk) OtherTimes(ctx context.Context, who auth.Actor, id int64, most int) ([]Time, error) {
	b, _, err := d.leaving(ctx, who, id)
	if err != nil {
		return nil, err
	}
	s, err := d.Service(ctx, b.Service)
	if err != nil {
		return nil, err
	}
	now := d.now()
	coming, err := d.store.Coming(ctx, b.Service, now)
	var all []Time
	for _, one := range coming {
		own := 0
		for _, p := range one.Periods {
			if p.Free == 0 || p.ID == b.Period || own == timesOfOne || one.Bookable(s.Rules, p, false, now) != nil {
				continue
			}
			own++
			all = append(all, Time{one.ID, p.ID, p.BeginAt})
		}
	}
	return all[:min(len(all), most)], err
}

// leaving returns a booking that the actor may give up now, and their standpoint.
func (d *Desk) leaving(ctx context.Context, who auth.Actor, id int64) (Booking, Standpoint, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return Booking{}, Outside, err
	}
	from, err := d.stand(ctx, who, b)
	switch {
	case err != nil:
		return Booking{}, from, err
	case from != Owner && from != AtCounter:
		return Booking{}, from, ErrMissing
	case !b.State.Alive():
		return b, from, ErrState
	case from == AtCounter:
		return b, from, nil
	}
	s, err := d.Service(ctx, b.Service)
	if err != nil {
		return b, from, err
	}
	return b, from, b.MayCancel(s.Rules.cutoff(), d.now())
}

// Move exchanges a booking for another time of the same service (改约), until the cut-off of cancelling: the old place is
// given back in the transaction that takes the new one, so a person who does not get the new place keeps the old. Nobody joins a
// waitlist. The same who.Request returns the first result. Faults: ErrMissing, ErrState, ErrCutoff, ErrSame, ErrNoSession, and
// those of Book.
func (d *Desk) Move(ctx context.Context, who auth.Actor, id int64, w Wish) (Booking, error) {
	old, from, err := d.leaving(ctx, who, id)
	switch {
	case errors.Is(err, ErrState):
		return d.moved(ctx, who, ErrState)
	case err != nil:
		return Booking{}, err
	case w.Session == old.Session && (w.Period == 0 || w.Period == old.Period):
		return Booking{}, ErrSame
	}
	a, err := d.movable(ctx, who, old, w)
	if err != nil {
		return Booking{}, err
	}
	for range 8 {
		b, err := d.exchange(ctx, who, id, from, a)
		if errors.Is(err, errAgain) { // a parallel booking of this person took the number of the week, or this request is done
			if b, err := d.moved(ctx, who, errAgain); !errors.Is(err, errAgain) {
				return b, err
			}
			continue
		}
		return b, none2(err, errNoPlace, ErrFull)
	}
	return Booking{}, ErrLimit
}

// movable checks the wish for another time.
func (d *Desk) movable(ctx context.Context, who auth.Actor, old Booking, w Wish) (*attempt, error) {
	w.For, w.Answers, w.NoWait = old.Person, old.Answers, true
	if who.SpeaksFor(old.Org) {
		w.Org = old.Org
	}
	a, err := d.attempt(ctx, who, w)
	switch {
	case err != nil:
		return nil, err
	case a.service.ID != old.Service:
		return nil, ErrNoSession
	}
	if a.draft.ByPhone = old.ByPhone; old.Org != 0 {
		a.draft.Org, a.draft.Source = old.Org, Unit
	}
	return a, a.full(d.now())
}

// moved returns what the same request has made before, or the given error.
func (d *Desk) moved(ctx context.Context, who auth.Actor, otherwise error) (Booking, error) {
	if who.Request == "" {
		return Booking{}, otherwise
	}
	b, err := d.store.Requested(ctx, who.Person, who.Request)
	return b, none2(err, ErrMissing, otherwise)
}

// exchange ends the old booking and adds the new one, both or neither.
func (d *Desk) exchange(ctx context.Context, who auth.Actor, id int64, from Standpoint, a *attempt) (Booking, error) {
	b := a.draft
	_, err := d.act(ctx, who, id, func(deed *deed, old *Booking) error {
		b = a.draft
		if !old.State.Alive() {
			return errAgain
		}
		if from == Owner {
			if err := old.MayCancel(deed.service.Rules.cutoff(), deed.now); err != nil {
				return err
			}
		}
		if err := deed.cancel(old, ""); err != nil {
			return err
		}
		next := *deed
		next.service, next.session = a.service, a.session
		if err := a.take(&next, &b); err != nil {
			return err
		}
		return next.add(&b)
	})
	if err == nil {
		d.changed(ctx, b.Community)
	}
	return b, err
}

// add saves a booking with a place under the first free number of the person's week, and tells of it.
func (d *deed) add(b *Booking) error {
	taken, err := d.tx.TakenNths(d.ctx, b.Service, b.Person, b.Week)
	if err != nil {
		return err
	}
	if b.Nth = NextNth(d.service.Rules.PerWeek, taken); b.Nth < 0 {
		return ErrLimit
	}
	added, err := d.tx.AddBooking(d.ctx, b)
	if err != nil {
		return err
	}
	if !added {
		return errAgain
	}
	return d.booked(*b)
}
