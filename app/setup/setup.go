// Package setup says how far a community is set up (开始使用) in five steps: 划网格, 配人员, 定责任, 建机制, 抓运行 (S161). Each check counts
// what is missing now and opens its rows; afterwards the page stays as the health of the community.
package setup

import (
	"context"
	"errors"
	"slices"

	"linli/app/area"
	"linli/app/auth"
)

// Step is one of the five.
type Step string

// The steps, in order.
const (
	Grids   Step = "grids"   // 划网格
	People  Step = "people"  // 配人员
	Duties  Step = "duties"  // 定责任
	Rules   Step = "rules"   // 建机制
	Running Step = "running" // 抓运行
)

// Steps lists them.
var Steps = []Step{Grids, People, Duties, Rules, Running}

var stepNames = map[Step]string{Grids: "划网格", People: "配人员", Duties: "定责任", Rules: "建机制", Running: "抓运行"}

// Name returns the step in Chinese.
func (s Step) Name() string { return stepNames[s] }

// Check counts what is missing for one thing.
type Check struct {
	Step  Step
	Key   string
	Title string // of what is missing: "没有网格员的网格"
	Page  string // of the desk, where its rows are
	Must  bool   // nothing may be missing before the community begins
	// Count returns how many are missing in the community, for an actor whose posts are there; auth.ErrDenied when the actor may
	// not know.
	Count func(ctx context.Context, who auth.Actor, community area.Area) (int, error)
}

// Result is a check with its count.
type Result struct {
	Check
	Missing int
}

// Health is how far a community is.
type Health struct {
	Community area.Area
	Results   []Result // in the order of the steps
	Ready     bool     // 可以开始
}

// Service runs the use case.
type Service struct {
	areas  area.Source
	checks []Check
}

// NewService returns the service with the checks of all capabilities and those of the territory.
func NewService(areas area.Source, checks []Check) *Service {
	s := &Service{areas: areas}
	s.checks = append(s.territory(), checks...)
	slices.SortStableFunc(s.checks, func(a, b Check) int { return slices.Index(Steps, a.Step) - slices.Index(Steps, b.Step) })
	return s
}

// Of counts what is missing in a community that the actor manages. Fault: area.ErrMissing.
func (s *Service) Of(ctx context.Context, who auth.Actor, community int64) (Health, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Health{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Health{}, err
	}
	c, err := tree.CommunityOf(who, community, auth.Managers...)
	if err != nil {
		return Health{}, err
	}
	h := Health{Community: c, Ready: true}
	here := within(who, c)
	for _, check := range s.checks {
		n, err := check.Count(ctx, here, c)
		if errors.Is(err, auth.ErrDenied) {
			continue
		}
		if err != nil {
			return Health{}, err
		}
		h.Results = append(h.Results, Result{check, n})
		h.Ready = h.Ready && (n == 0 || !check.Must)
	}
	return h, nil
}

// within returns the actor with the posts that cover the community, held there only: what they then count is of it alone.
func within(who auth.Actor, c area.Area) auth.Actor {
	here := auth.Actor{Person: who.Person}
	for _, p := range who.Postings {
		one := auth.Actor{Postings: []auth.Posting{p}}
		if one.Covers(c.Path, p.Role) {
			here.Postings = append(here.Postings, auth.Posting{Role: p.Role, Area: c.ID, Path: c.Path, Org: p.Org})
		}
	}
	return here
}

// territory are the checks of the area tree.
func (s *Service) territory() []Check {
	count := func(wrong func(*area.Tree, area.Area) int) func(context.Context, auth.Actor, area.Area) (int, error) {
		return func(ctx context.Context, _ auth.Actor, c area.Area) (int, error) {
			tree, err := s.areas.Tree(ctx)
			if err != nil {
				return 0, err
			}
			return wrong(tree, c), nil
		}
	}
	return []Check{
		{Step: Grids, Key: "no_grid", Title: "没有划网格", Page: "/areas", Must: true, Count: count(func(t *area.Tree, c area.Area) int {
			if len(t.Under(c.Path, area.Grid)) == 0 {
				return 1
			}
			return 0
		})},
		{Step: Grids, Key: "outside_grids", Title: "不在任何网格里的楼栋", Page: "/areas", Must: true, Count: count(func(t *area.Tree, c area.Area) int {
			return counted(t.Under(c.Path, area.Building), func(b area.Area) bool { _, ok := t.Up(b.ID, area.Grid); return !ok })
		})},
		{Step: Grids, Key: "too_large", Title: "超过 300 户的网格", Page: "/areas", Count: count(func(t *area.Tree, c area.Area) int {
			return counted(t.Under(c.Path, area.Grid), t.TooLarge)
		})},
		{Step: Grids, Key: "no_households", Title: "没有填户数的楼栋", Page: "/areas", Count: count(func(t *area.Tree, c area.Area) int {
			return counted(t.Under(c.Path, area.Building), func(b area.Area) bool { return t.HouseholdsOf(b.ID) == 0 })
		})},
	}
}

func counted(all []area.Area, wrong func(area.Area) bool) int {
	n := 0
	for _, a := range all {
		if wrong(a) {
			n++
		}
	}
	return n
}
