package booking

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
	"linli/app/when"
)

// What can go wrong at a counter.
var (
	ErrClosed  = fault.New(fault.Conflict, "booking.closed", "窗口现在不办公，请看办公时间")
	ErrUnended = fault.New(fault.Conflict, "booking.unended", "请先登记这一位办了什么，再叫下一位")
	ErrCounter = fault.New(fault.Conflict, "booking.counter", "这是窗口的服务，请在“窗口”里维护")
)

// TicketBefore is how long before the opening numbers are given.
const TicketBefore = time.Hour

// Coming is a person at a counter who takes a number (取号).
type Coming struct {
	Service int64
	Person  int64  // 0: the actor, or from staff somebody without a name
	Item    int64  // of the guide; 0 unknown
	Mark    string // of the code of the place; staff need none
}

// Ticket puts a person into the queue of a counter. A person with a booking is checked in, also when late; a person with a number keeps it.
// Faults: ErrNoService, ErrFor, ErrClosed, place.ErrMissing, place.ErrDoor.
func (d *Desk) Ticket(ctx context.Context, who auth.Actor, c Coming) (Booking, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Booking{}, err
	}
	s, err := d.counter(ctx, c.Service)
	if err != nil {
		return Booking{}, err
	}
	source, err := d.comes(ctx, who, &c, s)
	if err != nil {
		return Booking{}, err
	}
	session, err := d.opened(ctx, s)
	if err != nil {
		return Booking{}, err
	}
	now := d.now()
	for range 3 { // a parallel request of the same person may be first
		if b, err := d.known(ctx, who, session.ID, c.Person); !errors.Is(err, ErrMissing) {
			return b, err
		}
		b := Booking{
			Community: s.Community, Service: s.ID, Session: session.ID, Person: c.Person, By: who.Person, Source: source, Request: who.Request,
			State: Arrived, Seated: true, Week: session.Week(), Item: c.Item, CreatedAt: now, ArrivedAt: now, // the same: a number, not a booked time
		}
		err := d.inSession(ctx, who, session.ID, func(deed *deed) error { return deed.ticket(&b) })
		if !errors.Is(err, errAgain) {
			return b, err
		}
	}
	return Booking{}, ErrTwice
}

// counter returns the service of a counter, or ErrNoService.
func (d *Desk) counter(ctx context.Context, id int64) (Service, error) {
	s, err := d.Service(ctx, id)
	if err == nil && (!s.Rules.Counter || !s.EndedAt.IsZero()) {
		err = ErrNoService
	}
	return s, err
}

// comes says how somebody comes: staff write down anybody, others only themselves and with the code of the place.
func (d *Desk) comes(ctx context.Context, who auth.Actor, c *Coming, s Service) (Source, error) {
	staff, err := d.covers(ctx, who, s.Community)
	if err != nil {
		return "", err
	}
	if staff && c.Mark == "" {
		if c.Person == 0 {
			return Counter, nil
		}
		_, err := d.store.Person(ctx, c.Person)
		return Counter, err
	}
	if c.Person != 0 && c.Person != who.Person {
		return "", ErrFor
	}
	c.Person = who.Person
	_, err = d.door(ctx, s.PlaceID, c.Mark)
	return Self, err
}

// opened returns the session in which numbers are given now. Faults: ErrClosed.
func (d *Desk) opened(ctx context.Context, s Service) (Session, error) {
	all, err := d.today(ctx, s)
	if err != nil {
		return Session{}, err
	}
	now := d.now()
	i := slices.IndexFunc(all, func(o Session) bool { return o.State == Open && now.Before(o.EndAt) })
	if i < 0 || now.Before(all[i].BeginAt.Add(-TicketBefore)) {
		return Session{}, ErrClosed
	}
	return all[i], nil
}

// today returns the sessions of a service today, in order of time.
func (d *Desk) today(ctx context.Context, s Service) ([]Session, error) {
	day := when.DateOf(d.now())
	week, err := d.Week(ctx, s.Community, day)
	if err != nil {
		return nil, err
	}
	var all []Session
	for _, o := range week {
		if o.Service.ID == s.ID && o.Session.Day == day {
			all = append(all, o.Session)
		}
	}
	return all, nil
}

// known returns the booking that the request made before, or the person's booking or number in the session, checked in. Faults: ErrMissing.
func (d *Desk) known(ctx context.Context, who auth.Actor, session, person int64) (Booking, error) {
	if who.Request != "" {
		if b, err := d.store.Requested(ctx, who.Person, who.Request); !errors.Is(err, ErrMissing) {
			return b, err
		}
	}
	if person == 0 {
		return Booking{}, ErrMissing
	}
	b, err := d.store.Living(ctx, session, person)
	if err != nil || b.State == Arrived || b.State == Called {
		return b, err
	}
	return d.act(ctx, who, b.ID, func(deed *deed, b *Booking) error {
		if b.State != Released {
			return b.Arrive(nil, deed.now)
		}
		p, err := deed.tx.LockPeriod(ctx, b.Period)
		if err != nil {
			return err
		}
		if p.Free == 0 {
			p.grow()
		}
		if err := b.Arrive(p.retake, deed.now); err != nil {
			return err
		}
		return deed.tx.SavePeriod(ctx, p)
	})
}

// grow adds a free place, so that a full half-hour refuses nobody at the counter.
func (p *Period) grow() {
	p.Places, p.Want, p.Extra, p.Free = p.Places+1, p.Want+1, p.Extra+1, p.Free+1
}

