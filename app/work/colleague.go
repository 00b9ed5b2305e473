package work

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
)

// mostColleagues is how many colleagues a deed names.
const mostColleagues = 8

// The faults of naming colleagues (同行).
var (
	ErrColleague  = fault.New(fault.Missing, "work.colleague", "没有找到同行的人，可能不在这个社区任职了，请重新选择")
	ErrColleagues = fault.New(fault.Invalid, "work.colleagues", "同行的人最多选 8 位")
)

// Team is the log in a transaction that also reads who holds which post.
type Team interface {
	Log
	PostingsOf(ctx context.Context, who int64) ([]person.Posting, error)
}

// Share adds the same line for each colleague who did the deed together with the actor (同行). They held a post in the community of
// the line at its time. A line that stands already is left as it is; the actor is none of their colleagues. Faults: ErrColleague,
// ErrColleagues.
func Share(ctx context.Context, log Team, t *area.Tree, who auth.Actor, with []int64, l Line, now time.Time) error {
	with = slices.DeleteFunc(slices.Clone(with), func(id int64) bool { return id == who.Person })
	slices.Sort(with)
	if with = slices.Compact(with); len(with) > mostColleagues {
		return ErrColleagues
	}
	l = filled(t, l)
	for _, id := range with {
		held, err := log.PostingsOf(ctx, id)
		if err != nil {
			return err
		}
		post, ok := postIn(t, auth.Actor{Postings: postsIn(t, person.Powers(held, id, l.At, t.Path), l.Community)}, l)
		if !ok {
			return ErrColleague
		}
		mine := l
		mine.Person, mine.Post, mine.By, mine.WrittenAt = id, post, who.Person, now
		if err := log.AddWork(ctx, mine); err != nil {
			return err
		}
	}
	return nil
}

// postIn returns the post in which the actor did a line: the nearest around its area, else any other in its community.
func postIn(t *area.Tree, who auth.Actor, l Line) (Post, bool) {
	if best, ok := PostAt(t, who, l.Area); ok {
		return best, true
	}
	here := postsIn(t, who.Postings, l.Community)
	if len(here) == 0 {
		return Post{}, false
	}
	first := slices.MinFunc(here, func(a, b auth.Posting) int { return rank(a.Role) - rank(b.Role) })
	return Post{Role: first.Role, Area: first.Area}, true
}

// postsIn returns those that lie in a community.
func postsIn(t *area.Tree, held []auth.Posting, community int64) []auth.Posting {
	return slices.DeleteFunc(slices.Clone(held), func(p auth.Posting) bool { return !InCommunity(t, p.Role, p.Area, community) })
}

// InCommunity says whether a post with rights lies in a community, so that its holder can be named as a colleague there.
func InCommunity(t *area.Tree, r auth.Role, at, community int64) bool {
	c, ok := t.Up(at, area.Community)
	return ok && c.ID == community && r != auth.Operator && slices.Contains(auth.Posted, r)
}
