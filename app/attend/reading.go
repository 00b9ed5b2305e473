package attend

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/policy"
	"linli/app/when"
	"linli/app/work"
)

// place returns a community in which the actor is a keeper, or of their street; 0 is their first one. Fault: area.ErrMissing.
func (s *Service) place(ctx context.Context, who auth.Actor, community int64) (*area.Tree, area.Area, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, area.Area{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, area.Area{}, err
	}
	own := policy.Communities(tree, who, auth.Keepers)
	for _, path := range who.Paths(auth.Street) {
		own = append(own, tree.Under(path, area.Community)...)
	}
	for _, c := range own {
		if community == 0 || c.ID == community {
			return tree, c, nil
		}
	}
	return nil, area.Area{}, area.ErrMissing
}

// leads says whether the actor is above one of the posts: the grid lead of an officer, the secretary of a clerk and a grid lead,
// the street of everybody. Nobody leads themselves.
func leads(tree *area.Tree, who auth.Actor, of int64, posts []person.Posting) bool {
	return of != who.Person && slices.ContainsFunc(posts, func(p person.Posting) bool {
		return who.Covers(tree.Path(p.Area), auth.LeadsOf(p.Role)...)
	})
}

// period checks that a month has begun, and is not too old.
func (s *Service) period(m Month) (first, last when.Date, err error) {
	today := when.DateOf(s.now())
	if m == 0 {
		m = MonthOf(today)
	}
	first, last = m.Days()
	if first > today || last < plan.Add(today, -MostKeep) {
		return 0, 0, ErrMonth
	}
	return first, last, nil
}

// Reading is a month and what the actor may do with it.
type Reading struct {
	Report
	Own, Leads bool
	Over       bool // it can be confirmed
}

// Month returns the month of a person in a community; 0 is the actor, their first community, and this month. Only the person,
// their lead and the street read it. Faults: area.ErrMissing, ErrMissing, ErrMonth, policy.ErrOff.
func (s *Service) Month(ctx context.Context, who auth.Actor, community, of int64, m Month) (Reading, error) {
	tree, at, err := s.place(ctx, who, community)
	if err != nil {
		return Reading{}, err
	}
	if err := s.on.Need(ctx, at.ID, Summary); err != nil {
		return Reading{}, err
	}
	return s.month(ctx, tree, who, at, cmp.Or(of, who.Person), m)
}

func (s *Service) month(ctx context.Context, tree *area.Tree, who auth.Actor, at area.Area, of int64, m Month) (Reading, error) {
	all, err := s.reports(ctx, tree, at, m, func(p int64, posts []person.Posting) bool {
		return p == of && (of == who.Person || leads(tree, who, of, posts))
	})
	if err != nil {
		return Reading{}, err
	}
	if len(all) == 0 {
		return Reading{}, ErrMissing
	}
	_, last := all[0].Month.Days()
	return Reading{all[0], of == who.Person, leads(tree, who, of, all[0].Posts), last < when.DateOf(s.now())}, nil
}

// Months returns the months that the actor reads as a lead or at the street, by place. Faults as those of Month.
func (s *Service) Months(ctx context.Context, who auth.Actor, community int64, m Month) ([]Report, error) {
	tree, at, err := s.place(ctx, who, community)
	if err != nil {
		return nil, err
	}
	if err := s.on.Need(ctx, at.ID, Summary); err != nil {
		return nil, err
	}
	return s.reports(ctx, tree, at, m, func(p int64, posts []person.Posting) bool { return leads(tree, who, p, posts) })
}

// Sheet returns every month of a community for the pay sheet of its street (薪酬依据), by place. Faults: area.ErrMissing, ErrMonth,
// policy.ErrOff.
func (s *Service) Sheet(ctx context.Context, who auth.Actor, community int64, m Month) ([]Report, error) {
	tree, at, err := s.place(ctx, who, community)
	if err != nil {
		return nil, err
	}
	if !who.Covers(at.Path, auth.Street) {
		return nil, area.ErrMissing
	}
	if err := s.on.Need(ctx, at.ID, Summary); err != nil {
		return nil, err
	}
	return s.reports(ctx, tree, at, m, func(int64, []person.Posting) bool { return true })
}

