package when

import (
	"testing"
	"time"
)

func TestResume(t *testing.T) {
	saturdays := NewClock(NewCalendar(Official()), late)
	for _, tt := range []struct {
		name             string
		clock            Clock
		due, paused, now string
		unit             Unit
		want             string
	}{
		{"no pause", official(), "2026-11-24 10:00", "2026-11-23 10:00", "2026-11-23 10:00", WorkingHours, "2026-11-24 10:00"},
		{"a pause of an hour in the morning", official(), "2026-11-23 11:00", "2026-11-23 09:00", "2026-11-23 10:00", WorkingHours, "2026-11-23 12:00"},
		{"over lunch", official(), "2026-11-23 15:00", "2026-11-23 11:30", "2026-11-23 14:30", WorkingHours, "2026-11-23 16:00"},
		{"a pause over a weekend", official(), "2026-11-20 17:00", "2026-11-20 16:00", "2026-11-23 09:00", WorkingHours, "2026-11-23 10:00"},
		{"a pause within a weekend", official(), "2026-11-23 10:00", "2026-11-20 18:00", "2026-11-22 20:00", WorkingHours, "2026-11-23 10:00"},
		{"a pause over Spring Festival and both working Saturdays", official(), "2026-02-14 17:00", "2026-02-13 17:00", "2026-02-28 08:30", WorkingHours, "2026-02-28 17:30"},
		{"a pause of two days of five", official(), "2026-11-27 17:30", "2026-11-24 10:00", "2026-11-26 10:00", WorkingDays, "2026-12-01 17:30"},
		{"working days over a weekend", official(), "2026-11-27 17:30", "2026-11-20 17:30", "2026-11-23 08:30", WorkingDays, "2026-11-27 17:30"},
		{"opening on Saturday is no part of a working day", saturdays, "2026-11-27 17:30", "2026-11-20 17:30", "2026-11-21 12:00", WorkingDays, "2026-11-27 17:30"},
		{"by the clock", official(), "2026-11-22 10:00", "2026-11-20 10:00", "2026-11-23 11:00", Days, "2026-11-25 11:00"},
		{"the delay stays the same", official(), "2026-11-20 16:00", "2026-11-20 17:00", "2026-11-23 11:00", WorkingHours, "2026-11-23 10:00"},
		{"the delay stays the same by the clock", official(), "2026-11-20 16:00", "2026-11-20 17:00", "2026-11-23 11:00", Hours, "2026-11-23 10:00"},
		{"due before the pause, resumed the same night", official(), "2026-11-20 17:30", "2026-11-20 19:00", "2026-11-20 23:00", WorkingHours, "2026-11-20 17:30"},
		{"no time was left", official(), "2026-11-20 17:30", "2026-11-20 17:30", "2026-11-20 23:00", WorkingHours, "2026-11-20 23:00"},
		{"resumed before the pause", official(), "2026-11-20 17:30", "2026-11-20 10:00", "2026-11-20 09:00", WorkingHours, "2026-11-20 17:30"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.clock.Resume(at(tt.due), at(tt.paused), at(tt.now), tt.unit); !got.Equal(at(tt.want)) {
				t.Fatalf("due again %s, want %s", got.In(Beijing), tt.want)
			}
		})
	}
}

func TestUsed(t *testing.T) {
	for _, tt := range []struct {
		name      string
		from, due string
		unit      Unit
		percent   int
		want      string
	}{
		{"none", "2026-11-23 09:00", "2026-11-23 11:00", WorkingHours, 0, "2026-11-23 09:00"},
		{"all", "2026-11-23 09:00", "2026-11-23 11:00", WorkingHours, 100, "2026-11-23 11:00"},
		{"half of a morning", "2026-11-23 09:00", "2026-11-23 11:00", WorkingHours, 50, "2026-11-23 10:00"},
		{"80 percent of four working hours over lunch", "2026-11-23 10:00", "2026-11-23 16:00", WorkingHours, 80, "2026-11-23 15:12"},
		{"80 percent of five hours over a weekend", "2026-11-20 17:00", "2026-11-23 15:00", WorkingHours, 80, "2026-11-23 12:00"},
		{"half again", "2026-11-23 09:00", "2026-11-23 11:00", WorkingHours, 150, "2026-11-23 12:00"},
		{"by the clock", "2026-11-20 10:00", "2026-11-30 10:00", Days, 80, "2026-11-28 10:00"},
		{"working days", "2026-11-20 17:30", "2026-11-27 17:30", WorkingDays, 80, "2026-11-26 17:30"},
		{"a night without working time", "2026-11-20 20:00", "2026-11-20 22:00", WorkingHours, 50, "2026-11-20 21:00"},
		{"due before the start", "2026-11-20 20:00", "2026-11-20 19:00", WorkingHours, 50, "2026-11-20 20:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := official().Used(at(tt.from), at(tt.due), tt.unit, tt.percent); !got.Equal(at(tt.want)) {
				t.Fatalf("used %s, want %s", got.In(Beijing), tt.want)
			}
		})
	}
}

