package chat

import (
	"context"
	"time"

	"linli/app/inbox"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
)

// Store is what the chat needs from the database.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
	// DropDrafts deletes drafts that ended before the time, and returns how many.
	DropDrafts(ctx context.Context, before time.Time) (int64, error)
	// DropPushes deletes the marks of pushes from before the time, and returns how many.
	DropPushes(ctx context.Context, before time.Time) (int64, error)
}

// Tx lists what one message can change together.
type Tx interface {
	report.Tx
	person.Tx
	media.Tx
	notify.Tx
	// AddPush marks a push as taken in. false: it was before, with this reply.
	AddPush(ctx context.Context, p inbox.Push, now time.Time) (id int64, reply string, added bool, err error)
	// SaveReply keeps the reply for a redelivery.
	SaveReply(ctx context.Context, push int64, reply string) error
	// Draft returns the person's draft, or one without a stage.
	Draft(ctx context.Context, who int64) (Draft, error)
	SaveDraft(ctx context.Context, d Draft) error
	DeleteDraft(ctx context.Context, who int64) error
}
