package attend

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"linli/app/fault"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/policy"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Summary is the key of the switch of the monthly summary (月报).
const Summary policy.Key = "monthly_summary"

// The faults of monthly summaries.
var (
	ErrMissing = fault.New(fault.Missing, "attend.missing", "没有这份月报")
	ErrMonth   = fault.New(fault.Invalid, "attend.month", "月份不对：请按“2026-11”填写，年度按“2026”填写，最多往前 400 天")
	ErrOpen    = fault.New(fault.Conflict, "attend.open", "这段时间还没有结束，结束后再确认")
	ErrWords   = fault.New(fault.Invalid, "attend.words", "请写 2 至 200 字")
	ErrOwn     = fault.New(fault.Invalid, "attend.own_words", "自己的话最多 200 字")
	ErrLine    = fault.New(fault.Invalid, "attend.line", "请选择月报里的一行")
	ErrDay     = fault.New(fault.Invalid, "attend.day", "只能说明最近 40 天内已经到的日子")
)

// Month is a calendar month as 202611, or a year as 2026 (年末考核).
type Month int

// ParseMonth reads "2026-11" and "2026".
func ParseMonth(s string) (Month, bool) {
	if t, err := time.ParseInLocation("2006-01", s, when.Beijing); err == nil {
		return MonthOf(when.DateOf(t)), true
	}
	t, err := time.ParseInLocation("2006", s, when.Beijing)
	return Month(t.Year()), err == nil
}

// MonthOf returns the month of a day.
func MonthOf(d when.Date) Month { return Month(int(d) / 100) }

// Days returns the first and the last day.
func (m Month) Days() (first, last when.Date) {
	if m < 10_000 {
		return plan.Year.Period(when.Date(int(m)*10_000 + 101))
	}
	return plan.Month.Period(when.Date(int(m)*100 + 1))
}

// String returns "2026-11", or "2026".
func (m Month) String() string {
	if m < 10_000 {
		return strconv.Itoa(int(m))
	}
	return fmt.Sprintf("%d-%02d", m/100, m%100)
}

// Say returns the month in Chinese.
func (m Month) Say() string {
	if m < 10_000 {
		return fmt.Sprintf("%d年", int(m))
	}
	return fmt.Sprintf("%d年%d月", m/100, m%100)
}

// Standing is one day of a month.
type Standing struct {
	Day    when.Date
	State  State
	Reason plan.Reason // zero without one
}

// Kind is how many lines of work of a kind somebody has.
type Kind struct {
	Kind  work.Kind
	Name  string // as the county calls it
	Lines int
}

// Report is the month of a person in a community, computed now. It has no score and is compared with no other (国办函〔2026〕12号).
type Report struct {
	Person, Community int64
	Month             Month
	Posts             []person.Posting
	Days              []Standing
	Kinds             []Kind // in the county's order
	Confirmation      Confirmation
	Disputes          []Dispute
	book              work.Book
}

// SayLine returns a line of the report in Chinese, "" for one that it does not have.
func (r Report) SayLine(line string) string { return r.Month.SayLine(line, r.book) }

// Confirmation is what the person confirmed; zero before.
type Confirmation struct {
	Person, Community int64
	Month             Month
	Words             string // in their own words
	Said              string // the month as it was when they confirmed it
	At                time.Time
	SeenBy            int64
	SeenAt            time.Time
}

// Dispute is a line of a month that its person says is wrong, and the answer.
type Dispute struct {
	Person, Community int64
	Month             Month
	Line              string // "day:2026-11-03" or "kind:patrol"
	Words             string
	At                time.Time
	Answer            string
	AnsweredBy        int64
	AnsweredAt        time.Time
}

// Count returns how many days have a state.
func (r Report) Count(s State) (n int) {
	for _, d := range r.Days {
		if d.State == s {
			n++
		}
	}
	return n
}

// Open returns how many disputes have no answer.
func (r Report) Open() (n int) {
	for _, d := range r.Disputes {
		if d.AnsweredBy == 0 {
			n++
		}
	}
	return n
}

// Say returns the month in one sentence.
func (r Report) Say() string {
	var days, kinds []string
	for _, s := range States {
		if n := r.Count(s); n > 0 {
			days = append(days, fmt.Sprintf("%s %d 天", s.Name(), n))
		}
	}
	for _, k := range r.Kinds {
		kinds = append(kinds, fmt.Sprintf("%s %d", k.Name, k.Lines))
	}
	said := r.Month.Say() + "：" + strings.Join(days, "，")
	if len(kinds) > 0 {
		said += "。工作记录：" + strings.Join(kinds, "，")
	}
	return said + "。"
}

// SayLine returns a line of a month in Chinese, "" for one that the month does not have.
func (m Month) SayLine(line string, kinds work.Book) string {
	of, what, _ := strings.Cut(line, ":")
	switch of {
	case "day":
		first, last := m.Days()
		d, ok := when.ParseDate(what)
		if ok && d >= first && d <= last && d.String() == what {
			return d.Say()
		}
	case "kind":
		return kinds.Name(work.Kind(what))
	}
	return ""
}

func words(s string) (string, error) {
	if s = text.Words(s); !text.Within(s, 2, mostWords) {
		return s, ErrWords
	}
	return s, nil
}

func ownWords(s string) (string, error) {
	if s = text.Words(s); utf8.RuneCountInString(s) > mostWords {
		return s, ErrOwn
	}
	return s, nil
}

const mostWords = 200
