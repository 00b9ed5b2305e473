package booking

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
)

func TestOfferSpan(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, when.Beijing)
	}
	for _, c := range []struct {
		name             string
		hold             time.Duration
		begin, now       time.Time
		from, till       time.Time
		worthHoldingOpen bool
	}{
		{"by day", 30 * time.Minute, at(25, 9, 0), at(24, 10, 0), at(24, 10, 0), at(24, 10, 30), true},
		{"until the night begins", 30 * time.Minute, at(25, 9, 0), at(24, 21, 30), at(24, 21, 30), at(24, 22, 0), true},
		{"the rest of it in the morning", 30 * time.Minute, at(25, 9, 0), at(24, 21, 50), at(24, 21, 50), at(25, 8, 20), true},
		{"as the night begins", 30 * time.Minute, at(25, 9, 0), at(24, 22, 0), at(25, 8, 0), at(25, 8, 30), true},
		{"at night", 30 * time.Minute, at(25, 9, 0), at(24, 23, 0), at(25, 8, 0), at(25, 8, 30), true},
		{"after midnight", 30 * time.Minute, at(25, 9, 0), at(25, 3, 0), at(25, 8, 0), at(25, 8, 30), true},
		{"as the night ends", 30 * time.Minute, at(25, 9, 0), at(25, 8, 0), at(25, 8, 0), at(25, 8, 30), true},
		{"a day, which has fourteen hours", 24 * time.Hour, at(30, 9, 0), at(24, 10, 0), at(24, 10, 0), at(25, 20, 0), true},
		{"at night, with ten minutes in the morning", 30 * time.Minute, at(25, 8, 10), at(24, 23, 0), at(25, 8, 0), at(25, 8, 10), true},
		{"at night, with four", 30 * time.Minute, at(25, 8, 4), at(24, 23, 0), at(25, 8, 0), at(25, 8, 4), false},
		{"it begins before the night ends", 30 * time.Minute, at(25, 7, 30), at(24, 23, 0), at(25, 8, 0), at(25, 7, 30), false},
		{"near the beginning", 30 * time.Minute, at(25, 9, 0), at(25, 8, 40), at(25, 8, 40), at(25, 9, 0), true},
		{"five minutes before", 30 * time.Minute, at(25, 9, 0), at(25, 8, 55), at(25, 8, 55), at(25, 9, 0), true},
		{"a moment less", 30 * time.Minute, at(25, 9, 0), at(25, 8, 55).Add(1), at(25, 8, 55).Add(1), at(25, 9, 0), false},
		{"when it has begun", 30 * time.Minute, at(25, 9, 0), at(25, 9, 10), at(25, 9, 10), at(25, 9, 0), false},
		{"over the end of a month", 30 * time.Minute, at(31, 9, 0), at(30, 22, 30), at(31, 8, 0), at(31, 8, 30), true},
	} {
		from, till, ok := OfferSpan(c.hold, Period{BeginAt: c.begin}, c.now)
		if !from.Equal(c.from) || !till.Equal(c.till) || ok != c.worthHoldingOpen {
			t.Errorf("%s: %s to %s, %v", c.name, when.Say(from), when.Say(till), ok)
		}
	}
}

func TestExpected(t *testing.T) {
	t.Parallel()
	block := Period{BeginAt: nine, EndAt: nine.Add(2 * time.Hour), Want: 8}
	many := Period{BeginAt: nine, EndAt: nine.Add(2 * time.Hour), Want: 7}
	one := Period{BeginAt: nine, EndAt: nine.Add(2 * time.Hour), Want: 1}
	times := Period{BeginAt: nine, EndAt: nine.Add(30 * time.Minute), First: 100, Want: 4}
	for _, c := range []struct {
		name   string
		p      Period
		number int
		after  time.Duration
	}{
		{"the first", block, 1, 0},
		{"the second", block, 2, 15 * time.Minute},
		{"the last", block, 8, 105 * time.Minute},
		{"a number beyond the places, after others gave theirs back", block, 30, 105 * time.Minute},
		{"no number", block, 0, 0},
		{"to the minute", many, 3, 34 * time.Minute},
		{"of one place", one, 9, 0},
		{"nothing is left of the places", Period{BeginAt: nine, EndAt: nine.Add(time.Hour)}, 3, 0},
		{"of a time", times, 103, 0},
	} {
		if got := c.p.Expected(c.number); !got.Equal(nine.Add(c.after)) {
			t.Errorf("%s: %s", c.name, got.Sub(nine))
		}
	}
}

func TestAgenda(t *testing.T) {
	t.Parallel()
	rules := DefaultRules
	step := func(after time.Duration, do Task, period int) Step { return Step{nine.Add(after), do, period} }
	for _, c := range []struct {
		name string
		e    Entry
		want []Step
	}{
		{
			"one block",
			Entry{Begin: 540, End: 600, Places: 2},
			[]Step{
				step(-15*time.Hour, RemindDay, 0), step(-time.Hour, RemindHour, 0), step(-30*time.Minute, ReleaseKept, 0),
				step(15*time.Minute, ReleaseLate, 0), step(45*time.Minute, ReleaseLate, 0), step(90*time.Minute, CloseIt, 0),
			},
		},
		{
			"times: what is due together is done in the order in which it matters",
			Entry{Begin: 540, End: 600, Step: 30, Places: 2},
			[]Step{
				step(-15*time.Hour, RemindDay, 0), step(-time.Hour, RemindHour, 0), step(-30*time.Minute, RemindHour, 1),
				step(-30*time.Minute, ReleaseKept, 0), step(0, ReleaseKept, 1), step(15*time.Minute, ReleaseLate, 0),
				step(45*time.Minute, ReleaseLate, 1), step(90*time.Minute, CloseIt, 0),
			},
		},
	} {
		if diff := cmp.Diff(c.want, Agenda(Plan(Service{Rules: rules}, c.e, 20261125), rules)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	for begin := 0; begin < 24*60; begin += 5 { // at any hour, with any number of places
		e := Entry{Begin: begin, End: min(begin+60, 24*60), Places: 1 + begin%7}
		steps := Agenda(Plan(Service{Rules: rules}, e, 20261125), rules)
		for i := range steps[1:] {
			if steps[i+1].At.Before(steps[i].At) {
				t.Fatalf("from minute %d: %v", begin, steps)
			}
		}
		if steps[len(steps)-1].Do != CloseIt {
			t.Fatalf("from minute %d something comes after the end: %v", begin, steps)
		}
	}
}
