// Package paper keeps sealed photos of residents' documents (材料): a certificate that a matter needs, encrypted, shown in no list
// and to nobody whom the matter does not concern. Every opening leaves a line. A paper is deleted 30 days after the end of
// the matter unless the resident keeps it (我的材料); another matter uses it only after the resident agreed.
package paper

import (
	"time"
	"unicode"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxName   = 30 // characters of a paper's name
	MaxPapers = 60 // papers of one person
	digits    = 6  // so many digits in a name are a number of somebody

	// KeepAfter is how long a paper is kept after the end of the matter; until then the matter's staff can open it.
	KeepAfter = 30 * 24 * time.Hour
	// KeepUnused is how long a paper is kept that no matter has used.
	KeepUnused = 7 * 24 * time.Hour
	// arriveIn is longer than any upload lasts.
	arriveIn = time.Hour
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "paper.missing", "未找到这份材料，或已删除")
	ErrName    = fault.New(fault.Invalid, "paper.name", "请写材料名称（2 至 30 字），不要写证件号码")
	ErrValid   = fault.New(fault.Invalid, "paper.valid", "有效期已过，请换一份有效的材料")
	ErrFull    = fault.New(fault.Conflict, "paper.full", "材料最多存 60 份，请先删除用不着的")
	ErrExpired = fault.New(fault.Conflict, "paper.expired", "这份材料已过有效期，请重新提供")
	ErrConsent = fault.New(fault.Conflict, "paper.consent", "居民没有同意再用留存的材料，请当面重新提供")
	ErrAsked   = fault.New(fault.Conflict, "paper.asked", "已经问过居民，等居民同意后才能看")
	ErrAnswer  = fault.New(fault.Conflict, "paper.answered", "这次使用已经答复过，或不再需要")
	ErrInUse   = fault.New(fault.Conflict, "paper.in_use", "这份材料正在办的事里用着，删除后那件事要重新交。确定删除，请再点一次")
	ErrBusy    = fault.New(fault.Busy, "paper.busy", "材料暂时存取不了，请稍后再试")
)

// Way says how a paper came.
type Way string

// The ways.
const (
	ByClient  Way = "client"  // 本人在手机上交的
	AtCounter Way = "counter" // 社区代为拍照
	ByChat    Way = "chat"    // 在公众号里发的
)

var wayNames = map[Way]string{ByClient: "手机上交", AtCounter: "社区代拍", ByChat: "公众号里交"}

// Name returns the way in Chinese.
func (w Way) Name() string { return wayNames[w] }

// Paper is one sealed document of a person. The bytes are in the blob store, encrypted and bound to Key.
type Paper struct {
	ID        int64
	Community int64 // of the person when it was added; 0: not known
	Person    int64 // whose document it is; 0: of a matter alone
	Name      string
	Type      string // of the opened bytes
	Bytes     int    // of the opened bytes
	Key       string // of the blob
	Valid     when.Date
	State     State
	Kept      bool // by the person, in 我的材料
	Way       Way
	By        int64 // staff who added it; 0: the person
	CreatedAt time.Time
	DropAt    time.Time // when it is deleted; zero: not decided
	Request   string    // the idempotency key that added it
	MediaID   string    // of the photo that the platform still has, for one sent in the chat
	For       string    // the matter that it was sent for; "" none
	Nth       int       // and which of the things that it lacks
	Uses      []Usage   // in the order in which they began
}

// Usage is the use of a paper in one matter.
type Usage struct {
	ID       int64
	Paper    int64
	About    string // "errand:12"
	By       int64  // staff who put it there; 0: the person
	AskedAt  time.Time
	AgreedAt time.Time // zero: the person was asked and has not answered
	EndedAt  time.Time // zero: the matter is open
}

// Adding is what somebody hands in.
type Adding struct {
	Person    int64 // 0: a paper of the matter About alone
	Community int64
	Name      string
	Valid     when.Date // 0: unknown
	Data      []byte
	About     string // the matter it is for; "" for a paper that the person keeps
	Keep      bool
}

// Answer is what a person says about the use of a paper in a matter.
type Answer struct {
	About string
	Yes   bool
}

// check cleans the name and returns what is wrong.
func (a *Adding) check(today when.Date) error {
	a.Name = text.Line(a.Name)
	switch {
	case !text.Within(a.Name, 2, MaxName), countDigits(a.Name) >= digits:
		return ErrName
	case a.Valid != 0 && a.Valid < today:
		return ErrValid
	}
	return nil
}

func countDigits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
