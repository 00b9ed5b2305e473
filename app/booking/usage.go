package booking

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/when"
)

// ErrUsage says that the usage of these days cannot be counted.
var ErrUsage = fault.New(fault.Invalid, "booking.usage_period", "日期不对：请按“2026-11-01”填写，止不早于起，最多 366 天")

// maxUsageDays is the longest period of usage numbers.
const maxUsageDays = 366

// Usage is how a service was used in a period, by the day of its sessions.
type Usage struct {
	Service   Service
	Over      int // sessions whose time is over
	Dropped   int // sessions that were cancelled
	Places    int // offered in sessions that were not cancelled
	Taken     int // places with a booking, each counted once
	Served    int
	Missed    int // no-shows
	Waited    int // bookings that were given a rank in the waitlist
	Promoted  int // bookings that came from the waitlist to a place
	Cancelled int // bookings that were given back or cancelled by staff
}

// Empty says whether the service has no numbers in the period.
func (u Usage) Empty() bool {
	return u.Over+u.Dropped+u.Places+u.Taken+u.Served+u.Missed+u.Waited+u.Promoted+u.Cancelled == 0
}

// Usage returns how the services of a community were used from one day to another, in order of id. A service that is no
// longer offered appears if it was used. Faults: area.ErrMissing, ErrUsage.
func (d *Desk) Usage(ctx context.Context, who auth.Actor, community int64, from, to when.Date) ([]Usage, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return nil, err
	}
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := tree.CommunityOf(who, community, auth.Publishers...); err != nil {
		return nil, err
	}
	begin, end, err := usagePeriod(from, to)
	if err != nil {
		return nil, err
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, err
	}
	found, err := d.store.Usage(ctx, community, begin, end, d.now())
	if err != nil {
		return nil, err
	}
	var all []Usage
	for _, s := range c.Of(community) {
		u := found[s.ID]
		if u.Service = s; s.EndedAt.IsZero() || !u.Empty() {
			all = append(all, u)
		}
	}
	return all, nil
}

func usagePeriod(from, to when.Date) (begin, end time.Time, err error) {
	if from == 0 || to < from {
		return begin, end, ErrUsage
	}
	begin, end = from.Time(), to.Time().AddDate(0, 0, 1)
	if end.After(begin.AddDate(0, 0, maxUsageDays)) {
		return begin, end, ErrUsage
	}
	return begin, end, nil
}
