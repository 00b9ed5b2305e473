package report

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// squad is the roster of one org.
type squad struct {
	person.Roster
	posts []person.Posting
}

func (s squad) PostingsIn(context.Context, int64) ([]person.Posting, error) { return s.posts, nil }

// streets is a county (1) with two streets (2, 3), a community in each (4, 5) and the org 9 of the county.
func streets() *area.Tree {
	return area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Kind: area.Street, Path: "/1/2/"},
		{ID: 3, Parent: 1, Kind: area.Street, Path: "/1/3/"},
		{ID: 4, Parent: 2, Kind: area.Community, Path: "/1/2/4/"},
		{ID: 5, Parent: 3, Kind: area.Community, Path: "/1/3/5/"},
	}, []area.Org{{ID: 9, Area: 1}, {ID: 8, Area: 2}})
}

func TestWhichSeatHasAReport(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	at := func(areas ...int64) (posts []person.Posting) {
		for i, a := range areas {
			posts = append(posts, person.Posting{Person: int64(i + 1), Role: auth.OrgStaff, Area: a, Org: 9})
		}
		return posts
	}
	left := at(2)
	left[0].To = now
	partTime := at(2)
	partTime[0].Role = auth.GridOfficer
	for name, c := range map[string]struct {
		posts []person.Posting
		place int64
		org   int64
		seat  int64
		ok    bool
	}{
		"the street's":                    {at(1, 2, 3), 4, 9, 2, true},
		"the other street's":              {at(1, 2, 3), 5, 9, 3, true},
		"the nearest":                     {at(2, 4), 4, 9, 4, true},
		"that of the whole":               {at(1, 3), 4, 9, 1, true},
		"nobody there":                    {at(3), 4, 9, 0, false},
		"they have left":                  {left, 4, 9, 0, false},
		"a part-time officer is no staff": {partTime, 4, 9, 0, false},
		"nobody at all":                   {nil, 4, 9, 0, false},
		"an org of another street, whole": {at(2), 5, 8, 2, true},
		"an org that is gone":             {at(1), 4, 7, 0, false},
	} {
		got, ok, err := Seated(t.Context(), squad{posts: c.posts}, streets(), now, c.place, Holder{Kind: ByOrg, Org: c.org})
		if err != nil || ok != c.ok || got.Area != c.seat {
			t.Errorf("%s: seat %d, %t, %v", name, got.Area, ok, err)
		}
	}
}

func TestWhoAnswersForASeat(t *testing.T) {
	t.Parallel()
	tree := streets()
	who := func(at int64) auth.Actor {
		return auth.Actor{Person: 7, Postings: []auth.Posting{{Role: auth.OrgStaff, Area: at, Path: tree.Path(at), Org: 9}}}
	}
	for name, c := range map[string]struct {
		at, seat int64
		want     bool
	}{
		"their own":            {2, 2, true},
		"below theirs":         {1, 2, true},
		"beside theirs":        {3, 2, false},
		"above theirs":         {2, 1, false},
		"without a seat":       {2, 0, true},
		"of an area that goes": {6, 2, false},
	} {
		if got := holds(tree, who(c.at), Holder{Kind: ByOrg, Org: 9, Area: c.seat}); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	whole, some := SeatsOf(tree, who(1))
	if diff := cmp.Diff([]int64{9}, whole); diff != "" || len(some) != 0 {
		t.Error(diff, some)
	}
	whole, some = SeatsOf(tree, who(2))
	if diff := cmp.Diff([]Seats{{9, tree.Path(2)}}, some); diff != "" || len(whole) != 0 {
		t.Error(diff, whole)
	}
	both := who(2)
	both.Postings = append(both.Postings, who(1).Postings...)
	if whole, some = SeatsOf(tree, both); len(whole) != 1 || len(some) != 0 {
		t.Errorf("whole %v, some %v", whole, some)
	}
}

// bureau is the county's bureau 9 with the squad 8 of a street and the team 7 of its community.
func bureau() *area.Tree {
	t := streets()
	return area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Kind: area.Street, Path: "/1/2/"},
		{ID: 4, Parent: 2, Kind: area.Community, Path: t.Path(4)},
	}, []area.Org{{ID: 9, Area: 1}, {ID: 8, Area: 2, Parent: 9}, {ID: 7, Area: 4, Parent: 8}, {ID: 6, Area: 2}})
}

func TestABureauAnswersForItsSquads(t *testing.T) {
	t.Parallel()
	tree := bureau()
	who := func(org, at int64) auth.Actor {
		return auth.Actor{Person: 7, Postings: []auth.Posting{{Role: auth.OrgStaff, Area: at, Path: tree.Path(at), Org: org}}}
	}
	for name, c := range map[string]struct {
		who   auth.Actor
		org   int64
		want  bool
		whole []int64
	}{
		"the bureau, its squad":           {who(9, 1), 8, true, []int64{9, 8, 7}},
		"the bureau, a team of its squad": {who(9, 1), 7, true, []int64{9, 8, 7}},
		"the bureau, another org":         {who(9, 1), 6, false, []int64{9, 8, 7}},
		"a seat of the bureau":            {who(9, 2), 8, false, nil},
		"the squad, its bureau":           {who(8, 2), 9, false, []int64{8, 7}},
		"the squad, its team":             {who(8, 2), 7, true, []int64{8, 7}},
		"the team, itself":                {who(7, 4), 7, true, []int64{7}},
	} {
		if got := Sits(tree, c.who, Holder{Kind: ByOrg, Org: c.org, Area: 4}); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
		whole, _ := SeatsOf(tree, c.who)
		if diff := cmp.Diff(c.whole, whole); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if loop := area.NewTree(nil, []area.Org{{ID: 1, Parent: 2}, {ID: 2, Parent: 1}}); len(loop.OrgsAbove(1)) > 2 {
		t.Error("a loop has an end")
	}
}
