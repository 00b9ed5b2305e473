package chat

import (
	"context"
	"errors"
	"time"

	"linli/app/account"
	"linli/app/booking"
	"linli/app/inbox"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
)

// ErrTaken is returned for a push that was taken in before: what it did this time must be undone.
var ErrTaken = errors.New("push was taken in before")

// Store is what the chat needs from the database.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
	// Keep takes in a push that changes nothing but its own mark, or returns ErrTaken.
	Keep(ctx context.Context, p inbox.Push, reply string, now time.Time) error
	// ReplyTo returns the reply to a push that was taken in before.
	ReplyTo(ctx context.Context, p inbox.Push) (string, error)
	// DropDrafts deletes drafts that ended before the time, and returns how many.
	DropDrafts(ctx context.Context, before time.Time) (int64, error)
	// DropPushes deletes the marks of pushes from before the time, and returns how many.
	DropPushes(ctx context.Context, before time.Time) (int64, error)
}

// Tx lists what one message can change together.
type Tx interface {
	account.Tx
	booking.Tx
	loan.Tx
	report.Tx
	person.Tx
	media.Tx
	notify.Tx
	// AddPush marks a push as taken in and keeps the reply for a redelivery, or returns ErrTaken.
	AddPush(ctx context.Context, p inbox.Push, reply string, now time.Time) error
	// Draft returns the person's draft, or one without a stage.
	Draft(ctx context.Context, who int64) (Draft, error)
	SaveDraft(ctx context.Context, d Draft) error
}
