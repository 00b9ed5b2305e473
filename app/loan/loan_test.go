package loan

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/when"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestALoanEndsOnce(t *testing.T) {
	t.Parallel()
	by := deed{person: 9, at: at("2026-11-25 10:00"), request: "k"}
	l := Loan{State: Out}
	if err := l.end(Back, "完好", by); err != nil || l.State != Back || l.EndedBy != 9 || !l.EndedAt.Equal(by.at) || !l.done("k") {
		t.Fatalf("%+v %v", l, err)
	}
	for _, to := range []State{Back, Lost} {
		if err := l.end(to, "", by); !errors.Is(err, ErrEnded) {
			t.Errorf("%s again: %v", to, err)
		}
	}
	if err := l.extend(3, by); !errors.Is(err, ErrEnded) {
		t.Error(err)
	}
	if l.done("") || (Loan{}).done("") {
		t.Error("no request is no repetition")
	}
}

func TestALoanIsExtendedOnceAndInTime(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now, due string
		days     int
		extended bool
		want     string
		err      error
	}{
		"before":             {"2026-11-24 09:00", "2026-11-26", 3, false, "2026-11-29", nil},
		"on the last day":    {"2026-11-26 23:59", "2026-11-26", 3, false, "2026-11-29", nil},
		"of a single day":    {"2026-11-26 12:00", "2026-11-26", 0, false, "2026-11-27", nil},
		"over a month's end": {"2026-11-30 12:00", "2026-11-30", 7, false, "2026-12-07", nil},
		"twice":              {"2026-11-24 09:00", "2026-11-26", 3, true, "2026-11-26", ErrExtended},
		"too late":           {"2026-11-27 00:00", "2026-11-26", 3, false, "2026-11-26", ErrLate},
	} {
		due, _ := when.ParseDate(c.due)
		l := Loan{State: Out, Due: due, Extended: c.extended, Reminded: 1}
		err := l.extend(c.days, deed{at: at(c.now)})
		if !errors.Is(err, c.err) || l.Due.String() != c.want || err == nil && (l.Reminded != 0 || !l.Extended) {
			t.Errorf("%s: %s %v", name, l.Due, err)
		}
	}
}

func TestRemindersComeOnTheLastDayAndTwiceAfterwards(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lent, due string
		reminded  int
		want      string
	}{
		{"2026-11-23 10:00", "2026-11-26", 0, "2026-11-26 09:00"},
		{"2026-11-23 10:00", "2026-11-26", 1, "2026-11-27 09:00"},
		{"2026-11-23 10:00", "2026-11-26", 2, "2026-11-29 09:00"},
		{"2026-11-23 10:00", "2026-11-26", 3, ""},
		{"2026-11-23 10:00", "2026-11-23", 0, "2026-11-23 12:00"}, // for the day: not at once
		{"2026-11-23 06:00", "2026-11-23", 0, "2026-11-23 09:00"},
	} {
		due, _ := when.ParseDate(c.due)
		want := time.Time{}
		if c.want != "" {
			want = at(c.want)
		}
		l := Loan{State: Out, LentAt: at(c.lent), Due: due, Reminded: c.reminded}
		if got := l.nextReminder(); !got.Equal(want) {
			t.Errorf("%+v: %s", c, got)
		}
		l.State = Back
		if !l.nextReminder().IsZero() {
			t.Error("what is back is not reminded of")
		}
	}
}

func TestWhatMayBeDone(t *testing.T) {
	t.Parallel()
	today, _ := when.ParseDate("2026-11-26")
	out := Loan{State: Out, Due: today}
	late, extended, back := out, out, out
	late.Due, extended.Extended, back.State = 20261125, true, Back
	for _, c := range []struct {
		l    Loan
		self bool
		desk bool
		want []string
	}{
		{out, true, false, []string{"return", "extend"}},
		{out, false, false, []string{"extend"}},
		{out, false, true, []string{"return", "extend", "lose"}},
		{late, true, false, []string{"return"}},
		{extended, true, false, []string{"return"}},
		{back, true, true, []string{}},
	} {
		if got := c.l.Can(Thing{Self: c.self}, today, c.desk); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestWhatMayBeTakenWithoutStaff(t *testing.T) {
	t.Parallel()
	umbrella := Thing{ID: 1, Stock: 2, Lent: 1, Self: true}
	chair, gone := umbrella, umbrella
	chair.Self, gone.Lent = false, 2
	for name, c := range map[string]struct {
		thing Thing
		out   []Loan
		want  bool
	}{
		"nothing in hand":       {umbrella, nil, true},
		"at the counter only":   {chair, nil, false},
		"all lent":              {gone, nil, false},
		"one of another":        {umbrella, []Loan{{Thing: 2}}, true},
		"one of it":             {umbrella, []Loan{{Thing: 1}}, false},
		"as many as may be had": {umbrella, []Loan{{Thing: 2}, {Thing: 3}, {Thing: 4}}, false},
	} {
		if got := c.thing.mayBeTaken(c.out); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestThingsAreWrittenDownWhole(t *testing.T) {
	t.Parallel()
	good := Thing{Name: " 爱心\u200b雨伞 ", Place: "一楼大厅", Stock: 5, Days: 3}
	if err := good.check(); err != nil || good.Name != "爱心雨伞" {
		t.Fatalf("%q %v", good.Name, err)
	}
	for name, c := range map[string]struct {
		change func(*Thing)
		want   error
	}{
		"no name":     {func(t *Thing) { t.Name = "\u200b" }, ErrWritten},
		"no place":    {func(t *Thing) { t.Place = "" }, ErrWritten},
		"none":        {func(t *Thing) { t.Stock = 0 }, ErrNumbers},
		"too many":    {func(t *Thing) { t.Stock = MaxStock + 1 }, ErrNumbers},
		"for a year":  {func(t *Thing) { t.Days = 365 }, ErrNumbers},
		"for minus 1": {func(t *Thing) { t.Days = -1 }, ErrNumbers},
	} {
		bad := good
		c.change(&bad)
		if err := bad.check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, e := range []struct {
		Ending
		want error
	}{{Ending{}, nil}, {Ending{Words: "伞骨断了", Gone: true}, nil}, {Ending{Gone: true}, ErrWords}, {Ending{Words: "断", Gone: true}, ErrWords}} {
		if err := e.check(); !errors.Is(err, e.want) {
			t.Errorf("%+v: %v", e.Ending, err)
		}
	}
}
