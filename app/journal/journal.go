// Package journal reads the lines of work (工作日志): a person's own days, the draft of their week, tallies of a grid, a building or
// a post. What has no record of its own is noted here (记一笔).
package journal

import (
	"time"

	"linli/app/area"
	"linli/app/fault"
	"linli/app/home"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// The faults of this package.
var (
	ErrMissing = fault.New(fault.Missing, "work.missing", "没有这条工作记录")
	ErrKind    = fault.New(fault.Invalid, "work.kind", "请选择工作类型")
	ErrWords   = fault.New(fault.Invalid, "work.words", "请写明做了什么，最多 400 字")
	ErrPlace   = fault.New(fault.Invalid, "work.place", "请选择您任职范围内的地点")
	ErrOver    = fault.New(fault.Conflict, "work.over", "超过 24 小时的记录不能撤回，可以再记一笔更正")
	ErrDerived = fault.New(fault.Conflict, "work.derived", "这条记录是办理时由系统写下的，不能撤回")
	ErrMinutes = fault.New(fault.Invalid, "work.minutes", "用时请填 0 至 1440 分钟")
	ErrTime    = fault.New(fault.Invalid, "work.time", "只能记最近 7 天的工作")
	ErrDays    = fault.New(fault.Invalid, "work.days", "请选择一年以内的起止日期")
	ErrYear    = fault.New(fault.Invalid, "work.year", "只能看今年和前两年")
	ErrWeek    = fault.New(fault.Invalid, "work.week", "只能提交本周或上周的汇报，补充最多 300 字")
)

// The limits of a note and of a draft.
const (
	maxMinutes = 24 * 60
	mostFiles  = 9
	takeBack   = 24 * time.Hour
	notedSince = 7 * 24 * time.Hour
	mostDays   = 366
	maxAdded   = 300
	mostLines  = 2000 // of one person's month
)

// Service runs the use cases.
type Service struct{ with Config }

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Reasons plan.Reasons
	Today   *home.Service   // what is left to do
	Words   wordlist.Source // the county's kinds of work
	Now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c} }

// Week is a person's report of a week to the secretary (周汇报).
type Week struct {
	Person    int64
	Community int64
	Monday    when.Date
	Draft     string // composed from the lines
	Added     string // in the person's words
	SentAt    time.Time
}

// Tally is what was done in a place or in a post.
type Tally struct {
	Area   int64
	Post   work.Post         // with TallyPosts
	Kinds  map[work.Kind]int // lines by kind
	Lines  int
	Solved int // matters
	Served int // persons
}
