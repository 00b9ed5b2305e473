package system

import (
	"context"
	"fmt"
)

// CalendarMissing returns an error that names the year whose list has to be loaded now.
func (s *System) CalendarMissing(ctx context.Context) error {
	times, err := s.Clocks.Get(ctx)
	if err != nil {
		return err
	}
	if year, missing := times.Calendar().Missing(s.now()); missing {
		return fmt.Errorf("missing %d: load the official list with linli calendar load FILE", year)
	}
	return nil
}

// CheckCalendar is loud once a day about a missing year.
func (s *System) CheckCalendar(ctx context.Context) error {
	times, err := s.Clocks.Get(ctx)
	if err != nil {
		return err
	}
	if year, missing := times.Calendar().Missing(s.now()); missing {
		s.Log.Error("calendar missing", "year", year, "days_left", times.Calendar().DaysLeft(s.now()))
	}
	return nil
}
