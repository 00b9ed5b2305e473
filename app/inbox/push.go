// Package inbox receives what the platform pushes, each push exactly once (收件).
package inbox

import (
	"time"

	"linli/app/auth"
)

// Kind is what was pushed.
type Kind string

// The kinds. Anything else the platform may send is Other: acknowledged and forgotten.
const (
	Text     Kind = "text"
	Photo    Kind = "photo"
	Voice    Kind = "voice"
	Location Kind = "location"
	Follow   Kind = "follow"   // subscribe, with the scene of the scanned code
	Unfollow Kind = "unfollow" // unsubscribe
	Scan     Kind = "scan"     // a follower scanned one of our codes
	Click    Kind = "click"    // a key of the menu
	Receipts Kind = "receipts" // results of messages we sent
	Consents Kind = "consents" // the answer to a request for consent
	Verdict  Kind = "verdict"  // result of a picture check
	Revoke   Kind = "revoke"   // a person withdraws data that the platform gave us
	Cancel   Kind = "cancel"   // a person closed the WeChat account
	Other    Kind = "other"
)

// Push is one message or event, decoded and verified.
type Push struct {
	Account auth.Account
	Key     string // identifies it: MsgId, or FromUserName+CreateTime+Event+EventKey (wechat.md §2.5)
	From    string // openid; for Revoke and Cancel that of the person, although the platform is the sender
	At      time.Time
	Kind    Kind
	Event   string // the platform's own word, for metrics

	Text    string // typed text, or the platform's transcript of a voice message
	MediaID string
	Lat     float64 // GCJ-02
	Lng     float64
	Label   string // the platform's words for a location
	Scene   string // of the scanned code, without "qrscene_"; anybody can make a code, so do not trust it
	MenuKey string

	Receipts []Receipt
	Consents []Consent
	Verdict  MediaVerdict
	Revoked  []string // the platform's codes of the withdrawn data
}

// Speaks says whether a person said something: the platform lets the account speak in the chat for two days then.
func (p Push) Speaks() bool {
	return p.Kind == Text || p.Kind == Photo || p.Kind == Voice || p.Kind == Location
}

// Receipt is the result of one message we sent.
type Receipt struct {
	MsgID  string // a 64-bit number kept as text
	OK     bool
	Reason string // "user block"; empty when OK
	At     time.Time
}

// Consent says whether a person wants messages of a template.
type Consent struct {
	TemplateID string
	Accepted   bool
}

// MediaVerdict is the platform's verdict on one picture.
type MediaVerdict struct {
	TraceID string
	Code    int // 0, or why the check failed (-1008: download failed)
	Pass    bool
}
