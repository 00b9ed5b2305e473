// Package publicity is a public term (公示): lines with masked names that everybody can read for some working days. A resident
// may object to a line; the objection stops that line and no other.
package publicity

import (
	"regexp"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/text"
)

// The limits: lengths in characters, terms in working days.
const (
	MaxTitle  = 40
	MaxLines  = 100
	MaxLine   = 100
	MaxWords  = 300 // of an objection or an answer
	LeastDays = 3
	MostDays  = 7
	UsualDays = 5

	// AnswerDays is how many working days an objection may wait for its answer.
	AnswerDays = 5
	// MostOpen is how many unanswered objections one person may have to one line.
	MostOpen = 1
	// ShownAfter is how long an ended publicity stays on the page with its result.
	ShownAfter = 30 * 24 * time.Hour
	// Keep is how long lines and objections are kept after their end.
	Keep = 3 * 366 * 24 * time.Hour
)

// The faults.
var (
	ErrMissing   = fault.New(fault.Missing, "publicity.missing", "未找到该公示")
	ErrLine      = fault.New(fault.Missing, "publicity.line", "公示里没有这一项")
	ErrObjection = fault.New(fault.Missing, "publicity.objection", "未找到该异议")
	ErrWritten   = fault.New(fault.Invalid, "publicity.written", "请填写标题（1 至 40 字）和 1 至 100 项公示内容，每项 1 至 100 字")
	ErrPrivate   = fault.New(fault.Invalid, "publicity.private", "公示内容里不能写电话、证件等号码")
	ErrDays      = fault.New(fault.Invalid, "publicity.days", "公示期须为 3 至 7 个工作日")
	ErrWords     = fault.New(fault.Invalid, "publicity.words", "请写明情况（2 至 300 字）")
	ErrName      = fault.New(fault.Invalid, "publicity.name", "请填写提出人的姓名（1 至 20 字）")
	ErrElsewhere = fault.New(fault.Denied, "publicity.elsewhere", "这项公示只受理本社区居民的异议")
	ErrTwice     = fault.New(fault.Conflict, "publicity.twice", "您对这一项的异议正在核实，请等待答复")
	ErrAnswered  = fault.New(fault.Conflict, "publicity.answered", "这条异议已经答复")
	ErrEnded     = fault.New(fault.Conflict, "publicity.ended", "这项公示已经结束")
	ErrList      = fault.New(fault.Invalid, "publicity.list", "没有这个列表")
)

// Kind says what a publicity is about.
type Kind string

// The kinds.
const (
	Nomination Kind = "nomination" // 推选
	General    Kind = "general"    // written by staff
)

// Kinds lists them all.
var Kinds = []Kind{Nomination, General}

var kindNames = map[Kind]string{Nomination: "任职公示", General: "公示"}

// Name returns the kind in Chinese.
func (k Kind) Name() string { return kindNames[k] }

// Publicity is one public term.
type Publicity struct {
	ID        int64
	Community int64
	Area      int64 // whose residents may object
	Kind      Kind
	About     string // "nomination:7"; "" for a general one
	Title     string
	Words     string // what it is about
	By        int64  // staff
	From      time.Time
	Until     time.Time // the first moment after the last day
	EndedAt   time.Time
	Withdrawn bool
	Lines     []Line
}

// Line is one line of a publicity. Its name is masked before it is saved.
type Line struct {
	ID        int64
	Publicity int64
	Person    int64  // 0: not known to the service
	Name      string // masked; "" when nobody is named
	Hidden    bool   // the person does not want their name shown
	Words     string
	State     State
	EndedAt   time.Time
}

// Shown returns the name as the public reads it.
func (l Line) Shown() string {
	if l.Hidden {
		return "（应本人要求不显示姓名）"
	}
	return l.Name
}

// Objection is what somebody says against a line.
type Objection struct {
	ID         int64
	Publicity  int64
	Line       int64
	Area       int64
	Person     int64  // 0: entered for somebody whom the service does not know
	Name       string // of such a person
	By         int64  // staff who entered it; 0: the person
	Words      string
	At         time.Time
	Due        time.Time
	Late       bool // after the term
	Answer     string
	Upheld     bool
	AnsweredAt time.Time
	AnsweredBy int64
}

// Overdue says whether the answer is late.
func (o Objection) Overdue(now time.Time) bool { return o.AnsweredAt.IsZero() && now.After(o.Due) }

// Mask returns a name with only its first character.
func Mask(name string) string {
	for _, r := range name {
		return string(r) + "**"
	}
	return ""
}

// numbers matches what may be a telephone or an identity number.
var numbers = regexp.MustCompile(`\d{7,}|1[3-9][\d -]{9,}`)

// Draft is a publicity before it begins.
type Draft struct {
	Area  int64
	Kind  Kind
	About string
	Title string
	Words string
	Days  int // working days; 0: UsualDays
	Lines []DraftLine
}

// DraftLine is a line of a draft, with the full name.
type DraftLine struct {
	Person int64
	Name   string
	Words  string
}

// check cleans the texts and returns what is wrong.
func (d *Draft) check() error {
	d.Title, d.Words = text.Line(d.Title), text.Words(d.Words)
	if d.Days == 0 {
		d.Days = UsualDays
	}
	switch {
	case d.Days < LeastDays || d.Days > MostDays:
		return ErrDays
	case !text.Within(d.Title, 1, MaxTitle), !text.Within(d.Words, 0, MaxWords), len(d.Lines) == 0, len(d.Lines) > MaxLines:
		return ErrWritten
	}
	all := d.Title + "\n" + d.Words
	for i := range d.Lines {
		l := &d.Lines[i]
		l.Name, l.Words = text.Line(l.Name), text.Line(l.Words)
		if !text.Within(l.Words, 1, MaxLine) || !text.Within(l.Name, 0, 20) {
			return ErrWritten
		}
		all += "\n" + l.Words
	}
	if numbers.MatchString(text.Narrow(all)) {
		return ErrPrivate
	}
	return nil
}

// lines returns the lines of the draft as they are shown.
func (d Draft) lines() []Line {
	all := make([]Line, len(d.Lines))
	for i, l := range d.Lines {
		all[i] = Line{Person: l.Person, Name: Mask(strings.TrimSpace(l.Name)), Words: l.Words, State: Open}
	}
	return all
}
