package meal

import (
	"cmp"
	"context"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/family"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
)

// Asking is what somebody says who wants to take part, or who asks for their family.
type Asking struct {
	Programme int64
	Person    int64 // 0: the actor
	Way       Way
	Week      Week
	Area      int64 // 0: their home
	Room      string
	Reason    string
	Diet      string
	Contact   string
	Phone     person.Phone
}

func (a *Asking) check(p Programme) error {
	a.Room, a.Reason, a.Diet, a.Contact = text.Line(a.Room), text.Words(a.Reason), text.Words(a.Diet), text.Line(a.Contact)
	switch {
	case a.Way.Name() == "":
		return ErrWay
	case a.Week == 0, a.Week&^p.Week != 0:
		return ErrWeek
	case !text.Within(a.Room, 0, MaxRoom):
		return ErrRoom
	case !text.Within(a.Reason, 0, MaxReason), !text.Within(a.Diet, 0, MaxDiet), !text.Within(a.Contact, 0, MaxName), (a.Contact == "") != (a.Phone == ""):
		return ErrSaid
	}
	return nil
}

// Ask registers somebody who wants to take part; the community answers within three working days. Faults: ErrProgramme, ErrFamily,
// ErrWay, ErrWeek, ErrRoom, ErrSaid, ErrFor, ErrTwice.
func (s *Service) Ask(ctx context.Context, who auth.Actor, a Asking) (Member, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Member{}, err
	}
	a.Person = cmp.Or(a.Person, who.Person)
	if ok, err := family.MayActFor(ctx, s.store, who.Person, a.Person); err != nil || !ok {
		return Member{}, cmp.Or(err, error(ErrFamily))
	}
	p, err := s.store.Programme(ctx, a.Programme)
	if err != nil {
		return Member{}, err
	}
	return s.ask(ctx, who, p, a, ByClient)
}

// Enter registers somebody at the counter, with the same limits. Faults: ErrProgramme, person.ErrMissing, ErrWay, ErrWeek, ErrRoom,
// ErrSaid, ErrFor, ErrTwice.
func (s *Service) Enter(ctx context.Context, who auth.Actor, a Asking) (Member, error) {
	p, err := s.programme(ctx, who, a.Programme)
	if err != nil {
		return Member{}, err
	}
	if a.Person == 0 {
		return Member{}, person.ErrMissing
	}
	return s.ask(ctx, who, p, a, ByCounter)
}

func (s *Service) ask(ctx context.Context, who auth.Actor, p Programme, a Asking, from Source) (m Member, err error) {
	if err := a.check(p); err != nil {
		return m, err
	}
	whose, err := s.whose(ctx, p, a, from)
	if err != nil {
		return m, err
	}
	if a, err = s.settle(ctx, p, whose, a); err != nil {
		return m, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return m, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return m, err
	}
	building, _ := t.Up(a.Area, area.Building)
	err = s.inTx(ctx, func(tx Tx) error {
		locked, err := tx.LockProgramme(ctx, p.ID)
		if err != nil {
			return err
		}
		if !locked.EndedAt.IsZero() {
			return ErrProgramme
		}
		now := s.now()
		m = Member{
			Programme: p.ID, Community: p.Community, Person: a.Person, Way: a.Way, Building: building.ID, Area: a.Area, Room: a.Room,
			Week: a.Week, Reason: a.Reason, Diet: a.Diet, Contact: a.Contact, Phone: a.Phone, State: Asked, Source: from, AskedAt: now,
			AskedBy: who.Person, DueAt: times.Of(p.Community).Due(now, decideWithin),
		}
		if err := tx.AddMealMember(ctx, &m); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.record(who, m, "ask", ""))
	})
	return m, err
}

// whose returns the person who takes part, of the community and in the group of the programme. Faults: ErrProgramme or
// person.ErrMissing for a person of another community, ErrFor.
func (s *Service) whose(ctx context.Context, p Programme, a Asking, from Source) (person.Person, error) {
	known, err := s.store.Persons(ctx, []int64{a.Person})
	if err != nil {
		return person.Person{}, err
	}
	one, ok := known[a.Person]
	if !ok || one.Community != p.Community || !p.EndedAt.IsZero() {
		if from == ByCounter && p.EndedAt.IsZero() {
			return one, person.ErrMissing
		}
		return one, ErrProgramme
	}
	tags, err := s.store.TagsOf(ctx, a.Person)
	if err == nil && !p.takes(one.Born, when.DateOf(s.now()).Year(), tags) {
		err = ErrFor
	}
	return one, err
}

