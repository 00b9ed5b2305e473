// Package notify tells people what happened (通知). A notice is written in the same transaction as the change it speaks
// of and sent later by a job, on the first channel that reaches the person; the person's in-app inbox always has it.
package notify

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/when"
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "notify.missing", "未找到该通知")
	ErrWords   = fault.New(fault.Invalid, "notify.words", "请写明怎样告知的（1 至 200 字）")
)

// SendJob is the job that sends the notice it refers to.
const SendJob job.Kind = "notify.send"

// State is how far a notice has come.
type State string

// The states.
//
//	pending ──▶ sent ──▶ delivered
//	   │  ▲       └─failed─┐
//	   │  └────────────────┘ (next channel)
//	   ├──▶ kept         no channel, and it can wait in the inbox
//	   ├──▶ undelivered  no channel, and the person must know: somebody's work ──▶ told
//	   └──▶ folded       another notice speaks for it
const (
	Pending     State = "pending"
	SentOut     State = "sent"
	Delivered   State = "delivered"
	Kept        State = "kept"
	Undelivered State = "undelivered"
	Told        State = "told"
	Folded      State = "folded"
)

// Notice is one message to one person.
type Notice struct {
	ID        int64
	Person    int64
	Community int64
	Kind      Kind
	About     string // "report:42"
	Facts     Facts
	Urgent    bool // is sent at night, alone and at once
	State     State
	DueAt     time.Time // not sent before
	CreatedAt time.Time
	SentAt    time.Time
	ReadAt    time.Time
	Folded    int64 // the notice that speaks for this one
}

// Channel is a way to reach a person; each is one of our accounts.
type Channel = auth.Account

// Attempt is one try to send a notice through one channel.
type Attempt struct {
	ID      int64
	Notice  int64
	Channel Channel
	OpenID  string
	Outcome Outcome // "" while under way
	Final   bool    // a receipt came, or none is awaited
	MsgID   string
	Code    int
	Reason  string
	At      time.Time // of the message whose fate counts
	Tries   int
	Began   time.Time // the first try
	Again   time.Time // not tried before

	ReceiptAt time.Time // of the receipt that counts
}

// Outbox is what telling somebody needs from an open transaction.
type Outbox interface {
	job.Queue
	// AddNotice saves a notice and sets its ID.
	AddNotice(ctx context.Context, n *Notice) error
}

// Tell writes the notice and the job that sends it: now, or when the quiet hours end. Nobody (person 0) is told nothing.
func Tell(ctx context.Context, box Outbox, n Notice, now time.Time) error {
	if n.Person == 0 {
		return nil
	}
	n.State, n.CreatedAt, n.DueAt = Pending, now, now
	if !n.Urgent {
		n.DueAt = when.Nights.Next(now)
	}
	if err := box.AddNotice(ctx, &n); err != nil {
		return err
	}
	return box.AddJob(ctx, SendJob, n.ID, n.DueAt)
}

// channels returns the channels to try, best first (docs/domain.md §7): the official account, then the mini-program in which
// the person does this kind of work.
func (n Notice) channels() []Channel {
	if n.Kind.ForStaff {
		return []Channel{auth.OA, auth.Staff}
	}
	return []Channel{auth.OA, auth.MP}
}
