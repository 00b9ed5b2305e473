package booking

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
)

// falls lists the days from one to another on which an entry has a session.
func falls(on func(when.Date) bool, from, to when.Date) []when.Date {
	days := []when.Date{}
	for d := from; d <= to; d = d.Next() {
		if on(d) {
			days = append(days, d)
		}
	}
	return days
}

func TestFalls(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		e        Entry
		from, to when.Date
		want     []when.Date
	}{
		{"Monday and Wednesday", Entry{From: 20261101, Days: On(1, 3)}, 20261122, 20261130, []when.Date{20261123, 20261125, 20261130}},
		{"Sunday is the seventh", Entry{From: 20261101, Days: On(7)}, 20261122, 20261129, []when.Date{20261122, 20261129}},
		{"not before it begins", Entry{From: 20261124, Days: On(1, 2, 3)}, 20261122, 20261126, []when.Date{20261124, 20261125}},
		{"on its last day", Entry{From: 20261101, To: 20261125, Days: On(1, 3)}, 20261122, 20261130, []when.Date{20261123, 20261125}},
		{"ended", Entry{From: 20261101, Days: On(1), EndedAt: nine}, 20261122, 20261130, []when.Date{}},
		{"no day at all", Entry{From: 20261101}, 20261122, 20261130, []when.Date{}},
		{
			"every second week, counted from the week of the first day",
			Entry{From: 20261126, Days: On(1, 4), Every: 2}, // a Thursday; its Monday is before the beginning
			20261101, 20261225,
			[]when.Date{20261126, 20261207, 20261210, 20261221, 20261224},
		},
		{
			"every third week over the end of the year",
			Entry{From: 20261221, Days: On(1), Every: 3},
			20261201, 20270228,
			[]when.Date{20261221, 20270111, 20270201, 20270222},
		},
		{
			"every second week, with 53 weeks in the year",
			Entry{From: 20261214, Days: On(5), Every: 2},
			20261201, 20270131,
			[]when.Date{20261218, 20270101, 20270115, 20270129},
		},
		{"never between weeks 0", Entry{From: 20261101, Days: On(1), Every: 0}, 20261122, 20261130, []when.Date{20261123, 20261130}},
		{"the first Monday of a month", Entry{From: 20261001, Days: On(1), Nth: 1}, 20261001, 20261231, []when.Date{20261005, 20261102, 20261207}},
		{"the fifth, where there is one", Entry{From: 20261001, Days: On(1), Nth: 5}, 20261001, 20261231, []when.Date{20261130}},
		{"the seventh day is the first", Entry{From: 20261001, Days: On(6), Nth: 1}, 20261101, 20261130, []when.Date{20261107}},
		{"the eighth is the second", Entry{From: 20261001, Days: On(7), Nth: 2}, 20261101, 20261130, []when.Date{20261108}},
		{"the leap day", Entry{From: 20280101, Days: On(2), Nth: 5}, 20280201, 20280229, []when.Date{20280229}},
		{"of one day", Entry{From: 20261123, To: 20261123, Days: On(1)}, 20261101, 20261231, []when.Date{20261123}},
	} {
		if diff := cmp.Diff(c.want, falls(c.e.Falls, c.from, c.to)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestHeld(t *testing.T) {
	t.Parallel()
	calendar := when.NewCalendar(when.Official())
	daily := Entry{ID: 7, From: 20260101, Days: On(1, 2, 3, 4, 5, 6, 7), Every: 1, Begin: 540, End: 660, Places: 3, WalkIns: 2}
	always := daily
	always.Holidays = true
	weekdays := daily
	weekdays.Days = On(1, 2, 3, 4, 5)
	for _, c := range []struct {
		name   string
		e      Entry
		day    when.Date
		except []Exception
		want   *Entry // nil: not held
	}{
		{"a plain day", daily, 20261123, nil, &daily},
		{"a holiday", daily, 20261001, nil, nil},
		{"open on holidays", always, 20261001, nil, &always},
		{"the last holiday", daily, 20261007, nil, nil},
		{"the day after", daily, 20261008, nil, &daily},
		{"a Saturday of make-up work is a Saturday", weekdays, 20261010, nil, nil},
		{"and held where Saturdays are", daily, 20261010, nil, &daily},
		{"closed", daily, 20261123, []Exception{{Entry: 7, Day: 20261123, Closed: true}}, nil},
		{"another day closed", daily, 20261123, []Exception{{Entry: 7, Day: 20261124, Closed: true}}, &daily},
		{"another entry closed", daily, 20261123, []Exception{{Entry: 8, Day: 20261123, Closed: true}}, &daily},
		{"what was said of this very holiday", daily, 20261001, []Exception{{Entry: 7, Day: 20261001, Begin: 540, End: 660}}, &daily},
		{"closed on a holiday it is open on", always, 20261001, []Exception{{Entry: 7, Day: 20261001, Closed: true}}, nil},
		{"no exception makes a weekday", weekdays, 20261010, []Exception{{Entry: 7, Day: 20261010, Places: 5}}, nil},
		{"other hours", daily, 20261123, []Exception{{Entry: 7, Day: 20261123, Begin: 600, End: 700}}, func() *Entry {
			e := daily
			e.Begin, e.End = 600, 700
			return &e
		}()},
		{"fewer places than are kept", daily, 20261123, []Exception{{Entry: 7, Day: 20261123, Places: 1}}, func() *Entry {
			e := daily
			e.Places, e.WalkIns = 1, 1
			return &e
		}()},
	} {
		got, ok := c.e.On(c.day, calendar, c.except)
		if ok != (c.want != nil) {
			t.Errorf("%s: held %v", c.name, ok)
			continue
		}
		if c.want != nil {
			if diff := cmp.Diff(*c.want, got); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
	}
}

func TestEntriesThatCannotBe(t *testing.T) {
	t.Parallel()
	good := Entry{From: 20261123, Days: On(1), Every: 1, Begin: 540, End: 660, Places: 3}
	for name, c := range map[string]struct {
		change func(*Entry)
		ok     bool
	}{
		"as it is":                        {func(*Entry) {}, true},
		"without a beginning":             {func(e *Entry) { e.From = 0 }, false},
		"over before it begins":           {func(e *Entry) { e.To = 20261122 }, false},
		"of one day":                      {func(e *Entry) { e.To = 20261123 }, true},
		"on no day":                       {func(e *Entry) { e.Days = 0 }, false},
		"on an eighth day":                {func(e *Entry) { e.Days = 128 }, false},
		"every week 0":                    {func(e *Entry) { e.Every = 0 }, false},
		"every eighth":                    {func(e *Entry) { e.Every = 8 }, true},
		"every ninth":                     {func(e *Entry) { e.Every = 9 }, false},
		"the fifth of a month":            {func(e *Entry) { e.Nth = 5 }, true},
		"the sixth":                       {func(e *Entry) { e.Nth = 6 }, false},
		"minus the first":                 {func(e *Entry) { e.Nth = -1 }, false},
		"until midnight":                  {func(e *Entry) { e.End = 1440 }, true},
		"past midnight":                   {func(e *Entry) { e.End = 1441 }, false},
		"before midnight":                 {func(e *Entry) { e.Begin = -1 }, false},
		"of no time":                      {func(e *Entry) { e.End = 540 }, false},
		"in halves of an hour":            {func(e *Entry) { e.Step = 30 }, true},
		"that does not come out even":     {func(e *Entry) { e.Step = 50 }, false},
		"of four minutes":                 {func(e *Entry) { e.Step = 4 }, false},
		"longer than eight hours":         {func(e *Entry) { e.Begin, e.End, e.Step = 0, 1440, 720 }, false},
		"longer than itself":              {func(e *Entry) { e.Step = 240 }, false},
		"a step backwards":                {func(e *Entry) { e.Step = -30 }, false},
		"without places":                  {func(e *Entry) { e.Places = 0 }, false},
		"with 501":                        {func(e *Entry) { e.Places = 501 }, false},
		"all kept":                        {func(e *Entry) { e.WalkIns = 3 }, true},
		"more kept than there are":        {func(e *Entry) { e.WalkIns = 4 }, false},
		"kept in every period":            {func(e *Entry) { e.Step, e.WalkIns = 30, 12 }, true},
		"one more":                        {func(e *Entry) { e.Step, e.WalkIns = 30, 13 }, false},
		"a host with a long name":         {func(e *Entry) { e.Host = strings.Repeat("何", 31) }, false},
		"a host with thirty characters":   {func(e *Entry) { e.Host = strings.Repeat("何", 30) }, true},
		"with twenty-one people who work": {func(e *Entry) { e.Providers = make([]int64, 21) }, false},
	} {
		e := good
		c.change(&e)
		if err := e.Check(); c.ok != (err == nil) || err != nil && !errors.Is(err, ErrEntry) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWeekdays(t *testing.T) {
	t.Parallel()
	for w := range Weekdays(128) {
		days := w.Days()
		if On(days...) != w || !slices.IsSorted(days) {
			t.Fatalf("%07b is %v is %07b", w, days, On(days...))
		}
		for d := when.Date(20261123); d < 20261130; d = d.Next() { // Monday is the first
			if w.Has(d.Time().Weekday()) != slices.Contains(days, int(d-20261122)) {
				t.Fatalf("%v on %s", days, d)
			}
		}
	}
	for d, want := range map[when.Date]when.Date{
		20261123: 20261123, 20261129: 20261123, 20261122: 20261116, 20270101: 20261228, 20270103: 20261228, 20280229: 20280228,
	} {
		if got := Monday(d); got != want || got.Time().Weekday() != time.Monday {
			t.Errorf("the Monday of %s is %s", d, got)
		}
	}
}
