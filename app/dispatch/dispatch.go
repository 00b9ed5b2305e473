// Package dispatch is what a community decides about its reports (分流交办): within which time each step is to be done, and
// to whom what goes. Both are data; both can be tried on past reports before they count.
package dispatch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// Store is what decisions need from the database.
type Store interface {
	// Version returns a number that grows with every change.
	Version(ctx context.Context) (int64, error)
	// Rulings returns what was decided, by community; 0 is the county.
	Rulings(ctx context.Context) (map[int64]report.Ruling, error)
	// Past returns one page of a community's reports submitted between two times, oldest first, after an id.
	Past(ctx context.Context, community int64, from, to time.Time, after int64, most int) ([]report.Report, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a decision.
type Tx interface {
	audit.Log
	// SaveLimits replaces a community's table; an empty one lets the county's count again.
	SaveLimits(ctx context.Context, community int64, table report.Limits) error
	// SaveRoutes replaces a community's rules.
	SaveRoutes(ctx context.Context, community int64, rules report.Routes) error
	// Grow makes every process read the decisions again.
	Grow(ctx context.Context) error
}

// recheck is how long a rulebook is used before the version is asked for again.
const recheck = 3 * time.Second

// Cache hands out the current Rulebook, at most three seconds old.
type Cache struct {
	store   Store
	now     func() time.Time
	mu      sync.Mutex
	book    *report.Rulebook
	version int64
	checked time.Time
}

// NewCache returns an empty cache over s.
func NewCache(s Store, now func() time.Time) *Cache { return &Cache{store: s, now: now} }

// Get returns what all communities have decided. While the database is away it returns the last book.
func (c *Cache) Get(ctx context.Context) (*report.Rulebook, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.book != nil && now.Sub(c.checked).Abs() < recheck {
		return c.book, nil
	}
	if err := c.load(ctx); err != nil {
		if c.book != nil {
			return c.book, nil //nolint:nilerr // an old book serves; whoever writes next meets the outage
		}
		return nil, fmt.Errorf("rulebook: %w", err)
	}
	c.checked = now
	return c.book, nil
}

func (c *Cache) load(ctx context.Context) error {
	version, err := c.store.Version(ctx)
	if err != nil || c.book != nil && version == c.version {
		return err
	}
	rulings, err := c.store.Rulings(ctx)
	if err != nil {
		return err
	}
	c.book, c.version = &report.Rulebook{Own: rulings, County: rulings[0]}, version
	return nil
}

// Forget makes the next Get read again.
func (c *Cache) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.checked = time.Time{}
}

// Service runs the use cases.
type Service struct {
	store  Store
	rules  *Cache
	areas  report.Areas
	times  report.Times
	roster person.Roster
	now    func() time.Time
}

// NewService returns the service.
func NewService(s Store, rules *Cache, areas report.Areas, times report.Times, roster person.Roster, now func() time.Time) *Service {
	return &Service{store: s, rules: rules, areas: areas, times: times, roster: roster, now: now}
}

// Deciders are the roles that change what counts in a community; for the county the centre alone decides.
var Deciders = []auth.Role{auth.Secretary, auth.Street, auth.Centre}

// Decisions returns what counts in a community, or with 0 in the county where a community has decided nothing. Whoever
// works there may read it. Faults: area.ErrMissing.
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
	ruling.Routes = book.Own[community].Routes
	return ruling, nil
}

// place returns the area for which somebody decides, or area.ErrMissing outside the actor's territory.
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

// within says whether somebody works in a part of an area.
func within(who auth.Actor, a area.Area) bool {
	return slices.ContainsFunc(who.Paths(auth.Workers...), func(own string) bool { return strings.HasPrefix(own, a.Path) })
}

// SetLimits replaces the table of a community or, with 0, the county's. Deadlines that were promised already stay. Faults:
// report.ErrLimits, area.ErrMissing.
func (s *Service) SetLimits(ctx context.Context, who auth.Actor, community int64, table report.Limits) error {
	at, err := s.place(ctx, who, community, Deciders)
	if err != nil {
		return err
	}
	if err := table.Check(); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.limits", func(tx Tx) error { return tx.SaveLimits(ctx, community, table) })
}

// SetRoutes replaces the rules of a community or, with 0, the county's. Faults: report.ErrRoutes, area.ErrMissing.
func (s *Service) SetRoutes(ctx context.Context, who auth.Actor, community int64, rules report.Routes) error {
	at, err := s.place(ctx, who, community, Deciders)
	if err != nil {
		return err
	}
	if err := s.checkRoutes(ctx, at, rules); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.routes", func(tx Tx) error { return tx.SaveRoutes(ctx, community, rules) })
}

// checkRoutes also sees to it that nobody sends his work to another community.
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
		if err := tx.Grow(ctx); err != nil { // first: its row is the line in which those who decide at once stand
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
