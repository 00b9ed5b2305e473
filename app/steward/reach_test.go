package steward

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

func TestReachOfPlaces(t *testing.T) {
	tree := area.NewTree([]area.Area{
		{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/"},
		{ID: 3, Parent: 2, Community: 2, Kind: area.Building, Path: "/1/2/3/"},
		{ID: 4, Parent: 3, Community: 2, Kind: area.Unit, Path: "/1/2/3/4/"},
		{ID: 5, Parent: 3, Community: 2, Kind: area.Unit, Path: "/1/2/3/5/"},
		{ID: 6, Parent: 2, Community: 2, Kind: area.Building, Path: "/1/2/6/"},
	}, nil)
	now := at("2026-11-23 09:00")
	const here, stranger, left, lost, nobody = 11, 12, 13, 14, 15
	ways := map[int64]Contact{
		here: {Bound: true, Open: true}, left: {Bound: true}, lost: {Bound: true, Open: true, Undelivered: true},
		nobody: {Undelivered: true},
	}
	post := func(who, where int64) person.Posting {
		return person.Posting{Person: who, Role: auth.Steward, Area: where}
	}
	for name, c := range map[string]struct {
		postings []person.Posting
		want     map[int64]Reason
	}{
		"nobody": {nil, map[int64]Reason{3: NobodyPosted, 6: NobodyPosted}},
		"one for the building": {
			[]person.Posting{post(here, 3), post(stranger, 6)}, map[int64]Reason{3: Reached, 6: NeverLoggedIn},
		},
		"the most reachable person counts": {
			[]person.Posting{post(stranger, 3), post(lost, 3), post(left, 3), post(nobody, 6)}, map[int64]Reason{3: NotDelivered, 6: NeverLoggedIn},
		},
		"a unit relies on the building's": {
			[]person.Posting{post(here, 3), post(left, 4)}, map[int64]Reason{3: Reached, 4: Reached, 6: NobodyPosted},
		},
		"one unit of two does not cover the building": {
			[]person.Posting{post(here, 4)}, map[int64]Reason{3: NobodyPosted, 4: Reached, 6: NobodyPosted},
		},
		"all units cover the building": {
			[]person.Posting{post(here, 4), post(left, 5)}, map[int64]Reason{3: Reached, 4: Reached, 5: NotFollowing, 6: NobodyPosted},
		},
		"an absent steward does not count": {
			[]person.Posting{{Person: here, Substitute: stranger, Area: 3, AwayFrom: now, AwayTo: now.Add(time.Hour)}},
			map[int64]Reason{3: NeverLoggedIn, 6: NobodyPosted},
		},
		"an appointment that ended": {
			[]person.Posting{{Person: here, Area: 3, To: now}}, map[int64]Reason{3: NobodyPosted, 6: NobodyPosted},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[int64]Reason{}
			for _, p := range patches(tree, c.postings, now) {
				got[p.at.ID] = p.reach(0, ways, now).Reason
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestWeekInWords(t *testing.T) {
	for want, tally := range map[string]Tally{
		"": {}, "新增3件，您确认2件，您办结1件，您帮助求助1件，还有1件在办": {3, 2, 1, 1, 1}, "还有2件在办": {Open: 2},
	} {
		if got := tally.Say(); got != want {
			t.Errorf("%+v: %q", tally, got)
		}
	}
}
