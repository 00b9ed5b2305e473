package pace

import (
	"testing"
	"time"
)

func TestWhenToLookNext(t *testing.T) {
	open := waiting(usually, "2026-11-23 09:00")
	with := func(change func(*Clocks)) Clocks { c := open; change(&c); return c }
	owed := func(at string) Supervision { return Supervision{By: 1, DueAt: bj(at)} }
	late := owed("2026-11-23 10:00")
	late.Late = true
	for _, tt := range []struct {
		name string
		c    Clocks
		s    Supervision
		want string
	}{
		{"when it turns yellow", open, Supervision{}, "11-23 10:36"},
		{"after the warning, at the end", with(func(c *Clocks) { c.Warned = true }), Supervision{}, "11-23 11:00"},
		{"when the next rung is to be asked", with(func(c *Clocks) { c.Level, c.AskedDue = 3, bj("2026-11-24 09:00") }), Supervision{}, "11-24 09:00"},
		{"when the pause ends", with(func(c *Clocks) { c.Pause(bj("2026-11-23 10:00"), bj("2026-11-25 10:00")) }), Supervision{}, "11-25 10:00"},
		{"when a reply is owed", open, owed("2026-11-23 10:00"), "11-23 10:00"},
		{"when a reply is owed later", open, owed("2026-11-23 12:00"), "11-23 10:36"},
		{"when a reply is late already", open, late, "11-23 10:36"},
		{"never again", with((*Clocks).Stop), owed("2026-11-23 10:00"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.c.Schedule(tt.s); say(tt.c.CheckAt) != tt.want {
				t.Fatalf("%s, want %s", say(tt.c.CheckAt), tt.want)
			}
		})
	}
}

func TestWhatTheClocksDemand(t *testing.T) {
	open := waiting(usually, "2026-11-23 09:00") // yellow at 10:36, due at 11:00
	with := func(change func(*Clocks)) Clocks { c := open; change(&c); return c }
	asked := with(func(c *Clocks) { c.PushTo(usually, Post{Role: "secretary", Area: 4}, 4, bj("2026-11-23 11:00")) })
	rest := with(func(c *Clocks) { c.Pause(bj("2026-11-23 10:00"), bj("2026-11-25 10:00")) })
	for _, tt := range []struct {
		name, at string
		c        Clocks
		want     Demand
	}{
		{"green", "2026-11-23 10:35", open, Nothing},
		{"yellow", "2026-11-23 10:36", open, Warn},
		{"yellow, and the holder knows", "2026-11-23 10:59", with(func(c *Clocks) { c.Warned = true }), Nothing},
		{"due", "2026-11-23 11:00", with(func(c *Clocks) { c.Warned = true }), Push},
		{"due without a warning", "2026-11-23 11:00", open, Push},
		{"a post is asked", "2026-11-23 16:59", asked, Nothing},
		{"the asked post did not act", "2026-11-23 17:00", asked, Push},
		{"paused", "2026-11-25 09:59", rest, Nothing},
		{"the pause is over", "2026-11-25 10:00", rest, Wake},
		{"stopped", "2026-12-25 10:00", with((*Clocks).Stop), Nothing},
		{"never started", "2026-12-25 10:00", Clocks{}, Nothing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.c.Demand(bj(tt.at)); got != tt.want {
				t.Fatalf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheLastOneIsAskedAgainEachWorkingDay(t *testing.T) {
	c := waiting(usually, "2026-11-23 09:00")
	now := bj("2026-11-27 15:00") // a Friday
	if c.PushAgain(usually, 3, now) || c.Level != 3 || say(c.AskedDue) != "11-30 17:30" {
		t.Fatalf("rung %d until %s", c.Level, say(c.AskedDue))
	}
	c.PushTo(usually, Post{Role: "centre", Area: 1}, Top, now)
	if say(c.AskedDue) != "11-30 10:00" {
		t.Fatalf("until %s", say(c.AskedDue))
	}
	if !c.PushAgain(usually, 3, bj("2026-11-30 10:30")) || c.Level != Top || say(c.AskedDue) != "12-01 17:30" {
		t.Fatalf("rung %d until %s", c.Level, say(c.AskedDue))
	}
}

func TestSupervisionHasBounds(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name  string
		until time.Time
		want  string
		ok    bool
	}{
		{"no time given: one working day", time.Time{}, "11-24 17:30", true},
		{"a given time", noon.Add(time.Hour), "11-23 13:00", true},
		{"thirty days", noon.Add(30 * day), "12-23 12:00", true},
		{"more", noon.Add(30*day + time.Second), "12-23 12:00", false},
		{"now", noon, "11-23 12:00", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, ok := Supervise(usually.Times, 7, tt.until, noon)
			if ok != tt.ok || say(s.DueAt) != tt.want || s.By != 7 {
				t.Fatalf("%+v, %v", s, ok)
			}
		})
	}
	s := Supervision{By: 7, DueAt: noon}
	if s.Lapses(noon.Add(-1)) || !s.Lapses(noon) || (Supervision{}).Lapses(noon) {
		t.Fatal("the account lapses at the wrong time")
	}
	if s.Late = true; s.Lapses(noon) {
		t.Fatal("the account lapses twice")
	}
}
