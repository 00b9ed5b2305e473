package guide

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/fresh"
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
	index *fresh.Value[*Index]
}

// NewService returns the service.
func NewService(c Config) *Service {
	s := &Service{store: c.Store, areas: c.Areas, now: c.Now}
	s.index = fresh.New(fresh.Source[*Index]{Version: c.Store.GuideVersion, Load: s.load}, c.Now)
	return s
}

func (s *Service) load(ctx context.Context) (*Index, error) {
	all, err := s.store.Items(ctx)
	if err != nil {
		return nil, err
	}
	locals, err := s.store.Locals(ctx)
	if err != nil {
		return nil, err
	}
	return NewIndex(all, locals), nil
}

// All returns what a community offers: its own items and those of the community services first, then by family and code. Fault:
// area.ErrMissing.
func (s *Service) All(ctx context.Context, community int64) ([]Shown, error) {
	x, err := s.in(ctx, community)
	if err != nil {
		return nil, err
	}
	return x.All(community), nil
}

// mostKept is how many items a telephone keeps whole.
const mostKept = 60

// Kept returns the community's own items and its community services: what a telephone keeps for the time without a network. Fault:
// area.ErrMissing.
func (s *Service) Kept(ctx context.Context, community int64) ([]Shown, error) {
	all, err := s.All(ctx, community)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i Shown) bool { return i.Community == 0 && i.Family != Community })
	return all[:min(len(all), mostKept)], nil
}

// Find returns the items of a community that words mean, the best match first, at most 20. Fault: area.ErrMissing.
func (s *Service) Find(ctx context.Context, community int64, words string) ([]Shown, error) {
	x, err := s.in(ctx, community)
	if err != nil {
		return nil, err
	}
	return x.Find(community, words), nil
}

// in returns the index once the community is known.
func (s *Service) in(ctx context.Context, community int64) (*Index, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.Community(community); err != nil {
		return nil, area.ErrMissing
	}
	return s.index.Get(ctx)
}

// Of returns an item as it is published now. Fault: ErrMissing.
func (s *Service) Of(ctx context.Context, id int64) (Item, error) {
	x, err := s.index.Get(ctx)
	if err != nil {
		return Item{}, err
	}
	return x.of(id)
}

// In is Of with what a community adds; another community's item is missing.
func (s *Service) In(ctx context.Context, community, id int64) (Shown, error) {
	x, err := s.in(ctx, community)
	if err != nil {
		return Shown{}, err
	}
	i, err := x.of(id)
	if err != nil || i.Community != 0 && i.Community != community {
		return Shown{}, ErrMissing
	}
	return x.shown(community, i), nil
}

// At returns an item with the content of a version, which never changes; also of an item that was withdrawn. Fault: ErrMissing.
func (s *Service) At(ctx context.Context, id int64, version int) (Item, error) {
	return s.store.At(ctx, id, version)
}
