package household

import (
	"cmp"
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// How says what becomes of the household that is registered in the room.
type How string

// The ways.
const (
	Ask     How = ""        // refuse if there is one
	Instead How = "instead" // it has moved out
	With    How = "with"    // the newcomers live with it
)

// Arrival is what somebody says about newcomers (新搬来).
type Arrival struct {
	Area   int64 // the unit, or the building without units
	Room   string
	Size   int
	Since  when.Date
	Stay   Stay
	Tenure Tenure
	How    How

	Person   int64    // a known resident among them; 0: nobody by name
	Relation Relation // of that person to the contact person
	Family   bool     // those who lived with the person come too
}

// check cleans the words and returns what is wrong.
func (a *Arrival) check(today when.Date) (err error) {
	if a.Room, err = ParseRoom(a.Room); err != nil {
		return err
	}
	a.Stay, a.Tenure, a.Relation = cmp.Or(a.Stay, Permanent), cmp.Or(a.Tenure, Unknown), cmp.Or(a.Relation, Unsaid)
	a.Since = cmp.Or(a.Since, today)
	switch {
	case a.Size < 1, a.Size > MaxSize:
		return ErrSize
	case a.Since > today:
		return ErrSince
	case a.Stay.Name() == "", a.Tenure.Name() == "", a.Tenure == Vacant, a.Relation.Name() == "",
		a.How != Ask && a.How != Instead && a.How != With:
		return ErrWord
	}
	return nil
}

// Arrive registers the actor, with those who come with them, in a room. A claim alone moves nobody out: the grid officer
// confirms. Repeating it changes nothing. Faults: those of Arrival, area.ErrMissing, ErrPlace, ErrLivedIn, ErrFull,
// person.ErrMoves.
func (s *Service) Arrive(ctx context.Context, who auth.Actor, a Arrival) (Household, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Household{}, err
	}
	a.Person = who.Person
	return s.arrive(ctx, who, a, BySelf)
}

