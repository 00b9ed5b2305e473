package demo

import (
	"context"
	"fmt"

	"linli/app/counter"
	"linli/app/when"
)

// demoCounters are the counters of 一楼便民厅: a general one, and one for what elders come for.
var demoCounters = []struct {
	counter counter.Counter
	a, b    string
}{
	{counter.Counter{
		Name: "综合窗口", Kind: counter.General, Working: "08:30-12:00,14:00-18:00", Noon: true, NoonB: true, Resting: "09:00-17:00", Places: 2,
		About: "请带身份证。中午也有人。",
	}, "YG-02", "YG-03"},
	{counter.Counter{
		Name: "养老救助窗口", Kind: counter.Special, Headings: []string{"养老", "救助"}, Working: "08:30-12:00,14:00-18:00", Resting: "09:00-12:00", Places: 2,
		About: "老人优先，可以坐着办。",
	}, "YG-03", "YG-02"},
}

// counterVisits are what two people without a name came for yesterday.
var counterVisits = []counter.Result{counter.Advised, counter.Handled}

// openCounters returns the steps that open the counters and serve the visits.
func (p *past) openCounters() (all []moment) {
	ids := make([]int64, len(demoCounters))
	for i := range demoCounters {
		all = append(all, moment{days: 27, report: -40, step: i, other: func(ctx context.Context, m moment) (err error) {
			ids[i], err = p.openCounter(ctx, i, m)
			return err
		}})
	}
	today, _ := when.Day(p.now)
	morning := p.now.Sub(today).Hours()/24 + 1 - 9.2/24 // yesterday, 9:12
	for i, result := range counterVisits {
		all = append(all, moment{days: morning - float64(i)/48, report: -41, step: i, other: func(ctx context.Context, m moment) error {
			return p.visitCounter(ctx, ids[0], result, m)
		}})
	}
	return all
}

// openCounter opens one of the counters, or finds it.
func (p *past) openCounter(ctx context.Context, i int, m moment) (int64, error) {
	who, err := p.actor(ctx, "YG-01", m)
	if err != nil {
		return 0, err
	}
	c := demoCounters[i].counter
	c.Community, c.A, c.B = p.areas["YG"], p.persons[demoCounters[i].a].ID, p.persons[demoCounters[i].b].ID
	known, err := p.s.Counters.Hall(ctx, c.Community)
	if err != nil {
		return 0, err
	}
	for _, k := range known {
		if k.Name == c.Name {
			return k.ID, nil
		}
	}
	there, err := p.s.Premises.Desk(ctx, who, c.Community)
	if err != nil {
		return 0, err
	}
	for _, place := range there.Places {
		if place.Name == "一楼便民厅" {
			c.Place = place.ID
		}
	}
	c, err = p.s.Counters.Add(ctx, who, c)
	return c.ID, err
}

// visitCounter gives somebody a number, calls it and says in one word what it was.
func (p *past) visitCounter(ctx context.Context, id int64, result counter.Result, m moment) error {
	who, err := p.actor(ctx, demoLender, m)
	if err != nil {
		return err
	}
	press := who.Request
	if _, err := p.s.Counters.Enter(ctx, who, id, counter.Coming{}); err != nil {
		return fmt.Errorf("take a number: %w", err)
	}
	who.Request = press + "-next"
	b, err := p.s.Counters.Next(ctx, who, id)
	if err != nil {
		return err
	}
	who.Request = press + "-end"
	_, err = p.s.Counters.Serve(ctx, who, b.ID, counter.Ending{Result: result})
	return err
}
