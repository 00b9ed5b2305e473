package booking

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/when"
)

// ErrNobody says that there is nobody to call.
var ErrNobody = fault.New(fault.Conflict, "booking.nobody", "现在没有人在等")

// Near is the number of persons still ahead at which the next is told that their turn is near.
const Near = 3

// Line is the live queue of a session: the called bookings and the arrived ones.
type Line struct {
	Called []Booking // the last called is first
	Next   []Booking // arrived, by number; a late arrival keeps its low number
}

// Queue sorts the bookings of a session into its line. Persons who have not arrived are not in it.
func Queue(all []Booking) Line {
	var l Line
	for _, b := range all {
		switch b.State {
		case Called:
			l.Called = append(l.Called, b)
		case Arrived:
			l.Next = append(l.Next, b)
		}
	}
	slices.SortFunc(l.Called, func(a, b Booking) int {
		if c := b.CalledAt.Compare(a.CalledAt); c != 0 {
			return c
		}
		return b.Number - a.Number
	})
	slices.SortFunc(l.Next, func(a, b Booking) int {
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		return int(a.ID - b.ID)
	})
	return l
}

// Before returns how many have arrived with a lower number than the booking.
func (l Line) Before(b Booking) int {
	n := 0
	for _, o := range l.Next {
		if o.ID != b.ID && (o.Number < b.Number || o.Number == b.Number && o.ID < b.ID) {
			n++
		}
	}
	return n
}

// Call makes it the person's turn. Faults: ErrState.
func (b *Booking) Call(now time.Time) error {
	if b.State != Arrived && b.State != Called {
		return ErrState
	}
	b.State, b.CalledAt = Called, now
	return nil
}

// CallNext calls the first of the line: two parallel requests call two persons, a repeated request calls one. It
// finishes no booking. Persons whose turn is near now are told so, once. Faults: ErrNoSession, ErrNobody.
func (d *Desk) CallNext(ctx context.Context, who auth.Actor, session int64) (Booking, error) {
	var called Booking
	err := d.onDuty(ctx, who, session, func(deed *deed) error {
		id, err := deed.idempotently("call", deed.callNext)
		if err != nil {
			return err
		}
		called, err = deed.tx.LockBooking(ctx, id)
		return err
	})
	return called, err
}

func (d *deed) callNext() (int64, error) {
	all, err := d.tx.BookingsIn(d.ctx, d.session.ID, Arrived)
	if err != nil {
		return 0, err
	}
	if d.service.Rules.Counter {
		called, err := d.tx.InHand(d.ctx, d.service.ID, d.who.Person, when.DateOf(d.now).Time())
		if err != nil {
			return 0, err
		}
		if called > 0 {
			return 0, ErrUnended
		}
	}
	for next := Queue(all).Next; len(next) > 0; next = next[1:] {
		b := next[0]
		b.Server = d.who.Person
		if err := d.call(&b); err != nil {
			return 0, err
		}
		if taken, err := d.tx.TakeTurn(d.ctx, b); err != nil {
			return 0, err
		} else if taken {
			return b.ID, d.near(next[1:])
		}
	}
	return 0, ErrNobody
}

// Recall calls a called person once more. Faults: ErrMissing, ErrState.
func (d *Desk) Recall(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error {
		if b.State != Called {
			return ErrState
		}
		return deed.call(b)
	})
}

func (d *deed) call(b *Booking) error {
	if err := b.Call(d.now); err != nil {
		return err
	}
	d.session.Calling = b.ID
	return d.tell(*b, noticeCalled, nil)
}

// near tells the first persons of a line that their turn is near.
func (d *deed) near(line []Booking) error {
	for before, b := range line {
		if before > Near {
			return nil
		}
		if b.Reminded.Has(OfTurn) {
			continue
		}
		b.Reminded |= OfTurn
		if err := d.tx.SaveBooking(d.ctx, b); err != nil {
			return err
		}
		if err := d.tell(b, noticeNear, facts{factAhead: sayAhead(before)}); err != nil {
			return err
		}
	}
	return nil
}

func sayAhead(before int) string {
	if before == 0 {
		return "下一位就是您"
	}
	return fmt.Sprintf("前面还有 %d 位", before)
}

// Turn is the state of the queue for one booking.
type Turn struct {
	Booking Booking
	Service Service
	Calling int // the number that was called last; 0: none yet
	Before  int // arrived persons with a lower number
}

// Turn returns the state of the queue for a booking, to its owner and to an actor who works there. Faults: ErrMissing.
func (d *Desk) Turn(ctx context.Context, who auth.Actor, id int64) (Turn, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return Turn{}, err
	}
	if from, err := d.stand(ctx, who, b); err != nil || from == Outside {
		return Turn{}, either(err, ErrMissing)
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return Turn{}, err
	}
	all, err := d.store.Present(ctx, b.Session)
	if err != nil {
		return Turn{}, err
	}
	t := Turn{Booking: b, Service: c.Service(b.Service)}
	line := Queue(all)
	if b.State == Confirmed || b.State == Arrived || b.State == Released {
		t.Before = line.Before(b)
	}
	if len(line.Called) > 0 {
		t.Calling = line.Called[0].Number
		return t, nil
	}
	s, err := d.store.Session(ctx, b.Session)
	if err != nil || s.Calling == 0 {
		return t, err
	}
	last, err := d.store.Booking(ctx, s.Calling) // that booking is done, and the next was not called yet
	t.Calling = last.Number
	return t, none(err, ErrMissing)
}
