package chat

import (
	"context"
	"time"

	"linli/app/booking"
	"linli/app/closing"
	"linli/app/collect"
	"linli/app/errand"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/household"
	"linli/app/inbox"
	"linli/app/inquiry"
	"linli/app/loan"
	"linli/app/meal"
	"linli/app/media"
	"linli/app/mediate"
	"linli/app/notify"
	"linli/app/order"
	"linli/app/person"
	"linli/app/report"
)

// Store is what the chat needs from the database.
type Store interface {
	// Unanswered returns the persons whose problem waits since before the time and who were not reminded, oldest first.
	Unanswered(ctx context.Context, before time.Time, most int) ([]int64, error)
	// Unplaced returns the persons who were reminded of their problem and said nothing since the time, oldest first.
	Unplaced(ctx context.Context, before time.Time, most int) ([]int64, error)
	// DeleteDrafts deletes drafts without a problem that ended before the time, and returns how many.
	DeleteDrafts(ctx context.Context, before time.Time) (int64, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what one message can change together.
type Tx interface {
	closing.Tx
	booking.Tx
	loan.Tx
	errand.Tx
	order.Tx
	meal.Tx
	mediate.Tx
	family.Tx
	feedback.Tx
	household.Tx
	collect.Tx
	inquiry.Tx
	report.Tx
	person.Tx
	media.Tx
	notify.Tx
	inbox.Tx
	// Draft returns the person's draft, or one without a stage.
	Draft(ctx context.Context, who int64) (Draft, error)
	SaveDraft(ctx context.Context, d Draft) error
}