// settle fills in where the person lives, as far as that is known, and checks it. Fault: ErrRoom.
func (s *Service) settle(ctx context.Context, p Programme, whose person.Person, a Asking) (Asking, error) {
	if a.Area == 0 {
		at, room, err := household.DoorOf(ctx, s.store, whose)
		if err != nil {
			return a, err
		}
		a.Area, a.Room = at, cmp.Or(a.Room, room)
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return a, err
	}
	at, err := t.Get(a.Area)
	known := err == nil && at.Community == p.Community && (at.Kind == area.Building || at.Kind == area.Unit)
	switch {
	case known:
		return a, nil
	case a.Way == Deliver, a.Area != 0 && a.Area != whose.Home:
		return a, ErrRoom
	}
	a.Area, a.Room = 0, ""
	return a, nil
}

// Change is what somebody wants on one day or on several in a row.
type Change struct {
	First, Last when.Date
	Eat         bool
}

// SetDays pauses days or takes them back, until the list of a day is fixed; what somebody else paused, a member is told. Faults:
// ErrMissing, ErrState, ErrDates, ErrFixed, ErrFull.
func (s *Service) SetDays(ctx context.Context, who auth.Actor, id int64, c Change) (Member, error) {
	m, err := s.mayDecide(ctx, who, id)
	if err != nil {
		return m, err
	}
	return s.change(ctx, m, func(tx Tx, p Programme, m *Member) error {
		now := s.now()
		today := when.DateOf(now)
		switch {
		case m.State != Agreed:
			return ErrState
		case c.First > c.Last, c.First < today, c.Last > plan.Add(today, Ahead):
			return ErrDates
		case c.First < p.Open(now):
			open := p.Open(now)
			return ErrFixed.Say("%s的餐已经定了，改不了了，请谅解。%s起可以改", c.First.Say(), open.Say())
		}
		changed, err := s.days(ctx, tx, p, *m, c)
		if err != nil || changed == 0 {
			return err
		}
		if err := tx.AddAudit(ctx, s.record(who, *m, map[bool]string{true: "eat", false: "pause"}[c.Eat], "")); err != nil {
			return err
		}
		if who.Person == m.Person {
			return nil
		}
		return tell(ctx, tx, noticePaused, m.Person, *m, notify.Facts{notify.FactTitle: p.Name, notify.FactWords: c.Say()}, now)
	})
}

// Say returns the change in Chinese: "12月2日至12月8日不用餐".
func (c Change) Say() string {
	said := c.First.Say()
	if c.Last != c.First {
		said += "至" + c.Last.Say()
	}
	if c.Eat {
		return said + "用餐"
	}
	return said + "不用餐"
}

// days changes the days on which the programme cooks; it returns how many changed.
func (s *Service) days(ctx context.Context, tx Tx, p Programme, m Member, c Change) (changed int, err error) {
	x, err := tx.ExceptionsFrom(ctx, m.ID, c.First)
	if err != nil {
		return 0, err
	}
	for d := max(c.First, m.From); d <= c.Last; d = d.Next() {
		if !p.Week.Has(d) || x.eats(m, d) == c.Eat {
			continue
		}
		if fixed, err := tx.HasDay(ctx, p.ID, d); err != nil || fixed {
			return changed, cmp.Or(err, error(ErrFixed))
		}
		if c.Eat {
			err = tx.TakeDay(ctx, m, d, s.now())
		} else {
			err = tx.SkipDay(ctx, m, d, s.now())
		}
		if err != nil {
			return changed, err
		}
		changed++
	}
	return changed, nil
}

// Leave ends a membership, or takes back what was asked; what is fixed is still brought. A second time it changes nothing. Fault:
// ErrMissing.
func (s *Service) Leave(ctx context.Context, who auth.Actor, id int64) (Member, error) {
	m, err := s.mayDecide(ctx, who, id)
	if err != nil {
		return m, err
	}
	return s.end(ctx, who, m, "")
}

func (s *Service) end(ctx context.Context, who auth.Actor, m Member, why string) (Member, error) {
	return s.change(ctx, m, func(tx Tx, _ Programme, m *Member) error {
		if !m.open() {
			return nil
		}
		m.State, m.EndedAt, m.EndedBy, m.Why, m.Diet, m.Contact, m.Phone = Ended, s.now(), who.Person, why, "", "", ""
		return tx.AddAudit(ctx, s.record(who, *m, "end", why))
	})
}
