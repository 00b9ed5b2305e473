package post

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
)

func TestTheLifeOfANomination(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	n := Nomination{State: Proposed}
	if err := n.agree(); !errors.Is(err, ErrNobody) {
		t.Errorf("agreed by nobody: %v", err)
	}
	n.Nominee = 7
	if err := n.agree(); err != nil || n.State != Agreed {
		t.Fatalf("%v %s", err, n.State)
	}
	if err := n.agree(); !errors.Is(err, ErrState) {
		t.Errorf("agreed twice: %v", err)
	}
	if err := n.end(Appointed, "", 1, now); !errors.Is(err, ErrState) {
		t.Errorf("appointed without a public term: %v", err)
	}
	n.State = Passed
	if err := n.end(Appointed, "", 1, now); err != nil || n.EndedAt != now {
		t.Errorf("%v %+v", err, n)
	}
	if err := n.end(Declined, "不合适", 1, now); !errors.Is(err, ErrState) {
		t.Errorf("declined after the appointment: %v", err)
	}
}

func TestWhatCanBeDoneWithANomination(t *testing.T) {
	for _, c := range []struct {
		n    Nomination
		want []string
	}{
		{Nomination{State: Proposed}, []string{"identify", "decline"}},
		{Nomination{State: Proposed, Nominee: 7}, []string{"agree", "identify", "decline"}},
		{Nomination{State: Agreed, Nominee: 7}, []string{"publish", "decline"}},
		{Nomination{State: Public, Nominee: 7}, []string{"decline"}},
		{Nomination{State: Passed, Nominee: 7}, []string{"appoint", "decline"}},
		{Nomination{State: Appointed, Nominee: 7}, []string{}},
		{Nomination{State: Declined}, []string{}},
	} {
		if got := c.n.Can(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.n.State, got)
		}
	}
	for _, s := range States {
		if s.Name() == "" {
			t.Errorf("%s has no name", s)
		}
	}
}

func TestWhatIsVacant(t *testing.T) {
	tree := area.NewTree([]area.Area{
		{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/", Name: "阳光社区"},
		{ID: 3, Parent: 2, Community: 2, Kind: area.Grid, Path: "/1/2/3/", Name: "第一网格"},
		{ID: 4, Parent: 3, Community: 2, Kind: area.Building, Path: "/1/2/3/4/", Name: "3号楼"},
		{ID: 5, Parent: 4, Community: 2, Kind: area.Unit, Path: "/1/2/3/4/5/", Name: "1单元"},
	}, nil)
	names := func(holding ...person.Posting) (all []string) {
		for _, v := range vacancies(tree, "/1/", holding) {
			all = append(all, v.Seat.Name())
		}
		return all
	}
	if got := names(); !slices.Equal(got, []string{"社区书记", "网格长", "专职网格员", "楼栋长", "单元长"}) {
		t.Errorf("nobody: %q", got)
	}
	part := person.Posting{Role: auth.GridOfficer, Area: 3, Work: person.Work{Class: person.PartTime}}
	untold := person.Posting{Role: auth.GridOfficer, Area: 3}
	if got := names(part, person.Posting{Role: auth.Secretary, Area: 2}); !slices.Equal(got, []string{"网格长", "专职网格员", "楼栋长", "单元长"}) {
		t.Errorf("a part-time officer: %q", got)
	}
	if got := names(untold, person.Posting{Role: auth.BuildingLead, Area: 4}, person.Posting{Role: auth.UnitLead, Area: 5}); !slices.Equal(got, []string{"社区书记", "网格长"}) {
		t.Errorf("an officer of no told class: %q", got)
	}
	if got := top([]string{"/1/2/3/", "/1/2/", "", "/1/2/", "/1/9/"}); !slices.Equal(got, []string{"/1/2/", "/1/9/"}) {
		t.Errorf("%q", got)
	}
}

func TestWhenATermIsToldOf(t *testing.T) {
	t.Parallel()
	end := time.Date(2027, 1, 1, 0, 0, 0, 0, when.Beijing)
	days := func(n int) time.Time { return end.AddDate(0, 0, -n) }
	for name, c := range map[string]struct {
		from, now time.Time
		want      int
	}{
		"three years, 61 days before":  {days(1095), days(61), 0},
		"three years, 60 days before":  {days(1095), days(60), 60},
		"three years, 15 days before":  {days(1095), days(15), 60},
		"three years, 14 days before":  {days(1095), days(14), 14},
		"without a beginning":          {time.Time{}, days(60), 60},
		"100 days, 60 days before":     {days(100), days(60), 0},
		"100 days, 14 days before":     {days(100), days(14), 14},
		"three weeks, 14 days before":  {days(21), days(14), 0},
		"three weeks, the last minute": {days(21), end.Add(-time.Minute), 0},
	} {
		if got := warned(person.Posting{From: c.from, To: end}, c.now); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
