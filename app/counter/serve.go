package counter

import (
	"context"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/errand"
	"linli/app/text"
)

// Booked returns the times of a counter that can be booked in the next days. Faults: ErrMissing.
func (s *Service) Booked(ctx context.Context, id int64) (Counter, []booking.Session, error) {
	c, err := s.there(ctx, id)
	if err != nil {
		return c, nil, err
	}
	all, err := s.desk.Times(ctx, c.Service)
	return c, all, err
}

// Wish is a time that somebody books at a counter.
type Wish struct {
	Session, Period int64
	Item            int64 // of the guide; 0 unknown
	For             int64 // 0: the actor
}

// Book books a time at a counter (预约窗口). Faults: ErrMissing, ErrItem, guide.ErrMissing, those of booking.Book.
func (s *Service) Book(ctx context.Context, who auth.Actor, id int64, w Wish) (booking.Booking, error) {
	c, err := s.there(ctx, id)
	if err != nil {
		return booking.Booking{}, err
	}
	if err := s.needItem(ctx, c, w.Item); err != nil {
		return booking.Booking{}, err
	}
	all, err := s.desk.Times(ctx, c.Service)
	if err != nil {
		return booking.Booking{}, err
	}
	for _, one := range all {
		if one.ID == w.Session {
			return s.desk.Book(ctx, who, booking.Wish{Session: w.Session, Period: w.Period, For: w.For, Item: w.Item, NoWait: true})
		}
	}
	return booking.Booking{}, booking.ErrNoSession
}

// Coming is a person who takes a number.
type Coming struct {
	Person int64  // 0: the actor; from staff somebody without a name
	Item   int64  // of the guide; 0 unknown
	Mark   string // of the code of the place; staff need none
}

// Ticket gives a number to a resident at the counter (取号). Faults: ErrMissing, ErrItem, guide.ErrMissing, those of booking.Ticket.
func (s *Service) Ticket(ctx context.Context, who auth.Actor, id int64, in Coming) (booking.Booking, error) {
	c, err := s.there(ctx, id)
	if err != nil {
		return booking.Booking{}, err
	}
	if err := s.needItem(ctx, c, in.Item); err != nil {
		return booking.Booking{}, err
	}
	return s.desk.Ticket(ctx, who, booking.Coming{Service: c.Service, Person: in.Person, Item: in.Item, Mark: in.Mark})
}

// Enter gives a number to a visitor without a telephone or without a name. Faults: ErrMissing, those of Ticket.
func (s *Service) Enter(ctx context.Context, who auth.Actor, id int64, in Coming) (booking.Booking, error) {
	if _, err := s.of(ctx, who, id, auth.Keepers); err != nil {
		return booking.Booking{}, err
	}
	in.Mark = ""
	return s.Ticket(ctx, who, id, in)
}

// Window returns a counter with its queue of today, for those who work there. Faults: ErrMissing.
func (s *Service) Window(ctx context.Context, who auth.Actor, id int64) (Open, error) {
	c, err := s.of(ctx, who, id, auth.Keepers)
	if err != nil {
		return Open{}, err
	}
	return s.open(ctx, c)
}

// Next calls the next person (下一位). Faults: ErrMissing, booking.ErrNobody, booking.ErrUnended.
func (s *Service) Next(ctx context.Context, who auth.Actor, id int64) (booking.Booking, error) {
	c, err := s.of(ctx, who, id, auth.Keepers)
	if err != nil {
		return booking.Booking{}, err
	}
	return s.desk.Next(ctx, who, c.Service)
}

// Result is what a visit was.
type Result string

// The results.
const (
	Advised Result = "advice"  // 咨询
	Handled Result = "handled" // 当场办好
	Taken   Result = "errand"  // 转代办
)

// Results lists them all.
var Results = []Result{Advised, Handled, Taken}

var resultNames = map[Result]string{Advised: "咨询", Handled: "当场办好", Taken: "转代办"}

// Name returns the result in Chinese.
func (r Result) Name() string { return resultNames[r] }

// Ending is what staff say when a visit ends.
type Ending struct {
	Result Result
	Words  string // of the matter, for an errand whose item nobody knows yet
	Item   int64  // of the errand; 0: what the ticket says
	For    int64  // for whom the errand is, when the person came without a name
}

// Serve ends the visit of a called person in one word, and writes the line of work; Taken also makes an errand that the actor answers for.
// Faults: booking.ErrMissing, booking.ErrState, ErrResult, ErrName, those of errand.Enter.
func (s *Service) Serve(ctx context.Context, who auth.Actor, ticket int64, e Ending) (b booking.Booking, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return b, err
	}
	if e.Words = text.Line(e.Words); e.Result.Name() == "" || !text.Within(e.Words, 0, MaxWords) {
		return b, ErrResult
	}
	committed := func(context.Context) {}
	err = s.store.InTx(ctx, func(tx Tx) error {
		var desk *booking.Desk
		desk, committed = s.desk.Within(tx)
		b, err = desk.EndVisit(ctx, who, ticket, func(visit booking.Booking) (booking.Ending, error) { return s.end(ctx, tx, who, visit, e) })
		return err
	})
	if err != nil {
		return booking.Booking{}, err
	}
	committed(ctx)
	return b, nil
}

// end says how a visit ended.
func (s *Service) end(ctx context.Context, tx Tx, who auth.Actor, visit booking.Booking, e Ending) (booking.Ending, error) {
	said := e.Result.Name()
	if e.Item == 0 {
		e.Item = visit.Item
	}
	if e.Item != 0 {
		i, err := s.guide.In(ctx, visit.Community, e.Item)
		if err != nil {
			return booking.Ending{}, err
		}
		said += " " + i.Name
	}
	if e.Result != Taken {
		return booking.Ending{Result: said}, nil
	}
	if visit.Person != 0 {
		e.For = visit.Person
	}
	if e.For == 0 {
		return booking.Ending{}, ErrName
	}
	who.Request = "" // the visit ends once
	made, err := s.errands.Within(tx).Enter(ctx, who, errand.Wish{Item: e.Item, For: e.For, Words: e.Words, Take: true})
	return booking.Ending{Result: said, Person: e.For, Errand: made.ID}, err
}
