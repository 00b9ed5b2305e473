package system

import (
	"context"
	"fmt"
)

// CalendarMissing returns an error that names the year whose list must be loaded now.
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

// CheckCalendar logs a missing year; it runs once a day.
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
