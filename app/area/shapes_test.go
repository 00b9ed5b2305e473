package area

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"linli/app/auth"
)

func TestShapes(t *testing.T) {
	t.Parallel()
	tree := overlap()
	posted := func(r auth.Role, at int64) auth.Actor {
		return auth.Actor{Person: 1, Postings: []auth.Posting{{Role: r, Area: at, Path: tree.Path(at)}}}
	}
	for _, tt := range []struct {
		name string
		who  auth.Actor
		id   int64
		want string
	}{
		{"a clerk: the community", posted(auth.Clerk, 2), 0, "[2 4 5]"},
		{"a grid officer: the whole community", posted(auth.GridOfficer, 4), 0, "[2 4 5]"},
		{"the centre: the county", posted(auth.Centre, 1), 0, "[1 2 3 4 5 6 7 8]"},
		{"the centre: one community", posted(auth.Centre, 1), 3, "[3 6 7 8]"},
		{"a grid of one's own", posted(auth.Clerk, 2), 4, "[4]"},
		{"another community", posted(auth.Clerk, 2), 3, "area.missing"},
		{"nowhere", posted(auth.Clerk, 2), 99, "area.missing"},
		{"an area that is gone", posted(auth.Clerk, 77), 0, "[]"},
		{"a steward", posted(auth.Steward, 5), 0, "auth.denied"},
		{"nobody", auth.Actor{}, 0, "auth.login"},
	} {
		s, err := tree.Shapes(tt.who, tt.id)
		got := fmt.Sprint(slices.Collect(func(yield func(int64) bool) {
			for _, a := range s.Areas {
				if !yield(a.ID) {
					return
				}
			}
		}))
		for _, f := range []error{ErrMissing, auth.ErrDenied, auth.ErrLogin} {
			if errors.Is(err, f) {
				got = map[error]string{ErrMissing: "area.missing", auth.ErrDenied: "auth.denied", auth.ErrLogin: "auth.login"}[f]
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s (%v), want %s", tt.name, got, err, tt.want)
		}
	}
}

func TestShapesOfALargeTerritoryAreWithoutBuildings(t *testing.T) {
	t.Parallel()
	areas := []Area{{ID: 1, Kind: County, Path: "/1/", Community: 1}, {ID: 2, Parent: 1, Kind: Community, Path: "/1/2/", Community: 2}}
	for i := range mostBuildings + 1 {
		id := int64(10 + i)
		areas = append(areas, Area{ID: id, Parent: 2, Kind: Building, Path: PathOf("/1/2/", id), Community: 2})
	}
	centre := auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Centre, Area: 1, Path: "/1/"}}}
	s, err := NewTree(areas, nil).Shapes(centre, 0)
	if err != nil || s.Buildings || len(s.Areas) != 2 {
		t.Fatalf("%d areas, buildings %v, %v", len(s.Areas), s.Buildings, err)
	}
	s, err = NewTree(areas[:len(areas)-1], nil).Shapes(centre, 0)
	if err != nil || !s.Buildings || len(s.Areas) != mostBuildings+2 {
		t.Fatalf("%d areas, buildings %v, %v", len(s.Areas), s.Buildings, err)
	}
}
