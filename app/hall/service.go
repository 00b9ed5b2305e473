package hall

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
)

// Timetable makes the sessions of services, which hold their hours before others ask.
type Timetable interface {
	Ready(ctx context.Context, community int64, day when.Date) error
}

// Numbers shows staff the number of a known person.
type Numbers interface {
	Reveal(ctx context.Context, who auth.Actor, of person.Owner, kind string, id int64, reason string) (person.Phone, error)
}

// Config is what the service needs.
type Config struct {
	Store     Store
	Areas     area.Source
	Times     *when.Clocks
	Timetable Timetable
	Numbers   Numbers
	Now       func() time.Time
}

// Service runs the use cases.
type Service struct {
	store     Store
	areas     area.Source
	times     *when.Clocks
	timetable Timetable
	numbers   Numbers
	now       func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, timetable: c.Timetable, numbers: c.Numbers, now: c.Now}
}

// Shown is a use with its place.
type Shown struct {
	Use
	Where place.Place
}

// Mine returns one page of the actor's uses, newest first, before an id (0: from the newest).
func (s *Service) Mine(ctx context.Context, who auth.Actor, before int64) (pages.Page[Shown], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Shown]{}, err
	}
	found, err := s.store.UsesOf(ctx, who.Person, before, pages.Size)
	return s.page(ctx, found, err)
}

func (s *Service) page(ctx context.Context, found []Use, err error) (pages.Page[Shown], error) {
	if err != nil {
		return pages.Page[Shown]{}, err
	}
	shown, err := s.shown(ctx, found)
	return pages.Full(shown, pages.Size, func(u Shown) pages.Cursor { return pages.Cursor{ID: u.ID} }), err
}

func (s *Service) shown(ctx context.Context, found []Use) ([]Shown, error) {
	ids := make([]int64, len(found))
	for i, u := range found {
		ids[i] = u.Place
	}
	places, err := s.store.PlacesByID(ctx, ids)
	all := make([]Shown, len(found))
	for i, u := range found {
		all[i] = Shown{u, places[u.Place]}
	}
	return all, err
}

// Cancel gives the hours of the actor's use back, until it begins. Faults: ErrMissing, ErrState, ErrPast.
func (s *Service) Cancel(ctx context.Context, who auth.Actor, id int64) (Shown, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Shown{}, err
	}
	return s.change(ctx, who, id, s.own(who), func(tx Tx, u *Use, _ place.Place, by deed) error {
		if err := u.cancel("", false, by); err != nil {
			return err
		}
		return tx.FreeHours(ctx, u.Place, u.From, u.To, u.holder())
	})
}

// Tidy notes what of the closing list the actor's group has done, which ends the use. Faults: ErrMissing, ErrState, ErrEarly.
func (s *Service) Tidy(ctx context.Context, who auth.Actor, id int64, ticked []string) (Shown, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Shown{}, err
	}
	return s.change(ctx, who, id, s.own(who), func(tx Tx, u *Use, p place.Place, by deed) error {
		return used(ctx, tx, u, p, tidied(p, ticked), by)
	})
}

// own allows the person who asked and the contacts of the org in whose name.
func (s *Service) own(who auth.Actor) func(Use) error {
	return func(u Use) error {
		if u.Person != who.Person && !who.SpeaksFor(u.Org) {
			return ErrMissing
		}
		return nil
	}
}

// change locks a use, lets do change it, and saves it. Repeating the last request returns it as it is. Faults: ErrMissing.
func (s *Service) change(ctx context.Context, who auth.Actor, id int64, may func(Use) error, do func(Tx, *Use, place.Place, deed) error) (Shown, error) {
	known, err := s.store.Use(ctx, id)
	if err != nil {
		return Shown{}, err
	}
	if err := may(known); err != nil {
		return Shown{}, err
	}
	p, err := s.store.Place(ctx, known.Place)
	if err != nil {
		return Shown{}, err
	}
	var u Use
	err = s.store.InTx(ctx, func(tx Tx) error {
		if u, err = tx.LockHallUse(ctx, id); err != nil || u.done(who.Request) {
			return err
		}
		if err := do(tx, &u, p, deed{person: who.Person, at: s.now(), request: who.Request}); err != nil {
			return err
		}
		return tx.SaveHallUse(ctx, u)
	})
	return Shown{u, p}, err
}

// reasoned cleans a reason. Fault: ErrWords.
func reasoned(words string) (string, error) {
	if words = text.Words(words); !text.Within(words, 2, MaxWords) {
		return "", ErrWords
	}
	return words, nil
}
