// Package mediate settles disputes between residents in private (调解): voluntary and free, each side can stop at any time, and what
// is said stays in the file. Mediators read the file of their own case, the parties what concerns their side, nobody else anything.
package mediate

import (
	"fmt"
	"slices"
	"time"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxWords     = 1000 // characters of what is said
	MaxText      = 3000 // of an agreement
	MaxWhere     = 40
	MaxParties   = 10
	MaxMediators = 3
	MaxPromises  = 10
	MaxOpen      = 3 // open cases that one person asked for

	// Keep is how long an ended case is kept, sealed.
	Keep = 3 * 366 * 24 * time.Hour
	// ConfirmWithin is how many days both sides can ask the court together to confirm an agreement (人民调解法, article 33).
	ConfirmWithin = 30
	// LongestTalk bounds the hours of one talk.
	LongestTalk = 8 * time.Hour
)

// What can go wrong.
var (
	ErrMissing   = fault.New(fault.Missing, "mediate.missing", "未找到这件调解")
	ErrList      = fault.New(fault.Invalid, "mediate.list", "没有这个列表")
	ErrState     = fault.New(fault.Conflict, "mediate.state", "这件调解现在不能这样办，请刷新后再看")
	ErrKind      = fault.New(fault.Invalid, "mediate.kind", "请选择是哪一类纠纷")
	ErrWords     = fault.New(fault.Invalid, "mediate.words", "请写几句话（2 至 1000 字）")
	ErrHome      = fault.New(fault.Invalid, "mediate.home", "请先在“我的资料”里填写住址，才知道请哪个社区调解")
	ErrMany      = fault.New(fault.Conflict, "mediate.many", "您申请的调解还有 3 件没有结束，请先办完")
	ErrParty     = fault.New(fault.Invalid, "mediate.party", "请写明当事人的姓名和哪一方，最多 10 人")
	ErrTwice     = fault.New(fault.Conflict, "mediate.twice", "这个人已经是当事人或调解员")
	ErrSides     = fault.New(fault.Conflict, "mediate.sides", "双方都要有当事人，并且都同意调解")
	ErrMediator  = fault.New(fault.Invalid, "mediate.mediator", "请选择在岗的调解员，最多 3 位；当事人不能当调解员")
	ErrTime      = fault.New(fault.Invalid, "mediate.time", "请选择以后的时间，最长 8 小时，不跨天")
	ErrTaken     = fault.New(fault.Conflict, "mediate.taken", "这个时间场所已经有安排，请换时间或场所")
	ErrTalk      = fault.New(fault.Missing, "mediate.talk", "未找到这次调解的时间")
	ErrEarly     = fault.New(fault.Conflict, "mediate.early", "还没有到约好的时间，请谈过再记")
	ErrText      = fault.New(fault.Invalid, "mediate.text", "请写明协议内容（2 至 3000 字）")
	ErrPromise   = fault.New(fault.Invalid, "mediate.promise", "每项约定要写明谁做、做什么、哪天前做，最多 10 项")
	ErrNoPromise = fault.New(fault.Missing, "mediate.no_promise", "未找到这项约定")
	ErrDraft     = fault.New(fault.Conflict, "mediate.draft", "请先写好协议，双方看过再签")
	ErrPhoto     = fault.New(fault.Invalid, "mediate.photo", "书面协议请拍下双方签名的那一页")
	ErrKept      = fault.New(fault.Conflict, "mediate.kept", "约定都在做，不用再谈；有没做到的，才能再约时间")
)

// Source is how a case came.
type Source string

// The sources.
const (
	ByClient  Source = "client"
	ByChat    Source = "chat"
	ByCall    Source = "call" // by telephone
	AtCounter Source = "counter"
	ByReport  Source = "report"
)

// Sources lists them all.
var Sources = []Source{ByClient, ByChat, ByCall, AtCounter, ByReport}

// Way is how a party said that they agree to mediation, or how an agreement was made.
type Way string

// The ways.
const (
	InClient  Way = "client"
	InPerson  Way = "counter" // in words before a mediator
	OnPaper   Way = "paper"   // signed
	ByMouth   Way = "oral"    // an oral agreement that the mediator wrote down
	Undecided Way = ""
)

