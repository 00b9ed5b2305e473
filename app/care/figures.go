package care

import (
	"context"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/plan"
	"linli/app/when"
)

// Gap is how many visits of a building are due and late.
type Gap struct {
	Building int64 // 0: those without a building
	Place    string
	Cared    int
	Due      int
	Late     int
}

// Gaps returns the figures of each building of a community or grid, in the order of the buildings. Fault: area.ErrMissing.
func (s *Service) Gaps(ctx context.Context, who auth.Actor, at int64) ([]Gap, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, err
	}
	l, found, err := s.covered(ctx, who, at, "")
	if err != nil {
		return nil, err
	}
	counts := map[int64]*Gap{}
	gaps := []Gap{}
	var order []int64
	for _, c := range found {
		g := counts[c.Building]
		if g == nil {
			g = &Gap{Building: c.Building, Place: l.tree.Say(c.Building)}
			counts[c.Building] = g
			order = append(order, c.Building)
		}
		g.Cared++
		switch l.row(c).State {
		case plan.Late:
			g.Late++
		case plan.Open:
			g.Due++
		case plan.Later:
		}
	}
	for _, b := range l.inOrder(order) {
		gaps = append(gaps, *counts[b])
	}
	return gaps, nil
}

func (l *lister) inOrder(ids []int64) []int64 {
	var ordered []int64
	for _, b := range l.tree.Under("/", area.Building) {
		for _, id := range ids {
			if id == b.ID {
				ordered = append(ordered, id)
			}
		}
	}
	for _, id := range ids {
		if id == 0 {
			ordered = append(ordered, 0)
		}
	}
	return ordered
}

// Rate is how many of a cohort were seen in a period.
type Rate struct {
	Cohort Cohort
	Cared  int
	Seen   int
}

// Rates returns how many households of each cohort were seen in the calendar month of a day. Fault: area.ErrMissing.
func (s *Service) Rates(ctx context.Context, who auth.Actor, at int64, day when.Date) ([]Rate, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, err
	}
	l, found, err := s.covered(ctx, who, at, "")
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, c := range found {
		ids[i] = c.ID
	}
	first, last := plan.Month.Period(day)
	seen, err := s.store.VisitsOn(ctx, ids, first, last)
	if err != nil {
		return nil, err
	}
	rates := make([]Rate, 0, len(l.rules.Cohorts))
	for _, cohort := range l.rules.Cohorts {
		r := Rate{Cohort: cohort}
		for _, c := range found {
			if !c.In(cohort.Code) {
				continue
			}
			if r.Cared++; seen[c.ID] {
				r.Seen++
			}
		}
		rates = append(rates, r)
	}
	return rates, nil
}

// Met is how many households of a place the plan wants to see once in a period, and how many were seen in it.
type Met struct {
	Area  int64 // the building, else the grid or the community
	Cared int
	Seen  int
}

// Met returns it by place, for one cohort or for all with "". Households that do not want a visit are not counted.
func (s *Service) Met(ctx context.Context, communities []int64, cohort string, unit plan.Unit, begin, end when.Date) ([]Met, error) {
	rules, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	var levels []Level
	for _, l := range Levels {
		if rules.Levels[l].Every.Within(unit) {
			levels = append(levels, l)
		}
	}
	return s.store.Met(ctx, communities, cohort, levels, begin, end)
}

// Cohorts returns those of the county.
func (s *Service) Cohorts(ctx context.Context) ([]Cohort, error) {
	rules, err := s.known(ctx)
	return rules.Cohorts, err
}

// covered returns everybody in the plan of an area that the actor covers.
func (s *Service) covered(ctx context.Context, who auth.Actor, at int64, cohort string) (*lister, []Cared, error) {
	l, err := s.lister(ctx, who)
	if err != nil {
		return nil, nil, err
	}
	f := Filter{Cohort: cohort, Most: 1_000_000}
	if f.Communities, f.Grids, f.Buildings, err = l.within(at, auth.Handlers); err != nil {
		return nil, nil, err
	}
	found, err := s.store.CaredOf(ctx, f)
	return l, found, err
}

// Suggestion is a proposal with whom it is about.
type Suggestion struct {
	Proposal
	Of Row
}

// Proposals returns what may be a reason for a visit in the actor's communities.
func (s *Service) Proposals(ctx context.Context, who auth.Actor) ([]Suggestion, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	l, err := s.lister(ctx, who)
	if err != nil {
		return nil, err
	}
	var communities []int64
	for _, p := range who.Postings {
		if a, err := l.tree.Get(p.Area); err == nil && a.Community != 0 {
			communities = append(communities, a.Community)
		}
	}
	found, err := s.store.Proposals(ctx, communities, 100)
	if err != nil {
		return nil, err
	}
	rows, err := of(l, found, func(p Proposal) int64 { return p.Cared })
	all := []Suggestion{}
	for _, p := range found {
		if r := rows[p.Cared]; r.EndedAt.IsZero() && keeps(l.tree, who, r.Cared) {
			all = append(all, Suggestion{p, r})
		}
	}
	return all, err
}

// Take visits somebody within a day because of a proposal; with drop it is put aside. Faults: ErrProposal, ErrMissing.
func (s *Service) Take(ctx context.Context, who auth.Actor, id int64, drop bool) error {
	if err := who.Need(auth.Keepers...); err != nil {
		return err
	}
	p, err := s.store.Proposal(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.on(ctx, who, p.Cared, kept, func(d deed, c *Cared) error {
		p, err := d.tx.LockProposal(ctx, id)
		if err != nil || p.State != "open" {
			return ErrProposal
		}
		if p.State, p.By = "taken", who.Person; drop {
			p.State = "dropped"
		} else {
			c.Asked = max(d.today.Next(), c.Last.Next())
		}
		return d.tx.SaveProposal(ctx, p)
	})
	return err
}
