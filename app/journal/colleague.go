package journal

import (
	"cmp"
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/when"
	"linli/app/work"
)

// Shared is what several people did together.
type Shared struct {
	About string
	Deed  work.Deed
	Day   when.Date
}

// Colleague is who can be named as having done something too, with their first post in the community.
type Colleague struct {
	Person int64
	Post   work.Post
}

// Colleagues returns who holds a post with rights in the communities of the actor's posts, as the territory lies.
func (s *Service) Colleagues(ctx context.Context, who auth.Actor) ([]Colleague, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var areas []int64
	for _, p := range who.Postings {
		if c, ok := tree.Up(p.Area, area.Community); ok && !slices.Contains(areas, c.ID) {
			areas = append(areas, tree.AllUnder(c.Path)...)
		}
	}
	posted, err := s.with.Store.PostingsAt(ctx, areas, auth.Posted)
	if err != nil {
		return nil, err
	}
	var all []Colleague
	now := s.with.Now()
	for _, p := range posted {
		c, _ := tree.Up(p.Area, area.Community)
		if p.Person != who.Person && p.Holds(now) && work.InCommunity(tree, p.Role, p.Area, c.ID) {
			all = append(all, Colleague{p.Person, work.Post{Role: p.Role, Area: p.Area}})
		}
	}
	slices.SortFunc(all, func(a, b Colleague) int {
		return cmp.Or(
			area.ComparePaths(tree.Path(a.Post.Area), tree.Path(b.Post.Area)),
			slices.Index(auth.Roles, a.Post.Role)-slices.Index(auth.Roles, b.Post.Role), cmp.Compare(a.Person, b.Person),
		)
	})
	seen := map[int64]bool{}
	return slices.DeleteFunc(all, func(c Colleague) bool {
		before := seen[c.Person]
		seen[c.Person] = true
		return before
	}), nil
}

// addColleagues says of lines who else did the same.
func (s *Service) addColleagues(ctx context.Context, lines []work.Line) error {
	var about []string
	for _, l := range lines {
		if slices.Contains(work.Together, l.Deed) && !slices.Contains(about, l.About) {
			about = append(about, l.About)
		}
	}
	with, err := s.with.Store.TogetherWith(ctx, about)
	for i, l := range lines {
		for _, one := range with[Shared{l.About, l.Deed, l.Day()}] {
			if one != l.Person {
				lines[i].With = append(lines[i].With, one)
			}
		}
	}
	return err
}
