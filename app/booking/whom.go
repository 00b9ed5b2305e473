package booking

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/family"
	"linli/app/person"
)

// Before returns how many wait before a booking in the waitlist of its session.
func (d *Desk) Before(ctx context.Context, b Booking) (int, error) { return d.store.Before(ctx, b) }

// Relative is a person for whom an actor may book.
type Relative struct {
	Person   person.Person
	Relation family.Relation // what the person is to the actor
}

// Family returns the persons for whom the actor may book besides themselves, oldest link first.
func (d *Desk) Family(ctx context.Context, who auth.Actor) ([]Relative, error) {
	links, err := d.store.CaredFor(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	var all []Relative
	for _, l := range links {
		p, err := d.store.Person(ctx, l.Cared)
		if errors.Is(err, person.ErrMissing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Relative{p, l.Relation})
	}
	return all, nil
}
