package care

import (
	"context"
	"errors"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/wordlist"
)

// Page is one of the plan with what is known of their visits.
type Page struct {
	Row
	Names    []string // of those who live there and are known by name
	Visits   []Visit
	Visitors []Visitor
	Changes  []Change
	Needs    []Need
	Helpers  []int64
	Kinds    []wordlist.Word // the county's list of needs
	Can      []string
}

const mostVisits = 60

// Page returns one of the plan for a keeper of the place, and leaves a line of who read it. Fault: ErrMissing.
func (s *Service) Page(ctx context.Context, who auth.Actor, id int64) (p Page, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return p, err
	}
	c, err := s.store.Cared(ctx, id)
	if err != nil {
		return p, err
	}
	l, err := s.lister(ctx, who)
	if err != nil {
		return p, err
	}
	if !keeps(l.tree, who, c) {
		return p, ErrMissing
	}
	open, err := s.store.ChasesOf(ctx, []int64{id})
	if err != nil {
		return p, err
	}
	for _, ch := range open {
		l.chases[ch.Cared] = ch
	}
	rows := []Row{l.row(c)}
	if err := l.fill(rows); err != nil {
		return p, err
	}
	p.Row = rows[0]
	if err := s.fillPage(ctx, &p); err != nil {
		return p, err
	}
	p.Can = can(l, c)
	return p, s.read(ctx, who, audit.ReadCare, c.Community, about(c))
}

func (s *Service) fillPage(ctx context.Context, p *Page) (err error) {
	if p.Visits, p.Visitors, err = s.store.Visits(ctx, p.ID, mostVisits); err != nil {
		return err
	}
	if p.Changes, err = s.store.Changes(ctx, p.ID); err != nil {
		return err
	}
	if p.Needs, err = s.store.NeedsOf(ctx, p.ID); err != nil {
		return err
	}
	helpers, err := s.store.HelpersOf(ctx, []int64{p.ID})
	if err != nil {
		return err
	}
	p.Helpers = helpers[p.ID]
	if p.Kinds, err = s.list.Words(ctx, wordlist.Needs); err != nil {
		return err
	}
	ids := []int64{p.Person}
	if p.Household != 0 {
		members, err := s.store.Members(ctx, p.Household)
		if err != nil {
			return err
		}
		ids = nil
		for _, m := range members {
			if m.State != household.Ended {
				ids = append(ids, m.Person)
			}
		}
	}
	people, err := s.store.Persons(ctx, ids)
	for _, id := range ids {
		if name := people[id].Name; name != "" {
			p.Names = append(p.Names, name)
		}
	}
	return err
}

// can lists what the actor can do with one of the plan.
func can(l *lister, c Cared) []string {
	all := []string{"visit", "change", "raise", "assign"}
	if c.Asked > c.Last {
		all = append(all, "unplan")
	}
	if c.Declined != "" {
		all = append(all, "accept")
	}
	if l.who.Covers(l.tree.Path(c.Community), auth.Secretary) {
		all = append(all, "lower")
	}
	if c.Set.Level != "" {
		all = append(all, "unset")
	}
	return all
}

// OfHousehold returns the page of a household, or ErrMissing if it is not in the plan, or not in the actor's care.
func (s *Service) OfHousehold(ctx context.Context, who auth.Actor, id int64) (Page, error) {
	return s.ofKey(ctx, who, Key(id, 0))
}

// OfPerson returns the page of a person: their household's, if one is known.
func (s *Service) OfPerson(ctx context.Context, who auth.Actor, id int64) (Page, error) {
	p, err := s.store.CandidateOf(ctx, id)
	if err != nil {
		return Page{}, err
	}
	if p.Household != 0 {
		return s.ofKey(ctx, who, Key(p.Household, 0))
	}
	return s.ofKey(ctx, who, Key(0, id))
}

func (s *Service) ofKey(ctx context.Context, who auth.Actor, key string) (Page, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Page{}, err
	}
	found, err := s.store.CaredByKey(ctx, []string{key})
	if err != nil {
		return Page{}, err
	}
	if len(found) == 0 {
		return Page{}, ErrMissing
	}
	return s.Page(ctx, who, found[0].ID)
}

// Sheet returns what the visit sheet needs: the row and the kinds of needs. The actor may record a visit there. Fault: ErrMissing.
func (s *Service) Sheet(ctx context.Context, who auth.Actor, id int64) (Row, []wordlist.Word, error) {
	none := Row{}
	if err := who.Need(auth.Helpers...); err != nil {
		return none, nil, err
	}
	var c Cared
	err := s.act(ctx, who, func(d deed) (err error) {
		if c, err = d.tx.LockCared(ctx, id); err != nil {
			return err
		}
		if ok, err := visits(d, c); err != nil || ok {
			return err
		}
		return ErrMissing
	})
	if err != nil {
		return none, nil, err
	}
	l, err := s.lister(ctx, who)
	if err != nil {
		return none, nil, err
	}
	open, err := s.store.ChasesOf(ctx, []int64{id})
	if err != nil && !errors.Is(err, ErrChase) {
		return none, nil, err
	}
	for _, ch := range open {
		l.chases[ch.Cared] = ch
	}
	rows := []Row{l.row(c)}
	if err := l.fill(rows); err != nil {
		return none, nil, err
	}
	words, err := s.list.Words(ctx, wordlist.Needs)
	return rows[0], words, err
}
