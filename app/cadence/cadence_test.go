package cadence

import (
	"slices"
	"testing"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/linkage"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

func TestShippedCadencesAreWhole(t *testing.T) {
	t.Parallel()
	if _, err := checkRules(slices.Clone(Shipped), work.Book{}); err != nil {
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
		"no key":                     func(c *Cadence) { c.Key = " " },
		"no name":                    func(c *Cadence) { c.Name = "" },
		"nobody":                     func(c *Cadence) { c.Roles = nil },
		"a resident":                 func(c *Cadence) { c.Roles = []auth.Role{auth.Resident} },
		"no role":                    func(c *Cadence) { c.Roles = []auth.Role{"king"} },
		"no kind":                    func(c *Cadence) { c.Kind = "sleep" },
		"no deed":                    func(c *Cadence) { c.Deed = "sleep" },
		"no unit":                    func(c *Cadence) { c.Unit = "hour" },
		"never":                      func(c *Cadence) { c.Times = 0 },
		"every minute":               func(c *Cadence) { c.Times = 32 },
		"an unknown tie":             func(c *Cadence) { c.Ties = append(c.Ties, "friend") },
		"an org's tie":               func(c *Cadence) { c.Ties = append(c.Ties, linkage.Stationed) },
		"another's deed":             func(c *Cadence) { c.Deed = work.Visited },
		"rounds with a minimum":      func(c *Cadence) { c.Minutes = 60 },
		"minutes below none":         func(c *Cadence) { c.Kind, c.Minutes = work.Visit, -1 },
		"an unknown target":          func(c *Cadence) { c.Target = "moon" },
		"each household of rounds":   func(c *Cadence) { c.Target = Each },
		"each household twice":       func(c *Cadence) { c.Kind, c.Target, c.Times = work.Visit, Each, 2 },
		"each household for an hour": func(c *Cadence) { c.Kind, c.Target, c.Minutes = work.Visit, Each, 60 },
	} {
		bad := good
		spoil(&bad)
		if _, err := checkRules([]Cadence{bad}, work.Book{}); err == nil {
			t.Errorf("%s passes", name)
		}
	}
	if _, err := checkRules([]Cadence{good, good}, work.Book{}); err == nil {
		t.Error("the same key twice passes")
	}
	if _, err := checkRules(make([]Cadence, mostCadences+1), work.Book{}); err == nil {
		t.Error("too many pass")
	}
}

func TestWhatCounts(t *testing.T) {
	t.Parallel()
	tree := area.NewTree([]area.Area{
		{ID: 4, Kind: area.County, Path: "/4/", Community: 4},
		{ID: 5, Parent: 4, Kind: area.Community, Path: "/4/5/", Community: 5},
		{ID: 6, Parent: 5, Kind: area.Building, Path: "/4/5/6/", Community: 5},
		{ID: 7, Parent: 4, Kind: area.Community, Path: "/4/7/", Community: 7},
	}, nil)
	kinds := work.NewBook([]wordlist.Word{{Code: "k1", Name: "驻点", Under: string(work.Onsite)}, {Code: "k2", Name: "驻村"}})
	onsite := Cadence{Kind: work.Onsite}
	here, long, noted, patrol := onsite, onsite, onsite, Cadence{Kind: work.Patrol}
	here.Target, long.Minutes, noted.Deed = Here, 60, work.Note
	for name, c := range map[string]struct {
		cadence Cadence
		deed    Deed
		want    bool
	}{
		"every deed of the kind": {patrol, Deed{Kind: work.Patrol, Deed: work.Note}, true},
		"also that of a round":   {patrol, Deed{Kind: work.Patrol, Deed: work.Patrolled}, true},
		"the kind":               {onsite, Deed{Kind: work.Onsite, Area: 7}, true},
		"an own kind below it":   {onsite, Deed{Kind: "k1"}, true},
		"an own kind elsewhere":  {onsite, Deed{Kind: "k2"}, false},
		"another kind":           {onsite, Deed{Kind: work.Visit}, false},
		"the deed":               {noted, Deed{Kind: work.Onsite, Deed: work.Note}, true},
		"another deed":           {noted, Deed{Kind: work.Onsite, Deed: work.Linked}, false},
		"in the place":           {here, Deed{Kind: work.Onsite, Area: 6}, true},
		"elsewhere":              {here, Deed{Kind: work.Onsite, Area: 7}, false},
		"an unknown place":       {here, Deed{Kind: work.Onsite, Area: 99}, false},
		"long enough":            {long, Deed{Kind: work.Onsite, Minutes: 60}, true},
		"too short":              {long, Deed{Kind: work.Onsite, Minutes: 59}, false},
		"nobody says how long":   {long, Deed{Kind: work.Onsite}, false},
	} {
		if got := c.cadence.counts(tree, kinds, c.deed, 5); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
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
