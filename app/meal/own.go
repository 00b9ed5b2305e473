package meal

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
)

// OnDay is one day of a member.
type OnDay struct {
	Day  when.Date
	Eats bool
	Can  bool // it can still be changed
	Dish string
}

// Own is one membership of a resident or of their family, with its next days.
type Own struct {
	Member
	Of    person.Person
	Now   State
	Days  []OnDay
	Named Programme
}

// Offered is a programme with the menu of a week.
type Offered struct {
	Programme
	Dishes []Dish
}

// Mine returns the programmes of a resident's community and of their family's communities, and their memberships.
func (s *Service) Mine(ctx context.Context, who auth.Actor) (offered []Offered, own []Own, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, nil, err
	}
	persons, err := s.speaksFor(ctx, who)
	if err != nil {
		return nil, nil, err
	}
	people, err := s.store.Persons(ctx, persons)
	if err != nil {
		return nil, nil, err
	}
	var communities []int64
	for _, id := range persons {
		if c := people[id].Community; c != 0 && !slices.Contains(communities, c) {
			communities = append(communities, c)
		}
	}
	programmes, err := s.store.Programmes(ctx, communities)
	if err != nil {
		return nil, nil, err
	}
	today := when.DateOf(s.now())
	for _, p := range programmes {
		o := Offered{Programme: p}
		if o.Dishes, err = s.store.Menu(ctx, p.ID, today, plan.Add(today, Shown)); err != nil {
			return nil, nil, err
		}
		offered = append(offered, o)
	}
	members, err := s.store.MembersOf(ctx, persons)
	if err != nil {
		return nil, nil, err
	}
	own, err = s.own(ctx, members, offered)
	for i := range own {
		own[i].Of = people[own[i].Person]
	}
	return offered, own, err
}

// speaksFor returns the actor and those for whom they act.
func (s *Service) speaksFor(ctx context.Context, who auth.Actor) ([]int64, error) {
	links, err := s.store.CaredFor(ctx, who.Person)
	persons := []int64{who.Person}
	for _, l := range links {
		persons = append(persons, l.Cared)
	}
	return persons, err
}

func (s *Service) own(ctx context.Context, members []Member, offered []Offered) ([]Own, error) {
	now := s.now()
	today := when.DateOf(now)
	ids := make([]int64, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	exceptions, err := s.store.ExceptionsOf(ctx, ids, today)
	if err != nil {
		return nil, err
	}
	var all []Own
	for _, m := range members {
		i := slices.IndexFunc(offered, func(o Offered) bool { return o.ID == m.Programme })
		if i < 0 {
			continue
		}
		p, x := offered[i], exceptions[m.ID]
		o := Own{Member: m, Now: m.At(today, x), Named: p.Programme}
		for n := range Shown {
			d := plan.Add(today, n)
			if !p.Week.Has(d) {
				continue
			}
			o.Days = append(o.Days, OnDay{
				Day: d, Eats: x.eats(m, d), Can: m.State == Agreed && d >= max(p.Open(now), m.From), Dish: dishOf(p.Dishes, d),
			})
		}
		all = append(all, o)
	}
	return all, nil
}

func dishOf(all []Dish, d when.Date) string {
	for _, one := range all {
		if one.Day == d {
			return one.Words
		}
	}
	return ""
}
