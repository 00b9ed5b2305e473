package home

import (
	"context"
	"slices"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
)

type day []Row

func (d day) Today(context.Context, auth.Actor) ([]Row, error) { return d, nil }

type source struct{ tree *area.Tree }

func (s source) Tree(context.Context) (*area.Tree, error) { return s.tree, nil }

func TestTodayGoesAlongTheWay(t *testing.T) {
	t.Parallel()
	tree := area.NewTree([]area.Area{
		{ID: 1, Kind: area.Community, Path: "/1/", Community: 1},
		{ID: 4, Parent: 1, Kind: area.Building, Path: "/1/4/", Community: 1},
		{ID: 12, Parent: 1, Kind: area.Building, Path: "/1/12/", Community: 1},
	}, nil)
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	s := NewService(Config{Areas: source{tree}, Days: []Dayed{
		day{
			{Item: Item{ID: 1, Kind: Report}, Area: 12, Due: now.Add(time.Hour)},
			{Item: Item{ID: 2, Kind: Report}, Area: 12, Room: "302"},
			{Item: Item{ID: 3, Kind: Report}, Area: 4, Room: "1201"},
			{Item: Item{ID: 4, Kind: Report}, Area: 4, Room: "302"},
			{Item: Item{ID: 5, Kind: Report}},
		},
		day{
			{Item: Item{ID: 6, Kind: Door}, Area: 12, Late: true},
			{Item: Item{ID: 7, Kind: Call, Urgent: true}, Area: 12},
			{Item: Item{ID: 8, Kind: Call}, Area: 12, Room: "302"},
		},
	}})
	rows, more, err := s.Today(t.Context(), auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Steward, Area: 4, Path: "/1/4/"}}})
	var order []int64
	for _, r := range rows {
		order = append(order, r.ID)
	}
	if want := []int64{7, 6, 4, 3, 1, 8, 2, 5}; err != nil || more || !slices.Equal(order, want) {
		t.Errorf("got %v, want %v: %v, %v", order, want, more, err)
	}
	if _, _, err := s.Today(t.Context(), auth.Actor{Person: 1}); err == nil {
		t.Error("a resident has a list of work")
	}
}

func TestTodayHasAnEnd(t *testing.T) {
	t.Parallel()
	s := NewService(Config{Areas: source{area.NewTree(nil, nil)}, Days: []Dayed{make(day, mostRows+1)}})
	rows, more, err := s.Today(t.Context(), auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Clerk}}})
	if len(rows) != mostRows || !more || err != nil {
		t.Errorf("%d rows, %v, %v", len(rows), more, err)
	}
}
