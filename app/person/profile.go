package person

import (
	"context"

	"linli/app/auth"
)

// Profile is what a person can change about themselves; nil leaves it as it is.
type Profile struct {
	Name *string
	Born *int
	Home *Home
}

// Change saves what the person says about themselves: all of it or nothing. Faults: ErrName, ErrBorn, ErrMoves.
func (s *Service) Change(ctx context.Context, who auth.Actor, said Profile) (Person, error) {
	if said.Name != nil {
		name, err := ParseName(*said.Name)
		if err != nil {
			return Person{}, err
		}
		said.Name = &name
	}
	if said.Born != nil {
		if err := CheckBorn(*said.Born, s.now()); err != nil {
			return Person{}, err
		}
	}
	path, err := s.paths(ctx)
	if err != nil {
		return Person{}, err
	}
	var p Person
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if p, err = tx.LockPerson(ctx, who.Person); err != nil {
			return err
		}
		p.hear(said)
		if said.Home != nil {
			if err := Settle(ctx, tx, &p, *said.Home, path, s.now()); err != nil {
				return err
			}
		}
		return tx.SavePerson(ctx, p)
	})
	return p, err
}

func (p *Person) hear(said Profile) {
	if said.Name != nil {
		p.Name = *said.Name
	}
	if said.Born != nil {
		p.Born = *said.Born
	}
}
