package home

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"linli/app/auth"
)

// answers is a capability with these items.
type answers []Item

func (a answers) Waiting(context.Context, auth.Actor) ([]Item, error) { return a, nil }

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Waiting(context.Context, auth.Actor) ([]Item, error) { return nil, errBroken }

func TestMostUrgentFirst(t *testing.T) {
	t.Parallel()
	at := func(minute int) time.Time { return time.Date(2026, 11, 23, 9, minute, 0, 0, time.UTC) }
	reviews := make(answers, 12)
	for i := range reviews {
		reviews[i] = Item{Kind: Review, ID: int64(100 + i), At: at(30 - i)}
	}
	for name, c := range map[string]struct {
		asked []Asked
		want  []int64
	}{
		"nothing": {nil, []int64{}},
		"a call before a notice, in any order of capabilities": {
			[]Asked{answers{{Kind: Notice, ID: 1, At: at(0)}}, answers{{Kind: Call, ID: 2, At: at(9)}}}, []int64{2, 1},
		},
		"every kind in its order": {
			[]Asked{answers{
				{Kind: Notice, ID: 9},
				{Kind: Review, ID: 8},
				{Kind: Family, ID: 7},
				{Kind: Rebook, ID: 6},
				{Kind: Visit, ID: 5},
				{Kind: Question, ID: 4},
				{Kind: Offer, ID: 3},
				{Kind: Alert, ID: 2},
				{Kind: Call, ID: 1},
			}},
			[]int64{1, 2, 3, 4, 5, 6, 7, 8, 9},
		},
		"the oldest of a kind first": {[]Asked{answers{{Kind: Alert, ID: 1, At: at(2)}, {Kind: Alert, ID: 2, At: at(1)}}}, []int64{2, 1}},
		"danger before everything": {
			[]Asked{answers{{Kind: Call, ID: 2, At: at(0)}, {Kind: Alert, ID: 1, At: at(9), Urgent: true}}}, []int64{1, 2},
		},
		"equal times keep their order": {[]Asked{answers{{Kind: Alert, ID: 7}, {Kind: Alert, ID: 3}}}, []int64{7, 3}},
		"ten at most, a late question among them": {
			[]Asked{reviews, answers{{Kind: Question, ID: 1, At: at(59)}}}, []int64{1, 111, 110, 109, 108, 107, 106, 105, 104, 103},
		},
	} {
		got, err := NewService(Config{Asked: c.asked}).Waiting(t.Context(), auth.Actor{})
		ids := make([]int64, len(got))
		for i, item := range got {
			if ids[i] = item.ID; item.Count != 1 {
				t.Errorf("%s: item %d counts %d", name, item.ID, item.Count)
			}
		}
		if err != nil || !slices.Equal(ids, c.want) {
			t.Errorf("%s: %v, %v; want %v", name, ids, err, c.want)
		}
	}
	if _, err := NewService(Config{Asked: []Asked{answers{{Kind: Call}}, broken{}}}).Waiting(t.Context(), auth.Actor{}); !errors.Is(err, errBroken) {
		t.Errorf("the error of a capability is lost: %v", err)
	}
}

func TestNumbersAreForStaff(t *testing.T) {
	t.Parallel()
	s := NewService(Config{Numbers: []Numbers{
		func(context.Context, auth.Actor) (map[string]int, error) {
			return map[string]int{"mine": 3, "overdue": 1}, nil
		},
		Number("families", func(context.Context, auth.Actor) (int, error) { return 2, nil }),
	}})
	want := map[string]int{"mine": 3, "overdue": 1, "families": 2}
	for role, refused := range map[auth.Role]error{auth.Clerk: nil, auth.OrgStaff: nil, auth.Steward: auth.ErrDenied, auth.Operator: auth.ErrDenied} {
		got, err := s.Numbers(t.Context(), auth.Actor{Person: 1, Postings: []auth.Posting{{Role: role, Area: 1, Path: "/1/"}}})
		if !errors.Is(err, refused) || refused == nil && !maps.Equal(got, want) {
			t.Errorf("%s: %v, %v", role, got, err)
		}
	}
}
