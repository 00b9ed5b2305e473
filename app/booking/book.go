package booking

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/family"
	"linli/app/fault"
	"linli/app/person"
)

// Wish is what a booker wants.
type Wish struct {
	Session int64
	Period  int64 // 0: the first with a free place
	For     int64 // the person served; 0: the actor
	Org     int64 // in whose name the actor, its contact, books for themselves; 0 for a person
	Answers Answers
	BeginAt time.Time // the beginning as the booker saw it; zero: not stated
	NoWait  bool      // do not join the waitlist
	Item    int64     // of the guide, at a counter
}

// remember is how long a no-show counts.
const remember = 90 * 24 * time.Hour

// missesBeforeCall is the number of no-shows after which staff call before a booking counts; nobody is excluded
// silently.
const missesBeforeCall = 2

// Why a transaction of Book was undone.
var (
	errAgain   = errors.New("a unique key has it already")
	errNoPlace = errors.New("no place is free")
)

// Book gives the person a place, or a rank in the waitlist when there is none. One SQL statement decides each place.
// The same who.Request returns the first booking. Faults: ErrNoSession, ErrCancelled, ErrNotYet, ErrLate, ErrFor, ErrOrg, those
// of Service.Admit and Service.Answer, ErrTwice, ErrLimit, ErrChanged, ErrFullTime, ErrFull.
func (d *Desk) Book(ctx context.Context, who auth.Actor, w Wish) (Booking, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Booking{}, err
	}
	if w.Org != 0 && w.For != 0 && w.For != who.Person {
		return Booking{}, ErrOrg
	}
	if d.knownFull(who, w) {
		return d.refused(ctx, who, w.Session, who.Person, ErrFull)
	}
	if d.within == nil { // a transaction that is open already must not queue for the limiter
		leave, err := d.doors.enter(ctx, w.Session)
		if err != nil {
			return Booking{}, err
		}
		if d.knownFull(who, w) {
			leave() // at once: hundreds wait for the same answer
			return d.refused(ctx, who, w.Session, who.Person, ErrFull)
		}
		defer leave()
	}
	a, err := d.attempt(ctx, who, w)
	if err != nil {
		return Booking{}, err
	}
	if err := a.full(d.now()); err != nil {
		if errors.Is(err, ErrFull) && !w.NoWait && w.Period == 0 {
			d.full.learn(w.Session, d.now())
		}
		return a.refused(ctx, d, err)
	}
	return d.try(ctx, a)
}

// knownFull says whether the session was full for anybody a moment ago.
func (d *Desk) knownFull(who auth.Actor, w Wish) bool {
	return w.Period == 0 && (w.For == 0 || w.For == who.Person) && d.full.knows(w.Session, d.now())
}

// try takes a place or a rank, or finds out why there is none.
func (d *Desk) try(ctx context.Context, a *attempt) (Booking, error) {
	for range 8 {
		b, err := a.tryOnce(ctx, d)
		if _, expected := fault.As(err); expected || errors.Is(err, errAgain) {
			b, err = a.refused(ctx, d, err)
		}
		if errors.Is(err, errAgain) {
			continue // a parallel booking of this person took the number: retry with the next number of the week
		}
		if err == nil {
			d.changed(ctx, b.Community)
		}
		return b, err
	}
	return Booking{}, ErrLimit
}

// attempt is one wish with everything that is read before a place is taken.
type attempt struct {
	wish    Wish
	who     auth.Actor
	service Service
	session Session
	draft   Booking
	counter bool
}

// attempt reads and checks. Nothing here decides about a place.
func (d *Desk) attempt(ctx context.Context, who auth.Actor, w Wish) (*attempt, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, err
	}
	a := &attempt{wish: w, who: who}
	if a.session, err = d.store.Session(ctx, w.Session); err != nil {
		return nil, err
	}
	a.service = c.Service(a.session.Service)
	served, source, err := d.served(ctx, who, w, a.service)
	if err != nil {
		return nil, err
	}
	a.counter = source == Counter
	if err := a.open(d.now()); err != nil {
		return nil, err
	}
	var tags []person.Tag
	if len(a.service.Rules.Tags) > 0 {
		if tags, err = d.store.TagsOf(ctx, served.ID); err != nil {
			return nil, err
		}
	}
	if err := a.service.Admit(served, tags, d.now()); err != nil {
		return nil, err
	}
	answers, err := a.service.Answer(w.Answers)
	a.draft = Booking{
		Community: a.session.Community, Service: a.service.ID, Session: a.session.ID, Person: served.ID, By: who.Person, Org: w.Org,
		Source: source, Request: who.Request, Week: a.session.Week(), Answers: answers, Item: w.Item, CreatedAt: d.now(),
		BeginAt: a.session.BeginAt, EndAt: a.session.EndAt,
	}
	return a, err
}

