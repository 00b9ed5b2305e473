package meal

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/care"
	"linli/app/family"
	"linli/app/person"
	"linli/app/when"
)

// Times gives the working time of the county.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Times Times
	Cares *care.Service
	Now   func() time.Time
}

// Service runs the use cases.
type Service struct {
	store  Store
	areas  area.Source
	times  Times
	cares  *care.Service
	now    func() time.Time
	inside Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, cares: c.Cares, now: c.Now}
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

// worksIn says whether the actor works at the counter of a community.
func (s *Service) worksIn(ctx context.Context, who auth.Actor, community int64) (bool, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return false, err
	}
	return person.WorksIn(who, t.Path(community)), nil
}

// programme returns a programme of a community in which the actor works. Fault: ErrProgramme.
func (s *Service) programme(ctx context.Context, who auth.Actor, id int64) (Programme, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Programme{}, err
	}
	p, err := s.store.Programme(ctx, id)
	if err != nil {
		return p, err
	}
	ok, err := s.worksIn(ctx, who, p.Community)
	if err == nil && !ok {
		err = ErrProgramme
	}
	return p, err
}

// mayDecide returns a member whom the actor may speak for: themselves, their family, or anybody at the counter. Fault: ErrMissing.
func (s *Service) mayDecide(ctx context.Context, who auth.Actor, id int64) (Member, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Member{}, err
	}
	m, err := s.store.Member(ctx, id)
	if err != nil {
		return m, err
	}
	if ok, err := family.MayActFor(ctx, s.store, who.Person, m.Person); ok || err != nil {
		return m, err
	}
	ok, err := s.worksIn(ctx, who, m.Community)
	if err == nil && !ok {
		err = ErrMissing
	}
	return m, err
}

// change locks the programme and then the member, lets do change it, and saves it.
func (s *Service) change(ctx context.Context, m Member, do func(Tx, Programme, *Member) error) (Member, error) {
	err := s.inTx(ctx, func(tx Tx) error {
		p, err := tx.LockProgramme(ctx, m.Programme)
		if err != nil {
			return err
		}
		if m, err = tx.LockMealMember(ctx, m.ID); err != nil {
			return err
		}
		if err := do(tx, p, &m); err != nil {
			return err
		}
		return tx.SaveMealMember(ctx, m)
	})
	return m, err
}

func (s *Service) record(who auth.Actor, m Member, action, why string) audit.Record {
	return audit.Record{Community: m.Community, At: s.now(), Person: who.Person, Action: "meal." + action, About: fmt.Sprintf("meal:%d", m.ID), Reason: why}
}

func (s *Service) ofProgramme(who auth.Actor, p Programme, action string) audit.Record {
	return audit.Record{Community: p.Community, At: s.now(), Person: who.Person, Action: "meal." + action, About: fmt.Sprintf("meal_programme:%d", p.ID)}
}
