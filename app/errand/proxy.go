package errand

import (
	"context"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/when"
)

// Asking is a mandate for which a resident is asked, and on paper and at the counter its proof.
type Asking struct {
	Powers  []Power
	Until   when.Date
	Way     Way   // Unsigned: the resident answers by themselves
	Paper   int64 // OnPaper
	Witness int64 // AtCounter: the second member of staff
}

// Propose asks the resident to let the proxy do exactly this until a day, or notes that they did on paper or at the counter before two
// members of staff. Faults: ErrMissing, ErrNotYours, ErrState, ErrPowers, ErrProof.
func (s *Service) Propose(ctx context.Context, who auth.Actor, id int64, a Asking) (Errand, error) {
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		if err := d.errand.need(Gathering, Waiting, HandedIn, Done); err != nil {
			return Event{}, err
		}
		m := Mandate{Errand: d.errand.ID, Proxy: d.errand.Holder, Powers: a.Powers, Until: a.Until, AskedBy: who.Person, AskedAt: d.now}
		if err := m.check(when.DateOf(d.now)); err != nil {
			return Event{}, err
		}
		if err := d.prove(&m, a); err != nil {
			return Event{}, err
		}
		if err := d.endMandate(); err != nil {
			return Event{}, err
		}
		return d.ask(m)
	})
}

// prove notes how a mandate was given in front of staff.
func (d *deed) prove(m *Mandate, a Asking) error {
	switch a.Way {
	case Unsigned:
		return nil
	case OnPaper:
		if a.Paper == 0 {
			return ErrProof
		}
		if err := paper.Use(d.ctx, d.tx, a.Paper, d.errand.Person, d.errand.About(), d.who.Person, d.now); err != nil {
			return err
		}
		m.Paper = a.Paper
	case AtCounter:
		here, err := person.Acting(d.ctx, d.tx, d.now, below(d.tree, d.errand.Community), auth.Keepers...)
		if err != nil {
			return err
		}
		if a.Witness == d.who.Person || !slices.Contains(here, a.Witness) {
			return ErrProof
		}
		m.Witness = a.Witness
	default:
		return ErrProof
	}
	m.Way, m.GivenBy, m.GivenAt = a.Way, d.who.Person, d.now
	return nil
}

// ask saves a mandate and asks the resident unless it was given already.
func (d *deed) ask(m Mandate) (Event, error) {
	if err := d.tx.AddMandate(d.ctx, &m); err != nil {
		return Event{}, err
	}
	name, err := d.tx.NameOf(d.ctx, m.Proxy)
	if err != nil {
		return Event{}, err
	}
	said := "委托" + name + SayPowers(m.Powers) + "，到" + m.Until.Say()
	if m.Way != Unsigned {
		return did(DidMandate, said), d.audit("errand.mandate")
	}
	return did(DidPropose, said), d.resident(noticeMandate, said)
}

// Agree gives the mandate that waits for the resident. Faults: ErrMissing, ErrNoMandate.
func (s *Service) Agree(ctx context.Context, who auth.Actor, id int64, way Way) (Errand, error) {
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		m, err := d.tx.MandateOf(ctx, id)
		if err != nil {
			return Event{}, err
		}
		if !m.Pending(when.DateOf(d.now)) {
			return Event{}, ErrNoMandate
		}
		m.Way, m.GivenBy, m.GivenAt = way, who.Person, d.now
		if err := d.tx.SaveMandate(ctx, m); err != nil {
			return Event{}, err
		}
		if err := d.audit("errand.mandate"); err != nil {
			return Event{}, err
		}
		said := SayPowers(m.Powers) + "，到" + m.Until.Say()
		return did(DidMandate, said), d.proxy("居民已委托：" + said)
	})
}

// Revoke ends the mandate at once: what is handed in stays, nothing more is done in the resident's name. Faults: ErrMissing,
// ErrNoMandate.
func (s *Service) Revoke(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		m, err := d.tx.MandateOf(ctx, id)
		if err != nil {
			return Event{}, err
		}
		if m.ID == 0 || !m.EndedAt.IsZero() {
			return Event{}, ErrNoMandate
		}
		if err := d.endMandate(); err != nil {
			return Event{}, err
		}
		if err := d.audit("errand.revoke"); err != nil {
			return Event{}, err
		}
		return did(DidRevoke, ""), d.proxy("居民收回了委托")
	})
}

// needMandate returns ErrMandate unless the actor may use the power in the resident's name today.
func (d *deed) needMandate(p Power) error {
	m, err := d.tx.MandateOf(d.ctx, d.errand.ID)
	if err != nil {
		return err
	}
	if !m.Holds(d.who.Person, p, when.DateOf(d.now)) {
		return ErrMandate
	}
	return nil
}

// endMandate ends the mandate, if there is one.
func (d *deed) endMandate() error {
	m, err := d.tx.MandateOf(d.ctx, d.errand.ID)
	if err != nil || m.ID == 0 || !m.EndedAt.IsZero() {
		return err
	}
	m.EndedAt = d.now
	return d.tx.SaveMandate(d.ctx, m)
}

// passMandate ends the mandate of the former proxy and asks the resident for the same for the new one.
func (d *deed) passMandate(to Proxy) error {
	m, err := d.tx.MandateOf(d.ctx, d.errand.ID)
	if err != nil || m.ID == 0 || !m.EndedAt.IsZero() {
		return err
	}
	if err := d.endMandate(); err != nil {
		return err
	}
	next := Mandate{Errand: m.Errand, Proxy: to.Person, Powers: m.Powers, Until: m.Until, AskedBy: d.who.Person, AskedAt: d.now}
	line, err := d.ask(next)
	if err != nil {
		return err
	}
	line.Stamp(auth.Actor{Person: d.who.Person}, d.now.Add(time.Nanosecond))
	return d.tx.AddErrandEvent(d.ctx, d.errand.ID, line)
}
