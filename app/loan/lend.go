package loan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Borrow lends the actor one piece of a thing that needs no staff. Repeating who.Request returns the first loan. Faults:
// ErrThing, ErrDesk, ErrNone, ErrTwice, ErrMany.
func (s *Service) Borrow(ctx context.Context, who auth.Actor, thing int64) (Loan, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Loan{}, err
	}
	l := Loan{Person: who.Person, Request: who.Request}
	err := s.lend(ctx, who, thing, &l, func(tx Tx) error {
		if _, err := tx.LockPerson(ctx, who.Person); err != nil {
			return err
		}
		open, err := tx.CountOut(ctx, who.Person)
		if err == nil && open >= MaxOpen {
			err = ErrMany
		}
		return err
	})
	return l, err
}

// Lend lends one piece over the counter of a community in which the actor works. A borrower with the name and the
// number of a known person is that person, and is reminded; of others both are kept until some time after the end.
// Repeating who.Request returns the first loan. Faults: ErrThing, person.ErrName, person.ErrPhone, ErrCopyCode,
// ErrNone, ErrTwice, ErrCopy.
func (s *Service) Lend(ctx context.Context, who auth.Actor, h Handing) (Loan, error) {
	t, err := s.AtDesk(ctx, who, h.Thing)
	if err != nil {
		return Loan{}, err
	}
	name, err := person.ParseName(h.Name)
	if err != nil {
		return Loan{}, err
	}
	if h.Copy = text.Line(h.Copy); !text.Within(h.Copy, 0, MaxCopy) {
		return Loan{}, ErrCopyCode
	}
	if h.Phone == "" {
		return Loan{}, person.ErrPhone
	}
	l := Loan{Copy: h.Copy, Name: name, Phone: h.Phone, LentBy: who.Person, Request: who.Request}
	err = s.lend(ctx, who, h.Thing, &l, func(tx Tx) error {
		p, err := tx.LockPersonByPhone(ctx, l.Phone, t.Community)
		if errors.Is(err, person.ErrMissing) || err == nil && p.Name != name { // a telephone may have several users
			return nil
		}
		l.Person, l.Name, l.Phone = p.ID, "", ""
		return err
	})
	return l, err
}

// lend saves a new loan of the thing. borrower locks persons before the thing is locked, and may refuse or fill in the
// borrower.
func (s *Service) lend(ctx context.Context, who auth.Actor, thing int64, l *Loan, borrower func(Tx) error) error {
	wanted := *l
	return s.inTx(ctx, func(tx Tx) error {
		*l = wanted
		if first, err := s.repeated(ctx, tx, l.Request); err != nil || first.ID != 0 {
			*l = first
			return err
		}
		if err := borrower(tx); err != nil {
			return err
		}
		t, err := tx.LockThing(ctx, thing)
		switch {
		case err != nil:
			return err
		case !t.EndedAt.IsZero():
			return ErrThing
		case !t.Self && l.LentBy == 0:
			return ErrDesk
		}
		now := s.now()
		l.Thing, l.Community, l.State, l.LentAt, l.Deed = t.ID, t.Community, Out, now, l.Request
		l.Due = dueOn(when.DateOf(now), t.Days)
		if err := tx.AddLoan(ctx, l); err != nil {
			return err
		}
		if err := tx.TakePiece(ctx, t.ID); err != nil {
			return err
		}
		if l.LentBy != 0 {
			if err := tell(ctx, tx, noticeLent, *l, t, now); err != nil {
				return err
			}
			if err := tx.AddAudit(ctx, record(*l, l.LentBy, now, "loan.lend")); err != nil {
				return err
			}
			if err := s.work(ctx, tx, who, *l, work.Lent); err != nil {
				return err
			}
		}
		if l.Person == 0 {
			return nil
		}
		return tx.AddJob(ctx, RemindJob, l.ID, l.nextReminder())
	})
}

// work writes the line of work of staff at the counter.
func (s *Service) work(ctx context.Context, tx Tx, who auth.Actor, l Loan, done work.Deed) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return work.Write(ctx, tx, tree, who, work.Line{
		Community: l.Community, At: s.now(), About: fmt.Sprintf("loan:%d", l.ID), Deed: done, Area: l.Community, Served: l.Person,
	})
}

// repeated returns the loan that the same request made, or none.
func (s *Service) repeated(ctx context.Context, tx Tx, request string) (Loan, error) {
	if request == "" {
		return Loan{}, nil
	}
	l, err := tx.LoanOf(ctx, request)
	if errors.Is(err, ErrMissing) {
		return Loan{}, nil
	}
	return l, err
}

func record(l Loan, by int64, at time.Time, action string) audit.Record {
	return audit.Record{Community: l.Community, At: at, Person: by, Action: action, About: fmt.Sprintf("loan:%d", l.ID)}
}
