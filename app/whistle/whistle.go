// Package whistle is 社区吹哨、部门报到: a community calls departments to a place where it cannot settle a matter alone. Each
// musters there by the time and says what it did; who came late stands on the record (S037, S173).
package whistle

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"linli/app/fault"
)

// The limits of a whistle.
const (
	MaxOrgs      = 10
	MaxWords     = 400
	MaxPlace     = 100
	MaxWho       = 20
	Ahead        = 30 * 24 * time.Hour // how far the time to muster may lie ahead
	RecursWithin = 90 * 24 * time.Hour // a whistle on the same spot within this time is one more of the same
)

// What can go wrong.
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

// State is where a whistle is in its life.
//
//	open ─close→ closed
//	  └─cancel→ cancelled   before anybody mustered
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
	Report     int64 // what it is about; 0 nothing reported
	Area       int64
	Spot       int64 // the building of the place, or the place itself: where whistles recur
	Place      string
	Words      string // why
	By         time.Time
	CalledAt   time.Time
	State      State
	Recurrence int // 1 for the first on its spot within RecursWithin, 3 for 第3次
	MissedAt   time.Time
	EndedAt    time.Time
	Ended      string   // what was said when it was closed or cancelled
	Musters    []Muster // the lead first, then by id
}

// Say returns the whistle's number as it is read out: "CS12".
func (w Whistle) Say() string { return fmt.Sprintf("CS%d", w.ID) }

// Unfinished returns how many of the called orgs neither finished nor declined.
func (w Whistle) Unfinished() int {
	n := 0
	for _, m := range w.Musters {
		if m.Waits() {
			n++
		}
	}
	return n
}

// Late says whether an org was not there in time.
func (w Whistle) Late() bool {
	return slices.ContainsFunc(w.Musters, func(m Muster) bool { return m.Late })
}

// Of returns the muster of the first of these orgs that was called, or ErrMissing.
func (w *Whistle) Of(orgs []int64) (*Muster, error) {
	for i := range w.Musters {
		if slices.Contains(orgs, w.Musters[i].Org) {
			return &w.Musters[i], nil
		}
	}
	return nil, ErrMissing
}

// Close ends the whistle. While an org has not finished there must be words why.
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

// Cancel takes the whistle back. Faults: ErrState once somebody mustered, ErrWords without a reason.
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

// Miss is what happens once the time is over: it marks who is not there and returns the orgs that came late or not at
// all. The second time, or when the whistle has ended, there is nobody to speak of.
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
	if n := utf8.RuneCountInString(s); n == 0 || n > MaxWords {
		return ErrWords
	}
	return nil
}

// maywords is words for what may be left out.
func maywords(s string) error {
	if s == "" {
		return nil
	}
	return words(s)
}
