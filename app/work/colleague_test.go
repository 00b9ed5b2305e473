package work

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/person"
)

// team is a log with the posts of some persons.
type team struct {
	lines
	held map[int64][]person.Posting
}

func (t *team) PostingsOf(_ context.Context, who int64) ([]person.Posting, error) {
	return t.held[who], nil
}

func TestColleaguesHaveLinesOfTheirOwn(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	post := func(who int64, r auth.Role, in int64) person.Posting {
		return person.Posting{Person: who, Role: r, Area: in}
	}
	over := post(13, auth.Clerk, 2)
	over.To = at.Add(-time.Hour)
	held := map[int64][]person.Posting{
		7: {post(7, auth.GridOfficer, 3)}, 8: {post(8, auth.Clerk, 2), post(8, auth.Steward, 4)}, 9: {post(9, auth.UnitLead, 3)},
		10: {post(10, auth.Clerk, 5)}, 11: {post(11, auth.Volunteer, 2)}, 12: {post(12, auth.Street, 1)}, 13: {over},
		14: {{Person: 14, Role: auth.OrgStaff, Org: 9}}, 15: {post(15, auth.Steward, 4), post(15, auth.GridLead, 3)},
	}
	for _, c := range []struct {
		name string
		with []int64
		want []Post
		err  error
	}{
		{"nobody", nil, nil, nil},
		{"the actor alone", []int64{7, 7}, nil, nil},
		{"the nearest post", []int64{8}, []Post{{auth.Steward, 4, 0}}, nil},
		{"twice", []int64{8, 8}, []Post{{auth.Steward, 4, 0}}, nil},
		{"a post elsewhere in the community", []int64{9}, []Post{{auth.UnitLead, 3, 0}}, nil},
		{"two", []int64{8, 15}, []Post{{auth.Steward, 4, 0}, {auth.Steward, 4, 0}}, nil},
		{"another community", []int64{10}, nil, ErrColleague},
		{"a post without rights", []int64{11}, nil, ErrColleague},
		{"above the community", []int64{12}, nil, ErrColleague},
		{"a post that is over", []int64{13}, nil, ErrColleague},
		{"an org", []int64{14}, nil, ErrColleague},
		{"a stranger", []int64{99}, nil, ErrColleague},
		{"too many", []int64{1, 2, 3, 4, 5, 6, 8, 9, 10}, nil, ErrColleagues},
	} {
		got := &team{held: held}
		line := Line{Person: 7, Area: 4, At: at, About: "note:1", Deed: Note, Words: "清走纸箱"}
		err := Share(t.Context(), got, town(), auth.Actor{Person: 7}, c.with, line, at.Add(time.Hour))
		if !errors.Is(err, c.err) || c.err == nil && len(got.lines) != len(c.want) {
			t.Errorf("%s: %v, %+v", c.name, err, got.lines)
			continue
		}
		for i, want := range c.want {
			l := got.lines[i]
			if l.Post != want || l.Person == 7 || l.By != 7 || l.Community != 2 || l.About != line.About || !l.WrittenAt.Equal(at.Add(time.Hour)) {
				t.Errorf("%s: %+v", c.name, l)
			}
		}
	}
	got := &team{held: held} // a unit lead of a grid where nothing lies around the place
	if err := Share(t.Context(), got, town(), auth.Actor{Person: 7}, []int64{15}, Line{Area: 2, At: at}, at); err != nil || got.lines[0].Post != (Post{auth.Steward, 4, 0}) {
		t.Errorf("%v, %+v", err, got.lines)
	}
}
