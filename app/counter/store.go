package counter

import (
	"context"
	"time"

	"linli/app/booking"
	"linli/app/errand"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
)

// Told is whom a counter asked to step in on a day; Asked is 0 when nobody could, and the secretary was told.
type Told struct {
	Counter int64
	Day     when.Date
	From    int // minute of the day at which the part begins
	Asked   int64
	At      time.Time
}

// Store is what counters need from the database.
type Store interface {
	person.Roster
	// Counter returns one, also one that was given up, or ErrMissing.
	Counter(ctx context.Context, id int64) (Counter, error)
	// Counters returns those of a community that are there, in order of id; 0: of all communities.
	Counters(ctx context.Context, community int64) ([]Counter, error)
	// Place returns one, also one that was given up, or place.ErrMissing.
	Place(ctx context.Context, id int64) (place.Place, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with a counter.
type Tx interface {
	booking.Tx
	errand.Tx
	// LockCounter returns one for update, or ErrMissing.
	LockCounter(ctx context.Context, id int64) (Counter, error)
	AddCounter(ctx context.Context, c *Counter) error
	SaveCounter(ctx context.Context, c Counter) error
	// AddTold notes that somebody was asked. false: they were already.
	AddTold(ctx context.Context, t Told) (bool, error)
}
