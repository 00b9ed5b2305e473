package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/counter"
	"linli/app/when"
)

// Visiting is one visit to a counter as it is counted: of nobody by name.
type Visiting struct {
	ID      int64 // of the counter
	Counter string
	Day     when.Date
	Booked  bool // for a time, before coming
	State   booking.State
	Errand  bool // it became an errand
	Result  string
}

// Served counts the visits to one counter on one day.
type Served struct {
	ID             int64
	In, Counter    string
	Day            when.Date
	Booked, Walked int
	Results        map[counter.Result]int
	Absent, Gone   int // of those who booked or took a number: not come, cancelled
	Open           int // no result is written down
}

// ServedColumns lists the columns of the ledger of counters (窗口台账).
var ServedColumns = []Column[Served]{
	{"日期", 12, func(s Served) any { return s.Day.String() }},
	{"社区", 16, func(s Served) any { return s.In }},
	{"窗口", 20, func(s Served) any { return s.Counter }},
	{"预约（人）", 12, func(s Served) any { return s.Booked }},
	{"取号（人）", 12, func(s Served) any { return s.Walked }},
	{counter.Advised.Name(), 10, func(s Served) any { return s.Results[counter.Advised] }},
	{counter.Handled.Name(), 12, func(s Served) any { return s.Results[counter.Handled] }},
	{counter.Taken.Name(), 10, func(s Served) any { return s.Results[counter.Taken] }},
	{"没有来", 10, func(s Served) any { return s.Absent }},
	{"取消", 10, func(s Served) any { return s.Gone }},
	{"还没登记结果", 14, func(s Served) any { return s.Open }},
}

// Cells returns the row; its texts cannot act as formulas.
func (s Served) Cells() []any { return cells(ServedColumns, s) }

// add counts a visit.
func (s *Served) add(v Visiting) {
	if v.Booked {
		s.Booked++
	} else {
		s.Walked++
	}
	switch v.State {
	case booking.NoShow:
		s.Absent++
	case booking.Cancelled, booking.Declined, booking.Expired:
		s.Gone++
	case booking.Done:
		s.Results[v.result()]++
	default:
		s.Open++
	}
}

// result returns the one word with which a visit ended.
func (v Visiting) result() counter.Result {
	if v.Errand {
		return counter.Taken
	}
	word, _, _ := strings.Cut(v.Result, " ")
	for _, r := range counter.Results {
		if r.Name() == word {
			return r
		}
	}
	return counter.Advised
}

// daily counts visits, which come in order of counter and time, by day and counter.
func daily(all []Visiting, in string) (served []Served) {
	for _, v := range all {
		if n := len(served); n == 0 || served[n-1].ID != v.ID || served[n-1].Day != v.Day {
			served = append(served, Served{ID: v.ID, In: in, Counter: v.Counter, Day: v.Day, Results: map[counter.Result]int{}})
		}
		served[len(served)-1].add(v)
	}
	slices.SortStableFunc(served, func(a, b Served) int { return cmp.Compare(a.Day, b.Day) })
	return served
}

// served returns the functions for the visits to the counters of a community, by day and counter.
func (s *Service) served() written {
	return written{
		count: s.store.CountServed,
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (int, error) {
			found, err := s.store.ReadServed(ctx, p)
			if err != nil {
				return 0, err
			}
			rows := daily(found, t.Say(p.Community))
			for _, one := range rows {
				if err := book.Row(one.Cells()); err != nil {
					return 0, fmt.Errorf("write ledger: %w", err)
				}
			}
			return len(rows), nil
		},
	}
}