// served returns the person a booking is for and the actor's role: for themselves, for family, for residents of a
// steward's building or an officer's grid, for everybody at the counter, or in the name of an org, for one of its contacts.
// Faults: ErrFor, ErrOrg.
func (d *Desk) served(ctx context.Context, who auth.Actor, w Wish, s Service) (person.Person, Source, error) {
	id, own := cmp.Or(w.For, who.Person), Self
	if w.Org != 0 {
		if own = Unit; !who.SpeaksFor(w.Org) || s.Kind == Care {
			return person.Person{}, "", ErrOrg
		}
	}
	if id == who.Person && !s.Rules.asksWho() {
		return person.Person{ID: id}, own, nil
	}
	p, err := d.person(ctx, id)
	if err != nil {
		return p, "", none2(err, person.ErrMissing, ErrFor)
	}
	if p.ID == who.Person || w.Org != 0 {
		return p, own, nil
	}
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return p, "", err
	}
	if at, err := tree.Get(s.Community); err == nil && who.Covers(at.Path, auth.Keepers...) {
		return p, Counter, nil
	}
	ok, err := family.MayActFor(ctx, d.store, who.Person, p.ID)
	if err != nil || ok {
		return p, Family, err
	}
	if source := tends(tree, who, p); source != "" {
		return p, source, nil
	}
	return p, "", ErrFor
}

// person reads the person in the desk's own transaction, which may have changed them a moment ago.
func (d *Desk) person(ctx context.Context, id int64) (person.Person, error) {
	if d.within != nil {
		return d.within.LockPerson(ctx, id)
	}
	return d.store.Person(ctx, id)
}

// tends returns the role in which the actor looks after the person's home: Counter for an officer of the grid, Steward
// for a steward, "" for neither.
func tends(t *area.Tree, who auth.Actor, p person.Person) Source {
	home, err := t.Get(p.Home)
	switch {
	case err != nil:
		return ""
	case who.Covers(home.Path, auth.GridStaff...):
		return Counter
	case who.Covers(home.Path, auth.Stewards...):
		return Steward
	}
	return ""
}

// open returns nil when the wished period may be booked now.
func (a *attempt) open(now time.Time) error {
	last := Period{BeginAt: a.session.BeginAt, EndAt: a.session.EndAt}
	for _, p := range a.session.Periods {
		if a.wish.Period == 0 || a.wish.Period == p.ID {
			last = p
		}
	}
	if a.wish.Period != 0 && last.ID != a.wish.Period {
		return ErrNoSession
	}
	begin := a.session.BeginAt
	if a.wish.Period != 0 {
		begin = last.BeginAt
	}
	if !a.wish.BeginAt.IsZero() && !a.wish.BeginAt.Equal(begin) {
		return ErrChanged
	}
	return a.session.Bookable(a.service.Rules, last, a.counter, now)
}

// full returns ErrFull, or ErrFullTime, when by what was just read there is neither a place nor room in the waitlist.
func (a *attempt) full(now time.Time) error {
	if len(a.candidates(now)) > 0 {
		return nil
	}
	if a.wish.Period != 0 && a.session.Totals().Free > 0 {
		return ErrFullTime
	}
	if a.wish.NoWait || a.session.Waiting >= a.session.WaitMost {
		return ErrFull
	}
	return nil
}

// candidates returns the periods worth trying, in order: none that has begun, or at the counter none that is over.
func (a *attempt) candidates(now time.Time) []Period {
	return slices.DeleteFunc(slices.Clone(a.session.Periods), func(p Period) bool {
		return a.wish.Period != 0 && a.wish.Period != p.ID || p.Free == 0 && (!a.counter || p.Kept == 0) ||
			a.session.Bookable(a.service.Rules, p, a.counter, now) != nil
	})
}

