// Package care plans visits to people who need care (走访关爱), and records them. Rules say how often somebody is visited; steps follow when
// nobody answers; a need becomes a service. NextDue alone says when a visit is due.
package care

import (
	"slices"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxWords  = 400 // characters of a visit
	MaxReason = 100
	MaxNeeds  = 6 // of one visit
	backDated = 7 // days after which a visit is no longer entered

	// Keep is how long visits and changes are kept: a cohort's year is compared with the one before.
	Keep = 2 * 366 * 24 * time.Hour
	// KeepEnded is how long ended needs, proposals and households that have left the plan are kept.
	KeepEnded = 366 * 24 * time.Hour
)

// The faults of this package.
var (
	ErrMissing  = fault.New(fault.Missing, "care.missing", "未找到该走访对象")
	ErrNeed     = fault.New(fault.Missing, "care.need_missing", "未找到这条需要")
	ErrChange   = fault.New(fault.Missing, "care.change_missing", "未找到这条变故")
	ErrChase    = fault.New(fault.Missing, "care.chase_missing", "未找到，可能已经有人见到了")
	ErrSurge    = fault.New(fault.Missing, "care.surge_missing", "未找到这次每日走访")
	ErrProposal = fault.New(fault.Missing, "care.proposal_missing", "未找到这条建议，可能已经处理")
	ErrOutcome  = fault.New(fault.Invalid, "care.outcome", "请选择走访方式和结果")
	ErrWords    = fault.New(fault.Invalid, "care.words", "走访内容最多 400 字")
	ErrDay      = fault.New(fault.Invalid, "care.day", "走访时间不能晚于现在，最多补记 7 天")
	ErrNext     = fault.New(fault.Invalid, "care.next", "下次走访请选今后一年内的日期")
	ErrNeeds    = fault.New(fault.Invalid, "care.needs", "请从列表中选择需要，最多 6 项")
	ErrReason   = fault.New(fault.Invalid, "care.reason", "请写明原因（2 至 100 字）")
	ErrKind     = fault.New(fault.Invalid, "care.kind", "请选择变故类型和发生日期（不晚于今天，最多一年前）")
	ErrLevel    = fault.New(fault.Invalid, "care.level", "请选择走访等级和截止日期（一年以内）")
	ErrLower    = fault.New(fault.Denied, "care.lower", "降低走访等级由社区书记决定")
	ErrMust     = fault.New(fault.Conflict, "care.must", "困难、孤寡和有变故的必访，等级不能低于二级，困难、孤寡不能只访独居的")
	ErrHelper   = fault.New(fault.Invalid, "care.helper", "请选择这栋楼的红管家、楼栋长或单元长")
	ErrRules    = fault.New(fault.Invalid, "care.rules", "请核对走访间隔：每级都要写明多久一次，提前 0 至 60 天；变故 72 小时内走访，最长一年")
	ErrCohort   = fault.New(fault.Invalid, "care.cohort", "请核对人群：写明叫法（1 至 12 字），选标签或写明年龄（不超过 120 岁），选等级，最多 20 类")
	ErrTag      = fault.New(fault.Invalid, "care.tag", "有的标签词表里没有，请重新选")
	ErrSteps    = fault.New(fault.Invalid, "care.steps", "请核对没人应的步骤：至少一步，除最后一步外每步等 1 分钟至 24 小时")
	ErrTarget   = fault.New(fault.Invalid, "care.target", "请选择转到哪里")
	ErrNoTarget = fault.New(fault.Missing, "care.target_missing", "没有找到要转到的事件或预约，请核对编号")
	ErrOver     = fault.New(fault.Conflict, "care.over", "已经办结")
	ErrAreas    = fault.New(fault.Invalid, "care.areas", "请选择 1 至 100 个范围")
)

// Level says how often somebody is visited.
type Level string

// The levels, from the highest. Daily is that of a surge.
const (
	Daily Level = "S"
	A     Level = "A"
	B     Level = "B"
	C     Level = "C"
)

// Levels lists the levels that rules and keepers give, from the highest.
var Levels = []Level{A, B, C}

var levelNames = map[Level]string{Daily: "每日", A: "一级", B: "二级", C: "三级"}

// Name returns the level in Chinese, "" for none.
func (l Level) Name() string { return levelNames[l] }

// above says whether a level is higher than another; "" is below all.
func (l Level) above(o Level) bool {
	return l != "" && (o == "" || l == Daily && o != Daily || o != Daily && l < o)
}

// Way is how somebody was visited.
type Way string

// The ways.
const (
	Door   Way = "door"
	Phone  Way = "phone"
	Video  Way = "video"
	Street Way = "street"
)

// Ways lists them in the order shown.
var Ways = []Way{Door, Phone, Video, Street}