func TestTermCheck(t *testing.T) {
	for _, tt := range []struct {
		term Term
		ok   bool
	}{
		{Term{}, true},
		{Term{1, Minutes}, true},
		{Term{4, WorkingHours}, true},
		{Term{2_500, WorkingDays}, true},
		{Term{0, Hours}, false},
		{Term{-1, Days}, false},
		{Term{2_501, WorkingDays}, false},
		{Term{1, "fortnight"}, false},
		{Term{1, ""}, false},
	} {
		if err := tt.term.Check(); (err == nil) != tt.ok {
			t.Errorf("%+v: %v", tt.term, err)
		}
	}
}

func TestTheZeroTermIsNeverDue(t *testing.T) {
	for _, term := range []Term{{}, {0, WorkingHours}, {-3, Days}, {5, "fortnight"}} {
		if got := official().Due(at("2026-11-23 09:00"), term); !got.IsZero() {
			t.Errorf("%+v is due %s", term, got)
		}
	}
}

func TestZeroClockRuns(t *testing.T) {
	var c Clock
	if got := c.Due(at("2026-11-23 17:00"), Term{1, WorkingHours}); !got.Equal(at("2026-11-24 09:00")) {
		t.Error(got)
	}
	if !c.Working(at("2026-11-23 17:00")) || c.Working(at("2026-11-23 17:30")) || c.Between(time.Time{}, time.Time{}) != 0 {
		t.Error("the zero clock has no office hours")
	}
}

func TestCalendar(t *testing.T) {
	c := NewCalendar(Official())
	if off, work := 0, 0; true {
		for _, d := range c.Of(2026) {
			if d.Off {
				off++
			} else {
				work++
			}
			if d.Off == c.Works(d.Date.Time()) {
				t.Errorf("%s %+v", d.Date, d)
			}
		}
		if off != 33 || work != 6 {
			t.Errorf("%d days off and %d make-up days", off, work)
		}
	}
	for _, d := range []Date{20260104, 20260214, 20260228, 20260509, 20260920, 20261010, 20260224, 20270104} {
		if !c.Works(d.Time().Add(23 * time.Hour)) {
			t.Errorf("%s is a working day", d)
		}
	}
	for _, d := range []Date{20260101, 20260103, 20260215, 20260223, 20261007, 20261011, 20270102} {
		if c.Works(d.Time()) {
			t.Errorf("%s is a day off", d)
		}
	}
	if !c.Has(2026) || c.Has(2025) || c.Has(2027) {
		t.Error("wrong years are known")
	}
	if NewCalendar([]Special{{20261231, true, "元旦"}}).Has(2026) {
		t.Error("the last days of December alone must not count as a list")
	}
	for day := int64(-3_000); day < kept+3_000; day++ { // workday is the inverse of worked
		if k := c.worked(day); c.worked(day+1) > k && c.workday(k) != day {
			t.Fatalf("day %d is working day %d, which is day %d", day, k, c.workday(k))
		}
	}
}

func TestDate(t *testing.T) {
	for _, s := range []string{"", "2026-2-1", "2026-02-30", "20260201", "0000-01-01", "2026-02-01x"} {
		if d, ok := ParseDate(s); ok {
			t.Errorf("%q is %s", s, d)
		}
	}
	d, ok := ParseDate("2026-12-31")
	if !ok || d != 20261231 || d.Next() != 20270101 || d.String() != "2026-12-31" || d.Year() != 2026 || d.Weekend() || !Date(20260215).Weekend() {
		t.Error(d, ok)
	}
}
