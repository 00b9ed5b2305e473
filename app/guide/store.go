package guide

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Of names an item in a community.
type Of struct{ Item, Community int64 }

// Store keeps the items.
type Store interface {
	// GuideVersion returns a number that grows with every change that people see.
	GuideVersion(ctx context.Context) (int64, error)
	// Items returns every item that people find, with what was published last, in order of id.
	Items(ctx context.Context) ([]Item, error)
	// Locals returns what communities add to items.
	Locals(ctx context.Context) (map[Of]Local, error)
	// At returns an item with the content of one of its versions, or ErrMissing.
	At(ctx context.Context, id int64, version int) (Item, error)
	// Row returns an item for its owners, or ErrMissing.
	Row(ctx context.Context, id int64) (Row, error)
	// Rows returns those of the owners, in order of code.
	Rows(ctx context.Context, f Filter) ([]Row, error)
	// CountToReview returns how many of the owners' items wait for a review.
	CountToReview(ctx context.Context, f Filter) (int, error)
	// Own returns all items of a community, or of the county (0), in order of code.
	Own(ctx context.Context, community int64) ([]Row, error)
	// Overdue returns the ids of published items whose review date is before a day, in order of id.
	Overdue(ctx context.Context, today when.Date, most int) ([]int64, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Filter says whose items are meant: of the county, of some communities, of some orgs.
type Filter struct {
	County      bool
	Communities []int64
	Orgs        []int64
	State       State // "": of any
}

// Tx is what changes together with an item.
type Tx interface {
	audit.Log
	notify.Outbox
	person.Roster
	// LockGuide serialises changes of several items, and lets every process read them again.
	LockGuide(ctx context.Context) error
	// LockItem returns an item for update, or ErrMissing.
	LockItem(ctx context.Context, id int64) (Row, error)
	// ItemOf returns the item that a request made, or ErrMissing.
	ItemOf(ctx context.Context, request string) (Row, error)
	// LockOwn is Own after LockGuide.
	LockOwn(ctx context.Context, community int64) ([]Row, error)
	// AddItem saves a new draft and sets its ID; ErrTaken for a code that is taken.
	AddItem(ctx context.Context, r *Row, now time.Time) error
	// SaveItem saves the draft, the state and the number of the version; ErrTaken for a code that is taken.
	SaveItem(ctx context.Context, r Row, now time.Time) error
	// AddVersion keeps what is published.
	AddVersion(ctx context.Context, r Row, by int64, now time.Time) error
	// SaveLocal replaces what a community adds to an item.
	SaveLocal(ctx context.Context, of Of, l Local) error
}
