package work

import (
	"context"
	"strings"
	"testing"

	"linli/app/area"
	"linli/app/auth"
)

func town() *area.Tree {
	return area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/", Community: 1},
		{ID: 2, Parent: 1, Kind: area.Community, Path: "/1/2/", Community: 2},
		{ID: 3, Parent: 2, Kind: area.Grid, Path: "/1/2/3/", Community: 2},
		{ID: 4, Parent: 3, Kind: area.Building, Path: "/1/2/3/4/", Community: 2},
		{ID: 5, Parent: 1, Kind: area.Community, Path: "/1/5/", Community: 5},
	}, nil)
}

func TestTheNearestPostDidIt(t *testing.T) {
	t.Parallel()
	clerk := auth.Posting{Role: auth.Clerk, Area: 2, Path: "/1/2/"}
	officer := auth.Posting{Role: auth.GridOfficer, Area: 3, Path: "/1/2/3/"}
	steward := auth.Posting{Role: auth.Steward, Area: 4, Path: "/1/2/3/4/"}
	squad := auth.Posting{Role: auth.OrgStaff, Org: 9}
	for _, c := range []struct {
		name  string
		posts []auth.Posting
		at    int64
		want  Post
		ok    bool
	}{
		{"the smallest area", []auth.Posting{clerk, officer, steward}, 4, Post{auth.Steward, 4, 0}, true},
		{"the area above", []auth.Posting{clerk, officer, steward}, 2, Post{auth.Clerk, 2, 0}, true},
		{"the order of the roles in one area", []auth.Posting{{Role: auth.Volunteer, Area: 2, Path: "/1/2/"}, clerk}, 2, Post{auth.Clerk, 2, 0}, true},
		{"an org", []auth.Posting{squad}, 4, Post{auth.OrgStaff, 0, 9}, true},
		{"an area before an org", []auth.Posting{squad, clerk}, 4, Post{auth.Clerk, 2, 0}, true},
		{"another community", []auth.Posting{clerk}, 5, Post{}, false},
		{"the operator", []auth.Posting{{Role: auth.Operator, Path: "/1/", Area: 1}}, 4, Post{}, false},
		{"a contact of a shop", []auth.Posting{{Role: auth.OrgContact, Org: 9}}, 4, Post{}, false},
		{"nobody", nil, 4, Post{}, false},
	} {
		if got, ok := PostAt(town(), auth.Actor{Person: 1, Postings: c.posts}, c.at); got != c.want || ok != c.ok {
			t.Errorf("%s: %+v, %v", c.name, got, ok)
		}
	}
}

type lines []Line

func (l *lines) AddWork(_ context.Context, one Line) error { *l = append(*l, one); return nil }

func TestOnlyPostsWriteLines(t *testing.T) {
	t.Parallel()
	var written lines
	officer := auth.Actor{Person: 7, Postings: []auth.Posting{{Role: auth.GridOfficer, Area: 3, Path: "/1/2/3/"}}}
	for _, who := range []auth.Actor{{}, {Person: 8}, officer} {
		if err := Write(t.Context(), &written, town(), who, Line{Area: 4, Kind: Hazard, Words: " " + strings.Repeat("字", 500)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(written) != 1 {
		t.Fatalf("%d lines", len(written))
	}
	if err := Write(t.Context(), &written, town(), officer, Line{Area: 4, Deed: Patrolled}); err != nil || written[1].Kind != Patrol {
		t.Errorf("%v, %+v", err, written[1])
	}
	if err := Write(t.Context(), &written, town(), officer, Line{Area: 2, Deed: Patrolled}); err != nil || written[2].Post.Area != 3 {
		t.Errorf("an officer at the counter: %v, %+v", err, written)
	}
	if l := written[0]; l.Person != 7 || l.Community != 2 || l.Post.Role != auth.GridOfficer || len([]rune(l.Words)) != MaxWords {
		t.Errorf("%+v", l)
	}
}

func TestKindsAndDeedsAreNamed(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, k := range kinds {
		if k.name == "" || names[k.name] {
			t.Errorf("%s: %q", k.kind, k.name)
		}
		names[k.name] = true
	}
	if Kind("").name() != "" || Hazard.duties() != (Duties{liaison, scout, supervisor, safetyNet}) {
		t.Errorf("%+v", Hazard.duties())
	}
	for d, about := range deeds {
		if about.name == "" || about.unit == "" || len(d) > 24 {
			t.Errorf("%s: %+v", d, about)
		}
	}
	if Visited.Is(Patrol) || !Note.Is(Patrol) || Deed("sleep").Is(Patrol) || len(DeedsOf(Patrol)) <= 1 {
		t.Errorf("deeds of a round: %v", DeedsOf(Patrol))
	}
	if !Resolved.Solves() || Replied.Solves() || len(Solving()) != 7 {
		t.Errorf("solving: %v", Solving())
	}
}
