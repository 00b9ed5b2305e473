package notify

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/inbox"
)

// Address is where a channel reaches a person.
type Address struct {
	Channel Channel
	OpenID  string
}

// Store is what notices need from the database.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
	// NoticesOf returns a person's notices, newest first, before the given id (0: from the newest).
	NoticesOf(ctx context.Context, person, before int64, most int) ([]Notice, error)
	// Unread returns how many of a person's notices were not read.
	Unread(ctx context.Context, person int64) (int, error)
	// MarkRead marks a person's notice as read, or returns ErrMissing.
	MarkRead(ctx context.Context, person, id int64, now time.Time) error
	// Unreached returns a page of persons whose notices of these rows reached nobody, without the notices, the newest first.
	Unreached(ctx context.Context, in Rows, before int64, most int) ([]Unreached, error)
	CountUnreached(ctx context.Context, in Rows) (int, error)
	// UnreachedNotices returns such notices of one person, newest first.
	UnreachedNotices(ctx context.Context, in Rows, person int64, most int) ([]Notice, error)
	// UnreachedWorkers returns whom a notice of a kind about work did not reach.
	UnreachedWorkers(ctx context.Context, work []string) ([]int64, error)
}

// Tx lists what can change together with a notice.
type Tx interface {
	Outbox
	audit.Log
	// LockInbox makes those who send to the person of this notice take turns until the transaction ends, or returns
	// ErrMissing.
	LockInbox(ctx context.Context, notice int64) error
	// LockNotice returns a notice for update, or ErrMissing.
	LockNotice(ctx context.Context, id int64) (Notice, error)
	SaveNotice(ctx context.Context, n Notice) error
	// LockUnreached returns a person's notices of these rows that reached nobody, up to the given one, locked, in order of id.
	LockUnreached(ctx context.Context, in Rows, person, upTo int64) ([]Notice, error)
	// FoldedInto returns the notices a digest speaks for, locked, in order of id.
	FoldedInto(ctx context.Context, digest int64) ([]Notice, error)
	// PendingOf returns the person's notices that are due, not urgent, never folded and not tried yet, locked, in order of
	// id.
	PendingOf(ctx context.Context, person int64, now time.Time, most int) ([]Notice, error)
	// Addresses returns where a person can be reached now: a follower's chat, and the mini-programs he used.
	Addresses(ctx context.Context, person int64) ([]Address, error)
	// Attempts returns the tries of a notice in order of id.
	Attempts(ctx context.Context, notice int64) ([]Attempt, error)
	// AddAttempt saves a new try and sets its ID.
	AddAttempt(ctx context.Context, a *Attempt) error
	SaveAttempt(ctx context.Context, a Attempt) error
	// AttemptOf returns the try with the platform's message id, or ErrMissing.
	AttemptOf(ctx context.Context, channel Channel, msgid string) (Attempt, error)
	// LockAttemptOf is AttemptOf for update: it waits for somebody who is saving it.
	LockAttemptOf(ctx context.Context, channel Channel, msgid string) (Attempt, error)

	// SpendCredit takes one credit if there is one and says whether it did.
	SpendCredit(ctx context.Context, account auth.Account, openid, template string) (bool, error)
	// HasCredit says whether there is one.
	HasCredit(ctx context.Context, account auth.Account, openid, template string) (bool, error)
	// AddCredit gives one that was agreed at a time; a refusal of that time or later has taken it back already.
	AddCredit(ctx context.Context, account auth.Account, openid, template string, at time.Time) error
	// RefuseCredit takes back all that were agreed until the time, also those not heard of yet.
	RefuseCredit(ctx context.Context, account auth.Account, openid, template string, at time.Time) error
	// DropCredit takes away all that were given until the time.
	DropCredit(ctx context.Context, account auth.Account, openid, template string, at time.Time) error
	// MarkUnfollowed notes that the official account cannot reach this follower.
	MarkUnfollowed(ctx context.Context, openid string) error

	// KeepReceipt remembers a receipt whose message we do not know yet; of two the later one.
	KeepReceipt(ctx context.Context, channel Channel, r inbox.Receipt, now time.Time) error
	// TakeReceipt returns and forgets the kept receipt of a message, or ErrMissing. It waits for somebody who is keeping
	// it.
	TakeReceipt(ctx context.Context, channel Channel, msgid string) (inbox.Receipt, error)
}
