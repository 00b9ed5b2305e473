package when

import (
	"context"
	"fmt"
	"time"

	"linli/app/fresh"
)

// Times is the working time of the whole county: one calendar and the hours of each community. It is immutable and needs no
// database, so it may be used inside a transaction.
type Times struct {
	calendar *Calendar
	hours    map[int64]WorkHours
	clocks   map[int64]Clock
	rest     Clock
}

// NewTimes returns the working time with these hours by community; 0 is the default.
func NewTimes(c *Calendar, hours map[int64]WorkHours) *Times {
	t := &Times{calendar: c, hours: hours, clocks: make(map[int64]Clock, len(hours)), rest: NewClock(c, hours[0])}
	for community, h := range hours {
		t.clocks[community] = NewClock(c, h)
	}
	return t
}

// Of returns the clock of a community, by default the county's.
func (t *Times) Of(community int64) Clock {
	if c, ok := t.clocks[community]; ok {
		return c
	}
	return t.rest
}

// Hours returns the working hours of a community, and whether they are its own.
func (t *Times) Hours(community int64) (h WorkHours, own bool) {
	if h, own = t.hours[community]; own {
		return h, true
	}
	if h, ok := t.hours[0]; ok {
		return h, false
	}
	return OfficeHours, false
}

// Calendar returns the calendar of the county.
func (t *Times) Calendar() *Calendar { return t.calendar }

// Store reads special days and working hours.
type Store interface {
	// TimesVersion returns a number that grows with every change of days or hours.
	TimesVersion(ctx context.Context) (int64, error)
	// SpecialDays returns all special days in order.
	SpecialDays(ctx context.Context) ([]Special, error)
	// Hours returns the hours by community; 0 is the county.
	Hours(ctx context.Context) (map[int64]WorkHours, error)
}

// Clocks hands out the current Times: every process sees a change within seconds.
type Clocks struct{ *fresh.Value[*Times] }

// NewClocks returns an empty cache over s.
func NewClocks(s Store, now func() time.Time) *Clocks {
	return &Clocks{fresh.New(fresh.Source[*Times]{Version: s.TimesVersion, Load: func(ctx context.Context) (*Times, error) {
		days, err := s.SpecialDays(ctx)
		if err != nil {
			return nil, fmt.Errorf("special days: %w", err)
		}
		hours, err := s.Hours(ctx)
		if err != nil {
			return nil, fmt.Errorf("working hours: %w", err)
		}
		return NewTimes(NewCalendar(days), hours), nil
	}}, now)}
}

// Of returns the clock of one community.
func (c *Clocks) Of(ctx context.Context, community int64) (Clock, error) {
	t, err := c.Get(ctx)
	if err != nil {
		return Clock{}, err
	}
	return t.Of(community), nil
}
