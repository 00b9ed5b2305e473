package booking

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/family"
	"linli/app/pages"
	"linli/app/when"
)

// Board is everything of one session, for those who work in it.
type Board struct {
	Service  Service
	Session  Session
	Seated   []Booking // bookings that have a place, or had one and missed, by number
	Waitlist []Booking // bookings that wait or have an offer, in the order in which they are asked
	Ended    []Booking // bookings given back, by rank and time
	Line     Line
	Heard    map[int64][]int64 // at a reception: numbers of the reports of what somebody said, by booking
}

// Sort puts the bookings of a session onto its board.
func (b *Board) Sort(all []Booking) {
	for _, one := range all {
		switch one.State {
		case Waiting, Offered:
			b.Waitlist = append(b.Waitlist, one)
		case Cancelled, Declined, Expired:
			b.Ended = append(b.Ended, one)
		default:
			b.Seated = append(b.Seated, one)
		}
	}
	slices.SortStableFunc(b.Seated, func(a, o Booking) int { return a.Number - o.Number })
	slices.SortStableFunc(b.Waitlist, func(a, o Booking) int {
		if a.Passed != o.Passed {
			return a.Passed - o.Passed
		}
		return a.Rank - o.Rank
	})
	b.Line = Queue(all)
}

// Board returns a session for an actor who works in it: a provider sees the bookings with a place, staff see all.
// Faults: ErrNoSession.
func (d *Desk) Board(ctx context.Context, who auth.Actor, session int64) (Board, error) {
	s, err := d.store.Session(ctx, session)
	if err != nil {
		return Board{}, err
	}
	from, err := d.duty(ctx, who, s)
	if err != nil || from == Outside {
		return Board{}, either(err, ErrNoSession)
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return Board{}, err
	}
	all, err := d.store.Everybody(ctx, session)
	if err != nil {
		return Board{}, err
	}
	b := Board{Service: c.Service(s.Service), Session: s}
	if b.Service.Kind == Reception {
		if b.Heard, err = d.store.HeardIn(ctx, session); err != nil {
			return Board{}, err
		}
	}
	b.Sort(all)
	if from == Provider { // a provider does not see the waitlist
		b.Waitlist, b.Ended = nil, nil
	}
	return b, nil
}

// providerDays is how many days a provider sees: today and a week.
const providerDays = 8

// Serving returns the sessions in which the actor serves, today and in the next seven days, in order of time.
func (d *Desk) Serving(ctx context.Context, who auth.Actor) ([]Scheduled, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, err
	}
	today := when.DateOf(d.now()).Time()
	found, err := d.store.Serving(ctx, who.Person, today, today.AddDate(0, 0, providerDays))
	if err != nil {
		return nil, err
	}
	all := make([]Scheduled, len(found))
	for i, s := range found {
		all[i] = Scheduled{c.Service(s.Service), s}
	}
	return all, nil
}

// ServicesOf returns the services in whose sessions of these days the actor serves, by id.
func (d *Desk) ServicesOf(ctx context.Context, who auth.Actor) ([]int64, error) {
	found, err := d.Serving(ctx, who)
	var all []int64
	for _, s := range found {
		if !slices.Contains(all, s.Service.ID) {
			all = append(all, s.Service.ID)
		}
	}
	slices.Sort(all)
	return all, err
}

// counters returns the communities at whose counter the actor works.
func (d *Desk) counters(ctx context.Context, who auth.Actor) ([]int64, error) {
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, path := range who.Paths(auth.Keepers...) {
		if path == "" {
			continue
		}
		for _, c := range tree.Under(path, area.Community) {
			all = append(all, c.ID)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// ToCall returns the bookings that count only after staff have called the person because of earlier no-shows, the
// nearest first.
func (d *Desk) ToCall(ctx context.Context, who auth.Actor) ([]Mine, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	communities, err := d.counters(ctx, who)
	if err != nil || len(communities) == 0 {
		return nil, err
	}
	all, err := d.store.ToCall(ctx, communities, d.now())
	if err != nil {
		return nil, err
	}
	return d.mine(ctx, all)
}

// CountToCall returns how many bookings wait for a call of the actor.
func (d *Desk) CountToCall(ctx context.Context, who auth.Actor) (int, error) {
	communities, err := d.counters(ctx, who)
	if err != nil || len(communities) == 0 {
		return 0, err
	}
	return d.store.CountToCall(ctx, communities, d.now())
}

// Record returns one page of what was done for the actor (of is 0) or one of their family, newest first. Faults:
// ErrFor.
func (d *Desk) Record(ctx context.Context, who auth.Actor, of, before int64) (pages.Page[Mine], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Mine]{}, err
	}
	if of == 0 {
		of = who.Person
	}
	if of != who.Person {
		if ok, err := family.MayActFor(ctx, d.store, who.Person, of); err != nil || !ok {
			return pages.Page[Mine]{}, either(err, ErrFor)
		}
	}
	all, err := d.store.Record(ctx, of, before, pages.Size)
	if err != nil {
		return pages.Page[Mine]{}, err
	}
	return d.minePage(ctx, all)
}

// KeepAnswers is how long after the day a booking keeps its answers.
const KeepAnswers = 30 * 24 * time.Hour

// EraseOldAnswers erases the answers of bookings whose day was a month ago.
func (d *Desk) EraseOldAnswers(ctx context.Context) error {
	return d.store.EraseOldAnswers(ctx, d.now().Add(-KeepAnswers))
}
