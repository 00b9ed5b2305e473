// Package whistle is 社区吹哨、部门报到: a community calls departments to a place where it cannot settle a matter alone. Each musters
// there in time and reports its result; a late muster stays on the record (S037, S173).
package whistle

import (
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/report"
	"linli/app/text"
)

// The limits of a whistle.
const (
	MaxOrgs      = 10
	MaxWords     = 400
	MaxPlace     = 100
	MaxWho       = 20
	Ahead        = 30 * 24 * time.Hour // how far ahead the time to muster may be
	RecursWithin = 90 * 24 * time.Hour // a whistle on the same spot within this time counts as a recurrence
)

// The faults of whistles.
var (
	ErrMissing = fault.New(fault.Missing, "whistle.missing", "未找到该吹哨")
	ErrWords   = fault.New(fault.Invalid, "whistle.words", "请填写 1 至 400 字")
	ErrPlace   = fault.New(fault.Invalid, "whistle.place", "请选择本社区内的地点，并说明在哪里（100 字以内）")
	ErrBy      = fault.New(fault.Invalid, "whistle.by", "时间要晚于现在，且在 30 天以内")
	ErrOrgs    = fault.New(fault.Invalid, "whistle.orgs", "请选一个牵头单位，协办单位不要重复，一共最多 10 个，并且都在这里工作、有人值守")
	ErrAnswer  = fault.New(fault.Invalid, "whistle.answer", "请选择能到场或不能到场；能到场请写明谁来、什么时候到")
	ErrState   = fault.New(fault.Conflict, "whistle.state", "吹哨状态已变化，请看最新情况")
	ErrListing = fault.New(fault.Invalid, "whistle.list", "没有这个列表")
)

// State is the state of a whistle.
//
//	open ─close→ closed
//	  └─cancel→ cancelled   before the first muster
type State string

// The states.
const (
	Open      State = "open"      // 进行中
	Closed    State = "closed"    // 已办结
	Cancelled State = "cancelled" // 已取消
)

// States lists them all.
var States = []State{Open, Closed, Cancelled}

var stateNames = map[State]string{Open: "进行中", Closed: "已办结", Cancelled: "已取消"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Whistle calls orgs to a place by a time.
type Whistle struct {
	ID         int64
	Community  int64 // in which the place lies
	Caller     int64 // person who whistled
	Request    string
	Report     int64 // the report it is about; 0 none
	Urgent     bool  // it is open, and its report is urgent and open
	Area       int64
	Spot       int64 // the building of the place, or the place itself, by which recurrences are counted
	Place      string
	Words      string // the reason
	By         time.Time
	CalledAt   time.Time
	State      State
	Recurrence int // 1 for the first on its spot within RecursWithin, 3 for 第3次
	MissedAt   time.Time
	EndedAt    time.Time
	Ended      string   // the words of the closing or the cancellation
	Musters    []Muster // the lead first, then by id
}

// Say returns the spoken number of the whistle: "CS12".
func (w Whistle) Say() string { return fmt.Sprintf("CS%d", w.ID) }

// Unfinished returns how many called orgs have neither finished nor declined.
func (w Whistle) Unfinished() int {
	n := 0
	for _, m := range w.Musters {
		if m.Waits() {
			n++
		}
	}
	return n
}

// Late says whether a called org was late.
func (w Whistle) Late() bool {
	return slices.ContainsFunc(w.Musters, func(m Muster) bool { return m.Late })
}

// Of returns the first muster for whose seat the actor answers, or ErrMissing.
func (w *Whistle) Of(t *area.Tree, who auth.Actor) (*Muster, error) {
	for i := range w.Musters {
		if report.Sits(t, who, w.Musters[i].Held()) {
			return &w.Musters[i], nil
		}
	}
	return nil, ErrMissing
}

// Close ends the whistle. Words are required while an org has not finished.
func (w *Whistle) Close(words string, now time.Time) error {
	if w.State != Open {
		return ErrState
	}
	if words == "" && w.Unfinished() > 0 {
		return ErrWords
	}
	w.pass(now)
	w.State, w.Ended, w.EndedAt = Closed, words, now
	return nil
}

// Cancel cancels the whistle. Faults: ErrState after the first muster, ErrWords without a reason.
func (w *Whistle) Cancel(words string, now time.Time) error {
	if w.State != Open || slices.ContainsFunc(w.Musters, Muster.came) {
		return ErrState
	}
	if words == "" {
		return ErrWords
	}
	w.pass(now)
	w.State, w.Ended, w.EndedAt = Cancelled, words, now
	return nil
}

// Miss marks the orgs that have not mustered in time and returns the late ones. It returns none the second time, or when the
// whistle has ended.
func (w *Whistle) Miss(now time.Time) []int64 {
	if w.State != Open || !w.MissedAt.IsZero() || !now.After(w.By) {
		return nil
	}
	w.pass(now)
	w.MissedAt = now
	var late []int64
	for _, m := range w.Musters {
		if m.Late {
			late = append(late, m.Org)
		}
	}
	return late
}

func (w *Whistle) pass(now time.Time) {
	for i := range w.Musters {
		w.Musters[i].pass(w.By, now)
	}
}

// words returns ErrWords unless s has 1 to MaxWords characters.
func words(s string) error {
	if !text.Within(s, 1, MaxWords) {
		return ErrWords
	}
	return nil
}

// maywords is words for optional text.
func maywords(s string) error {
	if s == "" {
		return nil
	}
	return words(s)
}
