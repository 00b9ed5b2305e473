package demo

import (
	"cmp"
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/errand"
	"linli/app/when"
)

// demoErrand is a matter that 阳光社区 does for a resident, with what the clerk does at which time.
type demoErrand struct {
	Days  float64 // ago
	Who   string
	Item  string // what they call it; "" of somebody who does not know whom to ask
	Words string
	Then  []errandStep
}

type errandStep struct {
	Days float64
	Do   func(d errandDeed) (errand.Errand, error)
	By   string // the clerk unless somebody else
}

// errandDeed is one step on its way.
type errandDeed struct {
	ctx   context.Context
	p     *past
	clerk auth.Actor // or who else does this step
	who   auth.Actor // the resident
	id    int64
}

func takeErrand(d errandDeed) (errand.Errand, error) { return d.p.s.Errands.Take(d.ctx, d.clerk, d.id) }

// seeAll finds every material good.
func seeAll(d errandDeed) (errand.Errand, error) {
	e, err := d.p.s.Errands.Read(d.ctx, d.clerk, d.id)
	for n := range e.Materials {
		if err != nil {
			return e, err
		}
		d.clerk.Request += fmt.Sprint("-", n)
		e, err = d.p.s.Errands.See(d.ctx, d.clerk, d.id, errand.Handling{N: n, Looked: errand.Good})
	}
	return e, err
}

// tellGaps finds the first material bad and tells all that is missing.
func tellGaps(d errandDeed) (errand.Errand, error) {
	if _, err := d.p.s.Errands.See(d.ctx, d.clerk, d.id, errand.Handling{Looked: errand.Bad, Words: "拍得不清楚，请重新拍"}); err != nil {
		return errand.Errand{}, err
	}
	d.clerk.Request += "-tell"
	return d.p.s.Errands.Tell(d.ctx, d.clerk, d.id, errand.Handling{})
}

func askMandate(d errandDeed) (errand.Errand, error) {
	until := when.DateOf(d.p.now.AddDate(0, 0, 20))
	return d.p.s.Errands.Propose(d.ctx, d.clerk, d.id, errand.Asking{Powers: []errand.Power{errand.Submit, errand.Fetch}, Until: until})
}

func giveMandate(d errandDeed) (errand.Errand, error) {
	return d.p.s.Errands.Agree(d.ctx, d.who, d.id, errand.ByClient)
}

func handIn(d errandDeed) (errand.Errand, error) {
	return d.p.s.Errands.HandIn(d.ctx, d.clerk, d.id, errand.Handling{Outside: "民2026-118"})
}

// handToSteward asks the steward of the building to do it.
func handToSteward(d errandDeed) (errand.Errand, error) {
	steward, err := d.p.actor(d.ctx, demoProxy, moment{})
	if err != nil {
		return errand.Errand{}, err
	}
	return d.p.s.Errands.Hand(d.ctx, d.clerk, d.id, errand.Handling{To: steward.Person, Words: "老人腿脚不便，您住同一栋楼"})
}

// demoProxy is the steward who does an errand.
const demoProxy = "HGJ-04"

var demoErrands = []demoErrand{
	{Days: 4.2, Who: "JM-03", Item: "高龄津贴", Words: "给母亲办，她八十二岁了", Then: []errandStep{
		{Days: 4.1, Do: takeErrand},
		{Days: 4, Do: seeAll},
		{Days: 3.95, Do: handToSteward},
		{Days: 3.9, Do: askMandate},
		{Days: 3.5, Do: giveMandate},
		{Days: 3.1, Do: handIn, By: demoProxy},
	}},
	{Days: 2.2, Who: "JM-02", Item: "医保参保", Then: []errandStep{{Days: 2.1, Do: takeErrand}, {Days: 2, Do: tellGaps}, {Days: 1.9, Do: askMandate}}},
	{Days: 0.1, Who: "JM-05", Words: "退休了要认证，不知道找谁"},
}

// doErrands returns the steps of the errands.
func (p *past) doErrands() (all []moment) {
	for i, one := range demoErrands {
		var id int64
		add := func(days float64, n int, do func(ctx context.Context, m moment) error) {
			all = append(all, moment{days: days, report: -13 - i, step: n, other: do})
		}
		add(one.Days, 0, func(ctx context.Context, m moment) (err error) {
			id, err = p.askErrand(ctx, one, m)
			return err
		})
		for n, step := range one.Then {
			add(step.Days, n+1, func(ctx context.Context, m moment) error {
				clerk, err := p.actor(ctx, cmp.Or(step.By, demoLender), m)
				if err != nil {
					return err
				}
				who, err := p.actor(ctx, one.Who, m)
				if err != nil {
					return err
				}
				_, err = step.Do(errandDeed{ctx, p, clerk, who, id})
				return err
			})
		}
	}
	return all
}

// askErrand asks for the item that people call so, or in words.
func (p *past) askErrand(ctx context.Context, one demoErrand, m moment) (int64, error) {
	who, err := p.actor(ctx, one.Who, m)
	if err != nil {
		return 0, err
	}
	wish := errand.Wish{Words: one.Words}
	if one.Item != "" {
		found, err := p.s.Guides.Find(ctx, p.areas["YG"], one.Item)
		if err != nil || len(found) == 0 {
			return 0, fmt.Errorf("find %q among %d items: %w", one.Item, len(found), err)
		}
		wish.Item = found[0].ID
	}
	e, err := p.s.Errands.Ask(ctx, who, wish)
	return e.ID, err
}
