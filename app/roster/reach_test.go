package roster

import (
	"testing"

	"linli/app/area"
	"linli/app/auth"
)

func TestWhoKeepsWhichAreas(t *testing.T) {
	t.Parallel()
	holds := func(role auth.Role, path string) auth.Actor {
		return auth.Actor{Person: 9, Postings: []auth.Posting{{Role: role, Path: path}}}
	}
	clerk, street, centre, operator := holds(auth.Clerk, "/1/2/4/"), holds(auth.Street, "/1/2/"), holds(auth.Centre, "/1/"), holds(auth.Operator, "/1/")
	for name, c := range map[string]struct {
		who  auth.Actor
		kind area.Kind
		path string
		want bool
	}{
		"a clerk keeps the buildings":           {clerk, area.Building, "/1/2/4/6/8/", true},
		"a clerk keeps the grids":               {clerk, area.Grid, "/1/2/4/6/", true},
		"a clerk keeps no grid next door":       {clerk, area.Grid, "/1/2/5/7/", false},
		"a clerk does not rename the community": {clerk, area.Community, "/1/2/4/", false},
		"a street keeps its communities":        {street, area.Community, "/1/2/4/", true},
		"a street does not rename itself":       {street, area.Street, "/1/2/", false},
		"a centre keeps the streets":            {centre, area.Street, "/1/3/", true},
		"a centre does not rename the county":   {centre, area.County, "/1/", false},
		"an operator renames the county":        {operator, area.County, "/1/", true},
		"a steward keeps nothing":               {holds(auth.Steward, "/1/2/4/6/8/"), area.Unit, "/1/2/4/6/8/9/", false},
	} {
		if got := MayKeep(c.who, c.kind, c.path); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if MayKeepOrg(clerk, "/1/2/4/") || !MayKeepOrg(holds(auth.Secretary, "/1/2/4/"), "/1/2/4/") || MayKeepOrg(street, "/1/") {
		t.Error("orgs are kept by secretaries and above, in their own area")
	}
}
