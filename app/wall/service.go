package wall

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
	"linli/app/when"
)

// begins is when the night's count begins, after midnight in Beijing; kept is how many days stay counted.
const (
	begins = 20 * time.Minute
	kept   = 400
)

// Scope is which reports a wall counts: of the whole county, else of communities, or of one grid of them.
type Scope struct {
	Everywhere  bool
	Communities []int64
	Grid        int64 // 0: all
}

// Store is what a wall needs from the database.
type Store interface {
	// Open counts the open reports by grid and category at a moment; until is the end of its day.
	Open(ctx context.Context, in Scope, now, until time.Time) ([]Row, error)
	// Since counts what was submitted and what was solved since a moment.
	Since(ctx context.Context, in Scope, from time.Time) ([]Today, error)
	// Sessions returns the sessions that begin between two moments, without cancelled ones.
	Sessions(ctx context.Context, communities []int64, from, to time.Time) ([]Session, error)
	// Days returns the counted days of communities from a day on.
	Days(ctx context.Context, in Scope, from when.Date) ([]Day, error)
	// Counted returns the days from one on that have been counted.
	Counted(ctx context.Context, from when.Date) ([]when.Date, error)
	// CountDay counts a day of all communities and keeps it; counting it again changes nothing.
	CountDay(ctx context.Context, day when.Date, from, to time.Time) error
	// DropDays deletes the days before one.
	DropDays(ctx context.Context, before when.Date) error
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	matters Matters
	ties    Ties
	now     func() time.Time
}

// Ties knows who from outside is tied to an area (包联、下沉).
type Ties interface {
	// Tied returns the areas to which the actor is tied today.
	Tied(ctx context.Context, who auth.Actor) ([]int64, error)
}

// Matters names what reports are about.
type Matters interface {
	CatalogueIn(ctx context.Context, community int64) (report.Catalogue, error)
}

// NewService returns the service.
func NewService(s Store, areas area.Source, matters Matters, ties Ties, now func() time.Time) *Service {
	return &Service{store: s, areas: areas, matters: matters, ties: ties, now: now}
}

// Show returns the wall of an area that the actor works in or is tied to; with 0, of their own: the first grid, community, street or
// county of their postings, or else the first that they are tied to. Faults: area.ErrMissing.
func (s *Service) Show(ctx context.Context, who auth.Actor, id int64) (Wall, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return Wall{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Wall{}, err
	}
	at, err := wallOf(t, who, id)
	if errors.Is(err, area.ErrMissing) {
		at, err = s.tiedWall(ctx, t, who, id)
	}
	if err != nil {
		return Wall{}, err
	}
	in, now := scopeOf(t, at), s.now()
	midnight, next := when.Day(now)
	var l lot
	if l.open, err = s.store.Open(ctx, in, now, next); err != nil {
		return Wall{}, err
	}
	if l.today, err = s.store.Since(ctx, in, midnight); err != nil {
		return Wall{}, err
	}
	if l.sessions, err = s.store.Sessions(ctx, in.Communities, midnight, next); err != nil {
		return Wall{}, err
	}
	if in.Grid == 0 { // days are counted by community
		if l.days, err = s.store.Days(ctx, in, when.DateOf(midnight.AddDate(0, 0, -trend))); err != nil {
			return Wall{}, err
		}
	}
	known, err := s.matters.CatalogueIn(ctx, at.Community)
	return draw(t, known, at, l, now), err
}

// wallOf returns the area whose wall is shown to somebody who works there.
func wallOf(t *area.Tree, who auth.Actor, id int64) (area.Area, error) {
	if id == 0 {
		for _, p := range who.Postings {
			if a, err := t.Get(p.Area); err == nil && (auth.Actor{Postings: []auth.Posting{p}}).Covers(a.Path, auth.Handlers...) && walled(a) {
				return a, nil
			}
		}
		return area.Area{}, area.ErrMissing
	}
	a, err := t.Get(id)
	if err != nil || !walled(a) || !who.Covers(a.Path, auth.Handlers...) {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// tiedWall returns the area whose wall is shown to somebody from outside.
func (s *Service) tiedWall(ctx context.Context, t *area.Tree, who auth.Actor, id int64) (area.Area, error) {
	tied, err := s.ties.Tied(ctx, who)
	if err != nil {
		return area.Area{}, err
	}
	if id == 0 && len(tied) > 0 {
		id = tied[0]
	}
	a, err := t.Get(id)
	if err != nil || !walled(a) || !within(t, a, tied) {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// within says whether the area is one of these or lies in one.
func within(t *area.Tree, a area.Area, tops []int64) bool {
	return slices.ContainsFunc(tops, func(id int64) bool { return slices.Contains(t.Above(a.ID), id) })
}

func walled(a area.Area) bool { return a.Kind != area.Building && a.Kind != area.Unit }

func scopeOf(t *area.Tree, at area.Area) (in Scope) {
	switch at.Kind {
	case area.County:
		in.Everywhere = true
	case area.Grid:
		in.Grid = at.ID
		in.Communities = []int64{at.Community}
		return in
	}
	for _, c := range t.Under(at.Path, area.Community) {
		in.Communities = append(in.Communities, c.ID)
	}
	return in
}

// Nightly counts the days of the trend that have not been counted yet, and deletes old ones. Every process calls it hourly.
func (s *Service) Nightly(ctx context.Context) error {
	now := s.now()
	midnight, _ := when.Day(now)
	if now.Before(midnight.Add(begins)) {
		return nil
	}
	first := midnight.AddDate(0, 0, -trend)
	counted, err := s.store.Counted(ctx, when.DateOf(first))
	if err != nil {
		return err
	}
	done := map[when.Date]bool{}
	for _, day := range counted {
		done[day] = true
	}
	for from := first; from.Before(midnight); from = from.AddDate(0, 0, 1) {
		day := when.DateOf(from)
		if done[day] {
			continue
		}
		if err := s.store.CountDay(ctx, day, from, from.AddDate(0, 0, 1)); err != nil {
			return fmt.Errorf("count %d: %w", day, err)
		}
	}
	return s.store.DropDays(ctx, when.DateOf(midnight.AddDate(0, 0, -kept)))
}
