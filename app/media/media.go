// Package media keeps the photos and voice messages of reports (照片与录音): cleaned, checked by the platform before others see
// them, and served only through links that expire.
package media

import (
	"time"

	"linli/app/auth"
	"linli/app/fault"
)

// More faults of this package.
var (
	ErrMissing = fault.New(fault.Missing, "media.missing", "照片不存在或已失效")
	ErrMany    = fault.New(fault.Invalid, "media.too_many", "照片最多 9 张")
	ErrListing = fault.New(fault.Invalid, "media.list", "没有这个列表")
	ErrReason  = fault.New(fault.Invalid, "media.reason", "请写明原因（2 至 100 字）")
	ErrVoice   = fault.New(fault.Conflict, "media.voice", "录音只供工作人员收听，不能公开")
	ErrBusy    = fault.New(fault.Busy, "media.busy", "照片暂时存不上，请稍后再试")
)

// The faults of a Platform after which a retry is useless.
var (
	ErrGone    = fault.New(fault.Missing, "media.gone", "照片已过期")        // no such medium, or no longer
	ErrRefused = fault.New(fault.Denied, "media.refused", "照片暂时无法自动审核") // not for this person or account
)

// Kind is photo or voice.
type Kind string

// The kinds.
const (
	Photo Kind = "photo"
	Voice Kind = "voice"
)

// State says whether the bytes of a file are stored:
//
//	fetching ─→ stored
//	    └─────→ lost ←──┘   after three days, or when the platform no longer has it; without a report for a week
//
// An upload starts as stored; a file of the chat stays with the platform until it is fetched.
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
//	    └──────→ held ─────┘       risky, undecided, or no verdict after three attempts: staff decide
//
// Voice is held from the start and never passes.
type Check string

// The outcomes of a check.
const (
	Pending  Check = "pending"
	Passed   Check = "passed"
	Withheld Check = "held"
	Hidden   Check = "hidden" // decided by staff
)

// Play says whether a voice message can be played in every client:
//
//	waiting ─→ ready
//	    └────→ broken   no decoder understands it; it can still be downloaded
//
// It waits as long as the program that transcodes is missing. A photo has none.
type Play string

// The states of playing.
const (
	PlayWaiting Play = "waiting"
	PlayReady   Play = "ready"
	PlayBroken  Play = "broken"
)

// The numbers of the rules.
const (
	MostPerReport = 9                // photos and voice messages a report takes
	VoiceBytes    = 2 << 20          // largest voice message kept
	MostVoice     = 5 * time.Minute  // longest voice message that is transcoded; WeChat's last a minute
	MostPlays     = 3                // attempts to transcode
	PlayBytes     = 2 << 20          // largest result
	MostSaid      = 500              // characters of what was said
	FetchFor      = 72 * time.Hour   // the platform deletes media after three days
	VerdictIn     = 30 * time.Minute // the platform promises its verdict within this
	SubmitFor     = 24 * time.Hour   // how long submitting is retried
	MostChecks    = 3
	UnclaimedFor  = 7 * 24 * time.Hour // then a file without a report is deleted
	KeepVerdicts  = 24 * time.Hour     // life of a verdict without a file
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
	TraceID   string       // of the current check
	MediaID   string       // the platform's id of a file still to fetch
	Account   auth.Account // where it came from; "" for uploads
	CreatedAt time.Time
	// CheckedAt is when the check last changed: the file became ready, was submitted, or judged.
	CheckedAt  time.Time
	CheckTries int // times it was submitted

	ShownID string    // the platform's id of a photo uploaded for the official account's chat
	ShownAt time.Time // when it was uploaded

	// Of a voice message.
	Play      Play
	PlayKey   string // blob in MP3, which every client plays; "" until ready
	PlayTries int
	Length    time.Duration // 0: unknown
	Said      Said
}

// Said is what is said in a voice message, in words.
type Said struct {
	Words string    // "": nobody has written it down
	By    int64     // the member of staff who wrote it down (听写); 0: WeChat recognised it
	At    time.Time // zero: WeChat recognised it
}

// Unheard says whether people have to listen to the file to know what it says.
func (f File) Unheard() bool { return f.Kind == Voice && f.Said.Words == "" }

// Viewer is a person who asks to see a file.
type Viewer struct {
	Person int64
	Staff  bool // is staff and works on the report of the file
}

// ShownTo says whether v may see the file: its owner and the staff in scope always, others only a photo that passed the
// check.
func (f File) ShownTo(v Viewer) bool {
	switch {
	case v.Staff, v.Person != 0 && v.Person == f.Owner:
		return true
	}
	return f.Kind == Photo && f.Check == Passed
}

// withheld says whether others must no longer see the file.
func (f File) withheld() bool { return f.Check == Withheld || f.Check == Hidden }

// Note tells staff why a file is not, or not fully, visible; "" for a normal file.
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
	case f.Play == PlayWaiting:
		return "录音还在转换，稍后可以播放；着急请下载，或打电话问"
	case f.Play == PlayBroken:
		return "录音放不出来，请下载，或打电话问"
	case f.Kind == Voice:
		return ""
	case f.Check == Withheld:
		return "照片待审核，其他居民暂不可见"
	case f.Check == Hidden:
		return "照片不给其他居民看"
	}
	return ""
}

// Excuse tells a viewer why they do not see a photo, or hear a voice message.
func (f File) Excuse() string {
	switch {
	case f.Kind == Voice:
		return "语音只给反映人和工作人员听"
	case f.Check == Hidden:
		return "照片不公开"
	}
	return "照片审核中"
}

// arrive records that the bytes are in the blob store.
func (f *File) arrive(contentType string, size int, now time.Time) {
	f.State, f.Type, f.Bytes, f.CheckedAt, f.MediaID = Stored, contentType, size, now, ""
}

// sound records what the bytes of a voice message say about it. MP3 is played as it is.
func (f *File) sound(data []byte) {
	if f.Type == typeMP3 {
		f.Play, f.PlayKey = PlayReady, f.Key
		return
	}
	r, ok := parseRecording(data)
	f.Length, f.Play = r.Length, PlayBroken
	if ok {
		f.Play = PlayWaiting
	}
}

// checkable says whether a verdict is still wanted.
func (f File) checkable() bool { return f.Kind == Photo && f.State == Stored && f.Check == Pending }

// next says what the check needs now: submitting, waiting until wait, or giving up.
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