var wayNames = map[Way]string{Door: "上门", Phone: "电话", Video: "视频", Street: "楼下见到"}

// Name returns the way in Chinese.
func (w Way) Name() string { return wayNames[w] }

// Outcome is what a visit found.
type Outcome string

// The outcomes, as the four large buttons of the sheet.
const (
	Well     Outcome = "well"
	Needy    Outcome = "needs"
	NoAnswer Outcome = "no_answer"
	Declined Outcome = "declined"
)

// Outcomes lists them in the order shown.
var Outcomes = []Outcome{Well, Needy, NoAnswer, Declined}

var outcomeNames = map[Outcome]string{Well: "平安", Needy: "有需要", NoAnswer: "没人应", Declined: "不愿被访"}

// Name returns the outcome in Chinese.
func (o Outcome) Name() string { return outcomeNames[o] }

// Seen says whether somebody was seen or spoke.
func (o Outcome) Seen() bool { return o != NoAnswer }

// Kind is a kind of change.
type Kind string

// The kinds of change (变故).
var kinds = []struct {
	kind Kind
	name string
}{
	{"illness", "重病"},
	{"loss", "丧亲"},
	{"job", "失业"},
	{"disaster", "灾害"},
	{"accident", "事故"},
	{"fraud", "被骗"},
	{"other", "其他"},
}

// Kinds lists the kinds of change in the order shown.
var Kinds = func() (all []Kind) {
	for _, k := range kinds {
		all = append(all, k.kind)
	}
	return all
}()

// Name returns the kind in Chinese, "" for none.
func (k Kind) Name() string {
	for _, one := range kinds {
		if one.kind == k {
			return one.name
		}
	}
	return ""
}

// Cared is a household that is visited, or a person of whom no household is known.
type Cared struct {
	ID        int64
	Community int64
	Grid      int64 // 0: in no grid
	Building  int64 // 0 unknown
	Area      int64 // the unit or building, else the community
	Household int64
	Person    int64 // 0: the household
	Standing
	Set         Override
	Declined    string    // why they do not want to be visited; "" they do not mind
	ChangeAt    time.Time // when the newest open change became known; zero: none
	ChangeUntil when.Date
	Since       when.Date // in the plan since
	Dates
	EndedAt time.Time // zero: in the plan
	Locked
}

// Locked is what is read of a cared-for together with the lock.
type Locked struct {
	Chase int64  // the open one; 0 none
	Floor int    // of the home
	Room  string // "": the household is not known
}

// Dates are what a visit changes of a cared-for.
type Dates struct {
	Last   when.Date // the last visit that counts; 0 none
	LastAt time.Time
	Remote int       // visits in a row that were not at the door
	Asked  when.Date // the next visit, as agreed on the last one; 0 none
	Due    Due       // as of the last change: see Plan
	ToldAt time.Time // the lead was told that it is overdue
}

// Standing is what the rules make of the people of a household.
type Standing struct {
	Level   Level  // "" for no rule: a change is the reason
	Cohorts string // codes of the rules that hold, separated by commas
	Must    bool   // never below B
	Half    bool   // the building asks for half the interval
}

// Override is a level that somebody decided, for a time.
type Override struct {
	Level Level // "" none
	Until when.Date
	Why   string
	By    int64
}

// In says whether one of the rules that hold has this code.
func (s Standing) In(cohort string) bool {
	return slices.Contains(strings.Split(s.Cohorts, ","), cohort)
}

// Key is what is unique of a cared-for in the plan.
func (c Cared) Key() string { return Key(c.Household, c.Person) }

// Visit is a visit of one day, of one or several persons.
type Visit struct {
	ID        int64
	Community int64
	Cared     int64
	Day       when.Date
	At        time.Time
	NotedAt   time.Time
	Way       Way
	Outcome   Outcome
	Level     Level // on that day
	Counts    bool  // the next one is due an interval later
	LateDays  int   // after its last day; 0 in time
	DueOn     when.Date
}

// Visitor is one person who made a visit.
type Visitor struct {
	Visit   int64
	Person  int64
	NotedAt time.Time
	Words   string // read by keepers and their writer only
	Files   []int64
}

// Change is something bad that happened to a household (变故).
type Change struct {
	ID        int64
	Community int64
	Cared     int64
	Kind      Kind
	Day       when.Date
	Until     when.Date
	Words     string
	By        int64
	At        time.Time
	EndedBy   int64
	EndedAt   time.Time
}

// reason cleans a reason. Fault: ErrReason.
func reason(s string) (string, error) {
	if s = text.Words(s); !text.Within(s, 2, MaxReason) {
		return "", ErrReason
	}
	return s, nil
}
