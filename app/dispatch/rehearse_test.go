package dispatch

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pace"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
	"linli/app/wordlist"
)

func bj(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestLate(t *testing.T) {
	due, now := bj("2026-11-23 12:00"), bj("2026-11-24 12:00")
	for _, tt := range []struct {
		name string
		r    report.Report
		due  time.Time
		want bool
	}{
		{"resolved in time", report.Report{State: report.Closed, ResolvedAt: due}, due, false},
		{"resolved late", report.Report{State: report.Resolved, ResolvedAt: due.Add(time.Second)}, due, true},
		{"still open", report.Report{State: report.InHand}, due, true},
		{"open and not due", report.Report{State: report.InHand}, now, false},
		{"withdrawn", report.Report{State: report.Withdrawn}, due, false},
		{"no deadline", report.Report{State: report.InHand}, time.Time{}, false},
		{"paused before the deadline", report.Report{State: report.InHand, Clocks: pace.Clocks{PausedAt: due.Add(-time.Hour)}}, due, false},
		{"paused after the deadline", report.Report{State: report.InHand, Clocks: pace.Clocks{PausedAt: due.Add(time.Hour)}}, due, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Late(tt.r, tt.due, now); got != tt.want {
				t.Fatalf("%v", got)
			}
		})
	}
}

func TestLastQuarter(t *testing.T) {
	for now, want := range map[string][2]string{
		"2026-11-23 09:00": {"2026-08-01 00:00", "2026-11-01 00:00"},
		"2026-12-01 00:00": {"2026-09-01 00:00", "2026-12-01 00:00"},
		"2027-02-28 23:59": {"2026-11-01 00:00", "2027-02-01 00:00"},
	} {
		from, to := LastQuarter(bj(now).UTC())
		if !from.Equal(bj(want[0])) || !to.Equal(bj(want[1])) {
			t.Errorf("at %s: %s to %s", now, from, to)
		}
		if to.Sub(from) > longestPeriod {
			t.Errorf("at %s the quarter is longer than the longest period", now)
		}
	}
}

// past is a store that has only reports.
type past []report.Report

func (p past) Version(context.Context) (int64, error)                        { return 1, nil }
func (p past) Rulings(context.Context) (map[int64]report.Ruling, error)      { return nil, nil }
func (p past) Words(context.Context, wordlist.List) ([]wordlist.Word, error) { return nil, nil }
func (p past) InTx(context.Context, func(Tx) error) error                    { panic("a trial wrote to the store") }
func (p past) Tree(context.Context) (*area.Tree, error)                      { return county, nil }
func (p past) Get(context.Context) (*when.Times, error) {
	return when.NewTimes(when.NewCalendar(when.Official()), nil), nil
}
func (p past) PostingsIn(context.Context, int64) ([]person.Posting, error) { return nil, nil }
func (p past) PostingsOf(context.Context, int64) ([]person.Posting, error) { return nil, nil }
func (p past) NameOf(context.Context, int64) (string, error)               { return "", nil }

// EstateAt returns an estate that nobody manages.
func (p past) EstateAt(context.Context, int64) (report.Estate, bool, error) {
	return report.Estate{Name: "电业小区"}, true, nil
}

// PostingsAt returns a person for posts of grid officers only.
func (p past) PostingsAt(_ context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	if slices.Contains(roles, auth.GridOfficer) {
		return []person.Posting{{ID: 1, Person: 5, Role: auth.GridOfficer, Area: areas[0]}}, nil
	}
	return nil, nil
}

func (p past) Past(_ context.Context, community int64, from, to time.Time, after int64, most int) ([]report.Report, error) {
	var page []report.Report
	for _, r := range p {
		if r.Community == community && r.ID > after && !r.SubmittedAt.Before(from) && r.SubmittedAt.Before(to) && len(page) < most {
			page = append(page, r)
		}
	}
	return page, nil
}

var county = area.NewTree([]area.Area{
	{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
	{ID: 4, Parent: 1, Community: 4, Kind: area.Community, Path: "/1/4/"},
	{ID: 5, Parent: 4, Community: 4, Kind: area.Grid, Path: "/1/4/5/"},
	{ID: 9, Parent: 1, Community: 9, Kind: area.Community, Path: "/1/9/"},
}, []area.Org{{ID: 1, Area: 9}})

func tryOut(p past) *Service {
	now := func() time.Time { return bj("2026-11-23 12:00") }
	return NewService(Config{Store: p, Rules: NewRules(p, now), Areas: p, Times: p, Roster: p, Now: now})
}

var secretary = auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Secretary, Area: 4, Path: "/1/4/"}}}

