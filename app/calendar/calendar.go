// Package calendar keeps special days and the working hours of each community (工作日历). Package when computes deadlines from
// them.
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
	// Forget makes the next Get read again.
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
	// LockTimes serialises changes.
	LockTimes(ctx context.Context) error
	// GrowTimesVersion makes every process read again.
	GrowTimesVersion(ctx context.Context) error
	// YearDays returns the special days of one year's list in order.
	YearDays(ctx context.Context, year int) ([]when.Special, error)
	// SaveYear replaces one year's list; a day of another list moves into this one.
	SaveYear(ctx context.Context, y Year) error
	// HoursOf returns the hours of a community and whether it has its own; 0 is the county.
	HoursOf(ctx context.Context, community int64) (when.WorkHours, bool, error)
	// SaveHours gives a community its own hours, DeleteHours removes them.
	SaveHours(ctx context.Context, community int64, h when.WorkHours, at time.Time) error
	DeleteHours(ctx context.Context, community int64) error
}

// Year is one year's list of special days.
type Year struct {
	Year     int
	LoadedAt time.Time // zero for the list built into the program
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

// NewService returns a service that reads the time through now.
func NewService(c Config) *Service {
	return &Service{store: c.Store, clocks: c.Clocks, areas: c.Areas, now: c.Now}
}
