package hall

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/place"
	"linli/app/when"
)

// Day is one day of a place's calendar.
type Day struct {
	Date    when.Date
	Open    when.Spans // when it can be borrowed
	Holiday string     // its name, on a public holiday
	Closed  string     // why nobody can borrow it that day
	Busy    []Busy
}

// Busy is a time in which somebody has the place. What says which service it is, "" for a group: who borrows is nobody else's business.
type Busy struct {
	From, To time.Time
	Held     place.Holding
	What     string
}

// Calendar is a place and its next days.
type Calendar struct {
	Place place.Place
	Days  []Day
}

// mostDays bounds a calendar.
const mostDays = 14

// Calendar returns some days of a place from a day on, for anybody who is logged in. Faults: place.ErrMissing, ErrNotLent.
func (s *Service) Calendar(ctx context.Context, who auth.Actor, id int64, from when.Date, days int) (Calendar, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return Calendar{}, err
	}
	p, err := s.store.Place(ctx, id)
	switch {
	case err != nil:
		return Calendar{}, err
	case !p.EndedAt.IsZero():
		return Calendar{}, place.ErrMissing
	case !p.Lending.On:
		return Calendar{}, ErrNotLent
	}
	all, err := s.days(ctx, p, max(from, when.DateOf(s.now())), min(max(days, 1), mostDays))
	return Calendar{p, all}, err
}

// days returns the days of a place with what is on there.
func (s *Service) days(ctx context.Context, p place.Place, from when.Date, n int) ([]Day, error) {
	times, err := s.times.Get(ctx)
	if err != nil {
		return nil, err
	}
	begin, end := from.Time(), from.Time().AddDate(0, 0, n)
	for _, at := range []time.Time{begin, end.Add(-time.Minute)} { // the weeks in which the days lie
		if err := s.timetable.Ready(ctx, p.Community, when.DateOf(at)); err != nil {
			return nil, err
		}
	}
	taken, err := s.store.TakenHours(ctx, p.ID, begin, end)
	if err != nil {
		return nil, err
	}
	events, err := s.store.Events(ctx, p.Community, begin, end)
	if err != nil {
		return nil, err
	}
	closures, err := s.store.Closures(ctx, p.Community, from, when.DateOf(end.Add(-time.Minute)))
	if err != nil {
		return nil, err
	}
	var all []Day
	for d := from; d.Time().Before(end); d = d.Next() {
		day := Day{Date: d}
		day.Open, day.Holiday = p.OpenOn(d, times.Calendar())
		for _, c := range closures {
			if c.Place == p.ID && c.Day == d {
				day.Closed = c.Words
			}
		}
		day.Busy = busyOn(d, p.ID, taken, events)
		all = append(all, day)
	}
	return all, nil
}

// busyOn returns the times of one day in which somebody has the place: each session, and each run of half-hours of one group.
func busyOn(d when.Date, at int64, taken []place.Taken, events []place.Event) (all []Busy) {
	for _, e := range events {
		if e.Place == at && when.DateOf(e.From) == d {
			all = append(all, Busy{e.From, e.To, place.BySession, e.Name})
		}
	}
	for i, one := range taken {
		switch {
		case one.Held != place.ByUse && one.Held != place.ByTalk || when.DateOf(one.At) != d:
		case i > 0 && len(all) > 0 && taken[i-1].Holder == one.Holder && all[len(all)-1].To.Equal(one.At):
			all[len(all)-1].To = one.At.Add(place.Grid)
		default:
			all = append(all, Busy{one.At, one.At.Add(place.Grid), place.ByUse, ""})
		}
	}
	return all
}
