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

// Board is everything of one session, for who works there.
type Board struct {
	Service  Service
	Session  Session
	Seated   []Booking // who has a place, or had one and did not come, by number
	Waitlist []Booking // who waits or thinks about an offer, in the order in which they are asked
	Ended    []Booking // who gave back, by rank and time
	Line     Line
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

// Board returns a session as who works in it sees it: a provider those who have a place, staff everybody. Faults: ErrNoSession.
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
	b.Sort(all)
	if from == Provider { // who has no place is none of his business
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

// ToCall returns the bookings that wait until staff have called somebody who did not come twice, the nearest first.
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

// Record returns one page of what was done for somebody, newest first: for himself (0), or for one of his family. Faults: ErrFor.
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

// KeepAnswers is how long after the day the answers are kept that somebody gave.
const KeepAnswers = 30 * 24 * time.Hour

// EraseOldAnswers erases the answers of bookings whose day was a month ago.
func (d *Desk) EraseOldAnswers(ctx context.Context) error {
	return d.store.EraseOldAnswers(ctx, d.now().Add(-KeepAnswers))
}
