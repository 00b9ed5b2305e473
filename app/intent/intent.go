// Package intent reads from what people type or say what they want (意图): yes, no, a number, how far a matter is, a booking.
// A capability adds its own words. What cannot be told for sure is never read as a deed.
package intent

import (
	"slices"
	"sync"

	"linli/app/danger"
)

// Kind is what somebody wants. Capabilities may add kinds of their own.
type Kind string

// The kinds that every capability shares.
const (
	Yes      Kind = "yes"      // 好的、提交
	No       Kind = "no"       // 不用了、不交了
	Choose   Kind = "choose"   // 1、第二个
	Number   Kind = "number"   // 261123-001
	Place    Kind = "place"    // 阳光花园3号楼，没有别的
	Danger   Kind = "danger"   // 危险
	Thanks   Kind = "thanks"   // 谢谢
	Solved   Kind = "solved"   // 修好了、满意
	Unsolved Kind = "unsolved" // 没修好、不满意
	Progress Kind = "progress" // 进展
	Urge     Kind = "urge"     // 催办
	Add      Kind = "add"      // 补充
	Withdraw Kind = "withdraw" // 撤回
	Relocate Kind = "relocate" // 地点不对
	Book     Kind = "book"     // 预约
	Bookings Kind = "bookings" // 我的预约
	Move     Kind = "move"     // 改约
	Cancel   Kind = "cancel"   // 取消预约
	Queue    Kind = "queue"    // 排到几号了
	Borrow   Kind = "borrow"   // 借轮椅
	Arrive   Kind = "arrive"   // 新搬来
	Public   Kind = "public"   // 公开
	Nominate Kind = "nominate" // 推荐楼栋长
	Home     Kind = "home"     // 我的家
	Collect  Kind = "collect"  // 采集
	More     Kind = "more"     // 更多
	Greeting Kind = "greeting" // 您好
	Help     Kind = "help"     // 菜单、怎么用
	Human    Kind = "human"    // 人工
	Question Kind = "question" // 社保卡怎么办
	Family   Kind = "family"   // 家人码
	Problem  Kind = "problem"  // 楼道灯坏了
	Other    Kind = "other"    // 别的
)

// Reading is what a message means.
type Reading struct {
	Kind   Kind
	N      int    // of Choose; also of a deed said with its number: "1 提交", "取消第二个预约"
	Number string // the report that is named, such as "261123-001", or "1123-001" without its year
	Code   string // of Family
	Words  string // what the kind is about: the words to add, what is not solved, what to book or to borrow, the new place
	Or     Kind   // a second reading that is nearly as likely, "" when sure
}

// Deed says that the kind changes something, so that it must be sure or be asked about.
func (k Kind) Deed() bool {
	switch k {
	case Yes, No, Solved, Unsolved, Urge, Add, Withdraw, Relocate, Move, Cancel:
		return true
	}
	return false
}

// Reader reads messages. It is safe for several goroutines.
type Reader struct {
	phrases []phrase
	filter  filter
}

// shared is the reader without meanings of capabilities. A reader is some megabytes and 0.1 s of work, so it is made once.
var shared = sync.OnceValue(func() *Reader { return build(nil) })

// New returns a reader of the common meanings and of those of capabilities, which come first.
func New(more ...Meaning) *Reader {
	if len(more) == 0 {
		return shared()
	}
	return build(more)
}

func build(more []Meaning) *Reader {
	r := &Reader{filter: filter{runes: map[rune]*[1 + mostNeeds]row{}}}
	for _, m := range more {
		r.learn(m)
	}
	for _, m := range common {
		r.learn(m)
	}
	return r
}

// Read returns what a message means. Danger comes before anything else that is said.
func (r *Reader) Read(said string) Reading {
	if _, ok := danger.Read(said); ok {
		m := fold(said)
		return Reading{Kind: Danger, Number: m.cutNumber()}
	}
	return r.ReadCalm(said)
}

// ReadCalm is Read for words that were read for danger already, and tell of none.
func (r *Reader) ReadCalm(said string) Reading { return doubt(said, r.read(said)) }

// read is ReadCalm without a second reading by likeness.
func (r *Reader) read(said string) Reading {
	if code, ok := familyCode(said); ok {
		return Reading{Kind: Family, Code: code}
	}
	m := fold(said)
	number := m.cutNumber()
	found := r.rest(m)
	found.Number = number
	if number != "" && (found.Kind == Other || slices.Contains(courtesies, found.Kind)) {
		found.Kind = Number
	}
	return found
}

// rest reads a message whose number of a report is cut out.
func (r *Reader) rest(m message) Reading {
	if n, label, ok := m.choice(); ok {
		if found, ok := r.chosen(m, n, label); ok {
			return asked(m, found)
		}
	}
	found, _ := r.clauses(m)
	return asked(m, found)
}

// chosen reads a number from a list and the words after it: "1", "1 提交", "1 理发".
func (r *Reader) chosen(m message, n int, label message) (found Reading, ok bool) {
	if label.empty() {
		return Reading{Kind: Choose, N: n}, true
	}
	found, whole := r.clauses(label)
	switch {
	case whole && (found.Kind.Deed() || found.Kind == Progress):
		found.N = n
		return found, true
	case whole && slices.Contains(courtesies, found.Kind):
		return Reading{Kind: Choose, N: n}, true
	}
	return Reading{Kind: Choose, N: n, Words: label.words()}, m.isLabel(label)
}

// asked turns an answer with a question mark into a doubtful one: "修好了？".
func asked(m message, found Reading) Reading {
	if !m.asks || found.Or != "" {
		return found
	}
	switch found.Kind {
	case Yes, No, Choose, Thanks:
		found.Or = Question
	case Solved:
		found.Kind, found.Or = Progress, Solved
	}
	return found
}
