package cadence

import (
	"slices"
	"testing"

	"linli/app/auth"
	"linli/app/linkage"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

func TestShippedCadencesAreWhole(t *testing.T) {
	t.Parallel()
	if _, err := checkRules(slices.Clone(Shipped)); err != nil {
		t.Error(err)
	}
	for _, c := range Shipped {
		if c.Basis == "" {
			t.Errorf("%s has no basis", c.Key)
		}
	}
}

func TestRulesAreChecked(t *testing.T) {
	t.Parallel()
	good := Cadence{Key: "x", Name: "巡查", Roles: []auth.Role{auth.Clerk}, Kind: work.Patrol, Unit: plan.Day, Times: 1}
	for name, spoil := range map[string]func(*Cadence){
		"no key":         func(c *Cadence) { c.Key = " " },
		"no name":        func(c *Cadence) { c.Name = "" },
		"nobody":         func(c *Cadence) { c.Roles = nil },
		"a resident":     func(c *Cadence) { c.Roles = []auth.Role{auth.Resident} },
		"no role":        func(c *Cadence) { c.Roles = []auth.Role{"king"} },
		"no kind":        func(c *Cadence) { c.Kind = "sleep" },
		"no deed":        func(c *Cadence) { c.Deed = "sleep" },
		"no unit":        func(c *Cadence) { c.Unit = "hour" },
		"never":          func(c *Cadence) { c.Times = 0 },
		"every minute":   func(c *Cadence) { c.Times = 32 },
		"an unknown tie": func(c *Cadence) { c.Ties = append(c.Ties, "friend") },
		"an org's tie":   func(c *Cadence) { c.Ties = append(c.Ties, linkage.Stationed) },
		"another's deed": func(c *Cadence) { c.Deed = work.Visited },
	} {
		bad := good
		spoil(&bad)
		if _, err := checkRules([]Cadence{bad}); err == nil {
			t.Errorf("%s passes", name)
		}
	}
	if _, err := checkRules([]Cadence{good, good}); err == nil {
		t.Error("the same key twice passes")
	}
	if _, err := checkRules(make([]Cadence, mostCadences+1)); err == nil {
		t.Error("too many pass")
	}
}

func TestWhoBeganLateBeginsWithTheNextPeriod(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, last, from when.Date
		want              bool
	}{
		{20261001, 20261231, 0, true},
		{20261001, 20261231, 20260901, true},
		{20261001, 20261231, 20261015, true},
		{20261001, 20261231, 20261120, false},
		{20261123, 20261129, 20261127, false}, // three of seven days are less than half
		{20261123, 20261129, 20261126, true},
		{20261129, 20261129, 20261129, true},
	} {
		if got := Owes(c.first, c.last, c.from); got != c.want {
			t.Errorf("%d to %d from %d: %v", c.first, c.last, c.from, got)
		}
	}
}

func TestAPeriodWithoutAWorkingDayWantsNothing(t *testing.T) {
	t.Parallel()
	c := Cadence{Unit: plan.Week, Times: 2}
	if got := c.wanted(20261001, 20261007, func(when.Date) bool { return false }); got != 0 {
		t.Errorf("a week of holidays wants %d", got)
	}
	if got := c.wanted(20261123, 20261129, func(d when.Date) bool { return d == 20261129 }); got != 2 {
		t.Errorf("a week with one working day wants %d", got)
	}
}

func TestADeedCountsInEveryCadenceOfItsKind(t *testing.T) {
	t.Parallel()
	patrol, report := Cadence{Kind: work.Patrol}, Cadence{Kind: work.Meeting, Deed: work.Reported}
	if !patrol.counts(work.Patrol, work.Note) || !patrol.counts(work.Patrol, work.Patrolled) || patrol.counts(work.Visit, work.Visited) {
		t.Error("a kind")
	}
	if !report.counts(work.Meeting, work.Reported) || report.counts(work.Meeting, work.Note) {
		t.Error("a deed")
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		count plan.Count
		want  State
	}{
		{plan.Count{}, None},
		{plan.Count{Wanted: 1}, Open},
		{plan.Count{Wanted: 1, Done: 1}, Done},
		{plan.Count{Wanted: 1, Done: 3}, Done},
		{plan.Count{Wanted: 2, Done: 1, Explained: 1}, Explained},
		{plan.Count{Done: 1}, None},
	} {
		if got := (Standing{Count: c.count}).State(); got != c.want || got.Name() == "" {
			t.Errorf("%+v is %s", c.count, got)
		}
	}
}
