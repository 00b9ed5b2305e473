// Package report is 随手拍: a resident photographs what is wrong, the community deals with it, and the resident judges
// the result (受理—分流交办—联动处置—反馈评价).
package report

import (
	"slices"
	"time"
	"unicode/utf8"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pace"
	"linli/app/text"
)

// The maximum lengths of texts, in characters.
const (
	MaxText  = 1000
	MaxPlace = 100
	MaxWords = 400 // a reply, a reason, a question (domain.md §5)
)

// The faults of reports.
var (
	ErrMissing   = fault.New(fault.Missing, "report.missing", "未找到该事件")
	ErrText      = fault.New(fault.Invalid, "report.text", "请说明情况（1 至 1000 字）或附上照片")
	ErrRisky     = fault.New(fault.Invalid, "report.text_risky", "内容含有不合适的词句，请修改后再提交")
	ErrWords     = fault.New(fault.Invalid, "report.words", "请填写 1 至 400 字")
	ErrWhere     = fault.New(fault.Invalid, "report.where", "看不出是哪里，请选到楼栋、网格或社区")
	ErrPlace     = fault.New(fault.Invalid, "report.place", "请说明在什么地方")
	ErrCategory  = fault.New(fault.Invalid, "report.category", "没有这个类别")
	ErrState     = fault.New(fault.Conflict, "report.state", "事件状态已变化，请看最新情况")
	ErrNotYours  = fault.New(fault.Denied, "report.not_yours", "这件事不在您手上，不能这样办理")
	ErrTop       = fault.New(fault.Conflict, "report.top", "上面没有可以上报的岗位了")
	ErrPaused    = fault.New(fault.Conflict, "report.paused", "这件事已暂停计时，请先恢复办理")
	ErrNotPaused = fault.New(fault.Conflict, "report.not_paused", "这件事没有挂账")
	ErrTopic     = fault.New(fault.Invalid, "report.topic", "没有这个事项，或不属于该类别")
	ErrStep      = fault.New(fault.Conflict, "report.step", "没有待完成的分步")
	ErrHolder    = fault.New(fault.Invalid, "report.holder", "请选择要交给的人、岗位或单位")
	ErrResult    = fault.New(fault.Invalid, "report.result", "办结须附处理后的照片或写明原因")
	ErrOutcome   = fault.New(fault.Invalid, "report.outcome", "请选择办结结果")
	ErrUrged     = fault.New(fault.Often, "report.urged", "刚催过了，请 10 分钟后再试")
	ErrNotAsked  = fault.New(fault.Conflict, "report.not_asked", "现在没有需要您回答的问题")
	ErrReviewed  = fault.New(fault.Conflict, "report.reviewed", "您已经评价过了")
	ErrMarks     = fault.New(fault.Invalid, "report.marks", "评分请选 1 至 5 分")
	ErrTooLate   = fault.New(fault.Conflict, "report.too_late", "办结已超过 10 天，请重新上报")
	ErrReopened  = fault.New(fault.Conflict, "report.reopened_often", "已重办过两次，工作人员会电话回访您")
	ErrSmallOnly = fault.New(fault.Denied, "report.small_only", "紧急事件请交社区处理，不能自办自结")
	ErrTemplate  = fault.New(fault.Invalid, "report.template", "模板名称 1 至 20 字，内容 1 至 400 字")
	ErrListing   = fault.New(fault.Invalid, "report.list", "没有这个列表")
	ErrNumber    = fault.New(fault.Invalid, "report.number", "编号看不懂，请照着念，例如 261126-003")
	ErrOrg       = fault.New(fault.Invalid, "report.org", "您不是这个单位的联系人，请联系社区登记")
	ErrCursor    = fault.New(fault.Invalid, "report.cursor", "翻页位置无效，请从头开始")
)

// FollowUp says whether staff still have to ask the author about the result (回访).
type FollowUp string

// The stages of a follow-up.
const (
	NoFollowUp FollowUp = ""
	ToFollowUp FollowUp = "due"  // the author was not satisfied, or did not say
	FollowedUp FollowUp = "done" // staff have asked the author
)

// Source is how a report came in.
type Source string

// The sources (domain.md §4).
const (
	Chat    Source = "chat"    // 公众号聊天
	App     Source = "app"     // 居民小程序
	Steward Source = "steward" // 红管家: by a steward, about the building they look after
	Patrol  Source = "patrol"  // 巡查发现: entered by staff who saw it themselves
	Counter Source = "counter" // 窗口代录
	Call    Source = "call"    // 电话代录
	Hotline Source = "hotline" // 12345 转办, a partner
	Unit    Source = "org"     // 单位: by a contact of an org, for it

	Reception Source = "reception" // 接待: said to a delegate or a leader who receives residents
	Collect   Source = "collect"   // 入户采集: said at the door while something is collected
	Passed    Source = "partner"   // 转来: passed on by any other partner
	Asked     Source = "inquiry"   // 咨询: staff made it of what a resident asked
)

