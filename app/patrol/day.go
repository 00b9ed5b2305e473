package patrol

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/home"
	"linli/app/plan"
	"linli/app/when"
)

// Planned is a plan of the actor on a day, with what became of it.
type Planned struct {
	Plan
	Day    when.Date
	Count  plan.Count
	Seen   []Scan // of its points, on the day by anybody
	Due    time.Time
	Late   bool
	Reason *plan.Reason
}

// Day is the actor's day: what is planned, the rounds, what was found, and days before that nobody has explained.
type Day struct {
	Day         when.Date
	Planned     []Planned
	Rounds      []Patrol // oldest first
	Finds       []Found
	Log         string
	Unexplained []Planned
	Topics      []Topic
	Track       []area.Area // communities of the actor in which a track may be recorded
	Minimum     bool        // one of them shows the three numbers
}

// Day returns the actor's day.
func (s *Service) Day(ctx context.Context, who auth.Actor) (Day, error) {
	if err := who.Need(auth.Helpers...); err != nil {
		return Day{}, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Day{}, err
	}
	today := when.DateOf(s.with.Now())
	d := Day{Day: today}
	planned, err := s.planned(ctx, tree, who, today)
	if err != nil {
		return d, err
	}
	for _, p := range planned {
		if p.Day == today {
			d.Planned = append(d.Planned, p)
		} else if !p.Count.Met() {
			d.Unexplained = append(d.Unexplained, p)
		}
	}
	from, to := dayRange(today)
	if d.Rounds, err = s.with.Store.RoundsOf(ctx, who.Person, from.Add(-quiet), to); err != nil {
		return d, err
	}
	d.Rounds = slices.DeleteFunc(d.Rounds, func(p Patrol) bool { return p.Day() != today && !p.Open() })
	finds, err := s.with.Store.FindsOf(ctx, who.Person, from, to)
	if err != nil {
		return d, err
	}
	if d.Finds, err = s.shown(ctx, tree, finds); err != nil {
		return d, err
	}
	if d.Topics, err = s.topics(ctx); err != nil {
		return d, err
	}
	if d.Log, err = s.log(ctx, tree, d); err != nil {
		return d, err
	}
	if d.Track, err = s.switchedOn(ctx, tree, who, SwitchTrack); err != nil {
		return d, err
	}
	shown, err := s.switchedOn(ctx, tree, who, SwitchMinimum)
	d.Minimum = len(shown) > 0
	return d, err
}

// log composes the log of a day.
func (s *Service) log(ctx context.Context, tree *area.Tree, d Day) (string, error) {
	l := Log{Rounds: d.Rounds, Plans: map[int64]Plan{}, Finds: d.Finds, Topics: d.Topics, Place: func(id int64) string { return Near(tree, id) }}
	for _, p := range d.Planned {
		l.Plans[p.ID] = p.Plan
		if p.Reason != nil {
			l.Reasons = append(l.Reasons, *p.Reason)
		}
	}
	for _, r := range d.Rounds {
		if _, known := l.Plans[r.Plan]; !known && r.Plan != 0 {
			p, err := s.with.Store.Plan(ctx, r.Plan)
			if err != nil {
				return "", err
			}
			l.Plans[r.Plan] = p
		}
	}
	return l.Say(), nil
}

// shown adds what people read of the reports of finds.
func (s *Service) shown(ctx context.Context, t *area.Tree, finds []Find) ([]Found, error) {
	ids := make([]int64, len(finds))
	for i, f := range finds {
		ids[i] = f.Report
	}
	known, err := s.with.Store.Reports(ctx, ids)
	if err != nil {
		return nil, err
	}
	var all []Found
	for _, f := range finds {
		r, ok := known[f.Report]
		if !ok {
			continue
		}
		one := Found{Find: f, Number: r.Say(), Title: r.Title(), Place: Near(t, r.Area), State: r.State.Name(), Open: r.Open()}
		if f.Spot {
			one.Result = r.Result
		}
		all = append(all, one)
	}
	return all, nil
}

// explainable is how many days before today can be explained.
const explainable = 7

