package estate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
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

// tidy puts the facts into the form in which they are kept.
func (f Facts) tidy() Facts {
	f.Name = strings.TrimSpace(f.Name)
	slices.Sort(f.Buildings)
	f.Buildings = slices.Compact(f.Buildings)
	return f
}

// Add writes an estate down. A building of another estate of the community changes to this one. Faults: area.ErrMissing, ErrTwice
// and those of the facts.
func (s *Service) Add(ctx context.Context, who auth.Actor, e Estate) (Page, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return Page{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Page{}, err
	}
	if c, err := t.Community(e.Community); err != nil || !Keeps(t, who, c.ID) {
		return Page{}, area.ErrMissing
	}
	e.Facts = e.tidy()
	if err := s.need(ctx, t, e); err != nil {
		return Page{}, err
	}
	if err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, e.Community); err != nil {
			return err
		}
		if err := tx.AddEstate(ctx, &e); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: e.Community, At: s.now(), Person: who.Person, Action: "estate.add", About: fmt.Sprintf("estate:%d", e.ID),
		})
	}); err != nil {
		return Page{}, err
	}
	return s.Get(ctx, who, e.ID)
}

// Change is new facts of an estate, with the mark of those that the actor read.
type Change struct {
	Facts
	Seen string
}

// Change writes all facts of an estate. Faults: ErrMissing, ErrTwice, mark.ErrStale and those of the facts.
func (s *Service) Change(ctx context.Context, who auth.Actor, id int64, c Change) (Page, error) {
	e, t, err := s.kept(ctx, who, id)
	if err != nil {
		return Page{}, err
	}
	e.Facts = c.tidy()
	if err := s.need(ctx, t, e); err != nil {
		return Page{}, err
	}
	if err := s.change(ctx, who, e, "estate.change", func(tx Tx) error {
		was, err := tx.Estate(ctx, id)
		if err != nil {
			return err
		}
		if err := mark.Need(c.Seen, was); err != nil {
			return err
		}
		return tx.SaveEstate(ctx, e)
	}); err != nil {
		return Page{}, err
	}
	return s.Get(ctx, who, id)
}

// Delete deletes an estate without contracts, with its table. Faults: ErrMissing, ErrUsed.
func (s *Service) Delete(ctx context.Context, who auth.Actor, id int64) error {
	e, _, err := s.kept(ctx, who, id)
	if err != nil {
		return err
	}
	return s.change(ctx, who, e, "estate.delete", func(tx Tx) error {
		used, err := tx.HasContracts(ctx, id)
		if err == nil && used {
			err = ErrUsed
		}
		if err != nil {
			return err
		}
		return tx.DeleteEstate(ctx, id)
	})
}

// Described is new features of a building, with the mark of those that the actor read.
type Described struct {
	Features
	Seen string
}

// Describe writes the features of a building, whether it is in an estate or not. Faults: area.ErrMissing, ErrFeatures,
// mark.ErrStale.
func (s *Service) Describe(ctx context.Context, who auth.Actor, building int64, d Described) (Building, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return Building{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Building{}, err
	}
	a, err := t.Get(building)
	if err != nil || a.Kind != area.Building || !Keeps(t, who, a.Community) {
		return Building{}, area.ErrMissing
	}
	if err := d.check(s.year()); err != nil {
		return Building{}, err
	}
	var b Building
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, a.Community); err != nil {
			return err
		}
		if b, err = tx.Building(ctx, building); err != nil {
			return err
		}
		if err := mark.Need(d.Seen, b.Features); err != nil {
			return err
		}
		b.Features = d.Features
		if err := tx.SaveFeatures(ctx, b); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: a.Community, At: s.now(), Person: who.Person, Action: "estate.building", About: fmt.Sprintf("area:%d", building),
		})
	})
	return b, err
}