func (a *attempt) refused(ctx context.Context, d *Desk, because error) (Booking, error) {
	if errors.Is(because, errAgain) && a.who.Request != "" { // the request belongs to another session, or to a booking that was cancelled since
		if b, err := d.store.Requested(ctx, a.who.Person, a.who.Request); err == nil || !errors.Is(err, ErrMissing) {
			return b, err
		}
	}
	return d.refused(ctx, a.who, a.session.ID, a.draft.Person, because)
}

// refused finds out why there is no place: the same request was fulfilled before, the person has a place already, or
// the given reason.
func (d *Desk) refused(ctx context.Context, who auth.Actor, session, served int64, because error) (Booking, error) {
	b, err := d.store.Living(ctx, session, served)
	switch {
	case errors.Is(err, ErrMissing):
		return Booking{}, because
	case err != nil:
		return Booking{}, err
	case who.Request != "" && b.Request == who.Request && b.By == who.Person:
		return b, nil
	}
	return Booking{}, ErrTwice
}

// tryOnce tries to take a place, and then a rank. errAgain: a unique key refused.
func (a *attempt) tryOnce(ctx context.Context, d *Desk) (Booking, error) {
	standing, err := d.store.Standing(ctx, a.service, a.draft.Person, a.draft.Week, d.now().Add(-remember))
	if err != nil {
		return Booking{}, err
	}
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return Booking{}, err
	}
	nth := NextNth(a.service.Rules.PerWeek, standing.Taken)
	if nth < 0 {
		return Booking{}, ErrLimit
	}
	var b Booking
	try := func(seat func(*deed, *Booking) error) error {
		return d.inTx(ctx, func(tx Tx) error {
			b = a.draft
			b.ByPhone = standing.Missed >= missesBeforeCall && !a.counter
			deed := &deed{ctx: ctx, tx: tx, who: a.who, now: d.now(), tree: tree, service: a.service, session: a.session}
			if err := seat(deed, &b); err != nil {
				return err
			}
			if b.State == Confirmed {
				b.Nth = nth
			}
			added, err := tx.AddBooking(ctx, &b)
			if err != nil {
				return err
			}
			if !added {
				return errAgain
			}
			return deed.booked(b)
		})
	}
	if err = try(a.take); errors.Is(err, errNoPlace) {
		err = try(a.wait)
	}
	return b, err
}

// wait takes a rank of the waitlist. A place may be given back after the check for a free one: giving back and joining
// both lock the session, so wait looks for a free place once more.
func (a *attempt) wait(d *deed, b *Booking) error {
	if a.wish.NoWait {
		return ErrFull
	}
	rank, joined, err := d.tx.JoinWaitlist(d.ctx, a.session.ID)
	if err != nil {
		return err
	}
	seen := a.session
	if a.session.Periods, err = d.tx.LockPeriods(d.ctx, a.session.ID); err != nil {
		return err
	}
	if !a.session.shape(seen) {
		return ErrChanged
	}
	switch err := a.take(d, b); {
	case err == nil && joined:
		return d.tx.LeaveWaitlist(d.ctx, a.session.ID)
	case !errors.Is(err, errNoPlace):
		return err
	case a.wish.Period != 0 && a.session.Totals().Free > 0:
		return ErrFullTime
	case !joined:
		return ErrFull
	}
	b.State, b.Rank, b.Period = Waiting, rank, 0
	return nil
}

// take takes the first free place, at the counter a kept one first, or returns errNoPlace.
func (a *attempt) take(d *deed, b *Booking) error {
	for _, p := range a.candidates(d.now) {
		for _, kept := range []bool{true, false} {
			if kept && !a.counter {
				continue
			}
			number, ok, err := d.tx.TakePlace(d.ctx, p.ID, kept)
			if err != nil {
				return err
			}
			if ok {
				b.State, b.Seated, b.Number, b.Period, b.BeginAt, b.EndAt = Confirmed, true, number, p.ID, p.BeginAt, p.EndAt
				return nil
			}
		}
	}
	return errNoPlace
}

// NextNth returns the first of a person's places in a week that is not taken, 0 without a limit, -1 when all are taken.
func NextNth(perWeek int, taken []int) int {
	if perWeek == 0 {
		return 0
	}
	for n := 1; n <= perWeek; n++ {
		if !slices.Contains(taken, n) {
			return n
		}
	}
	return -1
}

// none2 turns one expected fault into another.
func none2(err, expected, instead error) error {
	if errors.Is(err, expected) {
		return instead
	}
	return err
}
