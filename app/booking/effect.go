package booking

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/place"
	"linli/app/when"
)

// Effect is what a change of the timetable did to existing sessions.
type Effect struct {
	Changed int       // follow the new timetable
	Kept    []Session // unchanged because they have bookings: staff may cancel or keep them
}

// of keeps only the unchanged sessions that these selects.
func (e Effect) of(these func(Session) bool) Effect {
	e.Kept = slices.DeleteFunc(e.Kept, func(s Session) bool { return !these(s) })
	return e
}

// follow makes the coming sessions of a service equal to the timetable, and creates missing ones. Doing it again
// changes nothing; the hourly job repeats it after a crash half-way.
func (d *Desk) follow(ctx context.Context, service int64) (Effect, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return Effect{}, err
	}
	s := c.Service(service)
	defer d.changed(ctx, s.Community)
	sessions, err := d.store.Coming(ctx, service, d.now())
	if err != nil {
		return Effect{}, err
	}
	var effect Effect
	for _, one := range sessions {
		kept, changed, err := d.adapt(ctx, c, s, one)
		if err != nil {
			return effect, err
		}
		if kept {
			effect.Kept = append(effect.Kept, one)
		}
		if changed {
			effect.Changed++
		}
	}
	_, err = d.materialise(ctx, c, s.Community, when.DateOf(d.now()), s.Rules.Ahead+7)
	return effect, err
}

// adapt makes one session equal to the timetable, if no booking is harmed. kept: it is not possible.
func (d *Desk) adapt(ctx context.Context, c *Catalogue, s Service, one Session) (kept, changed bool, err error) {
	times, err := d.times.Get(ctx)
	if err != nil {
		return false, false, err
	}
	plan, planned := c.plan(s, one.Entry, one.Day, times.Calendar())
	if planned && plan.same(one) && one.Place == s.PlaceID {
		return false, false, nil
	}
	err = d.inSession(ctx, auth.Actor{}, one.ID, func(deed *deed) error {
		kept, changed = false, false
		now := &deed.session
		if now.Periods, err = deed.tx.LockPeriods(ctx, now.ID); err != nil || now.State != Open {
			return err
		}
		if err := deed.leaveHours(); err != nil {
			return err
		}
		switch {
		case planned && plan.shape(*now):
			changed = !plan.same(*now)
			if err := deed.takeHours(s.PlaceID); err != nil || !changed {
				return err
			}
			return deed.resize(plan)
		case now.Empty() && planned:
			changed = true
			now.BeginAt, now.EndAt, now.TendedAt = plan.BeginAt, plan.EndAt, time.Time{}
			now.take(plan)
			if err := deed.takeHours(s.PlaceID); err != nil {
				return err
			}
			if err := deed.tx.ReplacePeriods(ctx, now.ID, plan.Periods); err != nil {
				return err
			}
			return deed.tx.AddJob(ctx, TendJob, now.ID, deed.now)
		case now.Empty():
			changed = true
			return deed.tx.DeleteSession(ctx, now.ID)
		}
		kept = true
		return deed.takeHours(s.PlaceID)
	})
	if errors.Is(err, place.ErrHeld) { // a group has the place; staff see that the session stayed as it was
		return true, false, nil
	}
	return kept, changed, none(err, ErrNoSession)
}

// plan returns the session of an entry on a day according to the timetable now, or false.
func (c *Catalogue) plan(s Service, entry int64, day when.Date, days Holidays) (Session, bool) {
	for _, e := range c.Entries(s.ID) {
		if e.ID == entry && s.EndedAt.IsZero() {
			held, ok := e.On(day, days, c.exceptions)
			return Plan(s, held, day), ok
		}
	}
	return Session{}, false
}

// take takes over what may change although there are bookings.
func (s *Session) take(plan Session) {
	s.OpensAt, s.WaitMost, s.Host, s.Providers = plan.OpensAt, plan.WaitMost, plan.Host, plan.Providers
}

// resize gives the periods the planned number of places and offers free ones to the waitlist.
func (d *deed) resize(plan Session) error {
	d.session.take(plan)
	for i := range d.session.Periods {
		p := &d.session.Periods[i]
		p.Resize(plan.Periods[i].Want + p.Extra)
		if d.session.keeps(*p) {
			p.Kept = plan.Periods[i].Kept
			p.Free = p.Places - p.Kept
		}
		if err := d.fill(p); err != nil {
			return err
		}
		if err := d.tx.SavePeriod(d.ctx, *p); err != nil {
			return err
		}
	}
	return nil
}

// shape says whether two sessions have the same periods.
func (s Session) shape(o Session) bool {
	return slices.EqualFunc(s.Periods, o.Periods, func(a, b Period) bool { return a.BeginAt.Equal(b.BeginAt) && a.EndAt.Equal(b.EndAt) })
}

// keeps says whether the kept places of a period still follow the timetable: there are no bookings, and the kept places
// are not released yet.
func (s Session) keeps(p Period) bool {
	return s.Empty() && s.TendedAt.Before(p.BeginAt.Add(-ReleaseBefore))
}

// same says whether the session equals the planned one.
func (s Session) same(o Session) bool {
	return s.shape(o) && s.OpensAt.Equal(o.OpensAt) && s.WaitMost == o.WaitMost && s.Host == o.Host &&
		slices.Equal(s.Providers, o.Providers) &&
		slices.EqualFunc(s.Periods, o.Periods, func(a, b Period) bool {
			return a.Want == b.Want-b.Extra && (a.Kept == b.Kept || !o.keeps(b))
		})
}
