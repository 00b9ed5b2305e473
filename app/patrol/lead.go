package patrol

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/plan"
	"linli/app/when"
)

// Overview is what a grid lead reads of a grid, or a secretary of a community (网格巡查). It is about points and plans; no list orders
// walkers.
type Overview struct {
	Gaps   []Gap     // points of plans not seen for some days
	Days   []Planned // the plans of the last days, newest day first
	Rounds []Patrol  // newest first
	Finds  []Found   // newest first
}

// Gap is a point that was not seen for some days.
type Gap struct {
	Point
	Plan  string
	Seen  time.Time // the last time in 90 days; zero: not
	Since int       // days
}

// remembered is for how long a point that was seen is known.
const remembered = 90 * 24 * time.Hour

// Overview returns the rounds of the last seven days in an area that the actor dispatches, and the points of its plans that were not
// seen for so many days. Fault: area.ErrMissing.
func (s *Service) Overview(ctx context.Context, who auth.Actor, in int64, days int) (Overview, error) {
	if err := who.Need(auth.Dispatchers...); err != nil {
		return Overview{}, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Overview{}, err
	}
	at, err := tree.Get(in)
	if err != nil || at.Community == 0 || !who.Covers(at.Path, auth.Dispatchers...) {
		return Overview{}, area.ErrMissing
	}
	var o Overview
	now := s.with.Now()
	today := when.DateOf(now)
	from := plan.Add(today, -explainable)
	all, err := s.with.Store.Plans(ctx, []int64{at.Community}, from)
	if err != nil {
		return o, err
	}
	all = slices.DeleteFunc(all, func(p Plan) bool { return !strings.HasPrefix(tree.Path(p.Area), at.Path) })
	seen, err := s.with.Store.SeenLast(ctx, at.Community, now.Add(-remembered))
	if err != nil {
		return o, err
	}
	o.Gaps = gaps(tree, all, seen, now, days)
	if o.Days, err = s.days(ctx, tree, at.Community, all, from, today); err != nil {
		return o, err
	}
	if o.Rounds, err = s.with.Store.RoundsIn(ctx, at.Community, from.Time(), now.Add(when.Ahead)); err != nil {
		return o, err
	}
	o.Rounds = slices.DeleteFunc(o.Rounds, func(p Patrol) bool { return !strings.HasPrefix(tree.Path(p.Area), at.Path) })
	finds, err := s.with.Store.FindsIn(ctx, at.Community, from.Time(), now.Add(when.Ahead))
	if err != nil {
		return o, err
	}
	finds = slices.DeleteFunc(finds, func(f Find) bool { return !strings.HasPrefix(tree.Path(f.Area), at.Path) })
	o.Finds, err = s.shown(ctx, tree, finds)
	return o, err
}

// gaps returns the points of plans that were not seen for some days, in the order of the territory.
func gaps(t *area.Tree, all []Plan, seen map[Point]time.Time, now time.Time, days int) (missed []Gap) {
	for _, p := range all {
		if !p.EndedAt.IsZero() {
			continue
		}
		for _, one := range p.Points {
			key := one.code()
			if key.Place != 0 {
				key.Area = 0
			}
			at := seen[key]
			n := plan.Between(p.Since, when.DateOf(now))
			if !at.IsZero() {
				n = plan.Between(when.DateOf(at), when.DateOf(now))
			}
			if n >= days && !slices.ContainsFunc(missed, func(g Gap) bool { return g.Point == one }) {
				missed = append(missed, Gap{one, p.Name, at, n})
			}
		}
	}
	slices.SortStableFunc(missed, func(a, b Gap) int { return area.ComparePaths(t.Path(a.Area), t.Path(b.Area)) })
	return missed
}

// days says what became of each plan on each day: "1 完成 1 有说明". A reason of anybody stands for it.
func (s *Service) days(ctx context.Context, t *area.Tree, community int64, all []Plan, from, today when.Date) (said []Planned, err error) {
	if len(all) == 0 {
		return nil, nil
	}
	ids, keys := make([]int64, len(all)), make([]string, len(all))
	for i, p := range all {
		ids[i], keys[i] = p.ID, p.about()
	}
	rounds, err := s.with.Store.RoundsFor(ctx, ids, from.Time(), today.Next().Time())
	if err != nil {
		return nil, err
	}
	raises, err := s.with.Store.Raises(ctx, []int64{community}, from.Time())
	if err != nil {
		return nil, err
	}
	reasons, err := s.with.Reasons.ReasonsFor(ctx, keys, from, today)
	if err != nil {
		return nil, err
	}
	for d := today; d >= from; d = plan.Add(d, -1) {
		for _, p := range all {
			if counts, planned := p.On(t, d, raises); planned {
				said = append(said, became(counts, d, rounds, reasons, s.with.Now()))
			}
		}
	}
	return said, nil
}
