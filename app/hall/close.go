package hall

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/place"
	"linli/app/when"
)

// furthest is how many days ahead a place can be closed: as far as one can be borrowed.
const furthest = 60

// Close closes a place for a day to everybody who would borrow it: its uses are cancelled and told why; sessions of services stay, as the
// timetable says. It returns how many uses there were. Faults: place.ErrMissing, ErrWords, ErrDay, ErrState when it is closed already.
func (s *Service) Close(ctx context.Context, who auth.Actor, id int64, c Closure) (told int, err error) {
	p, err := s.placeAt(ctx, who, id)
	if err != nil {
		return 0, err
	}
	if c.Words, err = reasoned(c.Words); err != nil {
		return 0, err
	}
	now := s.now()
	if c.Day < when.DateOf(now) || c.Day > when.DateOf(now.AddDate(0, 0, furthest)) {
		return 0, ErrDay
	}
	c.Place, c.By, c.At = p.ID, who.Person, now
	begin, end := when.Day(c.Day.Time())
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddClosure(ctx, &c); err != nil {
			return err
		}
		uses, err := tx.OpenIn(ctx, p.ID, when.Later(begin, now), end)
		if err != nil {
			return err
		}
		told = len(uses)
		for _, u := range uses {
			if err := u.cancel(c.Words, true, deed{person: who.Person, at: now}); err != nil {
				return err
			}
			if err := tx.SaveHallUse(ctx, u); err != nil {
				return err
			}
			if err := give(ctx, tx, noticeClosed, u, p, now); err != nil {
				return err
			}
		}
		if err := tx.TakeFree(ctx, p.ID, begin, end, c.holder()); err != nil {
			return taken(err)
		}
		return tx.AddAudit(ctx, s.line(who, p, c, "hall.close"))
	})
	return told, err
}

// Reopen opens a closed day again; cancelled uses stay cancelled. Faults: place.ErrMissing, ErrMissing when the day is not closed.
func (s *Service) Reopen(ctx context.Context, who auth.Actor, id int64, day when.Date) error {
	p, err := s.placeAt(ctx, who, id)
	if err != nil {
		return err
	}
	begin, end := when.Day(day.Time())
	return s.store.InTx(ctx, func(tx Tx) error {
		c, err := tx.ClosureOn(ctx, p.ID, day)
		if err != nil {
			return err
		}
		if err := tx.DropClosure(ctx, c.ID); err != nil {
			return err
		}
		if err := tx.FreeHours(ctx, p.ID, begin, end, c.holder()); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, p, c, "hall.reopen"))
	})
}

func (c Closure) holder() place.Holder { return place.Holder{Held: place.Closed, ID: c.ID} }

func (s *Service) line(who auth.Actor, p place.Place, c Closure, action string) audit.Record {
	return audit.Record{
		Community: p.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("place:%d", p.ID), Reason: c.Words,
	}
}

// Tend is the work of TendJob: it declines what nobody answered, reminds, asks for the closing list, and a day after the end takes the place
// as used. It returns when to run next.
func (s *Service) Tend(ctx context.Context, id int64) (next time.Time, err error) {
	known, err := s.store.Use(ctx, id)
	if errors.Is(err, ErrMissing) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	p, err := s.store.Place(ctx, known.Place)
	if err != nil {
		return time.Time{}, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		u, err := tx.LockHallUse(ctx, id)
		if err != nil {
			return err
		}
		now := s.now()
		for next = u.next(); !next.IsZero() && !next.After(now); next = u.next() {
			if err := tend(ctx, tx, &u, p, now); err != nil {
				return err
			}
		}
		return tx.SaveHallUse(ctx, u)
	})
	return next, err
}

// tend does for a use what is due.
func tend(ctx context.Context, tx Tx, u *Use, p place.Place, now time.Time) error {
	by := deed{at: now}
	switch {
	case u.State == Asked:
		if err := u.decide(Declined, "到时间还没有答复", by); err != nil {
			return err
		}
		return give(ctx, tx, noticeDeclined, *u, p, now)
	case u.Told&Reminded == 0:
		if u.Told |= Reminded; !now.Before(u.From) {
			return nil
		}
		return tell(ctx, tx, noticeReminder, *u, p, "", now)
	case u.Told&AskedToTidy == 0:
		u.Told |= AskedToTidy
		return tell(ctx, tx, noticeTidy, *u, p, "", now)
	}
	return used(ctx, tx, u, p, nil, by)
}

// used notes that the place was used, and asks the group once whether all was well.
func used(ctx context.Context, tx Tx, u *Use, p place.Place, tidied []string, by deed) error {
	if err := u.finish(Used, tidied, by); err != nil {
		return err
	}
	return feedback.Ask(ctx, tx, feedback.Asking{
		Kind: feedback.Hall, About: u.ID, Community: u.Community, Service: p.ID, Title: p.Name, Person: u.Person,
	}, by.at)
}
