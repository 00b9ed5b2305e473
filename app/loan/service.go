package loan

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/pages"
	"linli/app/person"
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
