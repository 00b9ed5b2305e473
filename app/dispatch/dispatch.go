// Package dispatch is what a community decides about its reports (分流交办): the limit of each step, and the routes. Both are
// data, and both can be tried on past reports before they take effect.
package dispatch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fresh"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// Store is what the service needs from the database.
type Store interface {
	// Version returns a number that grows with every change.
	Version(ctx context.Context) (int64, error)
	// Rulings returns the decisions by community; 0 is the county.
	Rulings(ctx context.Context) (map[int64]report.Ruling, error)
	// Past returns one page of a community's reports submitted between two times, oldest first, after an id.
	Past(ctx context.Context, community int64, from, to time.Time, after int64, most int) ([]report.Report, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a decision.
type Tx interface {
	audit.Log
	// SaveLimits replaces a community's table; with an empty one the county's applies again.
	SaveLimits(ctx context.Context, community int64, table report.Limits) error
	// SaveRoutes replaces a community's routes.
	SaveRoutes(ctx context.Context, community int64, rules report.Routes) error
	// BumpRules makes every process reload the decisions.
	BumpRules(ctx context.Context) error
}

// Rules provides the current Rulebook.
type Rules = fresh.Value[*report.Rulebook]

// NewRules returns the rules stored in s.
func NewRules(s Store, now func() time.Time) *Rules {
	return fresh.New(fresh.Source[*report.Rulebook]{Version: s.Version, Load: func(ctx context.Context) (*report.Rulebook, error) {
		rulings, err := s.Rulings(ctx)
		return report.NewRulebook(rulings), err
	}}, now)
}

// Config is what the service needs.
type Config struct {
	Store  Store
	Rules  *Rules
	Areas  area.Source
	Times  report.Times
	Roster person.Roster
	Now    func() time.Time
}

// Service runs the use cases.
type Service struct {
	store  Store
	rules  *Rules
	areas  area.Source
	times  report.Times
	roster person.Roster
	now    func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, rules: c.Rules, areas: c.Areas, times: c.Times, roster: c.Roster, now: c.Now}
}

// Decisions returns the effective limits and the own routes of a community, or with 0 of the county. An actor who works
// there may read them. Faults: area.ErrMissing.
func (s *Service) Decisions(ctx context.Context, who auth.Actor, community int64) (report.Ruling, error) {
	if _, err := s.place(ctx, who, community, auth.Workers); err != nil {
		return report.Ruling{}, err
	}
	book, err := s.rules.Get(ctx)
	if err != nil {
		return report.Ruling{}, err
	}
	ruling := book.Of(community)
	if len(ruling.Limits) == 0 {
		ruling.Limits = report.DefaultLimits
	}
	ruling.Routes = book.Own(community).Routes
	return ruling, nil
}

// place returns the area that the decision is for, or area.ErrMissing outside the actor's territory.
func (s *Service) place(ctx context.Context, who auth.Actor, community int64, roles []auth.Role) (area.Area, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	if community == 0 {
		root, err := tree.Root()
		if err != nil || !who.Covers(root.Path, auth.Centre) && !slices.Equal(roles, auth.Workers) {
			return area.Area{}, area.ErrMissing
		}
		return root, nil
	}
	a, err := tree.Get(community)
	if err != nil || a.Kind != area.Community || !who.Covers(a.Path, roles...) && !(slices.Equal(roles, auth.Workers) && within(who, a)) {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// within says whether the actor works in a part of the area.
func within(who auth.Actor, a area.Area) bool {
	return slices.ContainsFunc(who.Paths(auth.Workers...), func(own string) bool { return strings.HasPrefix(own, a.Path) })
}

// SetLimits replaces the table of a community or, with 0, the county's. Existing deadlines stay. Faults: report.ErrLimits,
// area.ErrMissing.
func (s *Service) SetLimits(ctx context.Context, who auth.Actor, community int64, table report.Limits) error {
	at, err := s.place(ctx, who, community, auth.Deciders)
	if err != nil {
		return err
	}
	if err := table.Check(); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.limits", func(tx Tx) error { return tx.SaveLimits(ctx, community, table) })
}

// SetRoutes replaces the routes of a community or, with 0, the county's. Faults: report.ErrRoutes, area.ErrMissing.
func (s *Service) SetRoutes(ctx context.Context, who auth.Actor, community int64, rules report.Routes) error {
	at, err := s.place(ctx, who, community, auth.Deciders)
	if err != nil {
		return err
	}
	if err := s.checkRoutes(ctx, at, rules); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.routes", func(tx Tx) error { return tx.SaveRoutes(ctx, community, rules) })
}

// checkRoutes checks the routes, and that none sends reports to another community.
func (s *Service) checkRoutes(ctx context.Context, at area.Area, rules report.Routes) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	if err := rules.Check(tree); err != nil {
		return err
	}
	for i, o := range rules {
		seat := o.To.Area
		if o.To.Kind == report.ByOrg {
			org, err := tree.Org(o.To.Org)
			if err != nil {
				return err
			}
			seat = org.Area
		}
		if !tree.Related(seat, at.ID) || o.Area != 0 && !tree.Related(o.Area, at.ID) {
			return report.ErrRoutes.Say("第 %d 条分派规则：不在本社区范围内", i+1)
		}
	}
	return nil
}

func (s *Service) decide(ctx context.Context, who auth.Actor, at area.Area, action string, save func(Tx) error) error {
	defer s.rules.Forget()
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.BumpRules(ctx); err != nil { // first, because its row lock serialises decisions made at the same time
			return err
		}
		if err := save(tx); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: at.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("area:%d", at.ID),
		})
	})
}

// clock returns a community's working time.
func (s *Service) clock(ctx context.Context, community int64) (when.Clock, error) {
	times, err := s.times.Get(ctx)
	if err != nil {
		return when.Clock{}, err
	}
	return times.Of(community), nil
}
