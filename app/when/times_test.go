package when

import (
	"context"
	"errors"
	"testing"
	"time"
)

// fakeStore counts reads and can be unavailable.
type fakeStore struct {
	version int64
	days    []Special
	hours   map[int64]WorkHours
	away    error
	loads   int
}

func (f *fakeStore) TimesVersion(context.Context) (int64, error) { return f.version, f.away }
func (f *fakeStore) SpecialDays(context.Context) ([]Special, error) {
	f.loads++
	return f.days, f.away
}
func (f *fakeStore) Hours(context.Context) (map[int64]WorkHours, error) { return f.hours, f.away }

func TestClocksFollowAChangeWithinSeconds(t *testing.T) {
	now := at("2026-11-23 12:30")
	f := &fakeStore{days: Official(), away: errors.New("away")}
	c := NewClocks(f, func() time.Time { return now })
	if _, err := c.Of(t.Context(), 7); err == nil {
		t.Fatal("no error without a loaded value")
	}
	f.away = nil
	works := func() bool {
		t.Helper()
		clock, err := c.Of(t.Context(), 7)
		if err != nil {
			t.Fatal(err)
		}
		return clock.Working(now)
	}
	for range 2 {
		if works() || f.loads != 1 {
			t.Fatalf("at lunch by the county's hours; %d loads", f.loads)
		}
	}
	f.version, f.hours = 1, map[int64]WorkHours{7: late}
	now = now.Add(2 * time.Second)
	if works() {
		t.Fatal("read again too soon")
	}
	now = now.Add(time.Second)
	if !works() || f.loads != 2 {
		t.Fatalf("the community's own hours; %d loads", f.loads)
	}
	now = now.Add(time.Hour)
	f.away = errors.New("away")
	if now = at("2026-11-24 12:30"); !works() {
		t.Fatal("the last value is not served during an outage")
	}
	f.away, f.version, f.hours = nil, 2, nil
	c.Forget()
	if works() || f.loads != 3 {
		t.Fatalf("forgotten; %d loads", f.loads)
	}
}

func TestTimesOfACommunity(t *testing.T) {
	noon := at("2026-11-23 12:30")
	times := NewTimes(NewCalendar(Official()), map[int64]WorkHours{0: late, 8: OfficeHours})
	for community, open := range map[int64]bool{0: true, 7: true, 8: false} {
		if times.Of(community).Working(noon) != open {
			t.Errorf("community %d", community)
		}
	}
	if h, own := times.Hours(7); own || h.Working.String() != late.Working.String() {
		t.Error("the county's hours are not the default", h)
	}
	if h, own := times.Hours(8); !own || h.Working.String() != OfficeHours.Working.String() {
		t.Error("not the community's own hours", h)
	}
	if h, own := NewTimes(NewCalendar(nil), nil).Hours(7); own || h.Working.String() != OfficeHours.Working.String() {
		t.Error("not the office hours without any setting", h)
	}
}

func TestAMissingYearIsReportedFromDecember(t *testing.T) {
	c := NewCalendar(Official())
	for _, tt := range []struct {
		now     string
		year    int
		missing bool
		left    int
	}{
		{"2025-11-23 09:00", 2025, true, 0},
		{"2026-01-01 00:00", 0, false, 365},
		{"2026-11-23 09:00", 0, false, 39},
		{"2026-11-30 23:59", 0, false, 32},
		{"2026-12-01 00:00", 2027, true, 31},
		{"2026-12-31 23:59", 2027, true, 1},
		{"2027-01-01 00:00", 2027, true, 0},
		{"2027-07-01 00:00", 2027, true, 0},
	} {
		year, missing := c.Missing(at(tt.now).UTC())
		if missing != tt.missing || missing && year != tt.year || c.DaysLeft(at(tt.now).UTC()) != tt.left {
			t.Errorf("%s: %d, %v, %d days left", tt.now, year, missing, c.DaysLeft(at(tt.now)))
		}
	}
	both := NewCalendar(append(Official(), Special{20270101, true, "元旦"}))
	if _, missing := both.Missing(at("2026-12-05 09:00")); missing || both.DaysLeft(at("2026-12-31 09:00")) != 366 {
		t.Error("2027 counts as loaded")
	}
}
