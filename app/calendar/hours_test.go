package calendar

import (
	"testing"

	"linli/app/area"
	"linli/app/auth"
)

func TestWorkplace(t *testing.T) {
	tree := area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Kind: area.Street, Path: "/1/2/"},
		{ID: 3, Parent: 2, Kind: area.Community, Path: "/1/2/3/"},
		{ID: 4, Parent: 2, Kind: area.Community, Path: "/1/2/4/"},
		{ID: 5, Parent: 4, Kind: area.Grid, Path: "/1/2/4/5/"},
	}, nil)
	steward := auth.Posting{Role: auth.Steward, Area: 3, Path: "/1/2/3/"}
	officer := auth.Posting{Role: auth.GridOfficer, Area: 5, Path: "/1/2/4/5/"}
	street := auth.Posting{Role: auth.Street, Area: 2, Path: "/1/2/"}
	for _, tt := range []struct {
		name     string
		postings []auth.Posting
		want     int64
	}{
		{"a grid officer works in the community of the grid", []auth.Posting{officer}, 4},
		{"a steward's posting does not count", []auth.Posting{steward, officer}, 4},
		{"the street works in every community", []auth.Posting{street}, 1},
	} {
		who := auth.Actor{Person: 9, Postings: tt.postings}
		got := workplace(tree, who)
		if a, err := tree.Get(got); got != tt.want || err != nil || !knows(who, a.Path) {
			t.Errorf("%s: %d", tt.name, got)
		}
	}
	if got := workplace(area.NewTree(nil, nil), auth.Actor{}); got != 0 {
		t.Errorf("an empty county: %d", got)
	}
}
