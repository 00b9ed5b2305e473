package pace

import (
	"errors"
	"slices"
	"testing"

	"linli/app/area"
	"linli/app/auth"
)

// county is 1 county, 2 and 3 streets, 4 community, 5 and 6 grids, 7 building, 8 unit.
var county = area.NewTree([]area.Area{
	{ID: 1, Community: 1, Kind: area.County, Name: "安平县", Path: "/1/"},
	{ID: 2, Parent: 1, Community: 1, Kind: area.Street, Name: "城关街道", Path: "/1/2/"},
	{ID: 3, Parent: 1, Community: 1, Kind: area.Street, Name: "新城街道", Path: "/1/3/"},
	{ID: 4, Parent: 2, Community: 4, Kind: area.Community, Name: "阳光社区", Path: "/1/2/4/"},
	{ID: 5, Parent: 4, Community: 4, Kind: area.Grid, Name: "第一网格", Path: "/1/2/4/5/"},
	{ID: 6, Parent: 4, Community: 4, Kind: area.Grid, Name: "第二网格", Path: "/1/2/4/6/"},
	{ID: 7, Parent: 5, Community: 4, Kind: area.Building, Name: "3号楼", Path: "/1/2/4/5/7/"},
	{ID: 8, Parent: 7, Community: 4, Kind: area.Unit, Name: "1单元", Path: "/1/2/4/5/7/8/"},
}, nil)

func TestHeights(t *testing.T) {
	for _, tt := range []struct {
		role         auth.Role
		height, rung int
	}{
		{auth.Steward, 1, 1},
		{auth.BuildingLead, 1, 1},
		{auth.UnitLead, 1, 1},
		{auth.GridOfficer, 2, 2},
		{auth.GridLead, 3, 3},
		{auth.Clerk, 3, 3},
		{auth.Secretary, 4, 4},
		{auth.Street, 5, 5},
		{auth.Centre, Top, Top},
		{"", 3, 0},
		{auth.OrgStaff, 3, 0}, // a role without a rung counts as the community's
	} {
		if h, n := Height(tt.role), Rung(tt.role); h != tt.height || n != tt.rung {
			t.Errorf("%q has rung %d and height %d", tt.role, n, h)
		}
	}
	if len(rungs) != Top {
		t.Errorf("the ladder has %d rungs", len(rungs))
	}
	for n, role := range rungs {
		if Rung(role) != n+1 || SeatOf(role) == "" {
			t.Errorf("%s has rung %d, but stands at place %d of the ladder", role, Rung(role), n+1)
		}
	}
}

func actor(role auth.Role, at int64) auth.Actor {
	return auth.Actor{Person: 9, Postings: []auth.Posting{{Role: role, Area: at, Path: county.Path(at)}}}
}

func TestReach(t *testing.T) {
	both := actor(auth.GridOfficer, 5)
	both.Postings = append(both.Postings, actor(auth.Secretary, 4).Postings...)
	for _, tt := range []struct {
		name string
		who  auth.Actor
		want int
	}{
		{"the officer of its grid", actor(auth.GridOfficer, 5), 2},
		{"the officer of another grid", actor(auth.GridOfficer, 6), 0},
		{"the secretary", actor(auth.Secretary, 4), 4},
		{"the street", actor(auth.Street, 2), 5},
		{"the other street", actor(auth.Street, 3), 0},
		{"the centre", actor(auth.Centre, 1), 6},
		{"the highest of two posts", both, 4},
		{"a department", auth.Actor{Person: 9, Postings: []auth.Posting{{Role: auth.OrgStaff, Area: 1, Path: "/1/", Org: 1}}}, 0},
		{"a post in a deleted area", auth.Actor{Person: 9, Postings: []auth.Posting{{Role: auth.Centre, Area: 99}}}, 0},
	} {
		if got := Reach(tt.who, county.Path(7)); got != tt.want {
			t.Errorf("%s reaches %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestEmptyRungsAreSkipped(t *testing.T) {
	full := []Post{
		{auth.GridOfficer, 5}, {auth.GridLead, 5}, {auth.Clerk, 4}, {auth.Secretary, 4}, {auth.Street, 2}, {auth.Centre, 1},
	}
	for _, tt := range []struct {
		name    string
		staffed []Post
		area    int64
		from    int
		want    Post
		rung    int
	}{
		{"above the officer", full, 7, 2, Post{auth.GridLead, 5}, 3},
		{"above the lead", full, 7, 3, Post{auth.Secretary, 4}, 4},
		{"above the street", full, 7, 5, Post{auth.Centre, 1}, 6},
		{"above the top", full, 7, 6, Post{}, 0},
		{"three empty rungs", []Post{{auth.GridOfficer, 5}, {auth.Centre, 1}}, 7, 2, Post{auth.Centre, 1}, 6},
		{"all rungs empty", nil, 7, 2, Post{}, 0},
		{"no grid is known", full, 4, 1, Post{auth.Secretary, 4}, 4},
		{"a lead of another grid is not asked", []Post{{auth.GridLead, 6}, {auth.Street, 2}}, 7, 2, Post{auth.Street, 2}, 5},
		{"the other street is not asked", []Post{{auth.Street, 3}}, 7, 2, Post{}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, n, err := Climb(county, tt.area, tt.from, func(p Post) (bool, error) { return slices.Contains(tt.staffed, p), nil })
			if err != nil || got != tt.want || n != tt.rung {
				t.Fatalf("%+v on rung %d, %v", got, n, err)
			}
		})
	}
	broken := errors.New("no roster")
	if _, n, err := Climb(county, 7, 2, func(Post) (bool, error) { return true, broken }); n != 0 || !errors.Is(err, broken) {
		t.Fatalf("rung %d, %v", n, err)
	}
}

// A missed limit asks the secretary, the street, and the centre again each working day; with nobody on the ladder no post is asked.
func TestABreachClimbsTheLadder(t *testing.T) {
	t.Parallel()
	in := map[Post][]int64{{auth.Secretary, 4}: {21}, {auth.Centre, 1}: {31, 32}}
	acting := func(p Post) ([]int64, error) { return in[p], nil }
	c := waiting(usually, "2026-11-23 09:00")
	for i, want := range []struct {
		post  Post
		asked []int64
		due   string
	}{
		{Post{auth.Secretary, 4}, []int64{21}, "11-23 17:00"},
		{Post{auth.Centre, 1}, []int64{31, 32}, "11-23 17:00"}, // the street is empty
		{Post{auth.Centre, 1}, []int64{31, 32}, "11-24 17:30"}, // nobody stands above
	} {
		post, asked, err := c.Breach(county, 4, usually, acting, bj("2026-11-23 11:00"))
		if err != nil || post != want.post || !slices.Equal(asked, want.asked) || say(c.AskedDue) != want.due {
			t.Errorf("breach %d: %+v, %v until %s, %v", i, post, asked, say(c.AskedDue), err)
		}
	}
	alone := waiting(usually, "2026-11-23 09:00")
	if post, asked, err := alone.Breach(county, 4, usually, func(Post) ([]int64, error) { return nil, nil }, bj("2026-11-23 11:00")); err != nil || post != (Post{}) || len(asked) > 0 {
		t.Errorf("%+v, %v, %v", post, asked, err)
	}
	broken := errors.New("no roster")
	if _, _, err := alone.Breach(county, 4, usually, func(Post) ([]int64, error) { return nil, broken }, bj("2026-11-23 11:00")); !errors.Is(err, broken) {
		t.Error(err)
	}
}