// reports returns the months of the wanted persons in post in a community, in the order of their places.
func (s *Service) reports(
	ctx context.Context, tree *area.Tree, at area.Area, m Month, wanted func(int64, []person.Posting) bool,
) ([]Report, error) {
	first, last, err := s.period(m)
	if err != nil {
		return nil, err
	}
	if m == 0 {
		m = MonthOf(first)
	}
	posted, err := s.store.Posted(ctx, tree.AllUnder(at.Path), auth.Keepers, first, last)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(posted, func(a, b person.Posting) int {
		return cmp.Or(area.ComparePaths(tree.Path(a.Area), tree.Path(b.Area)), cmp.Compare(a.Person, b.Person))
	})
	var all []Report
	for _, p := range posted {
		i := slices.IndexFunc(all, func(r Report) bool { return r.Person == p.Person })
		if i < 0 {
			all, i = append(all, Report{Person: p.Person, Community: at.ID, Month: m}), len(all)
		}
		all[i].Posts = append(all[i].Posts, p)
	}
	all = slices.DeleteFunc(all, func(r Report) bool { return !wanted(r.Person, r.Posts) })
	return all, s.fill(ctx, all, first, last)
}

// reasonsOf is the plan for which a reason stands for a day in a community.
func reasonsOf(community int64) string { return fmt.Sprintf("attend:%d", community) }

// fill computes the days and counts of reports of one community and month, and adds what was said about them.
func (s *Service) fill(ctx context.Context, all []Report, first, last when.Date) error {
	if len(all) == 0 {
		return nil
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return err
	}
	book, err := work.BookOf(ctx, s.list)
	if err != nil {
		return err
	}
	persons, community, m := make([]int64, len(all)), all[0].Community, all[0].Month
	facts, kinds, at := make([]Facts, len(all)), make([]map[work.Kind]int, len(all)), map[int64]int{}
	for i, r := range all {
		persons[i], at[r.Person], kinds[i] = r.Person, i, map[work.Kind]int{}
		facts[i] = Facts{
			Posts: r.Posts, CheckedIn: map[when.Date]bool{}, Worked: map[when.Date]bool{}, Reasons: map[when.Date]plan.Reason{},
			Works: func(d when.Date) bool { return times.Calendar().Works(d.Time()) }, Today: when.DateOf(s.now()),
		}
	}
	days, err := s.store.CheckedIn(ctx, community, persons, first, last)
	if err != nil {
		return err
	}
	for _, d := range days {
		facts[at[d.Person]].CheckedIn[d.Day] = true
	}
	worked, err := s.store.Worked(ctx, community, persons, first, last)
	if err != nil {
		return err
	}
	for _, w := range worked {
		facts[at[w.Person]].Worked[w.Day] = true
		kinds[at[w.Person]][w.Kind] += w.Lines
	}
	for some := range slices.Chunk(persons, 10) { // a year of ten persons is below the limit of one reading
		reasons, err := s.reasons.ReasonsOf(ctx, some, first, last)
		if err != nil {
			return err
		}
		for _, r := range reasons {
			if r.Plan == reasonsOf(community) {
				facts[at[r.Person]].Reasons[r.Day] = r
			}
		}
	}
	for i := range all {
		all[i].book = book
		for d := first; d <= last; d = d.Next() {
			all[i].Days = append(all[i].Days, Standing{d, facts[i].State(d), facts[i].Reasons[d]})
		}
		for _, k := range book.Kinds() {
			if n := kinds[i][k]; n > 0 {
				all[i].Kinds = append(all[i].Kinds, Kind{k, book.Name(k), n})
			}
		}
	}
	return s.said(ctx, all, persons, community, m, at)
}

// said adds what was confirmed and disputed.
func (s *Service) said(ctx context.Context, all []Report, persons []int64, community int64, m Month, at map[int64]int) error {
	confirmed, err := s.store.Confirmed(ctx, community, persons, m)
	if err != nil {
		return err
	}
	for _, c := range confirmed {
		all[at[c.Person]].Confirmation = c
	}
	disputed, err := s.store.Disputed(ctx, community, persons, m)
	if err != nil {
		return err
	}
	for _, d := range disputed {
		all[at[d.Person]].Disputes = append(all[at[d.Person]].Disputes, d)
	}
	return nil
}
