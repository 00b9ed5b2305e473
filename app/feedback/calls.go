package feedback

import (
	"context"
	"errors"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Call is a follow-up as staff read it.
type Call struct {
	FollowUp
	Title    string
	Feedback Feedback // of OfFeedback
	Name     string   // who is called, of OfFeedback
}

// where returns the communities whose calls the actor makes: the community's own work, not that of its grids.
func (s *Service) where(ctx context.Context, who auth.Actor) (Where, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Where{}, err
	}
	if root, err := t.Root(); err == nil && who.Covers(root.Path, auth.Centres...) {
		return Where{Everywhere: true}, nil
	}
	return Where{Communities: s.communities(t, who)}, nil
}

func (s *Service) communities(t *area.Tree, who auth.Actor) (all []int64) {
	for _, c := range t.Under("/", area.Community) {
		if who.Covers(c.Path, auth.Publishers...) {
			all = append(all, c.ID)
		}
	}
	return all
}

// FollowUps returns one page of those whom the actor calls back (回访), by their limit.
func (s *Service) FollowUps(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Call], error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return pages.Page[Call]{}, err
	}
	in, err := s.where(ctx, who)
	if err != nil {
		return pages.Page[Call]{}, err
	}
	found, err := s.store.FollowUps(ctx, in, after, pages.Size)
	if err != nil {
		return pages.Page[Call]{}, err
	}
	calls, err := s.shown(ctx, found)
	return pages.Full(calls, pages.Size, func(c Call) pages.Cursor { return pages.Cursor{Key: c.limit(), ID: c.ID} }), err
}

// unlimited is the key of a call without a limit: behind all others.
const unlimited = int64(1) << 62

func (f FollowUp) limit() int64 {
	if f.DueAt.IsZero() {
		return unlimited
	}
	return f.DueAt.UnixMilli()
}

func (s *Service) shown(ctx context.Context, found []FollowUp) ([]Call, error) {
	var reports, answers []int64
	for _, f := range found {
		if f.Source == OfReport {
			reports = append(reports, f.About)
		} else {
			answers = append(answers, f.About)
		}
	}
	titles, err := s.reports(ctx, reports)
	if err != nil {
		return nil, err
	}
	said, err := s.store.FeedbackByID(ctx, answers)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(said))
	for _, f := range said {
		ids = append(ids, f.Person)
	}
	people, err := s.store.Persons(ctx, ids)
	if err != nil {
		return nil, err
	}
	calls := make([]Call, len(found))
	for i, f := range found {
		calls[i] = Call{FollowUp: f, Title: titles[f.About]}
		if f.Source == OfFeedback {
			one := said[f.About]
			calls[i].Title, calls[i].Feedback, calls[i].Name = one.Title, one, people[one.Person].Name
		}
	}
	return calls, nil
}

// CountFollowUps returns how many calls wait for the actor; 0 for roles that make none.
func (s *Service) CountFollowUps(ctx context.Context, who auth.Actor) (int, error) {
	if who.Need(auth.Publishers...) != nil {
		return 0, nil //nolint:nilerr // there is nothing for other roles
	}
	in, err := s.where(ctx, who)
	if err != nil {
		return 0, err
	}
	return s.store.CountFollowUps(ctx, in)
}

// Called notes what came of a call about a service. A report's call is noted in the report, which can go on from there. Faults:
// ErrFollowUp, ErrThere, ErrSaid, ErrCalled.
func (s *Service) Called(ctx context.Context, who auth.Actor, id int64, words string) (c Call, err error) {
	if words = text.Words(words); !text.Within(words, 2, MaxWords) {
		return c, ErrSaid
	}
	in, err := s.where(ctx, who)
	if err != nil {
		return c, err
	}
	var f FollowUp
	err = s.inTx(ctx, func(tx Tx) error {
		if f, err = tx.LockFollowUp(ctx, id); err != nil {
			return err
		}
		switch {
		case !in.has(f.Community):
			return ErrFollowUp
		case f.Source == OfReport:
			return ErrThere
		case who.Request != "" && f.Deed == who.Request:
			return nil
		}
		about, err := tx.LockFeedback(ctx, f.About)
		if err != nil {
			return err
		}
		now := s.now()
		if err := f.end(words, who.Person, who.Request, now); err != nil {
			return err
		}
		if err := tx.SaveFollowUp(ctx, f); err != nil {
			return err
		}
		if err := tx.AddAudit(ctx, record(f.Community, who, now, "call", About(f.About), "")); err != nil {
			return err
		}
		return s.work(ctx, tx, who, about, work.FollowedUp)
	})
	if err != nil {
		return c, err
	}
	calls, err := s.shown(ctx, []FollowUp{f})
	if err != nil {
		return c, err
	}
	return calls[0], nil
}

func (w Where) has(community int64) bool {
	if w.Everywhere {
		return true
	}
	for _, c := range w.Communities {
		if c == community {
			return true
		}
	}
	return false
}

// mostRemind bounds one round of Remind.
const mostRemind = 1000

// Remind tells the clerks of calls that are due today, and them and the secretary of those that are late: once each, in one notice for a
// community. It is the work of a recurring job in working time.
func (s *Service) Remind(ctx context.Context) error {
	now := s.now()
	times, err := s.times.Get(ctx)
	if err != nil {
		return err
	}
	_, tomorrow := when.Day(now)
	due, err := s.store.FollowUpsDue(ctx, tomorrow, mostRemind)
	if err != nil {
		return err
	}
	by := map[int64][]FollowUp{}
	var order []int64
	for _, f := range due {
		if f.step(now) == f.Told || !times.Of(f.Community).Working(now) {
			continue
		}
		if len(by[f.Community]) == 0 {
			order = append(order, f.Community)
		}
		by[f.Community] = append(by[f.Community], f)
	}
	var failed []error
	for _, community := range order {
		failed = append(failed, s.inTx(ctx, func(tx Tx) error { return s.remind(ctx, tx, community, by[community], now) }))
	}
	return errors.Join(failed...)
}

func (s *Service) remind(ctx context.Context, tx Tx, community int64, found []FollowUp, now time.Time) error {
	count := map[Told]int{}
	for _, f := range found {
		f, err := tx.LockFollowUp(ctx, f.ID)
		if err != nil {
			return err
		}
		next := f.step(now)
		if next == f.Told {
			continue
		}
		count[next]++
		f.Told = next
		if err := tx.SaveFollowUp(ctx, f); err != nil {
			return err
		}
	}
	for _, one := range []struct {
		step  Told
		kind  notify.Kind
		roles []auth.Role
	}{{ToldDue, noticeDue, []auth.Role{auth.Clerk}}, {ToldLate, noticeLate, auth.Judges}} {
		if count[one.step] == 0 {
			continue
		}
		staff, err := person.Acting(ctx, tx, now, []int64{community}, one.roles...)
		if err != nil {
			return err
		}
		facts, err := s.toStaff(ctx, community, itoa(count[one.step])+"件", one.kind.Title, now, now)
		if err != nil {
			return err
		}
		facts[notify.FactCount] = itoa(count[one.step])
		for _, who := range staff {
			if err := notify.Tell(ctx, tx, one.kind.To(who, community, "follow_ups:0", facts), now); err != nil {
				return err
			}
		}
	}
	return nil
}

// Forget erases names and words that are no longer needed. It is the work of a recurring job.
func (s *Service) Forget(ctx context.Context) error {
	now := s.now()
	_, err := s.store.ForgetNames(ctx, now.Add(-Named), now)
	return err
}
