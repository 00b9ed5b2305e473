// Package post is how people come to a post and leave it (任职): nomination with a public term, vacancies, terms that end, and badges.
// The postings themselves are kept by the roster.
package post

import (
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/text"
)

// The limits.
const (
	MaxWords = 200
	MaxOpen  = 3 // nominations of one person that are not decided
	Years    = 3 // the usual term
	MostTerm = 5

	// Keep is how long a nomination is kept after its end, a badge after its return.
	Keep = 366 * 24 * time.Hour
)

// The faults.
var (
	ErrMissing = fault.New(fault.Missing, "post.missing", "未找到该推荐")
	ErrList    = fault.New(fault.Invalid, "post.list", "没有这个列表")
	ErrRole    = fault.New(fault.Invalid, "post.role", "居民可以推荐本楼的楼栋长、单元长和楼道红管家")
	ErrHome    = fault.New(fault.Denied, "post.home", "只能推荐自己住的楼栋或单元，请先在“我的资料”里选好住址")
	ErrReasons = fault.New(fault.Invalid, "post.reasons", "请选择推荐理由，或写几句话（最多 200 字）")
	ErrMany    = fault.New(fault.Conflict, "post.many", "您推荐的还有 3 位没有结果，请等等再推荐")
	ErrTwice   = fault.New(fault.Conflict, "post.twice", "这个人已经被推荐到这个岗位")
	ErrNobody  = fault.New(fault.Conflict, "post.nobody", "请先确认推荐的是哪一位居民")
	ErrState   = fault.New(fault.Conflict, "post.state", "现在不能这样办，请刷新后再看")
	ErrYears   = fault.New(fault.Invalid, "post.years", "任期须为 1 至 5 年")
	ErrReason  = fault.New(fault.Invalid, "post.reason", "请写明原因（2 至 200 字）")
)

// Reason is why somebody is proposed.
type Reason string

// The reasons.
const (
	Warm Reason = "warm" // 热心
	Fair Reason = "fair" // 公心正派
)

// Reasons lists them all.
var Reasons = []Reason{Warm, Fair}

var reasonNames = map[Reason]string{Warm: "热心", Fair: "公心正派"}

// Name returns the reason in Chinese.
func (r Reason) Name() string { return reasonNames[r] }

// Nomination is a proposal that somebody gets a post.
type Nomination struct {
	ID        int64
	Community int64
	Role      auth.Role
	Area      int64
	Nominee   int64        // 0 until staff have found the person
	Name      string       // as told
	Phone     person.Phone // as told; only until the person is found
	By        int64
	AtDesk    bool // proposed by staff
	Warm      bool
	Fair      bool
	Words     string
	State     State
	Publicity int64
	Why       string // of the end
	DecidedBy int64
	CreatedAt time.Time
	EndedAt   time.Time
}

// Reasons lists the chosen reasons.
func (n Nomination) Reasons() []Reason {
	all := []Reason{}
	if n.Warm {
		all = append(all, Warm)
	}
	if n.Fair {
		all = append(all, Fair)
	}
	return all
}

// Proposal is a nomination before it is saved.
type Proposal struct {
	Role    auth.Role
	Area    int64
	Self    bool  // the actor proposes themself
	Person  int64 // known to staff
	Name    string
	Phone   person.Phone
	Reasons []Reason
	Words   string
}

// check cleans the words and returns what is wrong.
func (p *Proposal) check() error {
	p.Words = text.Words(p.Words)
	for _, r := range p.Reasons {
		if !slices.Contains(Reasons, r) {
			return ErrReasons
		}
	}
	if !text.Within(p.Words, 0, MaxWords) || len(p.Reasons) == 0 && !text.Says(p.Words) {
		return ErrReasons
	}
	return nil
}
