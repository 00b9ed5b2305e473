// Package media keeps the photos and voice messages of residents and staff (照片与录音): cleaned, checked by the
// platform before anybody else sees them, and handed out through short-lived links only.
package media

import (
	"time"

	"linli/app/auth"
	"linli/app/fault"
)

// What else can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "media.missing", "照片不存在或已失效")
	ErrMany    = fault.New(fault.Invalid, "media.too_many", "照片最多 9 张")
	ErrListing = fault.New(fault.Invalid, "media.list", "没有这个列表")
	ErrReason  = fault.New(fault.Invalid, "media.reason", "请写明原因（2 至 100 字）")
	ErrVoice   = fault.New(fault.Conflict, "media.voice", "录音只供工作人员收听，不能公开")
	ErrBusy    = fault.New(fault.Busy, "media.busy", "照片暂时存不上，请稍后再试")
)

// What a Platform answers when asking again is no use.
var (
	ErrGone    = fault.New(fault.Missing, "media.gone", "照片已过期")        // there is no such medium, or no longer
	ErrRefused = fault.New(fault.Denied, "media.refused", "照片暂时无法自动审核") // not for this person, or account
)

// Kind is what a file is.
type Kind string

// The kinds.
const (
	Photo Kind = "photo"
	Voice Kind = "voice"
)

// State says whether we have the file:
//
//	fetching ─→ stored
//	    └─────→ lost ←──┘   after three days, or when the platform no longer has it; when nobody claimed it in a week
//
// What is uploaded to us starts as stored; what is sent in the chat stays with the platform until fetched.
type State string

// The states.
const (
	Fetching State = "fetching"
	Stored   State = "stored"
	Lost     State = "lost"
)

// Check says whether others may see the file:
//
//	pending ─→ passed ⇄ hidden     ⇄ by staff, with a reason
//	    │         ↑        ↑
//	    └──────→ held ─────┘       risky, undecided, or no verdict after three tries: somebody has to look
//
// Voice is held from the start and never passes.
type Check string

// The outcomes of a check.
const (
	Pending Check = "pending"
	Passed  Check = "passed"
	Held    Check = "held"
	Hidden  Check = "hidden" // somebody has looked
)

// The rules' numbers.
const (
	MostPerReport = 9                // photos and voice messages a report takes
	VoiceBytes    = 2 << 20          // largest voice message kept
	FetchFor      = 72 * time.Hour   // the platform deletes media after three days
	VerdictIn     = 30 * time.Minute // the platform promises its verdict by then
	SubmitFor     = 24 * time.Hour   // how long we try to submit at all
	MostChecks    = 3
	UnclaimedFor  = 7 * 24 * time.Hour // then a file that no report has claimed is deleted
	KeepVerdicts  = 24 * time.Hour     // a verdict that no file has come for
	mostTrace     = 128
	mostMediaID   = 512
)

// File is one photo or voice message.
type File struct {
	ID        int64
	Community int64 // 0 until a report has claimed it
	Owner     int64 // person who sent it
	Kind      Kind
	State     State
	Check     Check
	Key       string // random name of the blob
	ThumbKey  string // the same for the thumbnail; "" for voice
	Type      string // content type, once stored
	Bytes     int
	Width     int
	Height    int
	TraceID   string       // of the check under way
	MediaID   string       // the platform's name for what is still to fetch
	Account   auth.Account // through which it came; "" for uploads
	CreatedAt time.Time
	// CheckedAt is when the check last moved: the file became ready for it, was submitted, or judged.
	CheckedAt  time.Time
	CheckTries int // times it was submitted
}

// Viewer is somebody who wants to see a file.
type Viewer struct {
	Person int64
	Staff  bool // and works on the matter the file belongs to
}

// ShownTo says whether v may see the file: its owner and the staff in whose scope it is always, everybody else only a
// photo that has passed the check.
func (f File) ShownTo(v Viewer) bool {
	switch {
	case v.Staff, v.Person != 0 && v.Person == f.Owner:
		return true
	}
	return f.Kind == Photo && f.Check == Passed
}

// withheld says whether others must not see a file that they may have seen before.
func (f File) withheld() bool { return f.Check == Held || f.Check == Hidden }

// Note tells staff why there is nothing, or not everything, to see; it is "" for a file in order.
func (f File) Note() string {
	what := "照片"
	if f.Kind == Voice {
		what = "录音"
	}
	switch {
	case f.State == Lost:
		return what + "未能取回"
	case f.State == Fetching:
		return what + "正在取回"
	case f.Kind == Voice:
		return ""
	case f.Check == Held:
		return "照片待审核，其他居民暂不可见"
	case f.Check == Hidden:
		return "照片不给其他居民看"
	}
	return ""
}

// Excuse tells whoever may not see a photo why.
func (f File) Excuse() string {
	if f.Check == Hidden {
		return "照片不公开"
	}
	return "照片审核中"
}

// arrive records that the bytes are in the blob store.
func (f *File) arrive(contentType string, size int, now time.Time) {
	f.State, f.Type, f.Bytes, f.CheckedAt, f.MediaID = Stored, contentType, size, now, ""
}

// checkable says whether the platform's opinion is still wanted.
func (f File) checkable() bool { return f.Kind == Photo && f.State == Stored && f.Check == Pending }

// next says what the check needs now: to be submitted, to be left alone until wait, or to be given up.
func (f File) next(now time.Time) (submit bool, wait time.Time) {
	if f.TraceID != "" {
		if due := f.CheckedAt.Add(VerdictIn); now.Before(due) {
			return false, due
		}
		return f.CheckTries < MostChecks, time.Time{}
	}
	return f.CheckTries < MostChecks && now.Before(f.CheckedAt.Add(SubmitFor)), time.Time{}
}

func (f *File) judge(c Check, now time.Time) { f.Check, f.CheckedAt = c, now }
