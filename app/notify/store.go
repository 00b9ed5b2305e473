package notify

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/inbox"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Address is a person's openid on a channel.
type Address struct {
	Channel Channel
	OpenID  string
}

// Count are the figures of one channel of the telephone network on one day.
type Count struct {
	Day     when.Date
	Channel Channel
	Tries   int // messages that were sent or may have been
	Arrived int
	Failed  int
	Wrong   int // refusals that only an operator can fix
	Units   int // parts of SMS or minutes of calls that are charged
}

// Store is what notices need from the database.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
	// Notice returns a notice, or ErrMissing.
	Notice(ctx context.Context, id int64) (Notice, error)
	// WokeBefore says whether an older unread alarm to the same person about the same matter has been on the telephone since then.
	WokeBefore(ctx context.Context, n Notice, since time.Time) (bool, error)
	// NoticesOf returns a person's notices, newest first, before the given id (0: from the newest).
	NoticesOf(ctx context.Context, who, before int64, most int) ([]Notice, error)
	// Unread returns the number of a person's unread notices.
	Unread(ctx context.Context, who int64) (int, error)
	// MarkRead marks a person's notice as read, or returns ErrMissing.
	MarkRead(ctx context.Context, who, id int64, now time.Time) error
	// Unreached returns a page of persons with undelivered notices in these rows, without the notices, the newest first.
	Unreached(ctx context.Context, in Rows, before int64, most int) ([]Unreached, error)
	CountUnreached(ctx context.Context, in Rows) (int, error)
	// Persons returns those of the persons that exist.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	// UnreachedNotices returns the undelivered notices of one person in these rows, newest first.
	UnreachedNotices(ctx context.Context, in Rows, who int64, most int) ([]Notice, error)
	// UnreachedWorkers returns the persons with an undelivered notice of a kind about work.
	UnreachedWorkers(ctx context.Context, kinds []string) ([]int64, error)
	// NoticeWordsVersion returns a number that grows with every change of the county's words.
	NoticeWordsVersion(ctx context.Context) (int64, error)
	// NoticeWords returns the county's own words by kind.
	NoticeWords(ctx context.Context) (map[string]OwnWords, error)
}

// Tx lists what can change together with a notice.
type Tx interface {
	Outbox
	audit.Log
	work.Log
	// PersonsOf returns those of the persons that exist.
	PersonsOf(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	// BumpNoticeWords makes every process read the county's words again. Its row lock serialises changes of them.
	BumpNoticeWords(ctx context.Context) error
	// NoticeWordsOf returns the county's own words for a kind, "" without any.
	NoticeWordsOf(ctx context.Context, kind string) (string, error)
	// SaveNoticeWords replaces them; "" keeps only who went back to the program's words, and when.
	SaveNoticeWords(ctx context.Context, kind string, w OwnWords) error
	// LockInbox serialises the senders for the person of this notice until the transaction ends, or returns ErrMissing.
	LockInbox(ctx context.Context, notice int64) error
	// LockNotice returns a notice for update, or ErrMissing.
	LockNotice(ctx context.Context, id int64) (Notice, error)
	SaveNotice(ctx context.Context, n Notice) error
	// LockUnreached returns a person's undelivered notices in these rows up to the given one, locked, in order of id.
	LockUnreached(ctx context.Context, in Rows, who, upTo int64) ([]Notice, error)
	// FoldedInto returns the notices in a digest, locked, in order of id.
	FoldedInto(ctx context.Context, digest int64) ([]Notice, error)
	// PendingOf returns the person's notices that are due, not urgent, never folded and never attempted but in the chat,
	// locked, in order of id.
	PendingOf(ctx context.Context, who int64, now time.Time, most int) ([]Notice, error)
	// Addresses returns where a person can be reached now: a follower's chat, and the mini-programs that they used.
	Addresses(ctx context.Context, who int64) ([]Address, error)
	// Spoke returns the openid in the official account's chat of a follower, and when they last said something there; ErrMissing
	// for a person without a chat.
	Spoke(ctx context.Context, who int64) (openid string, at time.Time, err error)
	// Attempts returns the attempts of a notice in order of id.
	Attempts(ctx context.Context, notice int64) ([]Attempt, error)
	// AddAttempt saves a new attempt and sets its ID.
	AddAttempt(ctx context.Context, a *Attempt) error
	SaveAttempt(ctx context.Context, a Attempt) error
	// AttemptOf returns the attempt with the platform's message id, or ErrMissing.
	AttemptOf(ctx context.Context, channel Channel, msgid string) (Attempt, error)
	// LockAttemptOf is AttemptOf for update: it waits for a transaction that is saving the attempt.
	LockAttemptOf(ctx context.Context, channel Channel, msgid string) (Attempt, error)

	// AttemptByRef returns the attempt with this reference, or ErrMissing.
	AttemptByRef(ctx context.Context, ref string) (Attempt, error)
	// MarkNoticeRead marks a notice as read.
	MarkNoticeRead(ctx context.Context, id int64, now time.Time) error
	// PhoneOf returns the person's number, or "".
	PhoneOf(ctx context.Context, who int64) (Number, error)
	// SpendPhone counts one message of the day. false: a cap is reached, and nothing is counted.
	SpendPhone(ctx context.Context, channel Channel, who int64, day when.Date, caps Caps) (bool, error)
	// ReturnPhone takes a message back that was not sent.
	ReturnPhone(ctx context.Context, channel Channel, who int64, day when.Date) error
	// CountPhone adds to the figures of the day.
	CountPhone(ctx context.Context, channel Channel, day when.Date, more Count) error

	// SpendCredit uses one credit and says whether there was one.
	SpendCredit(ctx context.Context, account auth.Account, openid, template string) (bool, error)
	// HasCredit says whether there is a credit.
	HasCredit(ctx context.Context, account auth.Account, openid, template string) (bool, error)
	// AddCredit adds a credit for a consent of the given time, unless a refusal of that time or later has cancelled it.
	AddCredit(ctx context.Context, account auth.Account, openid, template string, at time.Time) error
	// RefuseCredit cancels all credits up to the time, including those that arrive later.
	RefuseCredit(ctx context.Context, account auth.Account, openid, template string, at time.Time) error
	// DeleteCredit deletes all credits given up to the time.
	DeleteCredit(ctx context.Context, account auth.Account, openid, template string, at time.Time) error
	// MarkUnfollowed records that the official account cannot reach this follower.
	MarkUnfollowed(ctx context.Context, openid string) error

	// KeepReceipt keeps a receipt for an unknown message; of two the later one.
	KeepReceipt(ctx context.Context, channel Channel, r inbox.Receipt, now time.Time) error
	// TakeReceipt returns and deletes the kept receipt of a message, or ErrMissing. It waits for a transaction that is
	// keeping one.
	TakeReceipt(ctx context.Context, channel Channel, msgid string) (inbox.Receipt, error)
}
