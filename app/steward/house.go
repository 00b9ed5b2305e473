package steward

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/person"
)

// house is what the boards of some areas show besides their stewards.
type house struct {
	members  []Neighbour
	officers []person.Posting
	people   map[int64]person.Person
	agreed   map[int64][]consent.Kind
	settled  map[int64]Settled // by area
}

func (s *Service) house(ctx context.Context, t *area.Tree, areas []area.Area) (h house, err error) {
	var homes, grids, ids []int64
	for _, a := range areas {
		ids = append(ids, a.ID)
		homes = append(homes, homesOf(t, a)...)
		grids = append(grids, gridOf(t, a.ID))
	}
	if h.settled, err = s.store.SettledAt(ctx, ids); err != nil {
		return h, err
	}
	slices.Sort(homes)
	if h.members, err = s.store.Neighbours(ctx, slices.Compact(homes)); err != nil {
		return h, err
	}
	slices.Sort(grids)
	h.officers, err = s.store.PostingsAt(ctx, slices.Compact(grids), []auth.Role{auth.GridOfficer})
	return h, err
}

// homesOf returns the places in which people of an area live: of a building also its units.
func homesOf(t *area.Tree, a area.Area) []int64 {
	homes := []int64{a.ID}
	for _, u := range t.Children(a.ID) {
		homes = append(homes, u.ID)
	}
	return homes
}

// peopleAtOnce is how many persons are read at once.
const peopleAtOnce = 500

// known returns persons and what they agreed to.
func (s *Service) known(ctx context.Context, ids []int64) (map[int64]person.Person, map[int64][]consent.Kind, error) {
	people, agreed := map[int64]person.Person{}, map[int64][]consent.Kind{}
	for part := range slices.Chunk(ids, peopleAtOnce) {
		some, err := s.people.Persons(ctx, part)
		if err != nil {
			return nil, nil, err
		}
		kinds, err := s.store.Agreed(ctx, part)
		if err != nil {
			return nil, nil, err
		}
		for id, p := range some {
			people[id], agreed[id] = p, kinds[id]
		}
	}
	return people, agreed, nil
}

// fill adds the building, the officer of its grid and its Party members to a board that shows these stewards.
func (h house) fill(t *area.Tree, b *Board, shown []int64, now time.Time) {
	if b.Area.Kind == area.Building {
		b.Units = len(t.Children(b.Area.ID))
	}
	b.Households = t.HouseholdsOf(b.Area.ID)
	h.settled[b.Area.ID].fill(t, b)
	if grid, ok := t.Up(b.Area.ID, area.Grid); ok {
		b.Grid = grid.Name
		for _, p := range h.officers {
			if who := p.ActsFor(now); who != 0 && p.Area == grid.ID {
				b.Officer = keeper(p, h.people[who], h.agreed[who], who != p.Person)
				break
			}
		}
	}
	homes, plates := homesOf(t, b.Area), map[int64]bool{}
	for _, n := range h.members {
		if !slices.Contains(homes, n.Home) {
			continue
		}
		if n.Plate {
			plates[plateOf(n)] = true
		}
		if n.Named && !slices.Contains(shown, n.Person) {
			b.Members = append(b.Members, keeper(person.Posting{}, h.people[n.Person], h.agreed[n.Person], false))
		}
	}
	b.Plates = len(plates)
}

// fill adds the estate. A telephone of the estate stands instead of the community's.
func (e Settled) fill(t *area.Tree, b *Board) {
	b.Estate = e.Estate
	b.Property = cmp.Or(t.OrgName(e.Property), b.Property)
	b.Phones = Phones{cmp.Or(e.Phones.Contact, b.Phones.Contact), cmp.Or(e.Phones.Supervision, b.Phones.Supervision)}
}

// plateOf returns what tells one plate from another: one hangs for a household, however many members live in it.
func plateOf(n Neighbour) int64 {
	if n.Household != 0 {
		return n.Household
	}
	return -n.Person
}
