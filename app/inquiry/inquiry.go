// Package inquiry is a resident's question to the community, or the wish to talk to a person (咨询). The words of both sides are
// kept together. Staff answer from their client, into the chat as long as the platform allows it there.
package inquiry

import (
	"time"

	"linli/app/fault"
	"linli/app/text"
)

// The limits.
const (
	MaxWords    = 500 // characters that a resident says at once
	MaxAnswer   = 300 // and staff
	MaxTitle    = 40  // of the first words in a list
	MaxMessages = 200 // of one inquiry
	MostAtOnce  = 50  // inquiries that one run of CloseQuiet closes

	// QuietFor is how long an answered inquiry stays open without a word.
	QuietFor = 7 * 24 * time.Hour
	// Keep is how long an ended inquiry is kept.
	Keep = 2 * 365 * 24 * time.Hour
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "inquiry.missing", "未找到这条咨询")
	ErrWords   = fault.New(fault.Invalid, "inquiry.words", "请写明想问什么（1 至 500 字），或者附上照片")
	ErrAnswer  = fault.New(fault.Invalid, "inquiry.answer", "请填写回复（1 至 300 字）")
	ErrList    = fault.New(fault.Invalid, "inquiry.list", "没有这个列表")
	ErrClosed  = fault.New(fault.Conflict, "inquiry.closed", "这条咨询已经结束，居民再问时会重新打开")
	ErrReport  = fault.New(fault.Conflict, "inquiry.report", "这条咨询已经转为事件，或者已经结束")
	ErrMany    = fault.New(fault.Often, "inquiry.many", "这条咨询的消息太多了，请打社区电话")
)

// Inquiry is one conversation of a resident with the staff of a community.
type Inquiry struct {
	ID         int64
	Community  int64 // the county while the resident's community is not known
	Person     int64
	State      State
	Title      string // the beginning of the first words
	Urgent     bool   // words of danger are in it and nobody has answered since
	Messages   int
	AskedAt    time.Time // since when it waits; the first word of the resident after the last answer
	SaidAt     time.Time // the last word of either side
	AnsweredAt time.Time
	AnsweredBy int64
	EndedAt    time.Time
	EndedBy    int64 // 0: nobody said anything for a week
	Report     int64 // the report that it became; 0 none
	Number     int64 // its number
}

// Message is what one side said.
type Message struct {
	ID      int64
	Inquiry int64
	Person  int64 // who said it
	Staff   bool  // for the community
	Text    string
	Files   []int64
	At      time.Time
	Notice  int64  // that told an answer
	Request string // idempotency key
}

// Question is what a resident says.
type Question struct {
	Community int64 // 0: the resident's own
	Words     string
	Files     []int64
	Human     bool // the resident asked for a person and said nothing else
}

// check cleans the words and returns what is wrong.
func (q *Question) check() error {
	q.Words = text.Words(q.Words)
	least := 1
	if len(q.Files) > 0 {
		least = 0
	}
	if !text.Within(q.Words, least, MaxWords) {
		return ErrWords
	}
	return nil
}

// title returns the beginning of words, on one line.
func title(words string) string {
	runes := []rune(text.Line(words))
	if len(runes) > MaxTitle {
		runes = append(runes[:MaxTitle-1], '…')
	}
	if len(runes) == 0 {
		return "照片或语音"
	}
	return string(runes)
}
