package meal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/care"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Carried is a round with its stops along the way.
type Carried struct {
	Round
	Of    Programme
	Stops []Stop
}

// Left returns how many stops are to do.
func (c Carried) Left() (n int) {
	for _, s := range c.Stops {
		if s.Outcome == ToDo {
			n++
		}
	}
	return n
}

// Rounds returns what the actor brings today, each round in building order.
func (s *Service) Rounds(ctx context.Context, who auth.Actor) ([]Carried, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	rounds, stops, err := s.store.RoundsOf(ctx, who.Person, when.DateOf(s.now()))
	if err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	along(t, stops)
	var all []Carried
	for _, r := range rounds {
		c := Carried{Round: r}
		if c.Of, err = s.store.Programme(ctx, r.Programme); err != nil {
			return nil, err
		}
		for _, one := range stops {
			if one.Round == r.ID {
				c.Stops = append(c.Stops, one)
			}
		}
		if len(c.Stops) > 0 { // another one has it all
			all = append(all, c)
		}
	}
	return all, nil
}

// along sorts stops in the order in which somebody brings them.
func along(t *area.Tree, stops []Stop) {
	slices.SortStableFunc(stops, func(a, b Stop) int {
		return cmp.Or(area.ComparePaths(t.Path(a.Area), t.Path(b.Area)), cmp.Compare(len(a.Room), len(b.Room)), strings.Compare(a.Room, b.Room), cmp.Compare(a.ID, b.ID))
	})
}

// Result is what a carrier records.
type Result struct {
	Outcome Outcome
	At      time.Time // zero: now
}

// stop returns a portion that the actor brings, or of a place where they work. Fault: ErrStop.
func (s *Service) stop(ctx context.Context, tx Tx, who auth.Actor, id int64) (Stop, error) {
	one, err := tx.LockStop(ctx, id)
	if err != nil {
		return one, err
	}
	if one.Round != 0 {
		if r, err := tx.RoundOf(ctx, one.Round); err != nil || r.Person == who.Person {
			return one, err
		}
	}
	ok, err := s.worksIn(ctx, who, one.Community)
	if err == nil && !ok {
		err = ErrStop
	}
	return one, err
}

// late is for how long a result without a network is taken.
const late = 1 // days after the day

// Record records what became of a portion, with the line of work of its carrier, in one transaction. A result that was recorded
// without a network may come twice. Faults: ErrStop, ErrResult, ErrDone.
func (s *Service) Record(ctx context.Context, who auth.Actor, id int64, r Result) (Stop, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Stop{}, err
	}
	found, err := s.store.Stop(ctx, id)
	if err != nil {
		return Stop{}, err
	}
	now := s.now()
	at, ok := when.ByPhone(r.At, now, now.Sub(found.On.Time()))
	ok = ok && when.DateOf(at) >= found.On && when.DateOf(now) <= plan.Add(found.On, late)
	hand, err := s.cares.Hand(ctx, who, found.Person)
	if err != nil {
		return Stop{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Stop{}, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if found, err = s.stop(ctx, tx, who, id); err != nil {
			return err
		}
		if !ok {
			return ErrResult
		}
		rung := found.Outcome == NoAnswer
		changed, err := found.record(r.Outcome, who.Person, at, now)
		if err != nil || !changed {
			return err
		}
		if err := tx.SaveStop(ctx, found); err != nil {
			return err
		}
		if err := s.work(ctx, tx, t, who, found); err != nil {
			return err
		}
		switch {
		case found.Outcome == NoAnswer:
			return s.ring(ctx, tx, t, found)
		case rung:
			return s.found(ctx, tx, who, found, hand)
		}
		return nil
	})
	return found, err
}

// work writes the line of work of the carrier of a meal. A portion eaten at the place is nobody's work.
func (s *Service) work(ctx context.Context, tx Tx, t *area.Tree, who auth.Actor, one Stop) error {
	if one.Way == EatIn || one.Outcome != Delivered && one.Outcome != Neighbour {
		return nil
	}
	return work.Write(ctx, tx, t, who, work.Line{
		Community: one.Community, At: one.At, About: fmt.Sprintf("meal_stop:%d", one.ID), Deed: work.Brought, Area: cmp.Or(one.Area, one.Community),
		Served: one.Person, Place: doorOf(t, one), Words: one.Name(), Sensitive: true,
	})
}