// Sources lists them all.
var Sources = []Source{Chat, App, Steward, Patrol, Counter, Call, Hotline, Unit, Reception, Collect, Passed, Asked}

// Outcome is how a finished report ended.
type Outcome string

// The outcomes (domain.md §4: closed is not solved).
const (
	Solved      Outcome = "solved"      // 已解决
	Explained   Outcome = "explained"   // 解释说明: cannot be done, and why
	Transferred Outcome = "transferred" // 转外部处理
	TakenBack   Outcome = "withdrawn"   // 居民撤回
	Rejected    Outcome = "refused"     // 不予受理
)

// HolderKind is the kind of a holder.
type HolderKind string

// The kinds of holder.
const (
	ByPerson HolderKind = "person"
	ByPost   HolderKind = "post" // any person who acts in the post
	ByOrg    HolderKind = "org"
	// ByProperty is the target of a route only: the org that manages the estate of a report.
	ByProperty HolderKind = "property"
)

// Holder is the person, post or org that has a report now. There is always exactly one.
type Holder struct {
	Kind   HolderKind
	Person int64
	Role   auth.Role
	Area   int64
	Org    int64
}

// InPost returns a post as a holder; the zero Holder for no post.
func InPost(p pace.Post) Holder {
	if p.Role == "" {
		return Holder{}
	}
	return Holder{Kind: ByPost, Role: p.Role, Area: p.Area}
}

// Report is one reported problem.
type Report struct {
	ID        int64
	Number    int64 // day and running number; Say returns it in words
	Community int64
	Author    int64 // resident who reported, or for whom staff entered it; 0: nobody knows who said it at a reception
	Host      int64 // delegate or leader with whom it was raised at a reception; 0
	Booking   int64 // at whose reception it was written down; 0
	Org       int64 // for which its author reported as a contact; 0 none
	EnteredBy int64 // staff who entered it on behalf; 0: the author did
	Source    Source
	Partner   string // the code of the partner that passed it on
	External  string // its number there
	Request   string // idempotency key of the submission

	Category     Category
	CategoryName string // in the words of the county
	Urgent       bool
	Text         string
	Unheard      int     // voice messages of which nobody knows what is said (语音待听)
	Answers      Answers // to the questions of the category
	Shared       bool    // the author lets neighbours see it, and the platform's text check passed

	Place    string // in the author's words
	Area     int64  // the smallest area in which it was located; the community or county when unknown
	Building int64  // 0 unknown
	Grid     int64  // 0 unknown
	Lat, Lng float64

	State   State
	Holder  Holder
	Outcome Outcome // "" while open
	Result  string  // the words of the handler when resolving

	SubmittedAt time.Time
	AcceptedAt  time.Time
	TakenAt     time.Time
	ResolvedAt  time.Time
	ClosedAt    time.Time
	pace.Clocks

	Question string // asked of the author, not answered yet
	AskedAt  time.Time
	Urges    int
	UrgedAt  time.Time
	Reopens  int
	Reviewed bool // since it was last resolved

	Topic       string // a matter with its own limits, or ""
	Desk        Holder // the post that dispatches it; the zero Holder is the community's duty post
	Returns     int    // by departments
	Supervision pace.Supervision
	Postponing  pace.Postponement
	MergedInto  int64 // the main report that this one was merged into; 0 none
	Followers   int   // reports merged into this one
	Parent      int64 // the report of which it is a part; 0 none
	Parts       int   // how many parts it was split into
	Joins       int   // neighbours who said "me too"
	FollowUp    FollowUp
}

// Open says whether work is left.
func (r Report) Open() bool { return r.State.open() }

// Pinned says whether the report comes first in every list.
func (r Report) Pinned() bool { return r.Urgent && r.Open() }

// Title returns the report in a few words, "公共设施：路灯不亮", at most 20 characters, which fits a WeChat "thing" value.
func (r Report) Title() string {
	title := r.CategoryName
	if r.Text != "" {
		title += "：" + r.Text
	}
	return Cut(title, 20)
}

// urgentFirst puts the urgent open reports first and keeps the order otherwise.
func urgentFirst(all []Report) []Report {
	slices.SortStableFunc(all, func(a, b Report) int {
		switch {
		case a.Pinned() == b.Pinned():
			return 0
		case a.Pinned():
			return -1
		}
		return 1
	})
	return all
}

// headline is the title in notices: that of an urgent open report begins with 紧急, "紧急：煤气味".
func (r Report) headline() string {
	if !r.Pinned() {
		return r.Title()
	}
	if r.Text == "" {
		return Cut("紧急："+r.CategoryName, 20)
	}
	return Cut("紧急："+r.Text, 20)
}

// Cut returns at most n characters of s, the last one "…" when something was cut.
func Cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// words returns s when it has 1 to most characters, else ErrWords.
func words(s string, most int) error {
	if !text.Within(s, 1, most) {
		return ErrWords
	}
	return nil
}
