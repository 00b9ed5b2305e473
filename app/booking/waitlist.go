package booking

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/when"
)

// OfferJob is the job that ends the offer of the booking it refers to. At the end of the night it first sends the
// offer.
const OfferJob job.Kind = "booking.offer"

// leastHold is the shortest time for which a place is worth holding.
const leastHold = 5 * time.Minute

// OfferSpan returns from when and until when a freed place is held for the next one: not at night, and not beyond the
// beginning. Time that the night cuts off an evening's offer is added in the morning, so that no sleeping person is
// passed over. false: no time is left, the place is released to everybody.
func OfferSpan(hold time.Duration, p Period, now time.Time) (at, till time.Time, ok bool) {
	at = when.Nights.Next(now)
	till = when.Nights.Wait(now, hold)
	if till.After(p.BeginAt) {
		till = p.BeginAt
	}
	return at, till, till.Sub(at) >= leastHold
}

// vacate gives back a place of a locked period that was counted in from (Taken, Held or Kept): a surplus place
// disappears, another is held for the next of the waitlist, or is free. fresh: only bookings without an expired offer
// are asked.
func (d *deed) vacate(p *Period, from *int, fresh bool) error {
	*from--
	if p.shrink() {
		return nil
	}
	at, till, ok := OfferSpan(d.service.Rules.hold(), *p, d.now)
	if !ok || d.session.State != Open {
		p.Free++
		return nil
	}
	next, err := d.tx.NextWaiting(d.ctx, d.session.ID, fresh)
	if errors.Is(err, ErrMissing) {
		p.Free++
		return nil
	}
	if err != nil {
		return err
	}
	p.Held++
	next.Offer(*p, at, till)
	again, err := d.offer(&next)
	if err != nil {
		return err
	}
	if err := d.tx.SaveBooking(d.ctx, next); err != nil {
		return err
	}
	return d.tx.AddJob(d.ctx, OfferJob, next.ID, again)
}

// offer tells the person of the held place, once and not at night. It returns when to look again.
func (d *deed) offer(b *Booking) (again time.Time, err error) {
	if d.now.Before(b.OfferAt) {
		return b.OfferAt, nil
	}
	if b.Reminded.Has(OfOffer) {
		return b.OfferTill, nil
	}
	b.Reminded |= OfOffer
	return b.OfferTill, d.tell(*b, noticeOffer, facts{notify.FactWords: "要请回复“要”，否则“不要”"})
}

// fill offers the free places of a period to the waitlist.
func (d *deed) fill(p *Period) error {
	for p.Free > 0 && d.session.Waiting > 0 {
		before := p.Free
		p.Free-- // as if it were given back now
		p.Taken++
		if err := d.vacate(p, &p.Taken, false); err != nil {
			return err
		}
		if p.Free == before {
			return nil
		}
	}
	return nil
}

// Offer is the work of OfferJob.
func (d *Desk) Offer(ctx context.Context, booking int64) (again time.Time, err error) {
	_, err = d.act(ctx, auth.Actor{}, booking, func(deed *deed, b *Booking) error {
		if b.State != Offered {
			return nil
		}
		if deed.now.Before(b.OfferTill) {
			again, err = deed.offer(b)
			return err
		}
		again = time.Time{}
		return deed.expire(b)
	})
	return again, none(err, ErrMissing)
}

// expire passes over a booking whose offer is over, and offers the place to the next.
func (d *deed) expire(b *Booking) error {
	till := b.OfferTill // Expire clears it
	p, err := d.tx.LockPeriod(d.ctx, b.Period)
	if err != nil || !b.Expire(d.now) {
		return err
	}
	if b.State == Expired {
		d.session.Waiting--
	}
	if err := d.tx.SaveBooking(d.ctx, *b); err != nil { // before the next is looked for
		return err
	}
	if err := d.tell(*b, noticeOfferOver, facts{notify.FactWords: "没有等到您的确认", notify.FactDue: when.Full(till)}); err != nil {
		return err
	}
	if err := d.vacate(&p, &p.Held, true); err != nil {
		return err
	}
	return d.tx.SavePeriod(d.ctx, p)
}
