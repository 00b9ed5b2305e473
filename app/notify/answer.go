package notify

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pace"
	"linli/app/person"
)

// Roster is what finding a person's chief needs.
type Roster interface {
	PostsOf(ctx context.Context, persons []int64) ([]person.Posting, error)
	PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error)
}

// above returns the posts above a posting, the nearest first: the rungs above it, or for a department the street and the
// centre. The caller skips empty posts; above the last one stands the operator.
func above(t *area.Tree, p person.Posting) []pace.Post {
	rung := pace.Rung(p.Role)
	switch {
	case p.Role == auth.OrgStaff:
		rung = pace.Rung(auth.Secretary)
	case rung == 0:
		return nil
	}
	return pace.Above(t, p.Area, rung)
}

// answers says whether the actor is the chief of a person with these posts: they act in the nearest staffed post above one
// of them, or are the operator where no such post exists.
func answers(t *area.Tree, who auth.Actor, posts []person.Posting, acting map[pace.Post][]int64) bool {
	operator := who.Need(auth.Operator) == nil
	if len(posts) == 0 {
		return operator
	}
	return slices.ContainsFunc(posts, func(p person.Posting) bool {
		for _, s := range above(t, p) {
			others := slices.DeleteFunc(slices.Clone(acting[s]), func(id int64) bool { return id == p.Person })
			if len(others) > 0 {
				return slices.Contains(others, who.Person)
			}
		}
		return operator
	})
}

// rows returns the residents and colleagues that the actor answers for, and the posts of these colleagues.
func (s *Service) rows(ctx context.Context, who auth.Actor) (Rows, map[int64][]person.Posting, error) {
	if err := who.Need(auth.Answerers...); err != nil {
		return Rows{}, nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Rows{}, nil, err
	}
	rows := Rows{Work: s.kinds.work()}
	if rows.Communities, err = s.neighbourhoods(ctx, t, who); err != nil {
		return Rows{}, nil, err
	}
	posts, err := s.colleagues(ctx, t, who)
	for id := range posts {
		rows.Colleagues = append(rows.Colleagues, id)
	}
	slices.Sort(rows.Colleagues)
	return rows, posts, err
}

// neighbourhoods returns the communities whose residents the actor answers for: those they work in, and, for posts above,
// those without staff.
func (s *Service) neighbourhoods(ctx context.Context, t *area.Tree, who auth.Actor) ([]int64, error) {
	var own, below []int64
	for _, p := range who.Postings {
		c, ok := t.Up(p.Area, area.Community)
		switch {
		case slices.Contains(auth.Keepers, p.Role) && ok:
			own = append(own, c.ID)
		case p.Role == auth.Centre:
			own = append(own, p.Area) // for what lies in no community
			below = append(below, ids(t.Under(p.Path, area.Community))...)
		case p.Role == auth.Street:
			below = append(below, ids(t.Under(p.Path, area.Community))...)
		}
	}
	if len(below) == 0 {
		return distinct(own), nil
	}
	staff, err := s.roster.PostingsAt(ctx, distinct(below), auth.Judges)
	now := s.now()
	for _, p := range staff {
		if p.ActsFor(now) != 0 {
			below = slices.DeleteFunc(below, func(id int64) bool { return id == p.Area })
		}
	}
	return distinct(append(own, below...)), err
}

// colleagues returns the unreached staff that have the actor as chief, with their posts.
func (s *Service) colleagues(ctx context.Context, t *area.Tree, who auth.Actor) (map[int64][]person.Posting, error) {
	if who.Need(auth.Chiefs...) != nil && who.Need(auth.Operator) != nil {
		return nil, nil //nolint:nilerr // an actor who is not a chief has no colleagues to tell
	}
	lost, err := s.store.UnreachedWorkers(ctx, s.kinds.work())
	if err != nil || len(lost) == 0 {
		return nil, err
	}
	now := s.now()
	posts, err := s.postsOf(ctx, lost, now)
	if err != nil {
		return nil, err
	}
	acting, err := s.acting(ctx, t, posts, now)
	if err != nil {
		return nil, err
	}
	mine := map[int64][]person.Posting{}
	for _, id := range lost {
		if answers(t, who, posts[id], acting) {
			mine[id] = posts[id]
		}
	}
	return mine, nil
}

// postsOf returns the posts of staff that the persons hold now.
func (s *Service) postsOf(ctx context.Context, persons []int64, now time.Time) (map[int64][]person.Posting, error) {
	all, err := s.roster.PostsOf(ctx, persons)
	posts := map[int64][]person.Posting{}
	for _, p := range all {
		if p.Holds(now) && !slices.Contains(auth.Stewards, p.Role) {
			posts[p.Person] = append(posts[p.Person], p)
		}
	}
	return posts, err
}

// acting returns the persons in the posts above the given ones.
func (s *Service) acting(ctx context.Context, t *area.Tree, posts map[int64][]person.Posting, now time.Time) (map[pace.Post][]int64, error) {
	var areas []int64
	for _, held := range posts {
		for _, p := range held {
			for _, one := range above(t, p) {
				areas = append(areas, one.Area)
			}
		}
	}
	found, err := s.roster.PostingsAt(ctx, distinct(areas), auth.Chiefs)
	acting := map[pace.Post][]int64{}
	for _, p := range found {
		if id := p.ActsFor(now); id != 0 {
			post := pace.Post{Role: p.Role, Area: p.Area}
			acting[post] = append(acting[post], id)
		}
	}
	return acting, err
}

func ids(areas []area.Area) []int64 {
	var all []int64
	for _, a := range areas {
		all = append(all, a.ID)
	}
	return all
}
