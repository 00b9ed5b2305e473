package errand

import (
	"cmp"
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/person"
	"linli/app/when"
)

// Trips counts the ways of residents for the matters of an item that were done in a month (跑腿次数; 最多跑一趟: at most one each). It is of
// matters, never of a person.
type Trips struct {
	Community int64
	Month     int   // 202611
	Item      int64 // 0: the others, and those of no item
	Title     string
	Errands   int
	Trips     int
	Once      int  // errands with at most one
	Few       bool // fewer than feedback.Least errands: nothing is shown
}

// Counted is a figure that nobody can read yet: only ShownTrips opens it.
type Counted struct{ trips Trips }

// CountTrips closes what the database has counted.
func CountTrips(t Trips) Counted { return Counted{t} }

// others is what the items with few errands are called together.
const others = "其他事项"

// ShownTrips returns figures as anybody may read them, the newest month first: items with fewer than feedback.Least errands are counted
// together, and when they are few even so, only that they are.
func ShownTrips(all []Counted) []Trips {
	var shown []Trips
	type part struct {
		community int64
		month     int
	}
	rest := map[part]Trips{}
	for _, g := range all {
		t := g.trips
		if t.Item != 0 && t.Errands >= feedback.Least {
			shown = append(shown, t)
			continue
		}
		at := part{t.Community, t.Month}
		r := rest[at]
		rest[at] = Trips{
			Community: t.Community, Month: t.Month, Title: others, Errands: r.Errands + t.Errands, Trips: r.Trips + t.Trips, Once: r.Once + t.Once,
		}
	}
	for _, r := range rest {
		if r.Errands < feedback.Least {
			r.Errands, r.Trips, r.Once, r.Few = 0, 0, 0, true
		}
		shown = append(shown, r)
	}
	slices.SortFunc(shown, func(a, b Trips) int {
		return cmp.Or(cmp.Compare(b.Month, a.Month), cmp.Compare(a.Community, b.Community), last(a.Item, b.Item))
	})
	return shown
}

// last orders items, what belongs to none at the end.
func last(a, b int64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// Tens returns the ways for ten errands, so that 12 reads as 1.2 for one.
func (t Trips) Tens() int {
	if t.Errands == 0 {
		return 0
	}
	return (t.Trips*20 + t.Errands) / (2 * t.Errands)
}

// Trips returns the ways of residents in the communities where the actor is a keeper, of the last months, as ShownTrips says.
func (s *Service) Trips(ctx context.Context, who auth.Actor, months int) ([]Trips, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	in, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return nil, err
	}
	var all []Counted
	for _, month := range feedback.Months(when.DateOf(s.now()), months) {
		from := when.Date(month*100 + 1).Time()
		found, err := s.store.Trips(ctx, in, from, from.AddDate(0, 1, 0))
		if err != nil {
			return nil, err
		}
		for _, g := range found {
			g.trips.Month = month
			all = append(all, g)
		}
	}
	return ShownTrips(all), nil
}
