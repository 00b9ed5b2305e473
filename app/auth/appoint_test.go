package auth

import "testing"

// The county /1/ has the streets /1/2/ and /1/3/; the community /1/2/4/ with the grid /1/2/4/6/ is in the first.
func TestWhoAppointsWhom(t *testing.T) {
	t.Parallel()
	holds := func(role Role, path string) Actor {
		return Actor{Person: 9, Postings: []Posting{{Role: role, Path: path}}}
	}
	clerk, secretary := holds(Clerk, "/1/2/4/"), holds(Secretary, "/1/2/4/")
	street, centre, operator := holds(Street, "/1/2/"), holds(Centre, "/1/"), holds(Operator, "/1/")
	for name, c := range map[string]struct {
		who  Actor
		role Role
		path string
		want bool
	}{
		"a clerk appoints a steward":                   {clerk, Steward, "/1/2/4/6/8/", true},
		"a clerk appoints a grid officer":              {clerk, GridOfficer, "/1/2/4/6/", true},
		"a clerk appoints no clerk":                    {clerk, Clerk, "/1/2/4/", false},
		"a clerk appoints nobody next door":            {clerk, Steward, "/1/2/5/7/", false},
		"a secretary appoints a clerk":                 {secretary, Clerk, "/1/2/4/", true},
		"a secretary appoints no successor":            {secretary, Secretary, "/1/2/4/", false},
		"a secretary appoints for the property here":   {secretary, OrgStaff, "/1/2/4/", true},
		"a secretary appoints for no county's org":     {secretary, OrgStaff, "/1/", false},
		"a street appoints a secretary":                {street, Secretary, "/1/2/4/", true},
		"a street appoints no secretary elsewhere":     {street, Secretary, "/1/3/5/", false},
		"a street appoints no street":                  {street, Street, "/1/2/", false},
		"a centre appoints a street":                   {centre, Street, "/1/3/", true},
		"a centre appoints no centre":                  {centre, Centre, "/1/", false},
		"an operator appoints a centre":                {operator, Centre, "/1/", true},
		"an operator appoints an operator":             {operator, Operator, "/1/", true},
		"a grid lead appoints nobody":                  {holds(GridLead, "/1/2/4/6/"), Steward, "/1/2/4/6/8/", false},
		"an org's worker appoints nobody":              {holds(OrgStaff, "/1/"), OrgStaff, "/1/", false},
		"nobody appoints a resident":                   {operator, Resident, "/1/", false},
		"nobody appoints in an area that is gone":      {operator, Steward, "", false},
		"a stranger appoints nobody":                   {Actor{Person: 9}, Steward, "/1/2/4/6/8/", false},
		"the path 1/2/40 is not below the path 1/2/4/": {clerk, Steward, "/1/2/40/", false},
	} {
		if got := c.who.MayAppoint(c.role, c.path); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	for _, role := range Roles {
		if len(Appointers(role)) == 0 {
			t.Errorf("nobody appoints a %s", role)
		}
	}
}

// A role without power is in no group, so that no route and no rule takes it.
func TestRolesWithoutPowerAreInNoGroup(t *testing.T) {
	t.Parallel()
	groups := [][]Role{
		Everyone, Posted, Stewards, GridStaff, Keepers, Judges, Handlers, Dispatchers, Workers, Helpers, Publishers, Deciders, Overseers, Proxies,
		Centres, Managers, Chiefs, Departments, Callers, Answerers, Operators,
	}
	for _, role := range powerless {
		who := Actor{Person: 9, Postings: []Posting{{Role: role, Area: 4, Path: "/1/2/4/", Org: 3}}}
		for i, group := range groups {
			if i > 0 && who.Need(group...) == nil {
				t.Errorf("a %s has the power of group %d", role, i)
			}
		}
		if len(who.Orgs()) > 0 || who.MayAppoint(Steward, "/1/2/4/6/") || role.Name() == "" {
			t.Errorf("%s: %q", role, role.Name())
		}
	}
	if len(Roles) != len(empowered)+len(powerless) {
		t.Error("a role is in both lists")
	}
}
