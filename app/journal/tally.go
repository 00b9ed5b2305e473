package journal

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// Days are from one day to another, both included.
type Days struct{ Begin, End when.Date }

// check fills in the last 30 days, and returns ErrDays for more than a year.
func (d *Days) check(today when.Date) error {
	if d.End == 0 {
		d.End = today
	}
	if d.Begin == 0 {
		d.Begin = plan.Add(d.End, -30)
	}
	if n := plan.Between(d.Begin, d.End); n < 0 || n > mostDays {
		return ErrDays
	}
	return nil
}

// By says what a row of a tally is.
type By string

// What a row can be.
const (
	ByGrid     By = "grid"
	ByBuilding By = "building"
	ByPost     By = "post"
)

// Tallies returns what was done in a community or a grid that the actor reads, by grid, building or post, in the order of the territory. Nobody is
// named: a post is not a person. Faults: area.ErrMissing, ErrDays.
func (s *Service) Tallies(ctx context.Context, who auth.Actor, in int64, by By, d Days) ([]Tally, error) {
	tree, f, err := s.read(ctx, who, in, d)
	if err != nil {
		return nil, err
	}
	f.Once = by != ByPost
	pieces, err := s.with.Store.TalliesIn(ctx, f)
	if err != nil {
		return nil, err
	}
	served, err := s.with.Store.ServedIn(ctx, f)
	if err != nil {
		return nil, err
	}
	return tally(tree, by, pieces, served), nil
}

// key is what a row of a tally stands for.
type key struct {
	area int64
	post work.Post
}

func keyOf(tree *area.Tree, by By, at int64, post work.Post) key {
	kind := area.Grid
	switch by {
	case ByPost:
		return key{post: post}
	case ByBuilding:
		kind = area.Building
	case ByGrid:
	}
	up, _ := tree.Up(at, kind)
	return key{area: up.ID} // 0: of the community as a whole
}

// tally adds the pieces by row. A person who was served twice counts once in each row.
func tally(tree *area.Tree, by By, pieces []Piece, served []Served) []Tally {
	rows, persons := map[key]*Tally{}, map[key]map[int64]bool{}
	for _, p := range pieces {
		k := keyOf(tree, by, p.Area, p.Post)
		if rows[k] == nil {
			rows[k] = &Tally{Area: k.area, Post: k.post, Kinds: map[work.Kind]int{}}
		}
		rows[k].Kinds[p.Kind] += p.Lines
		rows[k].Lines += p.Lines
		rows[k].Solved += p.Solved
	}
	for _, one := range served {
		k := keyOf(tree, by, one.Area, one.Post)
		if persons[k] == nil {
			persons[k] = map[int64]bool{}
		}
		persons[k][one.Person] = true
	}
	all := make([]Tally, 0, len(rows))
	for k, t := range rows {
		t.Served = len(persons[k])
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b Tally) int { return compare(tree, a, b) })
	return all
}

// compare orders rows as the territory lies, posts besides by role.
func compare(tree *area.Tree, a, b Tally) int {
	at := func(t Tally) string {
		if t.Area != 0 {
			return tree.Path(t.Area)
		}
		return tree.Path(t.Post.Area)
	}
	if c := area.ComparePaths(at(a), at(b)); c != 0 {
		return c
	}
	return slices.Index(auth.Roles, a.Post.Role) - slices.Index(auth.Roles, b.Post.Role)
}

// Lines returns one page of the lines behind a tally. The words of a sensitive line are for the keepers of the community. Faults:
// area.ErrMissing, ErrDays.
func (s *Service) Lines(ctx context.Context, who auth.Actor, in int64, kind work.Kind, d Days, after pages.Cursor) (pages.Page[work.Line], error) {
	tree, f, err := s.read(ctx, who, in, d)
	if err != nil {
		return pages.Page[work.Line]{}, err
	}
	f.Kind = kind
	found, err := s.with.Store.LinesIn(ctx, f, after, pages.Size)
	if err != nil {
		return pages.Page[work.Line]{}, err
	}
	for i, l := range found {
		if l.Sensitive && l.Person != who.Person && !who.Covers(tree.Path(l.Area), auth.Keepers...) {
			found[i].Words = ""
		}
	}
	err = s.addColleagues(ctx, found)
	return pages.Full(found, pages.Size, cursor), err
}

// read returns the lines of an area that the actor reads: of a community, or of a part of it.
func (s *Service) read(ctx context.Context, who auth.Actor, in int64, d Days) (*area.Tree, Filter, error) {
	if err := who.Need(auth.Dispatchers...); err != nil {
		return nil, Filter{}, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, Filter{}, err
	}
	at, err := tree.Get(in)
	if err != nil || at.Kind == area.Street || at.Kind == area.County || !who.Covers(at.Path, auth.Dispatchers...) {
		return nil, Filter{}, area.ErrMissing
	}
	f := Filter{Community: at.Community, Days: d}
	if at.Kind != area.Community {
		f.Areas = tree.AllUnder(at.Path)
	}
	return tree, f, f.check(when.DateOf(s.with.Now()))
}
