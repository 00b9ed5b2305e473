package errand

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
)

// Read returns an errand to staff who see it. Fault: ErrMissing.
func (s *Service) Read(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	return s.read(ctx, who, id, desk)
}

// Mine returns an errand to the resident or to the family member who asked. Fault: ErrMissing.
func (s *Service) Mine(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	return s.read(ctx, who, id, own)
}

func (s *Service) read(ctx context.Context, who auth.Actor, id int64, may rights) (Errand, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Errand{}, err
	}
	e, err := s.store.Errand(ctx, id)
	if err != nil {
		return Errand{}, err
	}
	if err := may(t, who, e); err != nil {
		return Errand{}, err
	}
	return e, nil
}

// Events returns the timeline of an errand that was read, for staff with all lines.
func (s *Service) Events(ctx context.Context, e Errand, staff bool) ([]Event, error) {
	all, err := s.store.Events(ctx, e.ID)
	if err != nil || staff {
		return all, err
	}
	return slices.DeleteFunc(all, func(l Event) bool { return !l.Public }), nil
}

// MandateOf returns the mandate that was asked for last; zero without one.
func (s *Service) MandateOf(ctx context.Context, e Errand) (Mandate, error) {
	return s.store.Mandate(ctx, e.ID)
}

// NameOf returns the name of a person, "" for 0.
func (s *Service) NameOf(ctx context.Context, id int64) (string, error) {
	if id == 0 {
		return "", nil
	}
	return s.store.NameOf(ctx, id)
}

// OfMine returns one page of the actor's open or ended errands, newest first, before an id.
func (s *Service) OfMine(ctx context.Context, who auth.Actor, open bool, before int64) (pages.Page[Errand], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Errand]{}, err
	}
	found, err := s.store.ErrandsOf(ctx, who.Person, open, before, pages.Size)
	return paged(found, err)
}

func paged(found []Errand, err error) (pages.Page[Errand], error) {
	return pages.Full(found, pages.Size, func(e Errand) pages.Cursor { return pages.Cursor{ID: e.ID} }), err
}

// filter returns which errands an actor sees: those of the communities where they work, and those that they do.
func (s *Service) filter(ctx context.Context, who auth.Actor, of List) (Filter, error) {
	communities, err := person.Communities(ctx, s.areas, who)
	return Filter{
		Communities: communities, List: of, Now: s.now(), Holders: append(slices.Clone(who.For), who.Person), Most: pages.Size,
	}, err
}

// Listed returns one page of a list, newest first, before an id. Fault: ErrList.
func (s *Service) Listed(ctx context.Context, who auth.Actor, of List, before int64) (pages.Page[Errand], error) {
	if err := who.Need(auth.Proxies...); err != nil {
		return pages.Page[Errand]{}, err
	}
	if !slices.Contains(Lists, of) {
		return pages.Page[Errand]{}, ErrList
	}
	f, err := s.filter(ctx, who, of)
	if err != nil {
		return pages.Page[Errand]{}, err
	}
	f.Before = before
	return paged(s.store.Errands(ctx, f))
}

// Counts returns how many errands nobody has taken, and how many are late, where the actor works.
func (s *Service) Counts(ctx context.Context, who auth.Actor) (map[string]int, error) {
	counts := map[string]int{}
	for name, of := range map[string]List{"errands_new": New, "errands_late": Late} {
		f, err := s.filter(ctx, who, of)
		if err != nil {
			return nil, err
		}
		f.Holders = nil
		if counts[name], err = s.store.CountErrands(ctx, f); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// Phone returns the number of the resident and writes the reason to the audit log. Faults: ErrMissing, person.ErrReason,
// person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, reason string) (person.Phone, error) {
	e, err := s.Read(ctx, who, id)
	if err != nil {
		return "", err
	}
	served := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
		return e.Person, e.Community, nil
	}
	return s.numbers.Reveal(ctx, who, served, "errand", e.ID, reason)
}
