package hall

import (
	"context"
	"errors"
	"fmt"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
	"linli/app/work"
)

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
