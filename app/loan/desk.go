package loan

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// AtDesk returns a thing that is lent where the actor works, else ErrThing.
func (s *Service) AtDesk(ctx context.Context, who auth.Actor, thing int64) (Thing, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Thing{}, err
	}
	t, err := s.store.Thing(ctx, thing)
	if err != nil {
		return Thing{}, err
	}
	if err := s.atDesk(ctx, who)(Loan{Community: t.Community}); errors.Is(err, ErrMissing) {
		return Thing{}, ErrThing
	} else if err != nil {
		return Thing{}, err
	}
	return t, nil
}

// needCommunity returns area.ErrMissing unless the actor works in the community.
func (s *Service) needCommunity(ctx context.Context, who auth.Actor, community int64) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	if a, err := t.Community(community); err != nil || !person.WorksIn(who, a.Path) {
		return area.ErrMissing
	}
	return nil
}

// atDesk allows actors who work in the community of a loan.
func (s *Service) atDesk(ctx context.Context, who auth.Actor) func(Loan) error {
	return func(l Loan) error {
		t, err := s.areas.Tree(ctx)
		if err != nil {
			return err
		}
		if !person.WorksIn(who, t.Path(l.Community)) {
			return ErrMissing
		}
		return nil
	}
}

// TakeBack ends a loan at the counter; any person may bring the piece. Faults: ErrMissing, ErrWords, ErrEnded.
func (s *Service) TakeBack(ctx context.Context, who auth.Actor, id int64, e Ending) (Loan, error) {
	return s.endAtDesk(ctx, who, id, e, Back, "loan.back")
}

// WriteOff ends a loan whose piece will not come back. Faults: ErrMissing, ErrWords, ErrEnded.
func (s *Service) WriteOff(ctx context.Context, who auth.Actor, id int64, e Ending) (Loan, error) {
	e.Gone = true
	return s.endAtDesk(ctx, who, id, e, Lost, "loan.lost")
}

func (s *Service) endAtDesk(ctx context.Context, who auth.Actor, id int64, e Ending, to State, action string) (Loan, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Loan{}, err
	}
	if err := e.check(); err != nil {
		return Loan{}, err
	}
	return s.change(ctx, who, id, s.atDesk(ctx, who), func(tx Tx, t Thing, l *Loan, by deed) error {
		if err := l.end(to, e.Words, by); err != nil {
			return err
		}
		if err := tx.FreePiece(ctx, t.ID, e.Gone); err != nil {
			return err
		}
		if err := tx.AddAudit(ctx, record(*l, by.person, by.at, action)); err != nil {
			return err
		}
		if err := s.work(ctx, tx, who, *l, work.TookBack); err != nil || to != Back {
			return err
		}
		return ask(ctx, tx, *l, t, by.at)
	})
}

// Loans returns one page of a list of the communities in which the actor works, or of one of them (0: of all), newest first,
// before an id (0: from the newest). Faults: area.ErrMissing, ErrList.
func (s *Service) Loans(ctx context.Context, who auth.Actor, community int64, of List, before int64) (pages.Page[Loan], error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return pages.Page[Loan]{}, err
	}
	if of != Open && of != Late && of != Ended {
		return pages.Page[Loan]{}, ErrList
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return pages.Page[Loan]{}, err
	}
	if community != 0 {
		if !slices.Contains(communities, community) {
			return pages.Page[Loan]{}, area.ErrMissing
		}
		communities = []int64{community}
	}
	return pageOf(s.store.Loans(ctx, Filter{
		Communities: communities, List: of, Today: when.DateOf(s.now()), Before: before, Most: pages.Size,
	}))
}

// CountLate returns how many loans are late where the actor works; 0 for an actor who works at no counter.
func (s *Service) CountLate(ctx context.Context, who auth.Actor) (int, error) {
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return 0, err
	}
	return s.store.CountLate(ctx, communities, when.DateOf(s.now()))
}

