// Package collect asks every household of an area the same few questions (采集): what is known is confirmed with one tap, a change goes
// to the register it belongs to, and the answers are deleted on the day that the campaign named.
package collect

import (
	"time"

	"linli/app/fault"
	"linli/app/household"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxQuestions = 12
	MaxChoices   = 12
	// MaxValue is how many characters an answer in words has.
	MaxValue = 200
	// MostDays is how long a campaign lasts, MostKept how long afterwards its answers are kept at most.
	MostDays = 92
	MostKept = 183
)

// What can go wrong.
var (
	ErrMissing   = fault.New(fault.Missing, "collect.missing", "未找到这项采集")
	ErrDoor      = fault.New(fault.Missing, "collect.door", "未找到这一户的采集")
	ErrTitle     = fault.New(fault.Invalid, "collect.title", "请填标题（2 至 40 字）、用途（2 至 200 字），依据最多 200 字，由谁决定最多 100 字")
	ErrDays      = fault.New(fault.Invalid, "collect.days", "采集最长 92 天；请填删除答复的日子，在结束以后 183 天以内")
	ErrQuestions = fault.New(fault.Invalid, "collect.questions", "请填 1 至 12 个问题，选择题填 2 至 12 个选项；只核门牌的普查不设问题")
	ErrFilter    = fault.New(fault.Invalid, "collect.filter", "没有这种用途或居住方式")
	ErrAnswer    = fault.New(fault.Invalid, "collect.answer", "还有没答的或不合适的答案，请看一下再交；不愿意答可以选“不愿意”")
	ErrUndecided = fault.New(fault.Conflict, "collect.undecided", "没有依据和决定，不能向居民采集。请写明依据什么、由谁决定")
	ErrState     = fault.New(fault.Conflict, "collect.state", "这项采集已经变了，请刷新")
	ErrEnded     = fault.New(fault.Conflict, "collect.ended", "这项采集已经结束，不用再填了")
	ErrAnswered  = fault.New(fault.Conflict, "collect.answered", "这一户已经答过了，不用再问")
	ErrMoved     = fault.New(fault.Conflict, "collect.moved", "这一户已经搬走，不用再问")
	ErrMonths    = fault.New(fault.Invalid, "collect.months", "请填 1 至 36 个月")
)

// Campaign is one collection (采集).
type Campaign struct {
	ID        int64
	Community int64
	Area      int64  // the community or an area in it
	Title     string // 人口信息核对
	Purpose   string // what the answers are used for
	Basis     string // on which basis, in words
	Decided   string // who decided it, in words
	Use       household.Use
	Tenure    household.Tenure
	Doors     bool // a census by law: the list of doors and ticks, and no questions
	Questions []Question
	From      when.Date
	Until     when.Date // the last day
	Drop      when.Date // the answers are deleted on this day
	State     State
	Counts    Counts // of an ended one
	MadeBy    int64
	MadeAt    time.Time
	AgreedBy  int64 // the secretary who said yes
	AgreedAt  time.Time
	EndedBy   int64 // 0: it ended by itself
	EndedAt   time.Time
	contacts  []int64 // who would be the contact person, by the choice, at one door: see at
}

// Counts has the number of households by the state of their answer.
type Counts map[Answered]int

// Left returns how many households have not answered.
func (c Counts) Left() int { return c[Todo] + c[Absent] }

// Total returns how many there are.
func (c Counts) Total() (n int) {
	for _, one := range c {
		n += one
	}
	return n
}

// check cleans the words and returns what is wrong.
func (c *Campaign) check(today when.Date) error {
	c.Title, c.Purpose, c.Basis, c.Decided = text.Line(c.Title), text.Line(c.Purpose), text.Line(c.Basis), text.Line(c.Decided)
	switch {
	case !text.Within(c.Title, 2, 40), !text.Within(c.Purpose, 2, 200), !text.Within(c.Basis, 0, 200), !text.Within(c.Decided, 0, 100):
		return ErrTitle
	case c.From < today, c.Until < c.From, c.Drop <= c.Until, days(c.From, c.Until) > MostDays, days(c.Until, c.Drop) > MostKept:
		return ErrDays
	case c.Use != "" && c.Use.Name() == "", c.Tenure != "" && (c.Tenure.Name() == "" || c.Tenure == household.Vacant):
		return ErrFilter
	}
	return checkQuestions(c.Questions, c.Doors)
}

func days(a, b when.Date) int { return int(b.Time().Sub(a.Time()) / (24 * time.Hour)) }

// admitted says why a campaign may start. It is the only place that decides it.
func (c Campaign) admitted() (reason string, err error) {
	if c.Basis == "" || c.Decided == "" {
		return "", ErrUndecided
	}
	return "依据：" + c.Basis + "；决定：" + c.Decided, nil
}

// Answer is what one household answered.
type Answer struct {
	ID        int64
	Campaign  int64
	Household int64
	State     Answered
	By        int64
	How       How
	At        time.Time
	Values    Values
	Deed      string // the idempotency key of the answer
}

// Door is an answer with its household, and where it lives.
type Door struct {
	Answer
	Lives  household.Household
	Home   household.Dwelling
	People []household.Reach // who live there; read for a campaign that asks for the contact person
}
