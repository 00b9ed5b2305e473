package booking

import (
	"fmt"
	"maps"

	"linli/app/notify"
	"linli/app/when"
)

// About is the prefix of the subject in notices about bookings.
const About = "booking"

type facts = notify.Facts

// booked tells the person that they have a place or a rank.
func (d *deed) booked(b Booking) error {
	switch {
	case b.State == Waiting:
		return d.tell(b, noticeWaiting, nil)
	case b.ByPhone:
		return d.tell(b, noticeByPhone, nil)
	}
	return d.tell(b, noticeBooked, nil)
}

// tell writes a notice to the person served, and to the booker unless a clerk booked. A person without a channel is
// skipped if the booker is notified; otherwise the notice goes to the undelivered list.
func (d *deed) tell(b Booking, kind notify.Kind, more facts) error {
	to := []int64{b.Person}
	if b.By != b.Person && (b.Source == Family || b.Source == Steward) {
		reachable, err := d.tx.Addresses(d.ctx, b.Person)
		if err != nil {
			return err
		}
		if to = []int64{b.By}; len(reachable) > 0 {
			to = append(to, b.Person)
		}
	}
	for _, who := range to {
		n := kind.To(who, b.Community, fmt.Sprintf("%s:%d", About, b.ID), d.facts(b))
		maps.Copy(n.Facts, more)
		if err := notify.Tell(d.ctx, d.tx, n, d.now); err != nil {
			return err
		}
	}
	return nil
}

// facts returns what a notice about a booking may say: never why a person came.
func (d *deed) facts(b Booking) facts {
	f := facts{
		notify.FactTitle: d.service.Name, notify.FactAt: when.Full(b.BeginAt), notify.FactPlace: d.place(), notify.FactState: b.State.Name(),
		notify.FactNumber: b.Code(), notify.FactCount: fmt.Sprint(b.Number), factRank: fmt.Sprint(b.Rank), notify.FactWords: d.service.Name + " " + when.Say(b.BeginAt),
	}
	if !b.OfferTill.IsZero() {
		f[notify.FactDue] = when.Full(b.OfferTill)
	}
	return f
}

// place says where the service is, as on a sign.
func (d *deed) place() string { return SayPlace(d.tree, d.service) }
