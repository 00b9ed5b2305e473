// Package inbox takes in what the platform pushes to us, each thing exactly once (收件).
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
	Follow   Kind = "follow"   // subscribe, with the scene of the QR it came from
	Unfollow Kind = "unfollow" // unsubscribe
	Scan     Kind = "scan"     // a follower scanned a QR of ours
	Click    Kind = "click"    // a menu key
	Receipts Kind = "receipts" // what became of messages we sent
	Consents Kind = "consents" // what a person agreed to be told
	Verdict  Kind = "verdict"  // outcome of a picture check
	Revoke   Kind = "revoke"   // a person takes back what the platform let us know
	Cancel   Kind = "cancel"   // a person has closed the WeChat account
	Other    Kind = "other"
)

// Push is one message or event, decoded and verified.
type Push struct {
	Account auth.Account
	Key     string // identifies it: MsgId, or FromUserName+CreateTime+Event+EventKey (wechat.md §2.5)
	From    string // openid; of Revoke and Cancel the person's, not the platform's, which sends them
	At      time.Time
	Kind    Kind
	Event   string // the platform's own word, for metrics

	Text    string // what was typed, or what the platform heard in a voice message
	MediaID string
	Lat     float64 // GCJ-02
	Lng     float64
	Label   string // the platform's words for a location
	Scene   string // of the scanned code, without "qrscene_"; chosen by whoever made the code, so not to be trusted
	MenuKey string

	Receipts []Receipt
	Consents []Consent
	Verdict  MediaVerdict
	Revoked  []string // the platform's codes of what was taken back
}

// Receipt says what became of one message we sent.
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

// MediaVerdict is the platform's opinion of one picture.
type MediaVerdict struct {
	TraceID string
	Code    int // 0, or why the platform could not look (-1008: download failed)
	Pass    bool
}