// ticket gives a number of the half-hour in which the person came. Faults: ErrClosed; errAgain when the person has one.
func (d *deed) ticket(b *Booking) error {
	if d.session.State != Open {
		return ErrClosed
	}
	all, err := d.tx.LockPeriods(d.ctx, d.session.ID)
	if err != nil {
		return err
	}
	at := 0
	for i := range all {
		if !d.now.Before(all[i].BeginAt) {
			at = i
		}
	}
	p := &all[at]
	p.grow()
	p.Free, p.Taken, p.Numbered = p.Free-1, p.Taken+1, p.Numbered+1
	b.Period, b.Number, b.BeginAt, b.EndAt = p.ID, p.First+p.Numbered, p.BeginAt, d.session.EndAt
	if err := d.tx.SavePeriod(d.ctx, *p); err != nil {
		return err
	}
	added, err := d.tx.AddBooking(d.ctx, b)
	if err == nil && !added {
		err = errAgain
	}
	return err
}

// Next calls the next person of a counter: of the morning first. Faults: ErrNoService, ErrNobody, ErrUnended while the actor has not said
// what the person called before came for.
func (d *Desk) Next(ctx context.Context, who auth.Actor, service int64) (Booking, error) {
	s, err := d.counter(ctx, service)
	if err != nil {
		return Booking{}, err
	}
	if ok, err := d.covers(ctx, who, s.Community); err != nil || !ok {
		return Booking{}, either(err, ErrNoService)
	}
	all, err := d.today(ctx, s)
	if err != nil {
		return Booking{}, err
	}
	for _, one := range all {
		b, err := d.CallNext(ctx, who, one.ID)
		if !errors.Is(err, ErrNobody) {
			return b, err
		}
	}
	return Booking{}, ErrNobody
}

// Ending is how a visit to a counter ended.
type Ending struct {
	Result string // one word, and what it was about
	Person int64  // somebody who came without a name and told it; 0 nobody
	Errand int64  // which it became; 0 none
}

// EndVisit ends the visit of a called person; ended runs once, in the same transaction. Ending again changes nothing. Faults: ErrMissing,
// ErrState, ErrResult, those of ended.
func (d *Desk) EndVisit(ctx context.Context, who auth.Actor, id int64, ended func(Booking) (Ending, error)) (Booking, error) {
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error {
		if b.State == Done {
			return nil
		}
		if b.State != Called || !deed.service.Rules.Counter {
			return ErrState
		}
		e, err := ended(*b)
		if err != nil {
			return err
		}
		if b.Person == 0 {
			b.Person = e.Person
		}
		b.Errand = e.Errand
		return deed.finish(b, e.Result)
	})
}

// OnDay is the queue of a counter on one day.
type OnDay struct {
	Sessions []Session
	All      []Booking // by number
	Line     Line
}

// Today returns the queue of a counter today, for anybody: who reads it shows numbers, or has the right to more. Faults: ErrNoService.
func (d *Desk) Today(ctx context.Context, service int64) (OnDay, error) {
	s, err := d.counter(ctx, service)
	if err != nil {
		return OnDay{}, err
	}
	var day OnDay
	if day.Sessions, err = d.today(ctx, s); err != nil {
		return OnDay{}, err
	}
	for _, one := range day.Sessions {
		all, err := d.store.Everybody(ctx, one.ID)
		if err != nil {
			return OnDay{}, err
		}
		day.All = append(day.All, all...)
	}
	slices.SortStableFunc(day.All, func(a, b Booking) int { return a.Number - b.Number })
	day.Line = Queue(day.All)
	return day, nil
}

// Times returns the sessions of a counter in the next days that have not ended, with what is free. Faults: ErrNoService.
func (d *Desk) Times(ctx context.Context, service int64) ([]Session, error) {
	s, err := d.counter(ctx, service)
	if err != nil {
		return nil, err
	}
	now := d.now()
	var all []Session
	for _, day := range []when.Date{when.DateOf(now), when.DateOf(now.AddDate(0, 0, 7))} {
		week, err := d.Week(ctx, s.Community, day)
		if err != nil {
			return nil, err
		}
		for _, o := range week {
			if o.Service.ID == s.ID && o.Session.State == Open && now.Before(o.Session.EndAt) && !now.Before(o.Session.OpensAt) {
				all = append(all, o.Session)
			}
		}
	}
	return all, nil
}

// Held returns the sessions of a service that are held between two moments. Faults: ErrNoService.
func (d *Desk) Held(ctx context.Context, service int64, from, to time.Time) ([]Session, error) {
	s, err := d.Service(ctx, service)
	if err != nil {
		return nil, err
	}
	all, err := d.store.Sessions(ctx, s.Community, when.DateOf(from).Time(), to)
	return slices.DeleteFunc(all, func(o Session) bool { return o.Service != service || o.State != Open || !o.EndAt.After(from) }), err
}

// TellBooked tells those who have booked a time between two moments in a session something about it, inside the caller's transaction. It
// returns how many they are.
func (d *Desk) TellBooked(ctx context.Context, tx Tx, s Session, from, to time.Time, kind notify.Kind) (told int, err error) {
	service, err := d.Service(ctx, s.Service)
	if err != nil {
		return 0, err
	}
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return 0, err
	}
	booked, err := tx.BookingsIn(ctx, s.ID, Confirmed)
	if err != nil {
		return 0, err
	}
	deed := &deed{ctx: ctx, tx: tx, now: d.now(), tree: tree, service: service, session: s}
	for _, b := range booked {
		if b.BeginAt.Before(from) || !b.BeginAt.Before(to) {
			continue
		}
		if err := deed.tell(b, kind, nil); err != nil {
			return told, err
		}
		told++
	}
	return told, nil
}
