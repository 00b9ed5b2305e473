package household

import (
	"cmp"
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/when"
)

// Own is a household of the actor (我的家).
type Own struct {
	Household
	Home    Dwelling
	Mine    Residence
	Members []Member // the actor alone until somebody responsible has confirmed that they live there
}

// trusted says whether the actor may read and correct the household: a claim opens nobody's door.
func trusted(h Household, mine Residence) bool {
	return mine.State == Confirmed || h.State == Reported && h.Contact == mine.Person
}

// Trusted says whether the actor may read who else lives there, and correct it.
func (o Own) Trusted() bool { return trusted(o.Household, o.Mine) }

// Mine returns the households in which the actor lives.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]Own, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	open, err := s.store.ResidencesOf(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	households, err := s.store.HouseholdsByID(ctx, ids(open, func(r Residence) int64 { return r.Household }))
	if err != nil {
		return nil, err
	}
	var own []Own
	for _, r := range open {
		one, err := s.own(ctx, households[r.Household], r)
		if err != nil {
			return nil, err
		}
		own = append(own, one)
	}
	return own, nil
}

func (s *Service) own(ctx context.Context, h Household, mine Residence) (Own, error) {
	homes, err := s.store.DwellingsByID(ctx, []int64{h.Dwelling})
	if err != nil {
		return Own{}, err
	}
	with, err := s.store.Members(ctx, h.ID)
	if err != nil {
		return Own{}, err
	}
	with = slices.DeleteFunc(with, func(r Residence) bool {
		return r.State == Ended || r.Person != mine.Person && !trusted(h, mine)
	})
	people, err := s.store.Persons(ctx, ids(with, func(r Residence) int64 { return r.Person }))
	if err != nil {
		return Own{}, err
	}
	one := Own{Household: h, Home: homes[h.Dwelling], Mine: mine}
	for _, r := range with {
		one.Members = append(one.Members, Member{Residence: r, Who: people[r.Person]})
	}
	return one, nil
}

// Correction is what a member says about their own household; zero values leave a field as it is.
type Correction struct {
	Size     int
	Tenure   Tenure
	Relation Relation
	Stay     Stay
}

func (c Correction) check() error {
	switch {
	case c.Size < 0, c.Size > MaxSize:
		return ErrSize
	case c.Tenure != "" && (c.Tenure.Name() == "" || c.Tenure == Vacant), c.Relation != "" && c.Relation.Name() == "",
		c.Stay != "" && c.Stay.Name() == "":
		return ErrWord
	}
	return nil
}

// Correct changes what is known about the actor's own household. Faults: ErrMissing, ErrSize, ErrWord, ErrState.
func (s *Service) Correct(ctx context.Context, who auth.Actor, id int64, c Correction) (Own, error) {
	if err := c.check(); err != nil {
		return Own{}, err
	}
	return s.within(ctx, who, id, func(d deed, home Dwelling, h Household, mine Residence) error {
		h.Size, home.Tenure = cmp.Or(c.Size, h.Size), cmp.Or(c.Tenure, home.Tenure)
		if err := d.tx.SaveDwelling(ctx, home); err != nil {
			return err
		}
		if err := d.tx.SaveHousehold(ctx, h); err != nil {
			return err
		}
		mine.Relation, mine.Stay = cmp.Or(c.Relation, mine.Relation), cmp.Or(c.Stay, mine.Stay)
		if err := d.tx.SaveResidence(ctx, mine); err != nil {
			return err
		}
		return d.audit(h, "correct", "")
	})
}

// Joined says how many persons moved in with a member, and since when.
type Joined struct {
	Count int
	Since when.Date
}

// Join adds persons who moved in with the actor and tells the grid officer. Faults: ErrMissing, ErrSize, ErrSince, ErrFull.
func (s *Service) Join(ctx context.Context, who auth.Actor, id int64, j Joined) (Own, error) {
	today := when.DateOf(s.now())
	j.Since = cmp.Or(j.Since, today)
	switch {
	case j.Count < 1, j.Count > MaxSize:
		return Own{}, ErrSize
	case j.Since > today:
		return Own{}, ErrSince
	}
	return s.within(ctx, who, id, func(d deed, home Dwelling, h Household, _ Residence) error {
		if h.done(who.Request) {
			return nil
		}
		if err := h.grow(j.Count, d.deedBy); err != nil {
			return err
		}
		if err := d.tx.SaveHousehold(ctx, h); err != nil {
			return err
		}
		if err := d.audit(h, "join", ""); err != nil {
			return err
		}
		return d.arrived(home, h, Arrival{Size: j.Count, Since: j.Since})
	})
}

// within runs a deed of a member in their own household. Fault: ErrMissing.
func (s *Service) within(
	ctx context.Context, who auth.Actor, id int64, do func(deed, Dwelling, Household, Residence) error,
) (own Own, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return own, err
	}
	h, err := s.store.Household(ctx, id)
	if err != nil {
		return own, err
	}
	err = s.act(ctx, who, h.Community, func(d deed) error {
		home, h, err := d.locked(id)
		if err != nil {
			return err
		}
		mine, err := d.mine(h)
		if err != nil {
			return err
		}
		if !trusted(h, mine) {
			return ErrMissing
		}
		return do(d, home, h, mine)
	})
	if err != nil {
		return own, err
	}
	all, err := s.Mine(ctx, who)
	for _, one := range all {
		if one.ID == id {
			own = one
		}
	}
	return own, err
}

// mine returns the actor's residence in a household. Fault: ErrMissing.
func (d deed) mine(h Household) (Residence, error) {
	members, err := d.tx.MembersOf(d.ctx, h.ID)
	if err != nil {
		return Residence{}, err
	}
	for _, r := range members {
		if r.Person == d.who.Person {
			return r, nil
		}
	}
	return Residence{}, ErrMissing
}

// Leave says that the actor has moved out, with family those who lived with them too. A second time it changes nothing.
// Fault: ErrMissing.
func (s *Service) Leave(ctx context.Context, who auth.Actor, id int64, family bool) error {
	if err := who.Need(auth.Resident); err != nil {
		return err
	}
	h, err := s.store.Household(ctx, id)
	if err != nil {
		return err
	}
	return s.act(ctx, who, h.Community, func(d deed) error {
		p, err := d.tx.LockPerson(ctx, who.Person)
		if err != nil {
			return err
		}
		home, h, err := d.locked(id)
		if err != nil {
			return err
		}
		mine, err := d.mine(h)
		if err != nil {
			return err
		}
		if family && trusted(h, mine) {
			err = d.endHousehold(&h)
			if err == nil {
				home.Tenure = Vacant
				err = d.tx.SaveDwelling(ctx, home)
			}
		} else {
			err = leave(ctx, d.tx, mine, d.deedBy)
		}
		if err != nil {
			return err
		}
		if err := d.audit(h, "leave", ""); err != nil || mine.Stay != Permanent {
			return err
		}
		if p.Home == home.Area || p.Home == home.Building {
			p.Home = 0
		}
		return d.tx.SavePerson(ctx, p)
	})
}
