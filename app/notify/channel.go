package notify

import (
	"context"
	"time"

	"linli/app/person"
)

// SMS and Voice are the channels of the telephone network (短信, 语音电话). Their address is the person's number, which no
// attempt keeps.
const (
	SMS   Channel = "sms"
	Voice Channel = "voice"
)

// ByPhone says whether the channel belongs to the telephone network.
func ByPhone(c Channel) bool { return c == SMS || c == Voice }

// Number is a person's telephone number.
type Number = person.Phone

// Message is one notice in the form for one channel.
type Message struct {
	Account  Channel // OA: template message; MP and Staff: subscribe message; SMS; Voice
	OpenID   string
	Phone    Number            // of a telephone channel, instead of OpenID
	Token    string            // of a telephone channel: unguessable, the provider returns it with its receipts
	Kind     string            // notice kind; the adapter maps it to a template
	Facts    map[string]string // by fact name; the adapter shapes each to its keyword's limits
	Page     string            // mini-program page to open, without leading slash; may be empty
	ClientID string            // idempotency key of the official-account channel
}

// Outcome is the result of a try, reduced to what decides the next step (wechat.md §3.5).
type Outcome string

// The outcomes.
const (
	Sent       Outcome = "sent"       // the platform accepted it
	Refused    Outcome = "refused"    // this channel cannot reach the person: not following, no consent, rejected
	Wrong      Outcome = "wrong"      // our mistake: template, page or data; an operator has to look
	Later      Outcome = "later"      // try again after Wait
	Unknown    Outcome = "unknown"    // no answer: it may have been sent
	Unavailing Outcome = "unavailing" // the channel is not configured for this kind of notice
)

// Result is the platform's answer.
type Result struct {
	Outcome Outcome
	MsgID   string        // when sent
	Code    int           // the platform's errcode, 0 if none
	Reason  string        // a reason without personal data, for the attempt
	Wait    time.Duration // for Later
	Credit  Credit        // of a refused subscribe message
	Units   int           // of a telephone channel: what is charged, if the provider says so at once
}

// Credit says what a refused subscribe message means for the person's consent.
type Credit string

// The values.
const (
	CreditKept Credit = ""     // the platform still has the consent
	CreditGone Credit = "gone" // the platform has no consent: withdrawn, or our count was wrong
)

// Carrier delivers messages on some channels. WeChat is one, the telephone network another.
type Carrier interface {
	// Send tries once. It never returns an error: each failure is an Outcome.
	Send(ctx context.Context, m Message) Result
	// TemplateID returns the template for a notice kind on a channel, or "" if the channel is not configured for it.
	TemplateID(channel Channel, kind string) string
	// Shown returns what the person would see of the message, or false if TemplateID has none for it.
	Shown(m Message) (Shown, bool)
}

// Shown is what a person sees or hears of a notice on one channel.
type Shown struct {
	Text   string  // "" if only the platform or the provider knows the whole
	Fields []Field // of a template, in its order
	Length int     // of the text: bytes in the chat, characters elsewhere
	Most   int     // 0: no limit
	Cut    bool    // the text is longer than the limit
	Parts  int     // how many SMS are charged
}

// Field is one value in a template.
type Field struct {
	Name  string // the template's own name of it: thing1
	Fact  string // the name of the fact; "" for fixed words
	Label string // what staff call the fact
	Value string
	Cut   bool // the fact says more than the template allows
}

// Sender is the Carrier of WeChat.
type Sender interface {
	Carrier
	// Say sends a plain text to the official account's chat, allowed only for a while after the person's last message.
	Say(ctx context.Context, openid, text string) Result
	// Show sends a picture to the chat, under the same condition; media is the platform's id of it.
	Show(ctx context.Context, openid, media string) Result
	// Spoken returns how the chat shows a text, or false without an official account.
	Spoken(text string) (Shown, bool)
}
