package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/when"
)

// demoNow is an arbitrary moment: the demo county is valid at any time.
var demoNow = time.Date(2026, 11, 23, 15, 0, 0, 0, when.Beijing)

// county is the demo county as the rules see it, with ids instead of codes.
type county struct {
	*testing.T
	plan     roster.Plan
	tree     *area.Tree
	areas    map[string]area.Area
	orgs     map[string]int64
	persons  map[string]int64
	postings []person.Posting
}

func openCounty(t *testing.T) *county {
	t.Helper()
	plan, problems := roster.Parse(demoCounty())
	for _, p := range problems {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	c := &county{T: t, plan: plan, areas: map[string]area.Area{}, orgs: map[string]int64{}, persons: map[string]int64{}}
	var areas []area.Area
	for i, row := range plan.Areas {
		parent := c.areas[row.Parent]
		a := area.Area{
			ID: int64(i + 1), Parent: parent.ID, Community: parent.Community, Kind: row.Kind, Code: row.Code, Name: row.Name,
			Aliases: row.Aliases, Lat: row.Lat, Lng: row.Lng, Boundary: row.Boundary, Households: row.Households,
		}
		a.Path = area.PathOf(parent.Path, a.ID)
		if a.Kind == area.County || a.Kind == area.Community {
			a.Community = a.ID
		}
		c.areas[a.Code] = a
		areas = append(areas, a)
	}
	var orgs []area.Org
	for i, row := range plan.Orgs {
		c.orgs[row.Code] = int64(i + 1)
		orgs = append(orgs, area.Org{ID: int64(i + 1), Code: row.Code, Name: row.Name, Kind: row.Kind, Area: c.areas[row.Area].ID})
	}
	for i, row := range plan.Persons {
		c.persons[row.Code] = int64(i + 1)
	}
	for _, row := range plan.Postings {
		c.postings = append(c.postings, person.Posting{
			Person: c.persons[row.Person], Role: row.Role, Area: c.areas[row.Area].ID, Org: c.orgs[row.Org],
			From: row.From, To: row.To, Substitute: c.persons[row.Substitute],
		})
	}
	c.tree = area.NewTree(areas, orgs)
	return c
}

// actor returns a person with their powers at the moment.
func (c *county) actor(code string, at time.Time) auth.Actor {
	c.Helper()
	id, ok := c.persons[code]
	if !ok {
		c.Fatalf("nobody has the code %q", code)
	}
	return auth.Actor{Person: id, Postings: person.Powers(c.postings, id, at, func(a int64) string {
		found, err := c.tree.Get(a)
		if err != nil {
			return ""
		}
		return found.Path
	})}
}

func TestDemoCountyIsTheSameEveryTime(t *testing.T) {
	first := demoCounty()
	if diff := cmp.Diff(first, demoCounty()); diff != "" {
		t.Fatal(diff)
	}
	for _, s := range roster.Sheets() {
		if _, there := first[s.Name]; !there && s.Optional {
			continue
		}
		var want []string
		for _, c := range s.Columns {
			want = append(want, c.Header)
		}
		if diff := cmp.Diff(want, first[s.Name][0]); diff != "" {
			t.Errorf("headers of %s: %s", s.Name, diff)
		}
	}
}

func TestDemoCountyHasItsParts(t *testing.T) {
	c := openCounty(t)
	got := map[area.Kind]int{}
	for _, a := range c.plan.Areas {
		got[a.Kind]++
	}
	for kind, want := range map[area.Kind]int{area.County: 1, area.Street: 2, area.Community: 5, area.Grid: 11, area.Building: 47 + 6} {
		if got[kind] != want {
			t.Errorf("%d areas of kind %s, want %d", got[kind], kind, want)
		}
	}
	if len(c.plan.Orgs) != 19 {
		t.Errorf("%d orgs, want the 13 of S023, three property managers, a squad, a shop and a kitchen", len(c.plan.Orgs))
	}
	for _, a := range c.areas {
		homes, children := 0, c.tree.Children(a.ID)
		for _, child := range children {
			homes += child.Households
		}
		switch {
		case a.Kind != area.Unit && len(children) > 0 && a.Households != homes:
			t.Errorf("%s has %d households, its parts %d", a.Name, a.Households, homes)
		case a.Kind == area.Building && !road(a) && (len(children) < 2 || len(children) > 4):
			t.Errorf("%s has %d units", a.Name, len(children))
		case a.Kind == area.Grid && a.Households > 300:
			t.Errorf("%s has %d households, more than 300 (S003)", a.Name, a.Households)
		}
	}
}

// road says whether a building is a road of a village.
func road(a area.Area) bool {
	return strings.HasPrefix(a.Code, "WS-") || strings.HasPrefix(a.Code, "LC-")
}

func TestDemoVillagesHaveNoUnits(t *testing.T) {
	c := openCounty(t)
	roads := 0
	for _, a := range c.areas {
		if a.Kind == area.Building && road(a) {
			roads++
			if len(c.tree.Children(a.ID)) != 0 || a.Households == 0 {
				t.Errorf("%s has %d units and %d households", a.Name, len(c.tree.Children(a.ID)), a.Households)
			}
		}
	}
	if roads != 6 {
		t.Errorf("%d roads", roads)
	}
}

// One community has 20 staff (M41).
func TestDemoCommunityOfTwentyStaff(t *testing.T) {
	c := openCounty(t)
	staff := map[int64]bool{}
	for _, p := range c.postings {
		at, ok := c.tree.Up(p.Area, area.Community)
		if ok && at.Code == "XY" && p.Org == 0 && slices.Contains(auth.Keepers, p.Role) {
			staff[p.Person] = true
		}
	}
	if len(staff) != 20 {
		t.Errorf("%d staff", len(staff))
	}
}

func TestDemoBuildingsStandInTheirGrids(t *testing.T) {
	c := openCounty(t)
	for _, a := range c.areas {
		if a.Kind != area.Building {
			continue
		}
		at, err := c.tree.At(a.Lat, a.Lng)
		if err != nil || at.ID != a.Parent {
			t.Errorf("%s has its position in %q, not in its grid", a.Name, at.Name)
		}
		if near, err := c.tree.Near(a.Lat, a.Lng, 30); err != nil || near.ID != a.ID {
			t.Errorf("%s is too near to %s", a.Name, near.Name)
		}
		if found := c.tree.Read(0, a.Name).Areas; len(found) != 1 || found[0].ID != a.ID {
			t.Errorf("%q finds %d places", a.Name, len(found))
		}
		for _, alias := range a.Aliases {
			if found := c.tree.Read(0, alias).Areas; len(found) != 1 || found[0].ID != a.ID {
				t.Errorf("the alias %q of %s finds %d places", alias, a.Name, len(found))
			}
		}
	}
}

func TestDemoPostsAreFilled(t *testing.T) {
	c := openCounty(t)
	acting := func(a area.Area, role auth.Role) int {
		n := 0
		for _, p := range c.postings {
			if p.Area == a.ID && p.Role == role && p.ActsFor(demoNow) != 0 {
				n++
			}
		}
		return n
	}
	want := map[area.Kind][]auth.Role{
		area.County: {auth.Centre, auth.Operator}, area.Street: {auth.Street}, area.Community: {auth.Secretary, auth.Clerk},
		area.Grid: {auth.GridLead, auth.GridOfficer}, area.Building: {auth.Steward},
	}
	for _, a := range c.areas {
		for _, role := range want[a.Kind] {
			if acting(a, role) == 0 {
				t.Errorf("%s has nobody with the role %s", a.Name, role.Name())
			}
		}
	}
	buildings, staffed := map[int64]int{}, map[int64]bool{}
	for _, p := range c.postings {
		if p.Role == auth.Steward && p.Holds(demoNow) {
			buildings[p.Person]++
		}
		if p.Role == auth.OrgStaff || p.Role == auth.OrgContact {
			staffed[p.Org] = true
		}
	}
	two := 0
	for _, n := range buildings {
		if n == 2 {
			two++
		}
	}
	if len(buildings) != 40+42+6 || two != 7 { // and a member for each unit of 新园社区
		t.Errorf("%d stewards, %d of them with two buildings", len(buildings), two)
	}
	if len(staffed) != len(c.orgs) {
		t.Errorf("%d of %d orgs have staff or a contact", len(staffed), len(c.orgs))
	}
}

func TestDemoPartyOrganisations(t *testing.T) {
	c := openCounty(t)
	levels, branch := map[string]int{}, map[string]roster.Branch{}
	for _, b := range c.plan.Branches {
		branch[b.Code] = b
		if strings.Contains(b.Code, "-CH") {
			levels[b.Level]++
		}
	}
	if levels["网格党支部"] != 2 || levels["楼栋党小组"] != 4 {
		t.Errorf("翠湖社区: %v", levels)
	}
	there := 0
	for _, m := range c.plan.Members {
		if a, ok := c.tree.Up(c.areas[branch[m.Branch].Area].ID, area.Community); ok && a.Code == "XY" {
			there++
		}
	}
	if there != demoMembersXY {
		t.Errorf("新园社区: %d members", there)
	}
}

func TestDemoPhonesAreInvented(t *testing.T) {
	seen := map[person.Phone]bool{}
	for _, p := range openCounty(t).plan.Persons {
		if !strings.HasPrefix(string(p.Phone), "1990000") || seen[p.Phone] {
			t.Errorf("invalid phone of %s", p)
		}
		seen[p.Phone] = true
	}
}

func TestDemoMembersLiveInHouseholds(t *testing.T) {
	dwellings, residents := demoMemberHomes()
	if len(dwellings) != 201 || len(residents) != demoMembersXY {
		t.Errorf("%d households of %d members", len(dwellings), len(residents))
	}
}