// doorOf names the door of a portion.
func doorOf(t *area.Tree, one Stop) string {
	return strings.TrimSpace(t.Say(cmp.Or(one.Area, one.Community)) + " " + one.Room)
}

// ring begins the call: the carrier rings at once, and the family is told as far as the member agreed.
func (s *Service) ring(ctx context.Context, tx Tx, t *area.Tree, one Stop) error {
	now := s.now()
	c := Call{Stop: one.ID, Community: one.Community, Person: one.Person, Carrier: one.By, BegunAt: now, NextAt: now.Add(ringFor)}
	if err := tx.AddMealCall(ctx, c); err != nil {
		return err
	}
	m := Member{ID: one.Member, Community: one.Community}
	facts := notify.Facts{notify.FactPlace: doorOf(t, one), notify.FactDue: c.NextAt.In(when.Beijing).Format("15:04")}
	if err := tell(ctx, tx, noticeRing, one.By, m, facts, now); err != nil {
		return err
	}
	carers, err := tx.CarersOf(ctx, 0, one.Person)
	if err != nil {
		return err
	}
	for _, who := range carers {
		if err := tell(ctx, tx, noticeMissed, who, m, notify.Facts{notify.FactTitle: "您的家人"}, now); err != nil {
			return err
		}
	}
	return nil
}

// found ends the call of a portion, and what care began: somebody has seen the person, or spoken with them.
func (s *Service) found(ctx context.Context, tx Tx, who auth.Actor, one Stop, hand care.Hand) error {
	c, err := tx.LockMealCall(ctx, one.ID)
	if err != nil {
		return err
	}
	c.How, c.EndedAt, c.EndedBy, c.NextAt = one.Outcome, s.now(), who.Person, time.Time{}
	if err := tx.SaveMealCall(ctx, c); err != nil {
		return err
	}
	way := care.Door
	if one.Outcome == Reached {
		way = care.Phone
	}
	return hand.Seen(tx, way)
}

// Numbers are those that are rung when nobody opens.
type Numbers struct {
	Phone        person.Phone
	Contact      string
	ContactPhone person.Phone
}

// Numbers shows the carrier the numbers of a member who did not open; the log keeps that. Faults: ErrStop, ErrNoCall.
func (s *Service) Numbers(ctx context.Context, who auth.Actor, id int64) (n Numbers, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return n, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		one, err := s.stop(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if one.Outcome != NoAnswer {
			return ErrNoCall
		}
		p, err := tx.LockPerson(ctx, one.Person)
		if err != nil {
			return err
		}
		m, err := tx.LockMealMember(ctx, one.Member)
		if err != nil {
			return err
		}
		n = Numbers{p.Dial(), m.Contact, m.Phone}
		return tx.AddAudit(ctx, audit.Record{
			Community: one.Community, At: s.now(), Person: who.Person, Action: "meal.reveal_phone", About: fmt.Sprintf("meal_stop:%d", id), Reason: "送餐没有人应",
		})
	})
	return n, err
}

// NoAnswer pages the steward of everybody who has not been found half an hour after nobody opened: care makes the further steps.
func (s *Service) NoAnswer(ctx context.Context) error {
	due, err := s.store.CallsDue(ctx, s.now(), 100)
	if err != nil {
		return err
	}
	for _, c := range due {
		hand, err := s.cares.Hand(ctx, auth.Actor{}, c.Person)
		if err != nil {
			return err
		}
		if err := s.inTx(ctx, func(tx Tx) error { return s.page(ctx, tx, c, hand) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) page(ctx context.Context, tx Tx, due Call, hand care.Hand) error {
	one, err := tx.LockStop(ctx, due.Stop)
	if err != nil {
		return err
	}
	c, err := tx.LockMealCall(ctx, due.Stop)
	if err != nil || one.Outcome != NoAnswer || c.NextAt.IsZero() || s.now().Before(c.NextAt) {
		return err
	}
	if c.Chase, err = hand.Look(tx, fmt.Sprintf("meal:%d", one.ID), one.Room); err != nil {
		return err
	}
	c.NextAt = time.Time{}
	return tx.SaveMealCall(ctx, c)
}
