package whistle

import (
	"context"
	"time"

	"linli/app/job"
	"linli/app/report"
)

// DueJob is the job that is due when the time to muster is over.
const DueJob job.Kind = "whistle.due"

// Store is what whistles need from the database.
type Store interface {
	// Whistle returns one with its musters, or ErrMissing.
	Whistle(ctx context.Context, id int64) (Whistle, error)
	// Events returns a whistle's timeline in order.
	Events(ctx context.Context, whistle int64) ([]Event, error)
	// List returns one page of the whistles a filter selects, newest first.
	List(ctx context.Context, f Filter) ([]Whistle, error)
	// Count returns how many a filter selects, at most 1,000.
	Count(ctx context.Context, f Filter) (int, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with a whistle.
type Tx interface {
	report.Tx
	// AddWhistle saves a new one with its musters and sets the IDs. false: the caller sent the same Request before; w is
	// then the whistle that it made.
	AddWhistle(ctx context.Context, w *Whistle) (added bool, err error)
	// ReportOfWhistle returns the report a whistle is about, 0 for none, or ErrMissing.
	ReportOfWhistle(ctx context.Context, id int64) (int64, error)
	// LockWhistle returns one with its musters for update, or ErrMissing.
	LockWhistle(ctx context.Context, id int64) (Whistle, error)
	// SaveWhistle writes what changes after the call.
	SaveWhistle(ctx context.Context, w Whistle) error
	// WhistlesOn counts the whistles on a spot since a time, cancelled ones left out.
	WhistlesOn(ctx context.Context, community, spot int64, since time.Time) (int, error)
	AddWhistleEvent(ctx context.Context, e Event) error
	// WhistleEventOf says whether this person already sent the request to this whistle.
	WhistleEventOf(ctx context.Context, whistle, who int64, request string) (bool, error)
}
