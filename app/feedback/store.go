package feedback

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/wordlist"
	"linli/app/work"
)

// Where says which communities somebody looks at.
type Where struct {
	Everywhere  bool // also what lies in no community
	Communities []int64
}

// Store is what satisfaction needs from the database.
type Store interface {
	wordlist.Source
	// HiddenChips returns the chips that some communities do not offer, in their order.
	HiddenChips(ctx context.Context, communities []int64) ([]Hidden, error)
	// Feedback returns one, or ErrMissing.
	Feedback(ctx context.Context, id int64) (Feedback, error)
	// FeedbackAbout returns the newest about something, or ErrMissing.
	FeedbackAbout(ctx context.Context, kind Kind, about int64) (Feedback, error)
	// FeedbackByID returns those of the ids.
	FeedbackByID(ctx context.Context, ids []int64) (map[int64]Feedback, error)
	// OpenOf returns what a person is asked and has not answered, newest first.
	OpenOf(ctx context.Context, who int64, now time.Time, most int) ([]Feedback, error)
	// ToAsk returns the open questions that staff of communities ask, the one that ends first first, after a cursor.
	ToAsk(ctx context.Context, communities []int64, now time.Time, after pages.Cursor, most int) ([]Feedback, error)
	CountToAsk(ctx context.Context, communities []int64, now time.Time) (int, error)
	// FollowUp returns one, or ErrFollowUp.
	FollowUp(ctx context.Context, id int64) (FollowUp, error)
	// FollowUps returns the open ones, by their limit, those without one last, after a cursor.
	FollowUps(ctx context.Context, in Where, after pages.Cursor, most int) ([]FollowUp, error)
	CountFollowUps(ctx context.Context, in Where) (int, error)
	// FollowUpsDue returns the open ones with a limit before the time about whose step nobody was told, by community.
	FollowUpsDue(ctx context.Context, before time.Time, most int) ([]FollowUp, error)
	// Figures counts the answers of communities about what happened in some months (from 202601 to 202612), by month, kind and service.
	Figures(ctx context.Context, communities []int64, first, last int) ([]Counted, error)
	// ForgetNames erases who was asked and their words in answers from before the one time and in questions that ended before the other.
	ForgetNames(ctx context.Context, answered, expired time.Time) (int64, error)
	// Persons returns those of the ids.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with an answer or a call.
type Tx interface {
	audit.Log
	work.Log
	Asks
	person.Roster
	FollowUps
	wordlist.Source
	// LockCommunity makes changes of what a community offers wait for one another.
	LockCommunity(ctx context.Context, id int64) error
	HiddenChips(ctx context.Context, communities []int64) ([]Hidden, error)
	// SaveHiddenChips replaces those of a community.
	SaveHiddenChips(ctx context.Context, community int64, all []Hidden) error
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// FeedbackNow returns the open questions of a person inside the transaction, as Store.OpenOf.
	FeedbackNow(ctx context.Context, who int64, now time.Time, most int) ([]Feedback, error)
	// LockFeedback returns one for update, or ErrMissing.
	LockFeedback(ctx context.Context, id int64) (Feedback, error)
	SaveFeedback(ctx context.Context, f Feedback) error
	// LockFollowUp returns one for update, or ErrFollowUp.
	LockFollowUp(ctx context.Context, id int64) (FollowUp, error)
	SaveFollowUp(ctx context.Context, f FollowUp) error
}