// Body is in whose name a mediator works.
type Body string

// The bodies.
const (
	Committee Body = "committee" // 人民调解委员会
	Justice   Body = "justice"   // 司法所
	Elder     Body = "elder"     // 老党员
)

// Bodies lists them all.
var Bodies = []Body{Committee, Justice, Elder}

var bodyNames = map[Body]string{Committee: "人民调解委员会", Justice: "司法所", Elder: "老党员"}

// Name returns the body in Chinese.
func (b Body) Name() string { return bodyNames[b] }

// Case is one dispute. Its words are sealed in the database.
type Case struct {
	ID        int64
	Community int64
	Kind      string // code of the county's list
	Source    Source
	Report    int64 // from which it came; 0
	By        int64 // who asked, or entered it
	Request   string
	State     State
	Result    State  // Settled, Failed or Withdrawn; "" before
	Words     string // what it is about
	Reason    string // why it failed or was stopped
	Door      string // where the parties can go instead
	Agreement Agreement
	AskedAt   time.Time
	StartedAt time.Time // when somebody took it
	ResultAt  time.Time
	EndedAt   time.Time // closed

	Parties   []Party
	Mediators []Mediator
	Talks     []Talk
	Promises  []Promise
}

// Agreement is what both sides agreed. It is a draft until it has a way.
type Agreement struct {
	Text  string
	Way   Way // OnPaper or ByMouth
	On    when.Date
	Paper int64 // the sealed photo of the signed page
}

// ConfirmUntil returns the last day on which both sides can ask the court to confirm a written agreement, 0 for none.
func (a Agreement) ConfirmUntil() when.Date {
	if a.Way != OnPaper {
		return 0
	}
	return when.DateOf(a.On.Time().AddDate(0, 0, ConfirmWithin))
}

// Mediator is one of those who lead the talks.
type Mediator struct {
	Person int64
	Body   Body
}

// Talk is one meeting. Place holds its hours; without one Where says where it is.
type Talk struct {
	ID       int64
	From, To time.Time
	Place    int64
	Where    string
	State    TalkState
	Came     string // who came
	Notes    string
}

// TalkState is where a talk is.
type TalkState string

// The states: planned ─→ held | cancelled.
const (
	Planned   TalkState = "planned"
	Held      TalkState = "held"
	Cancelled TalkState = "cancelled"
)

// Promise is one thing that a party does by a day.
type Promise struct {
	ID    int64
	Party int64
	What  string
	Due   when.Date
	State PromiseState
	Told  int // 1: its party that it is due, 2: the mediators that its day is over
	At    time.Time
}

// PromiseState is where a promise is.
type PromiseState string

// The states: open ─→ done | broken, and a broken one can still be done.
const (
	Open   PromiseState = "open"
	Done   PromiseState = "done"
	Broken PromiseState = "broken"
)

var promiseNames = map[PromiseState]string{Open: "待做", Done: "已做到", Broken: "没有做到"}

// Name returns the state in Chinese.
func (s PromiseState) Name() string { return promiseNames[s] }

// Say returns the number that people quote.
func (c Case) Say() string { return fmt.Sprintf("调%d", c.ID) }

// About names the case in notices, papers, lines of work and the audit log.
func (c Case) About() string { return About(c.ID) }

// About names the case with this id.
func About(id int64) string { return fmt.Sprintf("mediate:%d", id) }

func (c *Case) talk(id int64) (*Talk, error) {
	for i := range c.Talks {
		if c.Talks[i].ID == id {
			return &c.Talks[i], nil
		}
	}
	return nil, ErrTalk
}

func (c *Case) promise(id int64) (*Promise, error) {
	for i := range c.Promises {
		if c.Promises[i].ID == id {
			return &c.Promises[i], nil
		}
	}
	return nil, ErrNoPromise
}

// broken says whether somebody did not do what they promised.
func (c Case) broken() bool {
	return slices.ContainsFunc(c.Promises, func(p Promise) bool { return p.State == Broken })
}

// words cleans what was said; ErrWords unless it has from least to MaxWords characters.
func words(said string, least int) (string, error) {
	said = text.Words(said)
	if !text.Within(said, least, MaxWords) {
		return "", ErrWords
	}
	return said, nil
}
