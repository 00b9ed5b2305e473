package mediate

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
)

// communities returns those for which the actor mediates.
func (s *Service) communities(ctx context.Context, who auth.Actor) ([]int64, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, c := range t.Under("/", area.Community) {
		if who.Covers(c.Path, auth.Mediators...) {
			all = append(all, c.ID)
		}
	}
	return all, nil
}

// Listed returns one page of a list of the actor's, newest first, before an id: numbers, kinds and states, no words. Fault: ErrList.
func (s *Service) Listed(ctx context.Context, who auth.Actor, of List, before int64) (pages.Page[Case], error) {
	if err := who.Need(auth.Mediators...); err != nil {
		return pages.Page[Case]{}, err
	}
	f, err := s.filter(ctx, who, of)
	if err != nil {
		return pages.Page[Case]{}, err
	}
	f.Before = before
	return paged(s.store.Cases(ctx, f))
}

func (s *Service) filter(ctx context.Context, who auth.Actor, of List) (Filter, error) {
	states, ok := statesOf[of]
	if !ok {
		return Filter{}, ErrList
	}
	f := Filter{States: states, Most: pages.Size}
	var err error
	if f.Communities, err = s.communities(ctx, who); of != New {
		f.Mediators = append(slices.Clone(who.For), who.Person)
	}
	return f, err
}

func paged(found []Case, err error) (pages.Page[Case], error) {
	return pages.Full(found, pages.Size, func(c Case) pages.Cursor { return pages.Cursor{ID: c.ID} }), err
}
