package place

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// Grid is the length of one hour of the table: half an hour.
const Grid = 30 * time.Minute

// What can go wrong with the hours of a place.
var (
	ErrHeld = fault.New(fault.Conflict, "place.hour", "这个时间场所已经有安排了，请选别的时间")
	ErrLent = fault.New(fault.Conflict, "place.lent", "这个场所还有借用没有结束，请先和借用人商量、取消")
	ErrLend = fault.New(fault.Invalid, "place.lend", "外借规则有误：每周 1 至 7 次，提前 1 至 60 天，锁门事项最多 8 项、每项 12 字以内")
)

// Holding says what has a half-hour of a place.
type Holding string

// What can have a half-hour.
const (
	BySession Holding = "session" // sessions of services, which share a room as they please
	ByUse     Holding = "use"     // a group that borrows the place, alone
	ByTalk    Holding = "talk"    // a mediation, which says nothing about itself
	Closed    Holding = "closed"  // nobody may borrow it
)

// Holder is what has some half-hours; ID is 0 for sessions, because they share.
type Holder struct {
	Held Holding
	ID   int64
}

// Taken is one half-hour that is not free.
type Taken struct {
	Place int64
	At    time.Time
	Holder
}

// Hours is the table of the half-hours of all places. It has a row for each half-hour that somebody has, so two cannot have the same.
type Hours interface {
	// TakeHours takes every half-hour that the time touches, or none. Fault: ErrHeld when one of them is held by another, after which
	// the transaction must be undone.
	TakeHours(ctx context.Context, place int64, from, to time.Time, by Holder) error
	// TakeFree takes those half-hours of the time that nobody has.
	TakeFree(ctx context.Context, place int64, from, to time.Time, by Holder) error
	// FreeHours gives back what TakeHours took for the same time and holder.
	FreeHours(ctx context.Context, place int64, from, to time.Time, by Holder) error
	// TakenHours returns the half-hours of a place that the time touches and somebody has, in order.
	TakenHours(ctx context.Context, place int64, from, to time.Time) ([]Taken, error)
}

// Slots returns the beginnings of the half-hours that the time touches.
func Slots(from, to time.Time) (all []time.Time) {
	for at := from.Truncate(Grid); at.Before(to); at = at.Add(Grid) { // time zones of whole half-hours keep the grid
		all = append(all, at)
	}
	return all
}

// Lending says who may borrow a place by the hour.
type Lending struct {
	On      bool
	Asks    bool     // staff agree to each use
	PerWeek int      // uses of one group in a week
	Ahead   int      // days
	Hours   string   // on each day; "": while the place is open
	Closing []string // what is done at the end: 灯, 门, 桌椅
}

// DefaultLending are the rules of a place that nobody has changed.
var DefaultLending = Lending{Asks: true, PerWeek: 2, Ahead: 14, Closing: []string{"关灯", "锁门", "桌椅归位"}}

// said says whether somebody decided the rules.
func (l Lending) said() bool { return l.On || l.PerWeek != 0 }

const (
	maxWeek    = 7
	maxAhead   = 60
	maxClosing = 8
)

// check cleans the rules and returns ErrLend or ErrHours.
func (l *Lending) check() error {
	l.Hours = text.Line(l.Hours)
	if _, err := when.ParseSpans(l.Hours); err != nil {
		return ErrHours
	}
	if l.PerWeek < 1 || l.PerWeek > maxWeek || l.Ahead < 1 || l.Ahead > maxAhead || len(l.Closing) > maxClosing {
		return ErrLend
	}
	l.Closing = slices.Clone(l.Closing)
	for i, one := range l.Closing {
		if l.Closing[i] = text.Line(one); !text.Within(l.Closing[i], 1, 12) || strings.Contains(one, "、") {
			return ErrLend
		}
	}
	return nil
}

// OpenOn returns when a place can be borrowed on a day: in its lending hours, else while it is open. On a public holiday, whose name is
// returned, it is not lent.
func (p Place) OpenOn(d when.Date, c *when.Calendar) (open when.Spans, holiday string) {
	if name, off := c.Holiday(d); off {
		return nil, name
	}
	said := p.Lending.Hours
	if said == "" {
		if said = p.Resting; c.Works(d.Time()) {
			said = p.Working
		}
	}
	open, err := when.ParseSpans(said)
	if err != nil || len(open) == 0 {
		return nil, ""
	}
	if p.Noon && p.Lending.Hours == "" {
		open = when.Spans{{From: open[0].From, To: open[len(open)-1].To}}
	}
	return open, ""
}

// SayTimes says when some half-hours begin, each run of them once, at most five runs: "12月3日 14:00、12月10日 14:00".
func SayTimes(taken []Taken) string {
	const most = 5
	var said []string
	runs := 0
	for i, one := range taken {
		if i > 0 && one.At.Equal(taken[i-1].At.Add(Grid)) {
			continue
		}
		if runs++; runs <= most {
			said = append(said, when.Say(one.At))
		}
	}
	if runs > most {
		return fmt.Sprintf("%s 等 %d 次", strings.Join(said, "、"), runs)
	}
	return strings.Join(said, "、")
}
