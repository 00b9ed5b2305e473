// Package calendar keeps the days on which the county works and the hours of each community (工作日历). Deadlines are
// counted from both; what they make of them is in package when.
package calendar

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/when"
)

// Clocks hands out the current working time.
type Clocks interface {
	Get(ctx context.Context) (*when.Times, error)
	// Forget makes the next Get see a change at once.
	Forget()
}

// Store keeps days and hours.
type Store interface {
	// Years returns the loaded lists in order.
	Years(ctx context.Context) ([]Year, error)
	// InTx runs do in a transaction.
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is a change of days or hours.
type Tx interface {
	audit.Log
	// LockTimes lets one change in at a time.
	LockTimes(ctx context.Context) error
	// GrowTimesVersion tells every process to read again.
	GrowTimesVersion(ctx context.Context) error
	// YearDays returns the special days of one year's list in order.
	YearDays(ctx context.Context, year int) ([]when.Special, error)
	// SaveYear replaces one year's list; a day that stood in another list now stands in this one.
	SaveYear(ctx context.Context, y Year) error
	// HoursOf returns the hours of a community and whether it has its own; 0 is the county.
	HoursOf(ctx context.Context, community int64) (when.WorkHours, bool, error)
	// SaveHours gives a community its own hours, DropHours takes them away.
	SaveHours(ctx context.Context, community int64, h when.WorkHours, at time.Time) error
	DropHours(ctx context.Context, community int64) error
}

// Year is one year's list of special days.
type Year struct {
	Year     int
	LoadedAt time.Time // zero for the one that came with the program
	LoadedBy string    // name of the file
	Days     []when.Special
}

// Config is what the service needs.
type Config struct {
	Store  Store
	Clocks Clocks
	Areas  area.Source
	Now    func() time.Time
}

// Service runs the use cases.
type Service struct {
	store  Store
	clocks Clocks
	areas  area.Source
	now    func() time.Time
}

// NewService returns a service that reads the clock through now.
func NewService(c Config) *Service {
	return &Service{store: c.Store, clocks: c.Clocks, areas: c.Areas, now: c.Now}
}
