package care

import (
	"cmp"
	"context"
	"errors"

	"linli/app/auth"
)

// Hand makes steps of a chase inside the transaction of another capability, about one person: a lunch was not taken in.
type Hand struct {
	d     deed
	start Cared
}

// Hand returns the hand for a person; it is made before the transaction. Fault: ErrMissing for a person nobody knows.
func (s *Service) Hand(ctx context.Context, who auth.Actor, person int64) (Hand, error) {
	d, err := s.ready(ctx, who)
	if err != nil {
		return Hand{}, err
	}
	c, err := s.livesAt(ctx, d.tree, Told{Person: person})
	return Hand{d, c}, err
}

// Look begins the steps with that at which the stewards are asked to look, since somebody has tried the door and the telephone
// already, at a room that care may not know. A person in no plan is visited once. It returns the chase; one that is open goes on as it
// is.
func (h Hand) Look(tx Tx, about, room string) (int64, error) {
	d := h.d
	d.tx = tx
	c, err := d.enter(h.start)
	if err != nil {
		return 0, err
	}
	if c.Chase != 0 {
		return c.Chase, nil
	}
	was := c
	if c.Level == "" && c.Asked < d.today { // else the next plan would let them go
		c.Asked = d.today
		if err := d.save(&c, was); err != nil {
			return 0, err
		}
	}
	ch := Chase{Community: c.Community, Cared: c.ID, About: about, Step: -1, BeganAt: d.now, BeganBy: d.who.Person}
	for i, s := range d.rules.Steps {
		if s.Do == Again {
			ch.Step = i
		}
	}
	if added, err := d.tx.AddChase(d.ctx, &ch); err != nil || !added {
		return 0, err
	}
	if err := d.audit(c, "look", ""); err != nil {
		return 0, err
	}
	c.Room = cmp.Or(c.Room, room)
	return ch.ID, d.step(c, &ch)
}

// Seen ends the chase of the person, if one is open: somebody has seen them, or spoken with them.
func (h Hand) Seen(tx Tx, way Way) error {
	d := h.d
	d.tx = tx
	c, err := d.tx.LockKey(d.ctx, h.start.Key())
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.endChase(c, string(way))
}