// Phone returns the number of a borrower and writes the reason to the audit log. Faults: ErrMissing, person.ErrReason,
// person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, reason string) (person.Phone, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return "", err
	}
	l, err := s.store.Loan(ctx, id)
	if err != nil {
		return "", err
	}
	if err := s.atDesk(ctx, who)(l); err != nil {
		return "", err
	}
	if l.Person != 0 {
		borrower := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
			return l.Person, l.Community, nil
		}
		return s.numbers.Reveal(ctx, who, borrower, "loan", l.ID, reason)
	}
	if reason = text.Words(reason); !text.Within(reason, 2, MaxWords) {
		return "", person.ErrReason
	}
	if l.Phone == "" {
		return "", person.ErrNoPhone
	}
	return l.Phone, s.inTx(ctx, func(tx Tx) error {
		r := record(l, who.Person, s.now(), "loan.reveal_phone")
		r.Reason = reason
		return tx.AddAudit(ctx, r)
	})
}

// AddThing adds a thing in a community in which the actor works. Faults: area.ErrMissing, ErrWritten, ErrNumbers,
// ErrFull, place.ErrMissing.
func (s *Service) AddThing(ctx context.Context, who auth.Actor, t Thing) (Thing, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Thing{}, err
	}
	if err := s.needCommunity(ctx, who, t.Community); err != nil {
		return Thing{}, err
	}
	if err := t.check(); err != nil {
		return Thing{}, err
	}
	err := s.inTx(ctx, func(tx Tx) error {
		n, err := tx.CountThings(ctx, t.Community)
		if err != nil {
			return err
		}
		if n >= MaxThings {
			return ErrFull
		}
		if err := keep(ctx, tx, &t); err != nil {
			return err
		}
		if err := tx.AddThing(ctx, &t); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.ofThing(who, t, "loan.add_thing"))
	})
	return t, err
}

// keep finds the place of a thing in its community. Fault: place.ErrMissing.
func keep(ctx context.Context, tx Tx, t *Thing) error {
	all, err := tx.PlacesOf(ctx, t.Community)
	if err != nil {
		return err
	}
	return t.keptAt(all)
}

// ChangeThing changes what is known of a thing; loans keep their last day. Faults: ErrThing, ErrWritten, ErrNumbers, ErrStock,
// place.ErrMissing.
func (s *Service) ChangeThing(ctx context.Context, who auth.Actor, id int64, t Thing) (Thing, error) {
	if _, err := s.AtDesk(ctx, who, id); err != nil {
		return Thing{}, err
	}
	if err := t.check(); err != nil {
		return Thing{}, err
	}
	return s.saveThing(ctx, who, id, "loan.change_thing", func(tx Tx, now *Thing) error {
		if t.Stock < now.Lent {
			return ErrStock
		}
		now.Name, now.Place, now.PlaceID, now.About, now.Stock, now.Days, now.Self = t.Name, t.Place, t.PlaceID, t.About, t.Stock, t.Days, t.Self
		return keep(ctx, tx, now)
	})
}

// EndThing stops lending a thing, once all pieces are back. Doing it again changes nothing. Faults: ErrThing, ErrOut.
func (s *Service) EndThing(ctx context.Context, who auth.Actor, id int64) error {
	if _, err := s.AtDesk(ctx, who, id); err != nil {
		return err
	}
	_, err := s.saveThing(ctx, who, id, "loan.end_thing", func(_ Tx, t *Thing) error {
		if t.Lent > 0 {
			return ErrOut
		}
		if t.EndedAt.IsZero() {
			t.EndedAt = s.now()
		}
		return nil
	})
	return err
}

func (s *Service) saveThing(ctx context.Context, who auth.Actor, id int64, action string, do func(Tx, *Thing) error) (t Thing, err error) {
	err = s.inTx(ctx, func(tx Tx) error {
		if t, err = tx.LockThing(ctx, id); err != nil {
			return err
		}
		if err := do(tx, &t); err != nil {
			return err
		}
		if err := tx.SaveThing(ctx, t); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.ofThing(who, t, action))
	})
	return t, err
}

func (s *Service) ofThing(who auth.Actor, t Thing, action string) audit.Record {
	return audit.Record{Community: t.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("thing:%d", t.ID)}
}
