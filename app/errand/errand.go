// Package errand is what the community does for a resident at an office (帮办代办): the first who takes it stays answerable to the end,
// one list says all that is missing, and a mandate says exactly what may be done in the resident's name.
package errand

import (
	"fmt"
	"time"

	"linli/app/fault"
	"linli/app/guide"
	"linli/app/job"
	"linli/app/pace"
	"linli/app/when"
)

// The limits.
const (
	MaxWords   = 400 // characters of what is said
	MaxTitle   = 30  // of an errand's title
	MaxOutside = 40  // of the number that an office gives
	MaxOpen    = 5   // open errands of one person
	MostNamed  = 30  // materials of one errand

	// Keep is how long an ended errand is kept.
	Keep = 3 * 366 * 24 * time.Hour
	// CloseAfter is how long the resident can say that a result has not arrived.
	CloseAfter = 7 * 24 * time.Hour
)

// CloseJob closes the delivered errand that it refers to.
const CloseJob job.Kind = "errand.close"

// The promises that no item changes.
var (
	// TakeWithin is the time in which a person answers, also to 我不知道找谁.
	TakeWithin = when.Term{N: 2, Unit: when.WorkingHours}
	// Usual is the limit of an errand whose item promises none.
	Usual = when.Term{N: 10, Unit: when.WorkingDays}
	// Rung is the time that each rung of the ladder has.
	Rung = when.Term{N: 4, Unit: when.WorkingHours}
)

// What can go wrong.
var (
	ErrMissing   = fault.New(fault.Missing, "errand.missing", "未找到这件代办")
	ErrList      = fault.New(fault.Invalid, "errand.list", "没有这个列表")
	ErrWords     = fault.New(fault.Invalid, "errand.words", "请写明情况（2 至 400 字）")
	ErrItem      = fault.New(fault.Conflict, "errand.item", "这个事项不提供代办，请电话咨询社区")
	ErrPlace     = fault.New(fault.Invalid, "errand.place", "请先填写您的住址，才知道由哪个社区代办")
	ErrFor       = fault.New(fault.Missing, "errand.for", "您还不能为这个人请人代办，请先添加家人")
	ErrTwice     = fault.New(fault.Conflict, "errand.twice", "这件事正在代办，不用重复提交")
	ErrMany      = fault.New(fault.Conflict, "errand.many", "同时最多有 5 件代办，请等前面的办完")
	ErrState     = fault.New(fault.Conflict, "errand.state", "这件代办现在不能这样操作，请刷新后再看")
	ErrNotYours  = fault.New(fault.Denied, "errand.not_yours", "这件代办由别的同事负责")
	ErrHolder    = fault.New(fault.Invalid, "errand.holder", "请选择本社区在岗的代办人")
	ErrMaterial  = fault.New(fault.Invalid, "errand.material", "没有这项材料，请刷新后再看")
	ErrNothing   = fault.New(fault.Conflict, "errand.nothing_missing", "材料已经齐了，不用再通知")
	ErrTold      = fault.New(fault.Conflict, "errand.told", "缺什么要一次说全；再次补充，请写明第一次为什么没说")
	ErrGaps      = fault.New(fault.Conflict, "errand.gaps", "还有材料没看过或不合格，先看材料再去办")
	ErrMandate   = fault.New(fault.Conflict, "errand.mandate", "还没有居民的委托，不能替居民递交")
	ErrReport    = fault.New(fault.Conflict, "errand.report", "这个事件没有登记的居民，不能转为代办")
	ErrPowers    = fault.New(fault.Invalid, "errand.powers", "请选择委托事项，期限在今天之后、30 天以内")
	ErrProof     = fault.New(fault.Invalid, "errand.proof", "请拍下签字的委托书，或选择在场的另一位同事")
	ErrNoMandate = fault.New(fault.Conflict, "errand.no_mandate", "没有等您确认的委托")
)

// Errand is one matter that somebody does for a resident.
type Errand struct {
	ID        int64
	Community int64
	Item      int64 // 0: nobody knows yet which
	Version   int   // of the item, with which it began
	Title     string
	Person    int64 // for whom
	By        int64 // the asker
	Source    Source
	Request   string
	Words     string
	State     State
	First     int64 // took it first, and stays answerable
	Holder    int64 // does it now; 0 nobody
	Materials []Material
	Tells     int // how often the resident was told what is missing
	ToldAt    time.Time
	Trips     int    // of the resident
	Outside   string // the number that the office gave
	Result    string
	Door      string // where to go next with what cannot be done
	AskedAt   time.Time
	TakenAt   time.Time
	HandedAt  time.Time // handed in last
	DoneAt    time.Time
	EndedAt   time.Time
	Report    int64 // from which it came, or which it became; 0
	pace.Clocks
}

// Say returns the number that people quote.
func (e Errand) Say() string { return fmt.Sprintf("代%d", e.ID) }

// About names the errand in work lines, papers and the audit log.
func (e Errand) About() string { return About(e.ID) }

// About names the errand with this id.
func About(id int64) string { return fmt.Sprintf("errand:%d", id) }

// relative returns the family member who asked; 0 when the resident or staff asked.
func (e Errand) relative() int64 {
	if e.Source == Family {
		return e.By
	}
	return 0
}

// Source is how an errand came.
type Source string

// The sources.
const (
	Chat    Source = "chat"
	Client  Source = "client"
	Family  Source = "family"
	Counter Source = "counter" // staff, for somebody at the counter, at home or on the telephone
	Advice  Source = "report"  // a report whose author needs somebody to go to an office
)

// Sources lists them all.
var Sources = []Source{Chat, Client, Family, Counter, Advice}

var sourceNames = map[Source]string{Chat: "聊天", Client: "小程序", Family: "家人代提", Counter: "窗口代录", Advice: "事件转来"}

// Name returns the source in Chinese.
func (s Source) Name() string { return sourceNames[s] }

// Looked is what staff found when they looked at a material.
type Looked string

// The findings.
const (
	Unseen Looked = ""
	Good   Looked = "good"
	Bad    Looked = "bad" // with the reason
)

// Material is one line of the checklist.
type Material struct {
	Name   string
	Form   guide.Form
	From   string
	Looked Looked
	Why    string // why it is bad, or where it was seen
	Paper  int64  // the sealed photo; 0 none
	Late   bool   // added after the resident was told what is missing
}

// checklist returns the materials of an item.
func checklist(i guide.Item) []Material {
	all := make([]Material, len(i.Materials))
	for n, m := range i.Materials {
		all[n] = Material{Name: m.Name, Form: m.Form, From: m.From}
	}
	return all
}

// Gaps returns the names of the materials that nobody has found good, in order.
func (e Errand) Gaps() []string {
	var gaps []string
	for _, m := range e.Materials {
		if m.Looked != Good {
			gaps = append(gaps, m.gap())
		}
	}
	return gaps
}

// gap says what is missing, in which form, and what was wrong.
func (m Material) gap() string {
	name := m.Name
	if m.Form != "" && m.Form != guide.Photo {
		name += "（" + m.Form.Name() + "）"
	}
	if m.Looked == Bad && m.Why != "" {
		name += "：" + m.Why
	}
	return name
}

// promise is the promise about an errand: the limit of its item, in the community's working time.
func promise(times when.Clock, item guide.Item) pace.Promise {
	whole := item.Promised
	if whole.IsZero() {
		whole = Usual
	}
	return pace.Promise{Times: times, Whole: whole, Escalate: Rung}
}
