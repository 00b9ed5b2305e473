package dispatch

import (
	"errors"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
	"linli/app/when"
)

// Now is Monday, 23 November, 12:00. Public facilities have five working hours, everything else two days.
func TestHoursAreTriedOnAReportOfNow(t *testing.T) {
	s := tryOut(nil)
	hour := when.Term{N: 1, Unit: when.Hours}
	table := report.Limits{{Category: "facility", Intake: hour, Whole: when.Term{N: 5, Unit: when.WorkingHours}}, {Intake: hour, Whole: when.Term{N: 2, Unit: when.Days}}}
	for name, c := range map[string]struct{ working, resting, then, other string }{
		"the same":        {"08:30-12:00,14:00-17:30", "", "2026-11-24 10:00", "2026-11-25 12:00"},
		"open at noon":    {"08:30-17:30", "", "2026-11-23 17:00", "2026-11-25 12:00"},
		"mornings only":   {"08:30-12:00", "", "2026-11-25 10:00", "2026-11-25 12:00"},
		"only an hour":    {"11:00-12:00", "11:00-12:00", "2026-11-28 12:00", "2026-11-25 12:00"},
		"one a day, rest": {"11:00-12:00", "", "2026-11-30 12:00", "2026-11-25 12:00"},
	} {
		h, err := when.ParseHours(c.working, c.resting)
		if err != nil {
			t.Fatal(err)
		}
		calendar := when.NewCalendar(when.Official())
		office, err := when.ParseHours("08:30-12:00,14:00-17:30", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range promises(report.Shipped.Kinds, table, when.NewClock(calendar, office), when.NewClock(calendar, h), s.now()) {
			now, then := bj("2026-11-25 12:00"), bj(c.other)
			if p.Category == "facility" {
				now, then = bj("2026-11-24 10:00"), bj(c.then)
			}
			if !p.Now.Whole.Equal(now) || !p.Then.Whole.Equal(then) || !p.Then.Intake.Equal(s.now().Add(time.Hour)) {
				t.Errorf("hours %s, %s: now %s, then %s", name, p.Category, when.Full(p.Now.Whole), when.Full(p.Then.Whole))
			}
			if p.Category == report.System {
				t.Error("a complaint about the system has no limit")
			}
		}
	}
}

func TestHoursAreTriedWithinScope(t *testing.T) {
	s := tryOut(nil)
	for name, c := range map[string]struct {
		who     auth.Actor
		id      int64
		working string
		want    error
	}{
		"own community":     {secretary, 4, "08:30-12:00", nil},
		"the county's":      {secretary, 4, "", nil},
		"another community": {secretary, 9, "08:30-12:00", area.ErrMissing},
		"the county":        {secretary, 1, "08:30-12:00", area.ErrMissing},
		"a grid":            {secretary, 5, "08:30-12:00", area.ErrMissing},
		"a wrong text":      {secretary, 4, "early", when.ErrHours},
		"a grid officer":    {auth.Actor{Person: 2, Postings: []auth.Posting{{Role: auth.GridOfficer, Area: 5, Path: "/1/4/5/"}}}, 4, "08:30-12:00", auth.ErrDenied},
	} {
		if all, err := s.TryHours(t.Context(), c.who, c.id, c.working, ""); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) || (err == nil) != (len(all) > 0) {
			t.Errorf("%s: %d promises, %v", name, len(all), err)
		}
	}
}