// planned returns the actor's plans of today and of the days before it that can be explained, with what became of each.
func (s *Service) planned(ctx context.Context, t *area.Tree, who auth.Actor, today when.Date) ([]Planned, error) {
	var days []when.Date
	for n := -explainable; n <= 0; n++ {
		days = append(days, plan.Add(today, n))
	}
	mine, err := s.asked(ctx, t, who.Person, days...)
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	var ids []int64
	for _, all := range mine {
		for _, p := range all {
			if !slices.Contains(ids, p.ID) {
				ids = append(ids, p.ID)
			}
		}
	}
	rounds, err := s.with.Store.RoundsFor(ctx, ids, days[0].Time(), today.Next().Time())
	if err != nil {
		return nil, err
	}
	reasons, err := s.with.Reasons.ReasonsOf(ctx, []int64{who.Person}, days[0], today)
	if err != nil {
		return nil, err
	}
	var all []Planned
	for _, d := range days {
		for _, p := range mine[d] {
			all = append(all, became(p, d, rounds, reasons, s.with.Now()))
		}
	}
	return all, nil
}

// became says what became of a plan on a day.
func became(p Plan, d when.Date, rounds []Patrol, reasons []plan.Reason, now time.Time) Planned {
	one := Planned{Plan: p, Day: d}
	var own []Patrol
	for _, r := range rounds {
		if r.Plan == p.ID && r.Day() == d {
			own = append(own, r)
			one.Seen = append(one.Seen, r.Scans...)
		}
	}
	for _, r := range reasons {
		if r.Plan == p.about() && r.Day == d {
			one.Reason = &r
		}
	}
	one.Count = p.Count(own, one.Reason != nil)
	one.Due = p.due(d, one.Count.Done)
	one.Late = !one.Count.Met() && now.After(one.Due)
	return one
}

// Today returns the rounds that the actor has to walk today, and earlier days that nobody has explained.
func (s *Service) Today(ctx context.Context, who auth.Actor) (rows []home.Row, err error) {
	if len(who.Paths(auth.Helpers...)) == 0 {
		return nil, nil
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	today := when.DateOf(s.with.Now())
	planned, err := s.planned(ctx, tree, who, today)
	if err != nil {
		return nil, err
	}
	missed := 0
	for _, p := range planned {
		switch {
		case p.Count.Met():
		case p.Day != today:
			missed++
		default:
			rows = append(rows, home.Row{
				Item: home.Item{Kind: home.Patrol, Title: p.Name, Say: p.Count.Say(), ID: p.ID, At: p.Day.Time()}, Area: p.Area, Due: p.Due, Late: p.Late,
				Taps: []home.Tap{{Do: "walk", Name: "去巡查", Asks: home.Sheet}},
			})
		}
	}
	if missed > 0 {
		rows = append(rows, home.Row{
			Item: home.Item{Kind: home.Patrol, Title: "没有巡查的日子", Say: fmt.Sprintf("%d次没有巡查，说明原因就行", missed), Count: missed},
			Taps: []home.Tap{{Do: "explain", Name: "说明原因", Asks: home.Sheet}},
		})
	}
	return rows, nil
}

// Explain says why a planned round of the actor did not take place. Explaining again replaces the reason. Faults: ErrPlan, ErrDay,
// plan.ErrReason.
func (s *Service) Explain(ctx context.Context, who auth.Actor, id int64, r plan.Reason) error {
	if err := who.Need(auth.Helpers...); err != nil {
		return err
	}
	if err := r.Check(); err != nil {
		return err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	now := s.with.Now()
	today := when.DateOf(now)
	if r.Day > today || plan.Between(r.Day, today) > explainable {
		return ErrDay
	}
	mine, err := s.asked(ctx, tree, who.Person, r.Day)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(mine[r.Day], func(p Plan) bool { return p.ID == id })
	if i < 0 {
		known, err := s.with.Store.Plan(ctx, id)
		if err != nil || !covers(tree, who, known.Area) {
			return ErrPlan
		}
		return ErrDay
	}
	p := mine[r.Day][i]
	r.Community, r.Plan, r.Person, r.By, r.At = p.Community, p.about(), who.Person, who.Person, now
	return s.with.Store.InTx(ctx, func(tx Tx) error { return tx.AddReason(ctx, r) })
}
