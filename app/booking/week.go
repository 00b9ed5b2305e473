package booking

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/when"
)

// Scheduled is one line of a day: a session and its service.
type Scheduled struct {
	Service Service
	Session Session
}

// WeekToPrint is Week for an actor who arranges the services of the community. Faults: area.ErrMissing.
func (d *Desk) WeekToPrint(ctx context.Context, who auth.Actor, community int64, day when.Date) ([]Scheduled, error) {
	if _, _, err := d.manages(ctx, who, community); err != nil {
		return nil, err
	}
	return d.Week(ctx, community, day)
}

// Week returns what a community offers in the week of a day, in order of time. Missing sessions are made, except too
// far ahead. Faults: area.ErrMissing.
func (d *Desk) Week(ctx context.Context, community int64, day when.Date) ([]Scheduled, error) {
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := tree.Community(community); err != nil {
		return nil, err
	}
	monday := Monday(day)
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, err
	}
	sessions, err := d.weeks.Week(ctx, community, monday, func(ctx context.Context) ([]Session, error) {
		return d.materialise(ctx, c, community, monday, 7)
	})
	if err != nil {
		return nil, err
	}
	all := make([]Scheduled, 0, len(sessions))
	for _, s := range sessions {
		all = append(all, Scheduled{c.Service(s.Service), s})
	}
	return all, nil
}

// Materialise makes the sessions of every timetable for as far ahead as residents may book, and a week more, and
// repairs sessions that a crashed process left behind the timetable.
func (d *Desk) Materialise(ctx context.Context) error {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for community, services := range c.byCommunity {
		ahead := 0
		for _, s := range services {
			ahead = max(ahead, s.Rules.Ahead)
		}
		sessions, err := d.materialise(ctx, c, community, when.DateOf(d.now()), ahead+7)
		errs = append(errs, err)
		for _, s := range sessions {
			if s.State != Open || !s.BeginAt.After(d.now()) {
				continue
			}
			_, changed, err := d.adapt(ctx, c, c.Service(s.Service), s)
			errs = append(errs, err)
			if changed {
				d.changed(ctx, community)
			}
		}
	}
	return errors.Join(errs...)
}

// materialise makes the missing sessions of a community on some days, none in the past and none too far ahead, and
// returns all of them.
func (d *Desk) materialise(ctx context.Context, c *Catalogue, community int64, from when.Date, days int) ([]Session, error) {
	times, err := d.times.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := d.now()
	begin, end := from.Time(), from.Time().AddDate(0, 0, days)
	found, err := d.store.Sessions(ctx, community, begin, end)
	if err != nil {
		return nil, err
	}
	type key struct {
		entry int64
		day   when.Date
	}
	there := map[key]bool{}
	for _, s := range found {
		there[key{s.Entry, s.Day}] = true
	}
	made := false
	last := when.DateOf(now.AddDate(0, 0, MaxAhead))
	for day := max(from, when.DateOf(now)); day.Time().Before(end) && day <= last; day = day.Next() {
		for _, planned := range c.Planned(community, day, times.Calendar()) {
			if there[key{planned.Entry, day}] || !planned.EndAt.After(now) {
				continue
			}
			if err := d.make(ctx, planned, now); err != nil {
				return nil, err
			}
			made = true
		}
	}
	if !made {
		return found, nil
	}
	return d.store.Sessions(ctx, community, begin, end)
}

// make saves a session with the job that tends it, unless another process has made it. While a group has its place there is no session:
// staff were told the dates when they changed the timetable.
func (d *Desk) make(ctx context.Context, s Session, now time.Time) error {
	return free(d.inTx(ctx, func(tx Tx) error {
		added, err := tx.AddSession(ctx, &s)
		if err != nil || !added {
			return err
		}
		if s.Place != 0 {
			if err := tx.TakeHours(ctx, s.Place, s.BeginAt, s.EndAt, inRoom); err != nil {
				return err
			}
		}
		return tx.AddJob(ctx, TendJob, s.ID, when.Later(Agenda(s, DefaultRules)[0].At, now))
	}))
}
