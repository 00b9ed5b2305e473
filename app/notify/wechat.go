package notify

import (
	"context"
	"time"

	"linli/app/auth"
)

// Message is one notice on its way through one channel.
type Message struct {
	Account  auth.Account // OA: template message; MP and Staff: subscribe message
	OpenID   string
	Kind     string            // notice kind; the adapter maps it to a template
	Facts    map[string]string // by fact name; the adapter shapes each to its keyword's limits
	Page     string            // mini-program page to open, without leading slash; may be empty
	ClientID string            // idempotency key of the official-account channel
}

// Outcome is what a try to send came to, reduced to what we do next (wechat.md §3.5).
type Outcome string

// The outcomes.
const (
	Sent       Outcome = "sent"       // the platform took it
	Refused    Outcome = "refused"    // this person cannot be reached on this channel: not following, no credit, rejected
	Wrong      Outcome = "wrong"      // our mistake: template, page or data; an operator must look
	Later      Outcome = "later"      // try again after Wait
	Unknown    Outcome = "unknown"    // no answer: it may or may not have been sent
	Unavailing Outcome = "unavailing" // the channel is not configured for this kind of notice
)

// Result is what the platform answered.
type Result struct {
	Outcome Outcome
	MsgID   string        // when sent
	Code    int           // the platform's errcode, 0 if none
	Reason  string        // redacted words for the attempt's record
	Wait    time.Duration // for Later
	Credit  Credit        // of a subscribe message that was not taken
}

// Credit is what a subscribe message that the platform did not take means for the person's consent to one.
type Credit string

// The consents.
const (
	CreditKept Credit = ""     // the platform has it still
	CreditGone Credit = "gone" // it has none: the person took it back, or our count was wrong
)

// Sender delivers messages through WeChat.
type Sender interface {
	// Send tries once. It never returns an error: every failure is an Outcome.
	Send(ctx context.Context, m Message) Result
	// Say sends plain words in the official account's chat, allowed only for a while after the person spoke.
	Say(ctx context.Context, openid, text string) Result
	// TemplateID returns the template a notice kind uses on an account, or "".
	TemplateID(account auth.Account, kind string) string
}
