package report

import (
	"context"

	"linli/app/auth"
	"linli/app/pages"
)

// MostPoints is the number of reports that a map draws one by one.
const MostPoints = 500

// mostPages is the number of pages of a narrowed list that a map reads: a rare filter matches few of the rows of each.
const mostPages = 2

// Points are the reports of a list as a map draws them.
type Points struct {
	Reports []Report // the first ones of the list
	Beyond  []Pile   // where the others are
	More    bool     // there are reports that Beyond does not count
}

// Pile is a number of reports in a grid, or with Grid 0 of a community whose grid is not known.
type Pile struct {
	Community, Grid int64
	Count           int
}

// Points returns the reports of a staff list for a map: the first ones themselves, of the rest the number in each grid. Faults:
// those of List.
func (s *Service) Points(ctx context.Context, who auth.Actor, l Listing) (Points, error) {
	f, err := s.narrowed(ctx, who, l)
	if err != nil {
		return Points{}, err
	}
	var p Points
	rest := false
	for page := 0; ; page++ {
		f.Most = MostPoints - len(p.Reports)
		found, err := s.store.List(ctx, f)
		if err != nil {
			return Points{}, err
		}
		p.Reports = append(p.Reports, found.Items...)
		if f.After, rest = found.Next, found.More(); !rest || page == mostPages-1 || len(p.Reports) == MostPoints {
			break
		}
	}
	if !rest {
		return p, nil
	}
	f.After, f.Most = pages.Cursor{}, 0
	piles, more, err := s.store.Piles(ctx, f)
	if err != nil {
		return Points{}, err
	}
	p.Beyond, p.More = beyond(piles, p.Reports), more
	return p, nil
}

// beyond takes the reports that are drawn one by one off the piles.
func beyond(piles []Pile, drawn []Report) []Pile {
	type place struct{ community, grid int64 }
	single := map[place]int{}
	for _, r := range drawn {
		single[place{r.Community, r.Grid}]++
	}
	var left []Pile
	for _, p := range piles {
		if p.Count -= single[place{p.Community, p.Grid}]; p.Count > 0 {
			left = append(left, p)
		}
	}
	return left
}
