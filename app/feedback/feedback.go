// Package feedback asks people once whether a service was good (满意度), and keeps the one list of those whom staff call back (回访).
package feedback

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxWords = 200 // characters of what people add
	MaxTitle = 40  // and of what they are asked about
	MaxChips = 6   // of one answer

	// Open is how long a question waits for its answer.
	Open = 7 * 24 * time.Hour
	// Least is the number of answers from which a figure is shown.
	Least = 10
	// Named is how long an answer keeps who gave it and their words.
	Named = 180 * 24 * time.Hour
	// Keep is how long an answer counts.
	Keep = 3 * 366 * 24 * time.Hour
)

// CallWithin is how soon somebody who is not satisfied is called.
var CallWithin = when.Term{N: 3, Unit: when.WorkingDays}

// What can go wrong.
var (
	ErrMissing  = fault.New(fault.Missing, "feedback.missing", "未找到这条评价")
	ErrMark     = fault.New(fault.Invalid, "feedback.mark", "请选择满意、一般或不满意")
	ErrWords    = fault.New(fault.Invalid, "feedback.words", "最多写 200 字")
	ErrChips    = fault.New(fault.Invalid, "feedback.chips", "请从列出的选项里选，最多 6 项")
	ErrWay      = fault.New(fault.Invalid, "feedback.way", "请选择是电话里还是当面问的")
	ErrAnswered = fault.New(fault.Conflict, "feedback.answered", "这次已经评价过了，谢谢您")
	ErrExpired  = fault.New(fault.Conflict, "feedback.expired", "评价时间已过（7 天），有意见请直接告诉我们")
	ErrFollowUp = fault.New(fault.Missing, "feedback.follow_up", "未找到这条回访")
	ErrCalled   = fault.New(fault.Conflict, "feedback.called", "这条已经回访过了")
	ErrSaid     = fault.New(fault.Invalid, "feedback.said", "请写明回访情况（2 至 200 字）")
	ErrThere    = fault.New(fault.Conflict, "feedback.there", "随手拍的回访请在事件里登记")
)

// Kind is what a question is about.
type Kind string

// The kinds.
const (
	Booking Kind = "booking"
	Errand  Kind = "errand"
	Order   Kind = "order"
	Meal    Kind = "meal" // a week of meals
	Hall    Kind = "hall"
	Loan    Kind = "loan"
	Counter Kind = "counter" // a ticket of a counter
)

// Kinds lists them in the order shown.
var Kinds = []Kind{Booking, Errand, Order, Meal, Hall, Loan, Counter}

var kindNames = map[Kind]string{Booking: "预约服务", Errand: "帮办代办", Order: "上门服务", Meal: "助餐", Hall: "借场地", Loan: "借用物品", Counter: "窗口"}

// Name returns the kind in Chinese, "" for none.
func (k Kind) Name() string { return kindNames[k] }

// Mark is the answer.
type Mark int

// The marks; the numbers are those that people answer in the chat.
const (
	None Mark = iota
	Good
	Fair
	Poor
)

var markNames = [...]string{"", "满意", "一般", "不满意"}

// Name returns the mark in Chinese, "" for none.
func (m Mark) Name() string {
	if m < None || m > Poor {
		return ""
	}
	return markNames[m]
}

// Way is how an answer came.
type Way string

// The ways.
const (
	ByChat    Way = "chat"
	ByPage    Way = "page"
	ByPhone   Way = "phone"   // staff called somebody without a telephone of their own
	AtCounter Way = "counter" // staff asked face to face
)

// Feedback is one question about something that really happened, and its answer.
//
//	open ──1, 2, 3──▶ answered ──3──▶ (a follow-up)
//	  └────7 days───▶ expired
type Feedback struct {
	ID         int64
	Community  int64
	Kind       Kind
	About      int64     // the booking, the errand, the membership of meals …
	Part       when.Date // the Monday of a week of meals; 0 otherwise
	Service    int64     // whose figure it counts for: the service, the place, the thing …
	Sort       string    // or which sort of them: the code of a kind of visit
	Title      string    // what people call it
	Person     int64     // who was served; 0 once nobody is named any more
	Asked      int64     // who is asked: they, or the relative who spoke for them; 0: staff ask
	AskedAt    time.Time
	ExpiresAt  time.Time
	Mark       Mark
	Chips      []string // codes of what could be better
	Names      []string // and how they were called then
	Words      string
	Way        Way
	By         int64 // the staff who asked; 0: they answered by themselves
	AnsweredAt time.Time
	Deed       string // the idempotency key that answered
}

// About names the question in notices, work lines and the audit log.
func About(id int64) string { return fmt.Sprintf("feedback:%d", id) }

// Waits says whether the question can be answered at that time. Faults: ErrAnswered, ErrExpired.
func (f Feedback) Waits(now time.Time) error {
	switch {
	case f.Mark != None:
		return ErrAnswered
	case !now.Before(f.ExpiresAt):
		return ErrExpired
	}
	return nil
}

// Answer is what somebody says.
type Answer struct {
	Mark  Mark
	Chips []string
	Words string
	Way   Way
}

// check cleans the answer. Faults: ErrMark, ErrWords, ErrChips.
func (a *Answer) check() error {
	a.Words = text.Words(a.Words)
	switch {
	case a.Mark.Name() == "":
		return ErrMark
	case !text.Within(a.Words, 0, MaxWords):
		return ErrWords
	case len(a.Chips) > MaxChips:
		return ErrChips
	}
	a.Chips = slices.Clone(a.Chips)
	slices.Sort(a.Chips)
	a.Chips = slices.Compact(a.Chips)
	return nil
}

// answer takes an answer; names are those of its chips. by is the staff who asked, 0 for the person. Faults: ErrAnswered, ErrExpired.
func (f *Feedback) answer(a Answer, names []string, by int64, request string, now time.Time) error {
	if err := f.Waits(now); err != nil {
		return err
	}
	f.Mark, f.Chips, f.Names, f.Words, f.Way, f.By, f.AnsweredAt, f.Deed = a.Mark, a.Chips, names, a.Words, a.Way, by, now, request
	return nil
}

// add adds words that come after the mark, while there is room. Fault: ErrWords.
func (f *Feedback) add(words string) error {
	said := strings.TrimSpace(f.Words + "\n" + text.Words(words))
	if !text.Within(said, 1, MaxWords) {
		return ErrWords
	}
	f.Words = said
	return nil
}
