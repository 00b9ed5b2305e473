package when

import (
	"testing"
	"time"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestQuietNext(t *testing.T) {
	noon := Quiet{From: 12 * time.Hour, To: 14 * time.Hour}
	for _, tt := range []struct {
		name  string
		quiet Quiet
		now   string
		want  string
	}{
		{"the quiet span ends at eight", Nights, "2026-11-21 08:00", "2026-11-21 08:00"},
		{"one minute before eight waits", Nights, "2026-11-21 07:59", "2026-11-21 08:00"},
		{"the last minute before the quiet span", Nights, "2026-11-21 21:59", "2026-11-21 21:59"},
		{"ten in the evening waits for tomorrow", Nights, "2026-11-21 22:00", "2026-11-22 08:00"},
		{"after midnight waits for today", Nights, "2026-11-22 00:30", "2026-11-22 08:00"},
		{"over the turn of the year", Nights, "2026-12-31 23:11", "2027-01-01 08:00"},
		{"within a day: before", noon, "2026-11-21 11:59", "2026-11-21 11:59"},
		{"within a day: inside", noon, "2026-11-21 12:00", "2026-11-21 14:00"},
		{"within a day: after", noon, "2026-11-21 14:00", "2026-11-21 14:00"},
		{"never quiet", Quiet{}, "2026-11-21 03:00", "2026-11-21 03:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.quiet.Next(at(tt.now).UTC()); !got.Equal(at(tt.want)) {
				t.Fatalf("Next(%s) = %s, want %s", tt.now, got.In(Beijing), tt.want)
			}
		})
	}
}

func TestADayBeginsAtMidnightInBeijing(t *testing.T) {
	before := time.Date(2026, 11, 21, 15, 59, 59, 0, time.UTC)
	if DayNumber(before) != 261121 || DayNumber(before.Add(time.Second)) != 261122 {
		t.Fatalf("%d then %d", DayNumber(before), DayNumber(before.Add(time.Second)))
	}
	from, to := Day(before)
	if !from.Equal(at("2026-11-21 00:00")) || !to.Equal(at("2026-11-22 00:00")) {
		t.Fatalf("%s to %s", from, to)
	}
}

func TestSay(t *testing.T) {
	m := time.Date(2026, 1, 5, 1, 7, 0, 0, time.UTC)
	if got := Say(m); got != "1月5日 09:07" {
		t.Error(got)
	}
	if got := Full(m); got != "2026年01月05日 09:07" {
		t.Error(got)
	}
}

func TestQuietWait(t *testing.T) {
	noon := Quiet{From: 12 * time.Hour, To: 14 * time.Hour}
	for _, tt := range []struct {
		name  string
		quiet Quiet
		from  string
		wait  time.Duration
		want  string
	}{
		{"by day", Nights, "2026-11-21 09:00", time.Hour, "2026-11-21 10:00"},
		{"until the night", Nights, "2026-11-21 21:00", time.Hour, "2026-11-21 22:00"},
		{"over the night", Nights, "2026-11-21 21:50", 30 * time.Minute, "2026-11-22 08:20"},
		{"begun at night", Nights, "2026-11-21 23:00", 30 * time.Minute, "2026-11-22 08:30"},
		{"begun before dawn", Nights, "2026-11-22 03:00", 30 * time.Minute, "2026-11-22 08:30"},
		{"over two nights", Nights, "2026-12-30 21:00", 16 * time.Hour, "2027-01-01 09:00"},
		{"nothing", Nights, "2026-11-21 23:00", 0, "2026-11-22 08:00"},
		{"a rest at noon", noon, "2026-11-21 11:30", time.Hour, "2026-11-21 14:30"},
		{"after the rest, to the next", noon, "2026-11-21 15:00", 22 * time.Hour, "2026-11-22 15:00"},
		{"never quiet", Quiet{}, "2026-11-21 03:00", 48 * time.Hour, "2026-11-23 03:00"},
	} {
		if got := tt.quiet.Wait(at(tt.from).UTC(), tt.wait); !got.Equal(at(tt.want)) {
			t.Errorf("%s: %s, want %s", tt.name, got.In(Beijing), tt.want)
		}
	}
}

// The clock of a telephone counts up to ten minutes ahead, and for as long back as a telephone may have had no network.
func TestTheClockOfATelephone(t *testing.T) {
	t.Parallel()
	now, week := at("2026-11-25 12:00"), 7*24*time.Hour
	for name, c := range map[string]struct {
		said, want time.Time
		ok         bool
	}{
		"none":             {time.Time{}, now, true},
		"as it is":         {at("2026-11-25 09:00"), at("2026-11-25 09:00"), true},
		"a little ahead":   {now.Add(time.Minute), now, true},
		"ten minutes":      {now.Add(Ahead), now, true},
		"far ahead":        {now.Add(Ahead + 1), now, false},
		"put back an hour": {at("2026-11-25 11:00"), at("2026-11-25 11:00"), true},
		"a week ago":       {now.Add(-week), now.Add(-week), true},
		"more than a week": {now.Add(-week - 1), now, false},
	} {
		if got, ok := ByPhone(c.said, now, week); !got.Equal(c.want) || ok != c.ok {
			t.Errorf("%s: %s, %v", name, got, ok)
		}
	}
}

func TestADayIsSaid(t *testing.T) {
	t.Parallel()
	for d, want := range map[Date]string{20261121: "11月21日", 20270101: "1月1日"} {
		if got := d.Say(); got != want {
			t.Errorf("%s: %s", d, got)
		}
	}
}
