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
	"linli/app/mark"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
	"linli/app/wordlist"
)

// Store is what the service needs from the database.
type Store interface {
	report.Estates
	// Version returns a number that grows with every change.
	Version(ctx context.Context) (int64, error)
	// Rulings returns the decisions by community; 0 is the county.
	Rulings(ctx context.Context) (map[int64]report.Ruling, error)
	// Past returns one page of a community's reports submitted between two times, oldest first, after an id.
	Past(ctx context.Context, community int64, from, to time.Time, after int64, most int) ([]report.Report, error)
	wordlist.Source
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a decision.
type Tx interface {
	audit.Log
	// Ruling returns the own decisions of a community; 0 is the county.
	Ruling(ctx context.Context, community int64) (report.Ruling, error)
	// SaveLimits replaces a community's table; with an empty one the county's applies again.
	SaveLimits(ctx context.Context, community int64, table report.Limits) error
	// SaveRoutes replaces a community's routes.
	SaveRoutes(ctx context.Context, community int64, rules report.Routes) error
	// SaveNames replaces how a community calls the categories.
	SaveNames(ctx context.Context, community int64, names []report.Naming) error
	// BumpRules makes every process reload the decisions.
	BumpRules(ctx context.Context) error
}

// Rules provides the current Rulebook.
type Rules = fresh.Value[*report.Rulebook]

// NewRules returns the rules stored in s.
func NewRules(s Store, now func() time.Time) *Rules {
	return fresh.New(fresh.Source[*report.Rulebook]{Version: s.Version, Load: func(ctx context.Context) (*report.Rulebook, error) {
		rulings, err := s.Rulings(ctx)
		if err != nil {
			return nil, err
		}
		known, err := catalogue(ctx, s)
		return report.NewRulebook(known, rulings), err
	}}, now)
}

// catalogue reads what reports can be about.
func catalogue(ctx context.Context, lists wordlist.Source) (report.Catalogue, error) {
	own := map[wordlist.List][]wordlist.Word{}
	for _, l := range report.Lists {
		all, err := lists.Words(ctx, l)
		if err != nil {
			return report.Catalogue{}, err
		}
		own[l] = all
	}
	return report.NewCatalogue(own), nil
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

// Decided is what counts in a community, as a person reads it before changing it.
type Decided struct {
	Limits report.Limits // effective
	Own    bool          // the limits are its own, not those of the county or the program
	Routes report.Routes // its own
	Names  []Name        // every category of the county, as it is called there
	// LimitsMark, RoutesMark and NamesMark are for SetLimits, SetRoutes and SetNames.
	LimitsMark, RoutesMark, NamesMark string
	Can                               []Deed // what the actor may do
}

// Deed is something an actor may do with decisions.
type Deed string

// The deeds.
const (
	Save     Deed = "save"
	Rehearse Deed = "rehearse"
)

// Decisions returns the effective limits and the own routes of a community, or with 0 of the county. An actor who works
// there may read them. Faults: area.ErrMissing.
func (s *Service) Decisions(ctx context.Context, who auth.Actor, community int64) (Decided, error) {
	at, err := s.place(ctx, who, community, auth.Workers)
	if err != nil {
		return Decided{}, err
	}
	book, err := s.rules.Get(ctx)
	if err != nil {
		return Decided{}, err
	}
	own := book.Own(community)
	d := Decided{Limits: book.Of(community).Limits, Own: len(own.Limits) > 0, Routes: own.Routes, Can: may(who, at)}
	if len(d.Limits) == 0 {
		d.Limits = report.DefaultLimits
	}
	if d.LimitsMark, err = mark.Of(own.Limits); err != nil {
		return Decided{}, err
	}
	if d.RoutesMark, err = mark.Of(own.Routes); err != nil {
		return Decided{}, err
	}
	d.Names = namesOf(book.Catalogue, own.Names)
	d.NamesMark, err = mark.Of(own.Names)
	return d, err
}

// may lists what the actor may do with the decisions of an area.
func may(who auth.Actor, at area.Area) []Deed {
	var can []Deed
	if who.Covers(at.Path, auth.Deciders...) {
		can = append(can, Save)
	}
	if at.Kind == area.Community && who.Covers(at.Path, auth.Dispatchers...) {
		can = append(can, Rehearse)
	}
	return can
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
	a, err := tree.Community(community)
	if err != nil || !who.Covers(a.Path, roles...) && !(slices.Equal(roles, auth.Workers) && within(who, a)) {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// within says whether the actor works in a part of the area.
func within(who auth.Actor, a area.Area) bool {
	return slices.ContainsFunc(who.Paths(auth.Workers...), func(own string) bool { return strings.HasPrefix(own, a.Path) })
}

// SetLimits replaces the table of a community or, with 0, the county's. Existing deadlines stay. With seen, the mark that the
// actor read, a change from an older table is refused. Faults: report.ErrLimits, mark.ErrStale, area.ErrMissing.
func (s *Service) SetLimits(ctx context.Context, who auth.Actor, community int64, table report.Limits, seen string) error {
	at, err := s.place(ctx, who, community, auth.Deciders)
	if err != nil {
		return err
	}
	if err := s.checkLimits(ctx, table); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.limits", func(tx Tx) error {
		was, err := tx.Ruling(ctx, community)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was.Limits); err != nil {
			return err
		}
		return tx.SaveLimits(ctx, community, table)
	})
}

func (s *Service) checkLimits(ctx context.Context, table report.Limits) error {
	book, err := s.rules.Get(ctx)
	if err != nil {
		return err
	}
	return table.Check(book.Catalogue)
}

// SetRoutes replaces the routes of a community or, with 0, the county's; seen as for SetLimits. Faults: report.ErrRoutes,
// mark.ErrStale, area.ErrMissing.
func (s *Service) SetRoutes(ctx context.Context, who auth.Actor, community int64, rules report.Routes, seen string) error {
	at, err := s.place(ctx, who, community, auth.Deciders)
	if err != nil {
		return err
	}
	if err := s.checkRoutes(ctx, at, rules); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.routes", func(tx Tx) error {
		was, err := tx.Ruling(ctx, community)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was.Routes); err != nil {
			return err
		}
		return tx.SaveRoutes(ctx, community, rules)
	})
}

// checkRoutes checks the routes, and that none sends reports to another community.
func (s *Service) checkRoutes(ctx context.Context, at area.Area, rules report.Routes) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	book, err := s.rules.Get(ctx)
	if err != nil {
		return err
	}
	if err := rules.Check(tree, book.Catalogue); err != nil {
		return err
	}
	for i, o := range rules {
		seat := o.To.Area
		switch o.To.Kind {
		case report.ByProperty:
			seat = at.ID // an estate has only orgs that work in its community
		case report.ByOrg:
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
