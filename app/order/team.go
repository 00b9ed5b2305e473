package order

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/text"
)

// Comer is one person of a team, as the resident may check them.
type Comer struct {
	Member
	Name  string
	Role  auth.Role
	Area  int64
	Badge Badge
}

// Badge is the badge that somebody wears; zero for none.
type Badge struct{ Number, Token string }

// Comers returns the team of an order that was read, those who come first.
func (s *Service) Comers(ctx context.Context, o Order) ([]Comer, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(o.Team))
	for i, m := range o.Team {
		ids[i] = m.Person
	}
	worn, err := s.store.WornBadges(ctx, ids)
	if err != nil {
		return nil, err
	}
	all := make([]Comer, len(o.Team))
	for i, m := range o.Team {
		name, err := s.store.NameOf(ctx, m.Person)
		if err != nil {
			return nil, err
		}
		held, err := s.store.PostingsOf(ctx, m.Person)
		if err != nil {
			return nil, err
		}
		all[i] = Comer{Member: m, Name: name, Badge: worn[m.Person]}
		fits := func(p person.Posting) bool {
			return p.Person == m.Person && p.Holds(s.now()) && p.Org == m.Org && serves(t, p, o.Community, []int64{m.Org})
		}
		if n := slices.IndexFunc(held, fits); n >= 0 {
			all[i].Role, all[i].Area = held[n].Role, held[n].Area
		}
	}
	slices.SortStableFunc(all, func(a, b Comer) int {
		if a.Away == b.Away {
			return 0
		}
		if a.Away {
			return 1
		}
		return -1
	})
	return all, nil
}

// checkTeam returns who comes, each once.
func checkTeam(ids []int64) ([]int64, error) {
	all := slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(all) < 1 || len(all) > MaxTeam || all[0] < 1 {
		return nil, ErrTeam
	}
	return all, nil
}

// setTeam replaces who comes before the visit began. Somebody who no longer comes stays as away, with the reason, and is not counted.
func (o *Order) setTeam(next []Member, why string) error {
	if err := o.need(Agreed, Coming); err != nil {
		return err
	}
	var all []Member
	for _, m := range o.Team {
		if at := slices.IndexFunc(next, func(n Member) bool { return n.Person == m.Person }); at < 0 {
			if !m.Away {
				m.Away, m.Why = true, why
			}
			all = append(all, m)
		}
	}
	o.Team = slices.Concat(next, all)
	return nil
}

// newcomers returns who came onto the team, and who left it.
func newcomers(before, after Order) (in, out []int64) {
	for _, p := range after.Present() {
		if !before.comes(p) {
			in = append(in, p)
		}
	}
	for _, p := range before.Present() {
		if !after.comes(p) {
			out = append(out, p)
		}
	}
	return in, out
}

// reason cleans why somebody does not come.
func reason(said string) (string, error) {
	said = text.Line(said)
	if !text.Within(said, 2, MaxWords) {
		return "", ErrWords
	}
	return said, nil
}
