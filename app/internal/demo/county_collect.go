package demo

import (
	"context"

	"linli/app/auth"
	"linli/app/collect"
	"linli/app/plan"
	"linli/app/when"
)

// demoCampaign is what the community asks before the heating season; it began a week ago.
var demoCampaign = collect.Campaign{
	Title: "冬季供暖核对", Purpose: "安排供暖走访和停暖时的通知", Basis: "县冬季供暖保障方案第三条", Decided: "社区党委会（上周三）",
	Questions: []collect.Question{
		{Text: "家里几口人", Known: collect.Size}, {Text: "自住还是出租", Known: collect.Tenure},
	},
}

// demoAnswers are what was answered at the first doors, one after another; every other door is still to ask.
var demoAnswers = []collect.Given{
	{State: collect.Confirmed}, {State: collect.Absent}, {State: collect.Changed, Values: collect.Values{1: "2"}}, {State: collect.Refused},
}

// collectHeating returns the steps of the campaign: the secretary says yes, households are asked, half of the doors answer.
func (p *past) collectHeating() []moment {
	return []moment{
		{days: 7, report: -9, step: 0, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, "YG-01", m)
			if err != nil {
				return err
			}
			known, err := p.s.Collects.List(ctx, who)
			if err != nil || len(known) > 0 {
				return err
			}
			c := demoCampaign
			today := when.DateOf(p.clock.Now())
			c.Area, c.From, c.Until, c.Drop = p.areas["YANG-3"], today, plan.Add(today, 28), plan.Add(today, 60)
			if c, err = p.s.Collects.Draft(ctx, who, c); err != nil {
				return err
			}
			if err := p.s.Collects.Start(ctx, who, c.ID); err != nil {
				return err
			}
			return p.s.Collects.Ask(ctx)
		}},
		{days: 6, report: -9, step: 1, other: p.answerDoors},
	}
}

// answerDoors answers for half of the doors, once.
func (p *past) answerDoors(ctx context.Context, m moment) error {
	who, err := p.actor(ctx, "YG-21", m)
	if err != nil {
		return err
	}
	all, err := p.s.Collects.List(ctx, who)
	if err != nil || len(all) == 0 {
		return err
	}
	board, err := p.s.Collects.Get(ctx, who, all[0].ID)
	if err != nil {
		return err
	}
	n := 0
	for _, b := range board.Buildings {
		_, doors, err := p.s.Collects.Answers(ctx, who, board.ID, b.Building)
		if err != nil {
			return err
		}
		for _, d := range doors {
			if n++; n%2 == 0 || d.State != collect.Todo {
				continue
			}
			if err := p.answerDoor(ctx, who, d, demoAnswers[n/2%len(demoAnswers)]); err != nil {
				return err
			}
		}
	}
	return nil
}

// answerDoor answers for one door; one whose tenure nobody knows is told it.
func (p *past) answerDoor(ctx context.Context, who auth.Actor, d collect.Door, g collect.Given) error {
	if g.State == collect.Confirmed || g.State == collect.Changed {
		values := collect.Values{}
		for k, v := range g.Values {
			values[k] = v
		}
		if len(demoCampaign.Prefilled(d.Home, d.Lives)) < len(demoCampaign.Questions) {
			values[2] = "自住"
		}
		g.Values = values
	}
	return p.s.Collects.Answer(ctx, who, d.ID, g)
}
