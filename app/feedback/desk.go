package feedback

import (
	"context"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
)

// ToAsk returns one page of those whom staff ask at the counter or by telephone where the actor works, the question that ends first
// first.
func (s *Service) ToAsk(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Feedback], map[int64]person.Person, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return pages.Page[Feedback]{}, nil, err
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return pages.Page[Feedback]{}, nil, err
	}
	found, err := s.store.ToAsk(ctx, communities, s.now(), after, pages.Size)
	if err != nil {
		return pages.Page[Feedback]{}, nil, err
	}
	ids := make([]int64, len(found))
	for i, f := range found {
		ids[i] = f.Person
	}
	people, err := s.store.Persons(ctx, ids)
	return pages.Full(found, pages.Size, func(f Feedback) pages.Cursor {
		return pages.Cursor{Key: f.ExpiresAt.UnixMilli(), ID: f.ID}
	}), people, err
}

// CountToAsk returns how many there are; 0 for an actor who works at no counter.
func (s *Service) CountToAsk(ctx context.Context, who auth.Actor) (int, error) {
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return 0, err
	}
	return s.store.CountToAsk(ctx, communities, s.now())
}

// atDesk allows actors who work in the community of a question that staff ask.
func (s *Service) atDesk(ctx context.Context, who auth.Actor) (func(Feedback) error, error) {
	t, err := s.areas.Tree(ctx)
	return func(f Feedback) error {
		if f.Asked != 0 || f.Person == 0 || !person.WorksIn(who, t.Path(f.Community)) {
			return ErrMissing
		}
		return nil
	}, err
}

// Enter takes the answer of somebody whom staff asked at the counter or by telephone. Faults: ErrMissing, ErrWay, those of Answer.
func (s *Service) Enter(ctx context.Context, who auth.Actor, id int64, a Answer) (Feedback, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Feedback{}, err
	}
	if a.Way != ByPhone && a.Way != AtCounter {
		return Feedback{}, ErrWay
	}
	may, err := s.atDesk(ctx, who)
	if err != nil {
		return Feedback{}, err
	}
	f, err := s.answer(ctx, who, id, a, who.Person, may)
	if err != nil {
		return Feedback{}, err
	}
	return f, nil
}

// Phone returns the number of somebody whom staff ask or call back, and writes the reason to the audit log. Faults: ErrMissing,
// person.ErrReason, person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, reason string) (person.Phone, error) {
	f, err := s.store.Feedback(ctx, id)
	if err != nil {
		return "", err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	asks := f.Asked == 0 && f.Mark == None && person.WorksIn(who, t.Path(f.Community))
	calls := f.Mark == Poor && who.Covers(t.Path(f.Community), auth.Publishers...)
	if f.Person == 0 || !asks && !calls {
		return "", ErrMissing
	}
	whose := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
		if f.Asked != 0 { // the relative who answered for them
			return f.Asked, f.Community, nil
		}
		return f.Person, f.Community, nil
	}
	return s.numbers.Reveal(ctx, who, whose, "feedback", f.ID, reason)
}
