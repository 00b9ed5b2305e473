package demo

import (
	"context"
	"fmt"
	"time"

	"linli/app/person"
	"linli/app/steward"
	"linli/app/whistle"
)

// demoCall is a call for help from the board of a building (有困难找党员).
type demoCall struct {
	Days  float64
	Place string // code of the building or unit
	Words string
	Phone person.Phone
	Done  *demoEnd // nil while it is open
}

// demoEnd is what a steward did about a call.
type demoEnd struct {
	Days  float64
	Who   string
	Words string
}

var demoCalls = []demoCall{
	{
		Days: 1.4, Place: "XIN-4", Words: "老伴的药吃完了，腿脚不便，想请人代买", Phone: "19900008801",
		Done: &demoEnd{Days: 1.35, Who: "HGJ-31", Words: "药已买好送到家里，钱当面结清。"},
	},
	{Days: 0.02, Place: "YANG-5", Words: "刚买了一袋米，一个人搬不上四楼", Phone: "19900008802"},
}

// demoWhistle is a whistle: a community calls departments to a place (社区吹哨、部门报到).
type demoWhistle struct {
	Days   float64
	Who    string
	Place  string // code of the area
	Spot   string
	Words  string
	Within time.Duration // deadline for coming, from now
	Lead   string        // code of an org
	Others []string
	Answer demoAnswer
}

// demoAnswer is the first answer of a called org.
type demoAnswer struct {
	Days float64
	Who  string // code
	Says string // who comes, in words
}

var demoWhistles = []demoWhistle{{
	Days: 0.25, Who: "XY-01", Place: "XY-1", Spot: "新园小区东门", Within: 4 * time.Hour, Lead: "ZF", Others: []string{"HW", "SC"},
	Words:  "东门外早市占道，菜叶油污满地，请三家一起到场定个摆摊的范围",
	Answer: demoAnswer{Days: 0.2, Who: "ZF-01", Says: "唐大磊带两名队员"},
}}

// others returns the steps of the past that belong to no report.
func (p *past) others() (all []moment) {
	add := func(days float64, do func(context.Context, moment) error) {
		all = append(all, moment{days: days, report: -1, step: len(all), other: do})
	}
	for _, c := range demoCalls {
		var id int64
		add(c.Days, func(ctx context.Context, m moment) (err error) {
			id, err = p.call(ctx, c, m)
			return err
		})
		if c.Done != nil {
			add(c.Done.Days, func(ctx context.Context, m moment) error { return p.finish(ctx, *c.Done, id, m) })
		}
	}
	for _, w := range demoWhistles {
		var id int64
		add(w.Days, func(ctx context.Context, m moment) (err error) {
			id, err = p.blow(ctx, w, m)
			return err
		})
		add(w.Answer.Days, func(ctx context.Context, m moment) error { return p.answer(ctx, w, id, m) })
	}
	return all
}

func (p *past) call(ctx context.Context, c demoCall, m moment) (int64, error) {
	at, err := p.tree.Get(p.areas[c.Place])
	if err != nil {
		return 0, err
	}
	a, err := p.s.Stewards.Call(ctx, at.Board, steward.Plea{Words: c.Words, Phone: c.Phone, Request: fmt.Sprintf("demo-call-%d", m.step)})
	return a.Call.ID, err
}

func (p *past) finish(ctx context.Context, e demoEnd, call int64, m moment) error {
	who, err := p.actor(ctx, e.Who, m)
	if err != nil {
		return err
	}
	_, err = p.s.Stewards.FinishCall(ctx, who, call, e.Words)
	return err
}

func (p *past) blow(ctx context.Context, w demoWhistle, m moment) (int64, error) {
	who, err := p.actor(ctx, w.Who, m)
	if err != nil {
		return 0, err
	}
	in := whistle.Draft{Area: p.areas[w.Place], Place: w.Spot, Words: w.Words, By: p.now.Add(w.Within), Lead: p.orgs[w.Lead]}
	for _, o := range w.Others {
		in.Helpers = append(in.Helpers, p.orgs[o])
	}
	blown, err := p.s.Whistles.Blow(ctx, who, in)
	return blown.ID, err
}

func (p *past) answer(ctx context.Context, w demoWhistle, id int64, m moment) error {
	who, err := p.actor(ctx, w.Answer.Who, m)
	if err != nil {
		return err
	}
	_, err = p.s.Whistles.Answer(ctx, who, id, whistle.Answer{Coming: true, Who: w.Answer.Says, Arrival: p.now.Add(w.Within / 2)})
	return err
}
