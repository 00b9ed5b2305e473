package loan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Numbers shows staff the number of a known person.
type Numbers interface {
	Reveal(ctx context.Context, who auth.Actor, of person.Owner, kind string, id int64, reason string) (person.Phone, error)
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Numbers Numbers
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	numbers Numbers
	now     func() time.Time
	inside  Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, numbers: c.Numbers, now: c.Now}
}

// Within returns the service working inside the caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	inner := *s
	inner.inside = tx
	return &inner
}

// inTx runs do in a transaction of its own, or as a savepoint of the caller's; an error undoes what do wrote.
func (s *Service) inTx(ctx context.Context, do func(Tx) error) error {
	if s.inside != nil {
		return s.inside.Try(ctx, func() error { return do(s.inside) })
	}
	return s.store.InTx(ctx, do)
}

// Things returns what a community lends, by name. Faults: area.ErrMissing for an area that is no community.
func (s *Service) Things(ctx context.Context, who auth.Actor, community int64) ([]Thing, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.Community(community); err != nil {
		return nil, err
	}
	return s.store.Things(ctx, []int64{community})
}

// ThingsIn returns what these communities lend, by name.
func (s *Service) ThingsIn(ctx context.Context, who auth.Actor, communities []int64) ([]Thing, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.Things(ctx, communities)
}

// Thing returns something that is lent. Faults: ErrThing.
func (s *Service) Thing(ctx context.Context, who auth.Actor, id int64) (Thing, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Thing{}, err
	}
	t, err := s.store.Thing(ctx, id)
	if err == nil && !t.EndedAt.IsZero() {
		err = ErrThing
	}
	return t, err
}

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

// Mine returns one page of the actor's open or ended loans, newest first, before an id (0: from the newest). Faults:
// ErrList.
func (s *Service) Mine(ctx context.Context, who auth.Actor, of List, before int64) (pages.Page[Loan], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Loan]{}, err
	}
	if of != Open && of != Ended {
		return pages.Page[Loan]{}, ErrList
	}
	return pageOf(s.store.LoansOf(ctx, who.Person, of, before, pages.Size))
}

func pageOf(found []Loan, err error) (pages.Page[Loan], error) {
	return pages.Full(found, pages.Size, func(l Loan) pages.Cursor { return pages.Cursor{ID: l.ID} }), err
}

// MayTake returns which of some things the actor can take by themselves now, by id.
func (s *Service) MayTake(ctx context.Context, who auth.Actor, things []Thing) (map[int64]bool, error) {
	out, err := s.Out(ctx, who)
	if err != nil {
		return nil, err
	}
	may := map[int64]bool{}
	for _, t := range things {
		may[t.ID] = t.mayBeTaken(out)
	}
	return may, nil
}

// Out returns the actor's open loans, the earliest last day first.
func (s *Service) Out(ctx context.Context, who auth.Actor) ([]Loan, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.OutOf(ctx, who.Person)
}

// ThingsOf returns the things of some loans, by id.
func (s *Service) ThingsOf(ctx context.Context, loans []Loan) (map[int64]Thing, error) {
	ids := make([]int64, len(loans))
	for i, l := range loans {
		ids[i] = l.Thing
	}
	return s.store.ThingsByID(ctx, ids)
}

// Return notes that the actor has brought back a piece that they took without staff. Faults: ErrMissing, ErrDesk,
// ErrEnded.
func (s *Service) Return(ctx context.Context, who auth.Actor, id int64) (Loan, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Loan{}, err
	}
	return s.change(ctx, who, id, s.own(who), func(tx Tx, t Thing, l *Loan, by deed) error {
		if !t.Self {
			return ErrDesk
		}
		if err := l.end(Back, "", by); err != nil {
			return err
		}
		if err := tx.FreePiece(ctx, t.ID, false); err != nil {
			return err
		}
		return ask(ctx, tx, *l, t, by.at)
	})
}

// ask asks the borrower of a piece that is back once whether all was well.
func ask(ctx context.Context, tx Tx, l Loan, t Thing, now time.Time) error {
	return feedback.Ask(ctx, tx, feedback.Asking{
		Kind: feedback.Loan, About: l.ID, Community: l.Community, Service: t.ID, Title: t.Name, Person: l.Person,
	}, now)
}

// Extend lengthens a loan once by the thing's days, for its borrower or for staff. Faults: ErrMissing, ErrEnded,
// ErrLate, ErrExtended.
func (s *Service) Extend(ctx context.Context, who auth.Actor, id int64) (Loan, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Loan{}, err
	}
	own, desk := s.own(who), s.atDesk(ctx, who)
	either := func(l Loan) error {
		if own(l) == nil {
			return nil
		}
		return desk(l)
	}
	return s.change(ctx, who, id, either, func(_ Tx, t Thing, l *Loan, by deed) error { return l.extend(t.Days, by) })
}

// own allows only the borrower.
func (s *Service) own(who auth.Actor) func(Loan) error {
	return func(l Loan) error {
		if l.Person != who.Person {
			return ErrMissing
		}
		return nil
	}
}

// change locks the thing and then the loan, lets do change it, and saves it. Repeating the last request returns the
// loan as it is. Faults: ErrMissing.
func (s *Service) change(ctx context.Context, who auth.Actor, id int64, may func(Loan) error, do func(Tx, Thing, *Loan, deed) error) (l Loan, err error) {
	err = s.inTx(ctx, func(tx Tx) (err error) {
		var t Thing
		if t, l, err = locked(ctx, tx, id); err != nil {
			return err
		}
		if err := may(l); err != nil || l.done(who.Request) {
			return err
		}
		by := deed{person: who.Person, at: s.now(), request: who.Request}
		if err := do(tx, t, &l, by); err != nil {
			return err
		}
		return tx.SaveLoan(ctx, l)
	})
	return l, err
}

// locked returns a loan and its thing for update, locked in the order of every deed: the thing first. Faults: ErrMissing.
func locked(ctx context.Context, tx Tx, id int64) (t Thing, l Loan, err error) {
	if l, err = tx.FindLoan(ctx, id); err != nil {
		return t, l, err
	}
	if t, err = tx.LockThing(ctx, l.Thing); err != nil {
		return t, l, err
	}
	l, err = tx.LockLoan(ctx, id)
	return t, l, err
}