// lamps returns a thousand reports, one an hour, each resolved after id modulo 48 hours.
func lamps() past {
	var p past
	for i := range int64(1000) {
		at := bj("2026-10-08 09:00").Add(time.Duration(i) * time.Hour)
		r := report.Report{
			ID: i + 1, Number: 261008_000000 + i, Community: 4, Area: 5, Category: "facility", State: report.Closed, SubmittedAt: at,
			ResolvedAt: at.Add(time.Duration(i%48) * time.Hour),
		}
		r.Began, r.WholeDue = at, at.Add(24*time.Hour)
		if i%10 == 0 {
			r.Category, r.Area = "noise", 4
		}
		p = append(p, r)
	}
	return p
}

func TestRehearsalCounts(t *testing.T) {
	line := func(c report.Category, hours int) report.Limit {
		return report.Limit{
			Category: c, Intake: when.Term{N: 1, Unit: when.Hours}, Whole: when.Term{N: hours, Unit: when.Hours}, Escalate: when.Term{N: 1, Unit: when.Hours},
		}
	}
	s := tryOut(lamps())
	from, to := bj("2026-10-08 00:00"), bj("2026-12-31 00:00")
	got, err := s.Rehearse(t.Context(), secretary, 4, report.Limits{line("facility", 36), line("illegal", 1)}, from, to)
	if err != nil {
		t.Fatal(err)
	}
	// A thousand hours are 20 rounds of 48 hours and 40 more. Later than 24 hours are 23 of each round and 15 of the rest,
	// later than 36 hours 11 and 3. Every tenth is noise, with a week by default.
	count := func(beyond int64, noise bool) (n int) {
		for i := range int64(1000) {
			if i%48 > beyond && (i%10 == 0) == noise {
				n++
			}
		}
		return n
	}
	want := []Trial{{0, 100, count(24, true), 0}, {1, 900, count(24, false), count(36, false)}, {2, 0, 0, 0}}
	if diff := cmp.Diff(want, got); diff != "" || count(24, true)+count(24, false) != 20*23+15 {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	for name, tt := range map[string]struct {
		who       auth.Actor
		community int64
		from, to  time.Time
		table     report.Limits
		want      error
	}{
		"the other community":  {secretary, 9, from, to, nil, area.ErrMissing},
		"no community":         {secretary, 77, from, to, nil, area.ErrMissing},
		"a grid":               {secretary, 5, from, to, nil, area.ErrMissing},
		"the county":           {secretary, 0, from, to, nil, ErrPeriod},
		"backwards":            {secretary, 4, to, from, nil, ErrPeriod},
		"too long":             {secretary, 4, from, from.Add(longestPeriod + time.Second), nil, ErrPeriod},
		"a table with nothing": {secretary, 4, from, to, make(report.Limits, 1), report.ErrLimits},
	} {
		if _, err := s.Rehearse(t.Context(), tt.who, tt.community, tt.table, tt.from, tt.to); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTryCountsReportsPerRoute(t *testing.T) {
	s := tryOut(lamps())
	post := func(role auth.Role) report.Holder { return report.Holder{Kind: report.ByPost, Role: role} }
	rules := report.Routes{
		{Name: "空岗", Categories: []report.Category{"facility"}, To: post(auth.Secretary)},
		{Name: "夜间", Hour: report.OffHours, To: post(auth.GridOfficer)},
		{Name: "路灯", Categories: []report.Category{"facility"}, Area: 5, To: post(auth.GridOfficer)},
	}
	got, err := s.Try(t.Context(), secretary, 4, rules, bj("2026-10-08 00:00"), bj("2026-12-31 00:00"))
	if err != nil {
		t.Fatal(err)
	}
	times, err := past(nil).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	off, day, none, noGrid := 0, 0, 0, 0
	for _, r := range lamps() {
		switch clock := times.Of(4); {
		case !clock.Working(r.SubmittedAt) && r.Area == 5:
			off++
		case !clock.Working(r.SubmittedAt): // without a grid there is no grid officer
			noGrid++
			none++
		case r.Category == "facility":
			day++
		default:
			none++
		}
	}
	want := []Destination{{0, none, 0, nil}, {1, 0, 900, nil}, {2, off, noGrid, nil}, {3, day, 0, nil}}
	for i := range got {
		if n := len(got[i].Samples); n != min(5, got[i].Reports) {
			t.Errorf("rule %d has %d samples", i, n)
		}
		got[i].Samples = nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	elsewhere := report.Routes{{Name: "外区", To: report.Holder{Kind: report.ByOrg, Org: 1}}}
	if _, err := s.Try(t.Context(), secretary, 4, elsewhere, bj("2026-10-08 00:00"), bj("2026-12-31 00:00")); !errors.Is(err, report.ErrRoutes) {
		t.Fatalf("an org of another community: %v", err)
	}
}
