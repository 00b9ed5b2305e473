package hall

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
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

// Ask asks for a place; where staff need not agree it is lent at once. The half-hours are held from now on. Repeating who.Request returns
// the first use. Faults: place.ErrMissing, those of check and fits, ErrOrg, ErrTaken, ErrLimit.
func (s *Service) Ask(ctx context.Context, who auth.Actor, w Wish) (Shown, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Shown{}, err
	}
	if w.Org != 0 && !who.SpeaksFor(w.Org) {
		return Shown{}, ErrOrg
	}
	w.Name, w.Phone = "", ""
	return s.ask(ctx, who, w, Use{Person: who.Person})
}

// ask checks a wish and saves its use.
func (s *Service) ask(ctx context.Context, who auth.Actor, w Wish, u Use) (Shown, error) {
	if err := w.check(); err != nil {
		return Shown{}, err
	}
	p, err := s.store.Place(ctx, w.Place)
	if err != nil {
		return Shown{}, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return Shown{}, err
	}
	if err := w.fits(p, times.Calendar(), s.now()); err != nil {
		return Shown{}, err
	}
	if err := s.timetable.Ready(ctx, p.Community, w.day()); err != nil {
		return Shown{}, err
	}
	if first, late, err := s.late(ctx, who, w); err != nil || late {
		return Shown{first, p}, err
	}
	index, err := s.store.PhoneIndex(w.Phone)
	if err != nil {
		return Shown{}, err
	}
	u.Community, u.Place, u.From, u.To = p.Community, p.ID, w.From, w.To
	u.Org, u.Team, u.Purpose, u.People = w.Org, w.Team, w.Purpose, w.People
	u.Name, u.Phone, u.Request, u.Deed = w.Name, w.Phone, who.Request, who.Request
	for range 4 {
		made, err := s.add(ctx, who, u, p, index)
		if !errors.Is(err, errAgain) {
			return Shown{made, p}, err
		}
	}
	return Shown{}, ErrLimit
}

// late answers those who come too late without a transaction; for the others the unique key decides. A repeated request gets its use.
func (s *Service) late(ctx context.Context, who auth.Actor, w Wish) (first Use, late bool, err error) {
	taken, err := s.store.TakenHours(ctx, w.Place, w.From, w.To)
	if err != nil || len(taken) == 0 {
		return Use{}, false, err
	}
	if first, err = s.store.Requested(ctx, who.Request); errors.Is(err, ErrMissing) {
		err = ErrTaken
	}
	return first, true, err
}

// add takes the next number of the group's week and the half-hours, both or neither. errAgain: somebody took the number, or the request is
// done.
func (s *Service) add(ctx context.Context, who auth.Actor, u Use, p place.Place, index string) (Use, error) {
	wanted := u
	err := s.store.InTx(ctx, func(tx Tx) error {
		u = wanted
		if first, err := repeated(ctx, tx, u.Request); err != nil || first.ID != 0 {
			u = first
			return err
		}
		if u.EnteredBy != 0 {
			if err := known(ctx, tx, &u); err != nil {
				return err
			}
		}
		now := s.now()
		u.State, u.AskedAt, u.Week, u.Party = Asked, now, monday(when.DateOf(u.From)), u.party(index)
		if !p.Lending.Asks || u.EnteredBy != 0 {
			u.State, u.DecidedAt, u.DecidedBy = Agreed, now, u.EnteredBy
		}
		nths, err := tx.NthsOf(ctx, u.Place, u.Party, u.Week)
		if err != nil {
			return err
		}
		if u.Nth = nextNth(p.Lending.PerWeek, nths); u.Nth == 0 {
			return ErrLimit.Say("这里一周最多借 %d 次，请选别的周", p.Lending.PerWeek)
		}
		added, err := tx.AddHallUse(ctx, &u)
		switch {
		case err != nil:
			return err
		case !added:
			return errAgain
		}
		if err := tx.TakeHours(ctx, u.Place, u.From, u.To, u.holder()); err != nil {
			return taken(err)
		}
		if err := s.entered(ctx, tx, who, u, p); err != nil {
			return err
		}
		return tx.AddJob(ctx, TendJob, u.ID, u.next())
	})
	return u, err
}

// taken is the fault for a half-hour that somebody has.
func taken(err error) error {
	if errors.Is(err, place.ErrHeld) {
		return ErrTaken.Because(err)
	}
	return err
}

// repeated returns the use that the same request made, or none.
func repeated(ctx context.Context, tx Tx, request string) (Use, error) {
	if request == "" {
		return Use{}, nil
	}
	u, err := tx.UseOf(ctx, request)
	if errors.Is(err, ErrMissing) {
		return Use{}, nil
	}
	return u, err
}

// known makes the use one of the person with this name and number, if there is one.
func known(ctx context.Context, tx Tx, u *Use) error {
	p, err := tx.LockPersonByPhone(ctx, u.Phone, u.Community)
	if errors.Is(err, person.ErrMissing) || err == nil && p.Name != u.Name { // a telephone may have several users
		return nil
	}
	u.Person, u.Name, u.Phone = p.ID, "", ""
	return err
}

// entered writes down that staff entered a use, and tells the group of one that is lent at once.
func (s *Service) entered(ctx context.Context, tx Tx, who auth.Actor, u Use, p place.Place) error {
	if u.State == Agreed {
		if err := tell(ctx, tx, noticeAgreed, u, p, "", u.AskedAt); err != nil {
			return err
		}
	}
	if u.EnteredBy == 0 {
		return nil
	}
	return s.wrote(ctx, tx, who, u, "hall.enter", work.LetIn)
}

// wrote adds the audit record and the line of work of staff.
func (s *Service) wrote(ctx context.Context, tx Tx, who auth.Actor, u Use, action string, done work.Deed) error {
	if err := tx.AddAudit(ctx, audit.Record{
		Community: u.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("hall:%d", u.ID), Reason: u.Reason,
	}); err != nil {
		return err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return work.Write(ctx, tx, tree, who, work.Line{
		Community: u.Community, At: s.now(), About: fmt.Sprintf("hall:%d", u.ID), Deed: done, Area: u.Community, Served: u.Person,
	})
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
