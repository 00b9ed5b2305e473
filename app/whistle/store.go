package whistle

import (
	"context"
	"time"

	"linli/app/job"
	"linli/app/report"
)

// DueJob is the job that runs when the time to muster is over.
const DueJob job.Kind = "whistle.due"

// Store is what whistles need from the database.
type Store interface {
	// Whistle returns a whistle with its musters, or ErrMissing.
	Whistle(ctx context.Context, id int64) (Whistle, error)
	// Events returns a whistle's timeline in order.
	Events(ctx context.Context, whistle int64) ([]Event, error)
	// List returns one page of the whistles a filter selects: urgent ones first, then the newest first.
	List(ctx context.Context, f Filter) ([]Whistle, error)
	// Count returns how many whistles a filter selects, at most 1,000.
	Count(ctx context.Context, f Filter) (int, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with a whistle.
type Tx interface {
	report.Tx
	// AddWhistle saves a new whistle with its musters and sets the IDs. false: the caller sent the same Request before, and
	// w is now the whistle of that first request.
	AddWhistle(ctx context.Context, w *Whistle) (added bool, err error)
	// ReportOfWhistle returns the report of a whistle, 0 for none, or ErrMissing.
	ReportOfWhistle(ctx context.Context, id int64) (int64, error)
	// LockWhistle returns a whistle with its musters for update, or ErrMissing.
	LockWhistle(ctx context.Context, id int64) (Whistle, error)
	// SaveWhistle saves what can change after the call.
	SaveWhistle(ctx context.Context, w Whistle) error
	// WhistlesOn counts the whistles on a spot since a time, without cancelled ones.
	WhistlesOn(ctx context.Context, community, spot int64, since time.Time) (int, error)
	AddWhistleEvent(ctx context.Context, e Event) error
	// WhistleEventOf says whether an event with this person's request stands in the whistle's timeline.
	WhistleEventOf(ctx context.Context, whistle, who int64, request string) (bool, error)
}
