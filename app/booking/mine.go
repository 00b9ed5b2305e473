package booking

import (
	"context"

	"linli/app/auth"
	"linli/app/pages"
)

// Mine is a booking with what its owner wants to know of it.
type Mine struct {
	Booking Booking
	Service Service
	Before  int // how many wait before this booking; in the waitlist only
}

// Ahead returns the bookings ahead of the actor, their family and the orgs whose contact they are, in order of time.
func (d *Desk) Ahead(ctx context.Context, who auth.Actor) ([]Mine, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	people := []int64{who.Person}
	links, err := d.store.CaredFor(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		people = append(people, l.Cared)
	}
	all, err := d.store.Ahead(ctx, people, who.Represents(), d.now())
	if err != nil {
		return nil, err
	}
	return d.mine(ctx, all)
}

// Past returns one page of the ended bookings that the actor made or that are for the actor or an org whose contact they are, newest first, before an
// id.
func (d *Desk) Past(ctx context.Context, who auth.Actor, before int64) (pages.Page[Mine], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Mine]{}, err
	}
	all, err := d.store.Past(ctx, who.Person, who.Represents(), before, pages.Size)
	if err != nil {
		return pages.Page[Mine]{}, err
	}
	return d.minePage(ctx, all)
}

func (d *Desk) minePage(ctx context.Context, all []Booking) (pages.Page[Mine], error) {
	found, err := d.mine(ctx, all)
	return pages.Full(found, pages.Size, func(m Mine) pages.Cursor { return pages.Cursor{ID: m.Booking.ID} }), err
}

// Get returns one booking to an actor whom it concerns. Faults: ErrMissing.
func (d *Desk) Get(ctx context.Context, who auth.Actor, id int64) (Mine, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return Mine{}, err
	}
	from, err := d.stand(ctx, who, b)
	if err != nil {
		return Mine{}, err
	}
	if from == Outside {
		return Mine{}, ErrMissing
	}
	all, err := d.mine(ctx, []Booking{b})
	if err != nil {
		return Mine{}, err
	}
	return all[0], nil
}

// Contact returns the person whom staff call about a booking, and the community: the person served, or the booker when
// that person has no telephone. Faults: ErrMissing.
func (d *Desk) Contact(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return 0, 0, err
	}
	if ok, err := d.covers(ctx, who, b.Community); err != nil || !ok {
		return 0, 0, either(err, ErrMissing)
	}
	p, err := d.store.Person(ctx, b.Person)
	if err != nil {
		return 0, 0, err
	}
	if p.Phone == "" && (b.Source == Family || b.Source == Steward) {
		return b.By, b.Community, nil
	}
	return p.ID, b.Community, nil
}

func (d *Desk) mine(ctx context.Context, all []Booking) ([]Mine, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]Mine, len(all))
	for i, b := range all {
		found[i] = Mine{Booking: b, Service: c.Service(b.Service)}
		if b.State != Waiting {
			continue
		}
		if found[i].Before, err = d.store.Before(ctx, b); err != nil {
			return nil, err
		}
	}
	return found, nil
}
