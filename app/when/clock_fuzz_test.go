package when

import (
	"testing"
	"time"
)

// FuzzClock checks invariants of deadlines with arbitrary moments, lengths and hours.
func FuzzClock(f *testing.F) {
	f.Add(at("2026-02-13 18:00").Unix(), int64(9*3600), 4, 80, uint16(510), uint16(210), uint16(0), uint16(0))
	f.Add(at("2026-02-28 12:00").Unix(), int64(40*3600), 7, 33, uint16(510), uint16(540), uint16(540), uint16(180))
	f.Add(at("2019-12-31 23:59").Unix(), int64(1), 2000, 1, uint16(0), uint16(1440), uint16(0), uint16(1440))
	f.Add(at("2045-12-31 08:30").Unix(), int64(7), 1, 99, uint16(1000), uint16(60), uint16(1439), uint16(1))
	f.Add(int64(-1<<62), int64(1<<40), 1, 99, uint16(1000), uint16(60), uint16(1439), uint16(1))
	calendar := NewCalendar(Official())
	f.Fuzz(func(t *testing.T, unix, more int64, n, percent int, on, onLong, off, offLong uint16) {
		minute := func(m uint16) time.Duration { return time.Duration(m%1441) * time.Minute }
		span := func(from, long uint16) Span { return Span{minute(from), min(minute(from)+minute(long), 24*time.Hour)} }
		h := WorkHours{Working: Spans{span(on, onLong)}, Resting: Spans{span(off, offLong)}}
		if h.Resting.check() != nil {
			h.Resting = nil
		}
		c := NewClock(calendar, h)
		from := time.Unix(unix%(1<<40), 0)
		later := from.Add(time.Duration(uint64(more)%(1<<26)) * time.Second)
		n = 1 + int(uint(n)%500)
		percent = int(uint(percent) % 200)
		near := !beyond(from) && !beyond(later)
		for _, u := range Units {
			holds(t, c, from, later, Term{n, u}, percent, near)
		}
		if near && from.Before(later) {
			if d := c.Between(from, later); d < 0 || d > later.Sub(from) {
				t.Fatalf("%s of working time from %s to %s", d, from, later)
			}
		}
	})
}

func holds(t *testing.T, c Clock, from, later time.Time, term Term, percent int, near bool) {
	t.Helper()
	due := c.Due(from, term)
	paused := from.Add(due.Sub(from) / 3)
	if got := c.Resume(due, paused, paused, term.Unit); !got.Equal(due) {
		t.Fatalf("resumed at once, %s is %s", due, got)
	}
	if got := c.Resume(due, paused, later, term.Unit); got.Before(due) {
		t.Fatalf("resumed, %s is %s", due, got)
	}
	used := c.Used(from, due, term.Unit, percent)
	if used.Before(from) || percent < 100 && used.After(due) || percent > 100 && used.Before(due) {
		t.Fatalf("%d%% of %s to %s is %s", percent, from, due, used)
	}
	if !near {
		return
	}
	if !due.After(from) || !c.Due(from, Term{term.N + 1, term.Unit}).After(due) {
		t.Fatalf("%s after %s is %s, and one more is not later", term.Say(), from, due)
	}
	if c.Due(later, term).Before(due) {
		t.Fatalf("%s after %s is before that after %s", term.Say(), later, from)
	}
	if want := time.Duration(term.N) * time.Hour; term.Unit == WorkingHours && c.Between(from, due) != want {
		t.Fatalf("%s from %s to %s, want %s", c.Between(from, due), from, due, want)
	}
	if left := c.Between(paused, due); term.Unit == WorkingHours && later.After(paused) {
		if again := c.Between(later, c.Resume(due, paused, later, term.Unit)); again != left {
			t.Fatalf("%s was left and %s is", left, again)
		}
	}
}