// Report registers newcomers for a steward or keeper of the place. A grid officer who says so has seen them: the household is
// confirmed. Two reports about one room before it is confirmed are one household. Faults: as Arrive, person.ErrMissing.
func (s *Service) Report(ctx context.Context, who auth.Actor, a Arrival) (Household, error) {
	if err := who.Need(auth.Helpers...); err != nil {
		return Household{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Household{}, err
	}
	path := tree.Path(a.Area)
	switch {
	case who.Covers(path, auth.Keepers...):
		return s.arrive(ctx, who, a, ByStaff)
	case who.Covers(path, auth.Stewards...):
		a.Person = 0 // stewards enter no persons
		return s.arrive(ctx, who, a, BySteward)
	}
	return Household{}, area.ErrMissing
}

func (s *Service) arrive(ctx context.Context, who auth.Actor, a Arrival, source Source) (Household, error) {
	if err := a.check(when.DateOf(s.now())); err != nil {
		return Household{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Household{}, err
	}
	home, err := At(tree, a.Area, a.Room)
	if err != nil {
		return Household{}, err
	}
	var h Household
	err = s.act(ctx, who, home.Community, func(d deed) (err error) {
		h, err = d.arrive(home, a, source)
		return err
	})
	return h, err
}

// arrive locks the persons who come, then the room, and registers them.
func (d deed) arrive(home Dwelling, a Arrival, source Source) (h Household, err error) {
	movers, err := d.movers(a)
	if err != nil {
		return h, err
	}
	added, err := d.tx.LockRoom(d.ctx, &home)
	if err != nil {
		return h, err
	}
	h, fresh, err := d.host(home, a, source, movers)
	if err != nil || h.done(d.request) {
		return h, err
	}
	if a.Tenure != Unknown || home.Tenure == Vacant {
		home.Tenure = a.Tenure
	}
	if err := d.tx.SaveDwelling(d.ctx, home); err != nil {
		return h, err
	}
	for _, m := range movers {
		if err := d.moveIn(home, &h, m, a, source); err != nil {
			return h, err
		}
	}
	if h, err = d.tx.FindHousehold(d.ctx, h.ID); err != nil {
		return h, err
	}
	if err := d.told(home, &h, a, fresh); err != nil {
		return h, err
	}
	if !added {
		return h, nil
	}
	return h, d.tx.GrowAreasVersion(d.ctx)
}

// told confirms what a grid officer reports, and tells the officer about everything else that is new.
func (d deed) told(home Dwelling, h *Household, a Arrival, fresh bool) error {
	if !fresh {
		return nil
	}
	if err := d.audit(*h, "arrive", ""); err != nil {
		return err
	}
	if err := d.work(home, *h, work.Registered); err != nil {
		return err
	}
	if h.State == Reported && home.Grid != 0 && d.who.Covers(d.tree.Path(home.Grid), auth.GridStaff...) {
		return d.confirm(home, h, Check{})
	}
	return d.arrived(home, *h, a)
}

// mover is a person who comes, with the residences that they have.
type mover struct {
	person.Person
	open     []Residence
	relation Relation
}

// movers locks the person of an arrival and those who come with them, in order of id.
func (d deed) movers(a Arrival) ([]mover, error) {
	if a.Person == 0 {
		return nil, nil
	}
	relations := map[int64]Relation{a.Person: a.Relation}
	if a.Family {
		open, err := d.tx.OpenResidences(d.ctx, a.Person)
		if err != nil {
			return nil, err
		}
		for _, r := range open {
			with, err := d.tx.MembersOf(d.ctx, r.Household)
			if err != nil {
				return nil, err
			}
			for _, m := range with {
				if _, known := relations[m.Person]; !known && r.Stay == Permanent {
					relations[m.Person] = m.Relation
				}
			}
		}
	}
	var ids []int64
	for id := range relations {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	movers := make([]mover, len(ids))
	for i, id := range ids {
		p, err := d.tx.LockPerson(d.ctx, id)
		if err != nil {
			return nil, err
		}
		if p.ID != d.who.Person && !person.Kept(d.who, d.tree.Path, p) && !a.Family {
			return nil, person.ErrMissing
		}
		open, err := d.tx.OpenResidences(d.ctx, p.ID)
		if err != nil {
			return nil, err
		}
		movers[i] = mover{p, open, relations[id]}
	}
	return movers, nil
}

// host returns the household that the newcomers belong to, a new one if there is none; fresh says whether there is
// something to tell. Faults: ErrLivedIn, ErrFull.
func (d deed) host(home Dwelling, a Arrival, source Source, movers []mover) (h Household, fresh bool, err error) {
	open, err := d.tx.HouseholdsIn(d.ctx, home.ID)
	if err != nil {
		return h, false, err
	}
	var reported, confirmed Household
	for _, o := range open {
		if o.State == Reported {
			reported = o
		} else {
			confirmed = o
		}
	}
	switch {
	case reported.ID != 0:
		return reported, false, nil
	case confirmed.ID != 0 && confirmed.done(d.request), confirmed.ID != 0 && livesIn(movers, confirmed.ID):
		return confirmed, false, nil
	case confirmed.ID != 0 && a.How == Ask:
		return h, false, ErrLivedIn
	case confirmed.ID != 0 && a.How == With:
		if err := confirmed.grow(a.Size, d.deedBy); err != nil {
			return h, false, err
		}
		return confirmed, true, d.tx.SaveHousehold(d.ctx, confirmed)
	}
	h = Household{
		Dwelling: home.ID, Community: home.Community, Grid: home.Grid, Size: a.Size, Since: a.Since, State: Reported, Source: source,
		ReportedBy: d.who.Person, ReportedAt: d.at, Due: d.due,
	}
	return h, true, d.tx.AddHousehold(d.ctx, &h)
}

func livesIn(movers []mover, household int64) bool {
	return slices.ContainsFunc(movers, func(m mover) bool {
		return slices.ContainsFunc(m.open, func(r Residence) bool { return r.Household == household })
	})
}

// moveIn ends the permanent residences of a person elsewhere and begins the new one; person.home follows.
func (d deed) moveIn(home Dwelling, h *Household, m mover, a Arrival, source Source) error {
	if livesIn([]mover{m}, h.ID) {
		return nil
	}
	if a.Stay == Permanent {
		if err := d.moveOut(home, &m); err != nil {
			return err
		}
	}
	if h.Contact == 0 && (a.Relation == Contact || m.ID == a.Person) {
		h.Contact = m.ID
		if err := d.tx.SaveHousehold(d.ctx, *h); err != nil {
			return err
		}
	}
	if h.Contact == m.ID {
		m.relation = Contact
	}
	return d.tx.AddResidence(d.ctx, &Residence{
		Household: h.ID, Person: m.ID, Stay: a.Stay, Relation: m.relation, From: a.Since, Source: source, State: Reported,
		MadeAt: d.at,
	})
}

// moveOut ends the residences of a person elsewhere. Persons who move by themselves do so a limited number of times.
func (d deed) moveOut(home Dwelling, m *mover) error {
	if m.ID == d.who.Person {
		to := person.Home{Community: home.Community, Building: home.Building, Area: home.Area}
		if err := person.Settle(d.ctx, d.tx, &m.Person, to, d.tree.Path, d.at); err != nil {
			return err
		}
	}
	open, err := d.tx.OpenResidences(d.ctx, m.ID)
	if err != nil {
		return err
	}
	for _, r := range open {
		if r.Stay != Permanent {
			continue
		}
		if err := leave(d.ctx, d.tx, r, d.deedBy); err != nil {
			return err
		}
	}
	home.movedInto(&m.Person)
	return d.tx.SavePerson(d.ctx, m.Person)
}
