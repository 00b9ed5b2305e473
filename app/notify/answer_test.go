package notify

import (
	"testing"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pace"
	"linli/app/person"
)

func TestTheChiefAnswersForAColleague(t *testing.T) {
	tree := area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Kind: area.Street, Path: "/1/2/"},
		{ID: 3, Parent: 2, Kind: area.Community, Path: "/1/2/3/"},
		{ID: 4, Parent: 3, Kind: area.Grid, Path: "/1/2/3/4/"},
	}, nil)
	acting := map[pace.Post][]int64{
		{Role: auth.GridLead, Area: 4}: {20}, {Role: auth.Secretary, Area: 3}: {30}, {Role: auth.Street, Area: 2}: {40}, {Role: auth.Centre, Area: 1}: {50},
	}
	operator := auth.Actor{Person: 60, Postings: []auth.Posting{{Role: auth.Operator, Area: 1, Path: "/1/"}}}
	person1 := func(id int64) auth.Actor { return auth.Actor{Person: id} }
	post := func(holder int64, role auth.Role, at int64) []person.Posting {
		return []person.Posting{{Person: holder, Role: role, Area: at}}
	}
	for _, c := range []struct {
		name   string
		posts  []person.Posting
		chief  auth.Actor
		acting map[pace.Post][]int64
	}{
		{"a grid officer", post(10, auth.GridOfficer, 4), person1(20), acting},
		{"a grid officer who leads the grid", post(20, auth.GridOfficer, 4), person1(30), acting},
		{"a grid lead", post(20, auth.GridLead, 4), person1(30), acting},
		{"a clerk", post(11, auth.Clerk, 3), person1(30), acting},
		{"a secretary", post(30, auth.Secretary, 3), person1(40), acting},
		{"the street", post(40, auth.Street, 2), person1(50), acting},
		{"a department of the county", post(12, auth.OrgStaff, 1), person1(50), acting},
		{"a property manager", post(13, auth.OrgStaff, 3), person1(40), acting},
		{"the centre", post(50, auth.Centre, 1), operator, acting},
		{"an operator", post(60, auth.Operator, 1), operator, acting},
		{"a person without a post", nil, operator, acting},
		{"a clerk where all posts above are empty", post(11, auth.Clerk, 3), operator, nil},
		{"a clerk without a secretary", post(11, auth.Clerk, 3), person1(40), map[pace.Post][]int64{{Role: auth.Street, Area: 2}: {40}}},
	} {
		for _, who := range []auth.Actor{person1(10), person1(20), person1(30), person1(40), person1(50), operator} {
			if got := answers(tree, who, c.posts, c.acting); got != (who.Person == c.chief.Person) {
				t.Errorf("%s: %d answers: %v", c.name, who.Person, got)
			}
		}
	}
}
