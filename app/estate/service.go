package estate

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
)

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Now   func() time.Time
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c.Store, c.Areas, c.Now} }

// List is the estates that an actor sees, and what they choose from when they add one.
type List struct {
	Territory   *area.Tree
	Estates     []Estate    // by name
	Communities []area.Area // whose estates the actor may change
	Buildings   []area.Area // of these communities
	Orgs        []area.Org  // that work there
}

// List returns the estates of an area, 0: of all areas of the actor. Fault: area.ErrMissing.
func (s *Service) List(ctx context.Context, who auth.Actor, in int64) (List, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return List{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return List{}, err
	}
	l := List{Territory: t}
	under := "/"
	if in != 0 {
		a, err := t.Get(in)
		if err != nil || !who.Covers(a.Path, auth.Handlers...) {
			return List{}, area.ErrMissing
		}
		under = a.Path
	}
	var communities []int64
	for _, c := range t.Under("/", area.Community) {
		if !touches(c.Path, under) || !slices.ContainsFunc(who.Paths(auth.Handlers...), func(own string) bool { return own != "" && touches(c.Path, own) }) {
			continue
		}
		communities = append(communities, c.ID)
		if Keeps(t, who, c.ID) {
			l.Communities = append(l.Communities, c)
			l.Buildings = append(l.Buildings, t.Under(c.Path, area.Building)...)
		}
	}
	l.Orgs = slices.DeleteFunc(slices.Clone(t.Orgs()), func(o area.Org) bool {
		return !slices.ContainsFunc(l.Communities, func(c area.Area) bool { return t.Related(o.Area, c.ID) })
	})
	all, err := s.store.Estates(ctx, communities)
	l.Estates = slices.DeleteFunc(all, func(e Estate) bool {
		return !Sees(t, who, e) || !touches(t.Path(e.Community), under) ||
			!strings.HasPrefix(t.Path(e.Community), under) && !slices.ContainsFunc(e.Buildings, func(b int64) bool { return strings.HasPrefix(t.Path(b), under) })
	})
	return l, err
}

// touches says whether one path is at, above or below the other.
func touches(a, b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) }

// Page is all that an actor may read about an estate.
type Page struct {
	Estate
	Territory *area.Tree
	Of        []Building // its buildings that the actor sees, by place
	Shares    map[int64]Share
	Contracts []Served // of the community only
	Table     []Seat   // of the community only
	People    map[int64]person.Person
	Knows     bool // contracts and table are shown
	Keeps     bool // the actor may change it
}

// Get returns the page of an estate. Fault: ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Page, error) {
	e, t, err := s.seen(ctx, who, id)
	if err != nil {
		return Page{}, err
	}
	p := Page{Estate: e, Territory: t, Knows: Knows(t, who, e), Keeps: Keeps(t, who, e.Community)}
	var seen []int64
	for _, b := range e.Buildings {
		if path := t.Path(b); path != "" && who.Covers(path, auth.Handlers...) {
			seen = append(seen, b)
		}
	}
	if p.Of, err = s.store.Buildings(ctx, seen); err != nil {
		return Page{}, err
	}
	order := map[int64]int{}
	for i, b := range t.Under(t.Path(e.Community), area.Building) {
		order[b.ID] = i
	}
	slices.SortFunc(p.Of, func(a, b Building) int { return cmp.Compare(order[a.Area], order[b.Area]) })
	if p.Shares, err = s.store.Shares(ctx, seen, s.now()); err != nil || !p.Knows {
		return p, err
	}
	contracts, err := s.store.Contracts(ctx, id)
	if err != nil {
		return Page{}, err
	}
	if p.Contracts, err = s.served(ctx, contracts); err != nil {
		return Page{}, err
	}
	return p, s.readTable(ctx, &p)
}

// readTable reads who sits at the table, side by side.
func (s *Service) readTable(ctx context.Context, p *Page) (err error) {
	if p.Table, err = s.store.TableSeats(ctx, p.ID); err != nil {
		return err
	}
	ids := make([]int64, len(p.Table))
	for i, seat := range p.Table {
		ids[i] = seat.Person
	}
	p.People, err = s.store.Persons(ctx, ids)
	slices.SortStableFunc(p.Table, func(a, b Seat) int {
		return cmp.Or(cmp.Compare(slices.Index(Parties, a.Party), slices.Index(Parties, b.Party)), cmp.Compare(p.People[a.Person].Name, p.People[b.Person].Name))
	})
	return err
}

func (s *Service) seen(ctx context.Context, who auth.Actor, id int64) (Estate, *area.Tree, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return Estate{}, nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Estate{}, nil, err
	}
	e, err := s.store.Estate(ctx, id)
	if err == nil && !Sees(t, who, e) {
		err = ErrMissing
	}
	return e, t, err
}

// kept returns an estate that the actor may change. Fault: ErrMissing.
func (s *Service) kept(ctx context.Context, who auth.Actor, id int64) (Estate, *area.Tree, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return Estate{}, nil, err
	}
	e, t, err := s.seen(ctx, who, id)
	if err == nil && !Keeps(t, who, e.Community) {
		err = ErrMissing
	}
	return e, t, err
}

// need returns the fault of facts that do not fit the community.
func (s *Service) need(ctx context.Context, t *area.Tree, e Estate) error {
	if err := e.check(s.year()); err != nil {
		return err
	}
	if o, err := t.Org(e.Property); e.Property != 0 && (err != nil || !t.Related(o.Area, e.Community)) {
		return ErrProperty
	}
	for _, id := range e.Buildings {
		if b, err := t.Get(id); err != nil || b.Kind != area.Building || b.Community != e.Community {
			return ErrBuilding
		}
	}
	if e.Branch == 0 {
		return nil
	}
	at, err := s.store.BranchArea(ctx, e.Branch)
	if err == nil && (at == 0 || !t.Related(at, e.Community)) {
		err = ErrCommittee
	}
	return err
}

func (s *Service) year() int { return s.now().In(when.Beijing).Year() }
