package dispatch

import (
	"context"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// ErrPeriod is returned for a rehearsal over an invalid or too long period.
var ErrPeriod = fault.New(fault.Invalid, "dispatch.period", "请选择不超过 100 天的时间段")

const (
	longestPeriod = 100 * 24 * time.Hour
	pastPage      = 500
)

// Trial is the effect of one line of a table of limits on past reports.
type Trial struct {
	Line    int // line of the table, from 1; 0: no line matched, the default applied
	Reports int
	Before  int // late under the limits of that time
	After   int // late under the table
}

// Rehearse applies a table to the reports of a community submitted between two times, and changes nothing. A report is late
// when it was not resolved, or is still open, after the limit for the whole. Faults: report.ErrLimits, ErrPeriod,
// area.ErrMissing.
func (s *Service) Rehearse(ctx context.Context, who auth.Actor, community int64, table report.Limits, from, to time.Time) ([]Trial, error) {
	if err := s.checkLimits(ctx, table); err != nil {
		return nil, err
	}
	if len(table) == 0 {
		table = report.DefaultLimits
	}
	times, err := s.clock(ctx, community)
	if err != nil {
		return nil, err
	}
	trials := make([]Trial, len(table)+1)
	for i := range trials {
		trials[i].Line = i
	}
	err = s.past(ctx, who, community, from, to, func(r report.Report) error {
		line := slices.IndexFunc(table, func(l report.Limit) bool { return l.Fits(r) })
		t := &trials[line+1]
		t.Reports++
		if Late(r, r.WholeDue, s.now()) {
			t.Before++
		}
		if Late(r, times.Due(began(r), table.Of(r).Whole), s.now()) {
			t.After++
		}
		return nil
	})
	return trials, err
}

// began returns the start of a report's clocks, moved by the length of its pauses.
func began(r report.Report) time.Time {
	if r.Began.IsZero() {
		return r.SubmittedAt
	}
	return r.Began
}

// Late says whether a report was resolved after due, or is open and late now.
func Late(r report.Report, due, now time.Time) bool {
	switch {
	case due.IsZero():
		return false
	case !r.ResolvedAt.IsZero():
		return r.ResolvedAt.After(due)
	}
	if !r.PausedAt.IsZero() { // its clocks are paused
		now = r.PausedAt
	}
	return r.Open() && now.After(due)
}

// Destination is the effect of one route on past reports.
type Destination struct {
	Rule    int // place in the list, from 1; 0: no route matched, the duty post gets them
	Reports int
	Empty   int      // matched, but the target is not staffed today; a later route or the duty post gets them
	Samples []string // numbers of some of these reports
}

const samples = 5

// Try applies routes to past reports, and changes nothing. Faults as for SetRoutes, and ErrPeriod.
func (s *Service) Try(ctx context.Context, who auth.Actor, community int64, rules report.Routes, from, to time.Time) ([]Destination, error) {
	at, err := s.place(ctx, who, community, auth.Dispatchers)
	if err != nil {
		return nil, err
	}
	if err := s.checkRoutes(ctx, at, rules); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	times, err := s.clock(ctx, community)
	if err != nil {
		return nil, err
	}
	found := make([]Destination, len(rules)+1)
	for i := range found {
		found[i].Rule = i
	}
	known, estates := person.NewRecall(s.roster), &recall{from: s.store, known: map[int64]report.Estate{}}
	err = s.past(ctx, who, community, from, to, func(r report.Report) error {
		to := &found[0]
		for i, o := range rules {
			if !o.Fits(tree, times, r, r.SubmittedAt) {
				continue
			}
			holder, ok, err := o.TargetOf(ctx, estates, tree, r)
			if err != nil {
				return err
			}
			if ok {
				if holder, ok, err = report.Seated(ctx, known, tree, s.now(), r.Area, holder); err != nil {
					return err
				}
				acting, err := report.Behind(ctx, known, tree, s.now(), holder)
				if err != nil {
					return err
				}
				ok = ok && len(acting) > 0
			}
			if !ok {
				found[i+1].Empty++
				continue
			}
			to = &found[i+1]
			break
		}
		if to.Reports++; len(to.Samples) < samples {
			to.Samples = append(to.Samples, r.Say())
		}
		return nil
	})
	return found, err
}

// recall asks for the estate of each building once.
type recall struct {
	from  report.Estates
	known map[int64]report.Estate
}

// EstateAt implements report.Estates; a building in no estate has an empty one.
func (r *recall) EstateAt(ctx context.Context, building int64) (report.Estate, bool, error) {
	e, ok := r.known[building]
	if ok {
		return e, true, nil
	}
	e, _, err := r.from.EstateAt(ctx, building)
	r.known[building] = e
	return e, true, err
}

// past reads the reports of a community submitted between two times.
func (s *Service) past(ctx context.Context, who auth.Actor, community int64, from, to time.Time, do func(report.Report) error) error {
	if community == 0 {
		return ErrPeriod.Say("请选择一个社区")
	}
	if _, err := s.place(ctx, who, community, auth.Dispatchers); err != nil { // a department sees only its own reports
		return err
	}
	if !to.After(from) || to.Sub(from) > longestPeriod {
		return ErrPeriod
	}
	return pages.Each(func(after pages.Cursor) (pages.Page[report.Report], error) {
		found, err := s.store.Past(ctx, community, from, to, after.ID, pastPage)
		return pages.Full(found, pastPage, func(r report.Report) pages.Cursor { return pages.Cursor{ID: r.ID} }), err
	}, func(found []report.Report) error {
		for _, r := range found {
			if err := do(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// LastQuarter returns the three months before the month of t, the default period of a rehearsal.
func LastQuarter(t time.Time) (from, to time.Time) {
	b := t.In(when.Beijing)
	to = time.Date(b.Year(), b.Month(), 1, 0, 0, 0, 0, when.Beijing)
	return to.AddDate(0, -3, 0), to
}
