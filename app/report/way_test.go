package report

import (
	"context"
	"errors"
	"slices"
	"testing"

	"linli/app/auth"
	"linli/app/person"
)

func TestHeights(t *testing.T) {
	for _, tt := range []struct {
		name string
		h    Holder
		want int
	}{
		{"a steward", Holder{Kind: ByPerson, Person: 1, Role: auth.Steward, Area: 7}, 1},
		{"a grid officer", post(auth.GridOfficer, 5), 2},
		{"a grid lead", post(auth.GridLead, 5), 3},
		{"clerks", post(auth.Clerk, 4), 3},
		{"the secretary", post(auth.Secretary, 4), 4},
		{"the street", post(auth.Street, 2), 5},
		{"the centre", post(auth.Centre, 1), 6},
		{"an org counts as the community", Holder{Kind: ByOrg, Org: 1}, 3},
		{"a person without a post, too", Holder{Kind: ByPerson, Person: 1}, 3},
	} {
		if got := height(tt.h); got != tt.want {
			t.Errorf("%s is on rung %d, want %d", tt.name, got, tt.want)
		}
	}
}

func actor(role auth.Role, at int64) auth.Actor {
	return auth.Actor{Person: 9, Postings: []auth.Posting{{Role: role, Area: at, Path: pathOf(county, at)}}}
}

func TestSixWays(t *testing.T) {
	for _, tt := range []struct {
		h    Holder
		want Way
	}{
		{Holder{Kind: ByPerson, Person: 9, Role: auth.Clerk, Area: 4}, Self},
		{Holder{Kind: ByPerson, Person: 8, Role: auth.Clerk, Area: 4}, ToHome},
		{Holder{Kind: ByPerson, Person: 8, Role: auth.GridOfficer, Area: 5}, ToOfficer},
		{post(auth.GridOfficer, 5), ToOfficer},
		{post(auth.GridLead, 5), ToHome},
		{post(auth.Clerk, 4), ToHome},
		{post(auth.Secretary, 4), ToHome},
		{post(auth.Street, 2), ToStreet},
		{post(auth.Centre, 1), Upward},
		{Holder{Kind: ByOrg, Org: 1}, Department},
	} {
		if got := wayTo(tt.h, 9); got != tt.want {
			t.Errorf("%+v is %s, want %s", tt.h, got, tt.want)
		}
	}
	for _, w := range Ways {
		if w.Name() == "" {
			t.Errorf("%s has no name", w)
		}
	}
}

// staffed is a roster with one person in each of the posts.
type staffed []Holder

func (s staffed) PostingsAt(_ context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	var found []person.Posting
	for i, h := range s {
		if slices.Contains(areas, h.Area) && slices.Contains(roles, h.Role) {
			found = append(found, person.Posting{ID: int64(i + 1), Person: int64(100 + i), Role: h.Role, Area: h.Area})
		}
	}
	return found, nil
}
func (s staffed) PostingsIn(context.Context, int64) ([]person.Posting, error) { return nil, nil }
func (s staffed) PostingsOf(context.Context, int64) ([]person.Posting, error) { return nil, nil }
func (s staffed) NameOf(context.Context, int64) (string, error)               { return "", nil }

func TestHoldersOfWays(t *testing.T) {
	d := deed{
		ctx: t.Context(), scene: scene{tree: county}, report: &Report{Area: 7}, now: noon, who: actor(auth.Clerk, 4),
		roster: staffed{post(auth.Secretary, 4), post(auth.Centre, 1)},
	}
	far := d
	far.report = &Report{Area: 1}
	top := d
	top.who = actor(auth.Centre, 1)
	for _, tt := range []struct {
		name string
		d    deed
		way  Way
		want Holder
		err  error
	}{
		{"grid officer", d, ToOfficer, post(auth.GridOfficer, 5), nil},
		{"grid officer without a grid", far, ToOfficer, Holder{}, ErrHolder},
		{"community", d, ToHome, post(auth.Clerk, 4), nil},
		{"community without one", far, ToHome, Holder{}, ErrHolder},
		{"street", d, ToStreet, post(auth.Street, 2), nil},
		{"upward", d, Upward, post(auth.Secretary, 4), nil},
		{"upward from the top", top, Upward, Holder{}, ErrTop},
		{"a department has to be named", d, Department, Holder{}, ErrHolder},
		{"no such way", d, "sideways", Holder{}, ErrHolder},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.d.byWay(tt.way)
			if !errors.Is(err, tt.err) || err == nil && got != tt.want {
				t.Fatalf("%+v, %v", got, err)
			}
		})
	}
}
