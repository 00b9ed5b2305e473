package booking

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/family"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/text"
)

// Standpoint is the role in which an actor looks at a booking.
type Standpoint int

// The standpoints, from the least power to the most.
const (
	Outside   Standpoint = iota
	Owner                // the person served, the booker except at the counter, family, and contacts of its org
	Provider             // serves in the session
	AtCounter            // staff of the community
)

// stand returns in which role the actor looks at a booking. Staff are the Owner of their own bookings.
func (d *Desk) stand(ctx context.Context, who auth.Actor, b Booking) (Standpoint, error) {
	if who.Person == 0 {
		return AtCounter, nil // the clock
	}
	if b.Person == who.Person {
		return Owner, nil
	}
	if ok, err := d.covers(ctx, who, b.Community); ok || err != nil {
		return AtCounter, err
	}
	if who.SpeaksFor(b.Org) {
		return Owner, nil
	}
	if b.By == who.Person {
		if ok, err := d.stillActs(ctx, who, b); ok || err != nil {
			return Owner, err
		}
	}
	s, err := d.store.Session(ctx, b.Session)
	if err != nil {
		return Outside, err
	}
	if slices.Contains(s.Providers, who.Person) {
		return Provider, nil
	}
	if ok, err := family.MayActFor(ctx, d.store, who.Person, b.Person); ok || err != nil {
		return Owner, err
	}
	return Outside, nil
}

// stillActs says whether the booker may still act for the person: a former clerk or steward may not.
func (d *Desk) stillActs(ctx context.Context, who auth.Actor, b Booking) (bool, error) {
	if b.Source == Family {
		return true, nil
	}
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return false, err
	}
	p, err := d.store.Person(ctx, b.Person)
	return tends(tree, who, p) != "", err
}

// covers says whether the actor works at the counter of a community.
func (d *Desk) covers(ctx context.Context, who auth.Actor, community int64) (bool, error) {
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return false, err
	}
	at, err := tree.Get(community)
	return err == nil && who.Covers(at.Path, auth.Keepers...), nil
}

// as is act for an actor in one of these roles. Faults: ErrMissing for everybody else.
func (d *Desk) as(ctx context.Context, who auth.Actor, id int64, roles []Standpoint, do func(*deed, *Booking, Standpoint) error) (Booking, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return b, err
	}
	from, err := d.stand(ctx, who, b)
	if err != nil {
		return Booking{}, err
	}
	if !slices.Contains(roles, from) {
		return Booking{}, ErrMissing
	}
	return d.act(ctx, who, id, func(deed *deed, b *Booking) error { return do(deed, b, from) })
}

// Cancel gives a place or a rank back: its owner until the cut-off, staff at any time with a reason. The place goes to
// the next of the waitlist in the same transaction. Cancelling again changes nothing. Faults: ErrMissing, ErrCutoff,
// ErrWords, ErrState.
func (d *Desk) Cancel(ctx context.Context, who auth.Actor, id int64, reason string) (Booking, error) {
	reason = report.Cut(text.Words(reason), 100)
	return d.as(ctx, who, id, []Standpoint{Owner, AtCounter}, func(deed *deed, b *Booking, from Standpoint) error {
		switch {
		case b.State == Cancelled:
			return nil
		case from == AtCounter && reason == "":
			return ErrWords
		case from == Owner:
			if err := b.MayCancel(deed.service.Rules.cutoff(), deed.now); err != nil {
				return err
			}
		}
		if err := deed.cancel(b, reason); err != nil || from == Owner {
			return err
		}
		return deed.tell(*b, noticeCancelled, facts{notify.FactWords: reason})
	})
}

// cancel ends a booking and gives back what it took, held or waited for.
func (d *deed) cancel(b *Booking, reason string) error {
	was := *b
	if err := b.Cancel(reason, d.now); err != nil {
		return err
	}
	return d.release(was, *b)
}

// release saves an ended booking and gives back what it took before.
func (d *deed) release(was, b Booking) error {
	if err := d.tx.SaveBooking(d.ctx, b); err != nil { // saved first, or the place would be offered to this booking again
		return err
	}
	switch {
	case was.State == Waiting:
		d.session.Waiting--
	case was.State == Offered:
		d.session.Waiting--
		return d.give(was.Period, held)
	case was.Seated && !b.Seated:
		return d.give(was.Period, taken)
	}
	return nil
}

// Accept takes the place that is held. Faults: ErrMissing, ErrState, ErrOfferOver one moment after its end, ErrLimit,
// ErrCancelled.
func (d *Desk) Accept(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.as(ctx, who, id, []Standpoint{Owner, AtCounter}, func(deed *deed, b *Booking, _ Standpoint) error {
		if b.State == Confirmed && b.Rank != 0 { // pressed twice
			return nil
		}
		if deed.session.State == CalledOff && b.State == Offered { // the notice of the cancellation is on its way
			return ErrCancelled
		}
		taken, err := deed.tx.TakenNths(deed.ctx, b.Service, b.Person, b.Week)
		if err != nil {
			return err
		}
		p, err := deed.tx.LockPeriod(deed.ctx, b.Period)
		if err != nil {
			return none2(err, ErrNoSession, ErrState)
		}
		if err := b.Accept(p.First+p.Numbered+1, deed.now); err != nil {
			return err
		}
		if b.Nth = NextNth(deed.service.Rules.PerWeek, taken); b.Nth < 0 {
			return ErrLimit
		}
		p.Held, p.Taken, p.Numbered = p.Held-1, p.Taken+1, p.Numbered+1
		deed.session.Waiting--
		if err := deed.tx.SavePeriod(deed.ctx, p); err != nil {
			return err
		}
		return deed.tell(*b, noticeBooked, nil)
	})
}

// Decline gives the held place to the next and leaves the waitlist. Faults: ErrMissing, ErrState.
func (d *Desk) Decline(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.as(ctx, who, id, []Standpoint{Owner, AtCounter}, func(deed *deed, b *Booking, _ Standpoint) error {
		if b.State == Declined {
			return nil
		}
		was := *b
		if err := b.Decline(deed.now); err != nil {
			return err
		}
		return deed.release(was, *b)
	})
}

// ConfirmByPhone notes that staff called the person after earlier no-shows and that they will come. Faults: ErrMissing,
// ErrState.
func (d *Desk) ConfirmByPhone(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.as(ctx, who, id, []Standpoint{AtCounter}, func(_ *deed, b *Booking, _ Standpoint) error {
		if !b.State.Alive() {
			return ErrState
		}
		b.ByPhone = false
		return nil
	})
}
