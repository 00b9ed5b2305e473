package inquiry

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/work"
)

// Filter selects inquiries of some communities in a state: open ones oldest first, others newest first, beyond an id (0: from
// the beginning).
type Filter struct {
	Communities []int64
	State       State
	Beyond      int64
	Most        int
}

// Delivery says how an answer reached the resident.
type Delivery string

// The values.
const (
	InChat    Delivery = "chat"      // it is in the chat
	ByNotice  Delivery = "notice"    // a notice tells where to read it
	Sending   Delivery = "sending"   // it is on its way
	InInbox   Delivery = "inbox"     // it is in the list of notices only
	Unreached Delivery = "unreached" // no way was found: somebody has to call
)

// Deliveries lists them all.
var Deliveries = []Delivery{InChat, ByNotice, Sending, InInbox, Unreached}

// DeliveryOf returns the delivery of a notice in a state, which the chat has told or not.
func DeliveryOf(s notify.State, saidInChat bool) Delivery {
	switch {
	case saidInChat:
		return InChat
	case s == notify.Pending:
		return Sending
	case s == notify.Undelivered:
		return Unreached
	case s == notify.Kept:
		return InInbox
	}
	return ByNotice
}

// Store is what inquiries need from the database.
type Store interface {
	// Inquiry returns one, or ErrMissing.
	Inquiry(ctx context.Context, id int64) (Inquiry, error)
	// InquiriesOf returns a person's, newest first, before an id (0: from the newest).
	InquiriesOf(ctx context.Context, who, before int64, most int) ([]Inquiry, error)
	Inquiries(ctx context.Context, f Filter) ([]Inquiry, error)
	// CountInquiries counts those of the communities in a state.
	CountInquiries(ctx context.Context, communities []int64, s State) (int, error)
	// QuietInquiries returns answered ones in which nobody said anything since the time.
	QuietInquiries(ctx context.Context, since time.Time, most int) ([]int64, error)
	// Messages returns those of an inquiry, oldest first.
	Messages(ctx context.Context, inquiry int64) ([]Message, error)
	// DeliveriesOf returns how these notices were delivered.
	DeliveriesOf(ctx context.Context, notices []int64) (map[int64]Delivery, error)
	// SpokeAt returns when a follower of the official account last said something in its chat, zero for others.
	SpokeAt(ctx context.Context, who int64) (time.Time, error)
	// HomeOf returns where a person lives, 0 while it is not known.
	HomeOf(ctx context.Context, who int64) (int64, error)
	// Telephone returns the number of a community for its residents, or "".
	Telephone(ctx context.Context, community int64) (string, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with an inquiry.
type Tx interface {
	audit.Log
	work.Log
	notify.Outbox
	media.Claims
	report.Tx
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockPerson returns the person for update, or person.ErrMissing.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// LiveInquiry returns a person's inquiry with a community that has not ended, for update, or ErrMissing.
	LiveInquiry(ctx context.Context, who, community int64) (Inquiry, error)
	// LockInquiry returns one for update, or ErrMissing.
	LockInquiry(ctx context.Context, id int64) (Inquiry, error)
	// AddInquiry saves a new one and sets its ID.
	AddInquiry(ctx context.Context, i *Inquiry) error
	// SaveInquiry writes what changes later. The messages of an ended one end with it.
	SaveInquiry(ctx context.Context, i Inquiry) error
	// AddMessage saves a new one.
	AddMessage(ctx context.Context, m Message) error
	// InquiryOf returns the inquiry to which a person's request added a message, or ErrMissing.
	InquiryOf(ctx context.Context, who int64, request string) (int64, error)
}
