package feedback

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Times gives the working time of the county.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// Numbers shows staff the number of a known person.
type Numbers interface {
	Reveal(ctx context.Context, who auth.Actor, of person.Owner, kind string, id int64, reason string) (person.Phone, error)
}

// Titles is how a source says what its follow-ups are about, by id.
type Titles func(ctx context.Context, ids []int64) (map[int64]string, error)

// Serving returns the services in whose sessions an actor serves, by id.
type Serving func(ctx context.Context, who auth.Actor) ([]int64, error)

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Times   Times
	Numbers Numbers
	Reports Titles
	Serving Serving
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	times   Times
	numbers Numbers
	reports Titles
	serving Serving
	now     func() time.Time
	inside  Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, numbers: c.Numbers, reports: c.Reports, serving: c.Serving, now: c.Now}
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

// mostOpen is how many open questions somebody sees at once.
const mostOpen = 9

// Open returns what the actor is asked and has not answered, newest first.
func (s *Service) Open(ctx context.Context, who auth.Actor) ([]Feedback, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	if s.inside != nil {
		return s.inside.FeedbackNow(ctx, who.Person, s.now(), mostOpen)
	}
	return s.store.OpenOf(ctx, who.Person, s.now(), mostOpen)
}

// mine says whether the actor was served, or is asked for somebody else.
func (f Feedback) mine(who auth.Actor) bool {
	return who.Person != 0 && (f.Person == who.Person || f.Asked == who.Person)
}

// Get returns what the actor is or was asked. Fault: ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Feedback, error) {
	f, err := s.store.Feedback(ctx, id)
	return own(who, f, err)
}

// Of returns the newest question to the actor about something; none when they were asked nothing.
func (s *Service) Of(ctx context.Context, who auth.Actor, kind Kind, about int64) ([]Feedback, error) {
	f, err := s.store.FeedbackAbout(ctx, kind, about)
	f, err = own(who, f, err)
	if errors.Is(err, ErrMissing) {
		return nil, nil
	}
	return []Feedback{f}, err
}

func own(who auth.Actor, f Feedback, err error) (Feedback, error) {
	if err == nil && !f.mine(who) {
		err = ErrMissing
	}
	if err != nil {
		return Feedback{}, err
	}
	return f, nil
}

// Answer takes the actor's answer, once. Repeating who.Request returns the first. Faults: ErrMissing, ErrMark, ErrWords, ErrChips,
// ErrAnswered, ErrExpired.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, a Answer) (Feedback, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Feedback{}, err
	}
	return s.answer(ctx, who, id, a, 0, func(f Feedback) error {
		if !f.mine(who) {
			return ErrMissing
		}
		return nil
	})
}

func (s *Service) answer(ctx context.Context, who auth.Actor, id int64, a Answer, by int64, may func(Feedback) error) (f Feedback, err error) {
	if f, err = s.found(ctx, id); err != nil {
		return f, err
	}
	if err := may(f); err != nil {
		return Feedback{}, err
	}
	if err := a.check(); err != nil {
		return Feedback{}, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return Feedback{}, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if f, err = tx.LockFeedback(ctx, id); err != nil {
			return err
		}
		if err := may(f); err != nil || who.Request != "" && f.Deed == who.Request {
			return err
		}
		names, err := f.Kind.picked(ctx, tx, a.Chips)
		if err != nil {
			return err
		}
		if err := f.answer(a, names, by, who.Request, s.now()); err != nil {
			return err
		}
		if err := tx.SaveFeedback(ctx, f); err != nil || f.Mark != Poor {
			return err
		}
		return s.unhappy(ctx, tx, f, times.Of(f.Community))
	})
	if err != nil {
		return Feedback{}, err
	}
	return f, nil
}

// found returns a question, inside the caller's transaction if there is one.
func (s *Service) found(ctx context.Context, id int64) (Feedback, error) {
	if s.inside != nil {
		return s.inside.LockFeedback(ctx, id)
	}
	return s.store.Feedback(ctx, id)
}

// AddWords adds words of the actor to their answer. Faults: ErrMissing, ErrWords.
func (s *Service) AddWords(ctx context.Context, who auth.Actor, id int64, words string) (f Feedback, err error) {
	err = s.inTx(ctx, func(tx Tx) error {
		if f, err = tx.LockFeedback(ctx, id); err != nil {
			return err
		}
		if !f.mine(who) || f.Mark == None {
			return ErrMissing
		}
		if err := f.add(words); err != nil {
			return err
		}
		return tx.SaveFeedback(ctx, f)
	})
	return f, err
}

// unhappy puts somebody who was not satisfied on the list of calls, and tells the community's clerks, or its secretary.
func (s *Service) unhappy(ctx context.Context, tx Tx, f Feedback, clock when.Clock) error {
	now := s.now()
	call := FollowUp{Source: OfFeedback, About: f.ID, Community: f.Community, Since: now, DueAt: Due(clock, now)}
	if err := tx.OpenFollowUp(ctx, call); err != nil {
		return err
	}
	staff, err := person.Acting(ctx, tx, now, []int64{f.Community}, auth.Clerk)
	if err == nil && len(staff) == 0 {
		staff, err = person.Acting(ctx, tx, now, []int64{f.Community}, auth.Secretary)
	}
	if err != nil {
		return err
	}
	facts, err := s.toStaff(ctx, f.Community, f.number(), f.Title, call.DueAt, now)
	if err != nil {
		return err
	}
	for _, one := range staff {
		if err := notify.Tell(ctx, tx, noticeUnhappy.To(one, f.Community, About(f.ID), facts), now); err != nil {
			return err
		}
	}
	return nil
}

// number is what staff quote.
func (f Feedback) number() string { return fmt.Sprintf("评%d", f.ID) }

func record(community int64, who auth.Actor, at time.Time, action, about, why string) audit.Record {
	return audit.Record{Community: community, At: at, Person: who.Person, Action: "feedback." + action, About: about, Reason: why}
}

// work writes the line of work of a call or a question of staff.
func (s *Service) work(ctx context.Context, tx Tx, who auth.Actor, f Feedback, done work.Deed) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return work.Write(ctx, tx, t, who, work.Line{
		Community: f.Community, At: s.now(), About: fmt.Sprintf("feedback:%d", f.ID), Deed: done, Kind: work.Answer, Area: f.Community, Served: f.Person,
	})
}
