// Package notify sends notices (通知). A notice is written in the same transaction as the change it reports and sent later by
// a job, on the first channel that reaches the person. The person's inbox always has it.
package notify

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/when"
)

// The faults of notices.
var (
	ErrMissing = fault.New(fault.Missing, "notify.missing", "未找到该通知")
	ErrWords   = fault.New(fault.Invalid, "notify.words", "请写明怎样告知的（1 至 200 字）")
)

// The jobs: SendJob sends the notice it refers to, SayJob says it in the chat.
const (
	SendJob job.Kind = "notify.send"
	SayJob  job.Kind = "notify.say"
)

// State is the delivery state of a notice.
type State string

// The states.
//
//	pending ──▶ sent ──▶ delivered
//	   │  ▲       └─failed─┐
//	   │  └────────────────┘ (next channel)
//	   ├──▶ kept         no channel; the inbox is enough
//	   ├──▶ undelivered  no channel; staff have to tell the person ──▶ told
//	   └──▶ folded       a digest contains it
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
	Urgent    bool // sent at night, at once and never in a digest
	State     State
	DueAt     time.Time // earliest time of sending
	CreatedAt time.Time
	SentAt    time.Time
	ReadAt    time.Time
	Folded    int64 // the digest that contains this notice
}

// Channel is a way to reach a person: one of our accounts, or the telephone network.
type Channel = auth.Account

// Attempt is the attempt to send a notice on one channel.
type Attempt struct {
	ID      int64
	Notice  int64
	Channel Channel
	OpenID  string
	Outcome Outcome // "" while it is running
	Final   bool    // a receipt came, or none is expected
	MsgID   string  // of a telephone channel: its sum
	Ref     string  // of a telephone channel: the sum of the message's token
	Code    int
	Reason  string
	At      time.Time // time of the message whose result is still expected
	Tries   int
	Began   time.Time // start of the first try
	Again   time.Time // earliest time of the next try

	ReceiptAt time.Time // time of the latest receipt
}

// Outbox is what Tell needs from an open transaction.
type Outbox interface {
	job.Queue
	// AddNotice saves a notice and sets its ID.
	AddNotice(ctx context.Context, n *Notice) error
}

// Tell writes the notice and the job that sends it, now or after the quiet hours. A notice to person 0 is dropped.
func Tell(ctx context.Context, box Outbox, n Notice, now time.Time) error {
	_, err := Post(ctx, box, n, now)
	return err
}

// Post is Tell that returns the notice's id, 0 for a dropped one.
func Post(ctx context.Context, box Outbox, n Notice, now time.Time) (id int64, err error) {
	if n.Person == 0 {
		return 0, nil
	}
	n.State, n.CreatedAt, n.DueAt = Pending, now, now
	if !n.Urgent {
		n.DueAt = when.Nights.Next(now)
	}
	if err := box.AddNotice(ctx, &n); err != nil {
		return 0, err
	}
	if n.Wakes() {
		if err := box.AddJob(ctx, WakeJob, n.ID, now); err != nil {
			return 0, err
		}
	}
	if n.Kind.Chat != "" {
		if err := box.AddJob(ctx, SayJob, n.ID, n.DueAt); err != nil || n.Kind.ChatFirst {
			return n.ID, err
		}
	}
	return n.ID, box.AddJob(ctx, SendJob, n.ID, n.DueAt)
}

// channels returns the channels to try, best first (docs/domain.md §7): WeChat's, then an SMS for what must be known. An
// alarm has its SMS already: see Wake.
func (n Notice) channels() []Channel {
	if n.MustKnow() && !n.Wakes() {
		return append(n.accounts(), SMS)
	}
	return n.accounts()
}

// accounts returns WeChat's channels: the official account, then the mini-program for this kind of notice.
func (n Notice) accounts() []Channel {
	if n.Kind.ForStaff {
		return []Channel{auth.OA, auth.Staff}
	}
	return []Channel{auth.OA, auth.MP}
}
