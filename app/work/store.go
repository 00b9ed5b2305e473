package work

import (
	"context"

	"linli/app/when"
)

// Store reads lines.
type Store interface {
	// LinesOf returns a person's lines from one day to another, newest first, at most so many before an id; 0 begins.
	LinesOf(ctx context.Context, who int64, begin, end when.Date, before int64, most int) ([]Line, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with a note.
type Tx interface {
	Log
	// LockLine returns a line for update, or ErrMissing.
	LockLine(ctx context.Context, id int64) (Line, error)
	DropLine(ctx context.Context, id int64) error
}
