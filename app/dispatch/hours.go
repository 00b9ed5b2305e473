package dispatch

import (
	"context"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
	"linli/app/when"
)

// Promise is until when a report of a category that comes now has to be accepted and done.
type Promise struct {
	Category report.Category
	Name     string
	Now      Due // by the working hours that count
	Then     Due // by those that are tried
}

// Due are the first and the last deadline of a report.
type Due struct{ Intake, Whole time.Time }

// TryHours returns what working hours would promise for ordinary reports that come now, by category, and changes nothing. The
// hours are written as for calendar.Service.SetHours, and two empty texts are the county's. Faults: when.ErrHours,
// area.ErrMissing outside scope.
func (s *Service) TryHours(ctx context.Context, who auth.Actor, id int64, working, resting string) ([]Promise, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	a, err := tree.Get(id)
	if err != nil || a.Kind != area.Community && a.Kind != area.County || !who.Covers(a.Path, auth.Managers...) {
		return nil, area.ErrMissing
	}
	community := a.ID
	if a.Kind == area.County {
		community = 0
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return nil, err
	}
	hours, _ := times.Hours(0)
	if strings.TrimSpace(working+resting) != "" {
		if hours, err = when.ParseHours(working, resting); err != nil {
			return nil, err
		}
	}
	book, err := s.rules.Get(ctx)
	if err != nil {
		return nil, err
	}
	return promises(book.Kinds, book.Of(community).Limits, times.Of(community), when.NewClock(times.Calendar(), hours), s.now()), nil
}

// promises compares two clocks for a report of each category that comes at this time.
func promises(kinds []report.Kind, table report.Limits, now, then when.Clock, at time.Time) []Promise {
	var all []Promise
	for _, k := range kinds {
		if k.Hidden {
			continue
		}
		l := table.Of(report.Report{Category: k.Category})
		all = append(all, Promise{k.Category, k.Name, dueBy(now, l, at), dueBy(then, l, at)})
	}
	return all
}

func dueBy(c when.Clock, l report.Limit, at time.Time) Due {
	return Due{Intake: c.Due(at, l.Intake), Whole: c.Due(at, l.Whole)}
}
