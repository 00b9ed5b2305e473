package pace

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // a Monday

func TestAPauseMovesTheDeadlines(t *testing.T) {
	for _, tt := range []struct {
		name, paused, resumed, due, whole string
	}{
		{"an hour of a working day", "2026-11-23 10:00", "2026-11-23 11:00", "11-23 12:00", "11-30 10:00"},
		{"over a weekend", "2026-11-23 09:30", "2026-11-30 09:30", "11-30 11:00", "12-07 09:00"},
		{"at once", "2026-11-23 10:00", "2026-11-23 10:00", "11-23 11:00", "11-30 09:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := waiting(usually, "2026-11-23 09:00")
			c.Pause(bj(tt.paused), bj("2027-01-01 09:00"))
			c.Resume(usually, bj(tt.resumed))
			if say(c.DueAt) != tt.due || say(c.WholeDue) != tt.whole || c.Paused() {
				t.Fatalf("step due %s, whole due %s", say(c.DueAt), say(c.WholeDue))
			}
		})
	}
}

// A pause within a pause keeps the first beginning and takes the second end.
func TestAPauseWithinAPause(t *testing.T) {
	c := waiting(usually, "2026-11-23 12:00")
	whole := c.WholeDue
	if c.Await(noon); !c.Awaits(noon) || !c.PausedUntil.Equal(noon.Add(AnswerWithin)) {
		t.Fatalf("the pause ends %s", say(c.PausedUntil))
	}
	if c.Pause(noon.Add(time.Hour), noon.Add(10*24*time.Hour)); c.Awaits(noon) || !c.PausedAt.Equal(noon) {
		t.Fatal("a suspended thing counts as waiting for an answer")
	}
	if c.Resume(usually, noon.Add(3*time.Hour)); c.WholeDue.Sub(whole) != 3*time.Hour || c.Awaits(noon) {
		t.Fatalf("the pause lasted %s", c.WholeDue.Sub(whole))
	}
}

func TestPostponementsHaveBounds(t *testing.T) {
	c := Clocks{WholeDue: noon.Add(48 * time.Hour)}
	late := Clocks{WholeDue: noon.Add(-48 * time.Hour)}
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name string
		kind PostponeKind
		c    Clocks
		in   time.Duration
		want bool
	}{
		{"longer than now", Extend, c, 3 * day, true},
		{"no longer than now", Extend, c, 2 * day, false},
		{"sixty days longer", Extend, c, 62 * day, true},
		{"more", Extend, c, 62*day + time.Second, false},
		{"late already: from now", Extend, late, time.Hour, true},
		{"late already: not before now", Extend, late, -time.Hour, false},
		{"suspended for an hour", Suspend, c, time.Hour, true},
		{"suspended for a year", Suspend, c, 366 * day, true},
		{"for more", Suspend, c, 366*day + time.Second, false},
		{"until yesterday", Suspend, c, -day, false},
		{"until now", Suspend, c, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := (Postponement{Kind: tt.kind, Until: noon.Add(tt.in)}).Within(tt.c, noon); got != tt.want {
				t.Fatalf("%v, want %v", got, tt.want)
			}
		})
	}
	if (Postponement{Kind: Suspend}).Within(c, noon) {
		t.Fatal("a postponement without a time is allowed")
	}
}

func TestWhoDecidesAPostponement(t *testing.T) {
	asked := Postponement{Kind: Extend, By: 7, To: Post{Role: "secretary", Area: 4}}
	for _, tt := range []struct {
		name   string
		asked  Postponement
		person int64
		rung   int
		want   bool
	}{
		{"the post that was asked", asked, 8, 4, true},
		{"a post above it", asked, 8, 6, true},
		{"a post below it", asked, 8, 3, false},
		{"the one who asked", asked, 7, 6, false},
		{"no open request", Postponement{}, 8, 6, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.asked.DecidedBy(tt.person, tt.rung); got != tt.want {
				t.Fatalf("%v", got)
			}
		})
	}
}

func TestAnExtensionMovesTheWhole(t *testing.T) {
	c := inHand(usually, "2026-11-23 09:00")
	c.Pause(bj("2026-11-24 09:00"), bj("2026-12-24 09:00"))
	c.Level, c.Asked = 4, Post{Role: "secretary", Area: 4}
	until, now := bj("2026-12-20 17:00"), bj("2026-11-25 09:00")
	c.Extend(usually, until, now)
	c.Work(usually, 0, now)
	if c.Paused() || c.Level != 0 || c.Asked != (Post{}) || !c.WholeDue.Equal(until) || !c.DueAt.Equal(until) {
		t.Fatalf("%+v", c)
	}
}
