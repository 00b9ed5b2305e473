package demo

import (
	"context"
	"fmt"

	"linli/app/care"
	"linli/app/when"
)

// demoVisits are visits to the residents who need care: days before today, whom, and what was found. One of them is due again, one
// is late.
var demoVisits = []struct {
	days float64
	whom string
	care.Entry
}{
	{20, "吴秀兰", care.Entry{Way: care.Door, Outcome: care.Well, Words: "精神不错，女儿每周来。"}},
	{19, "蔺德山", care.Entry{Way: care.Door, Outcome: care.Needy, Needs: []string{"haircut", "meal"}, Words: "腿脚不便，想请人上门理发。"}},
	{13, "吴秀兰", care.Entry{Way: care.Phone, Outcome: care.Well}},
	{5, "蔺德山", care.Entry{Way: care.Door, Outcome: care.Well, Words: "上门理过发了，午饭还没有着落。"}},
}

// demoChange is what became known yesterday of the household of a widow.
var demoChange = care.Told{Kind: "illness", Words: "住院手术，儿子在外地。"}

const (
	demoVisitor = "YG-02" // a clerk: the grids of both houses are theirs
	demoIll     = "林桂珍"
)

// visitResidents returns the steps: the plan is made, people are visited, and a misfortune becomes known.
func (p *past) visitResidents() (all []moment) {
	add := func(days float64, do func(context.Context, moment) error) {
		all = append(all, moment{days: days, report: -9, step: len(all), other: do})
	}
	add(24, func(ctx context.Context, _ moment) error { return p.s.Cares.Plan(ctx) })
	for _, v := range demoVisits {
		add(v.days, func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, demoVisitor, m)
			if err != nil {
				return err
			}
			row, err := p.caredFor(ctx, m, v.whom)
			if err != nil {
				return err
			}
			if v.Way == care.Door {
				v.With = []int64{p.persons[demoWalker].ID}
			}
			_, _, err = p.s.Cares.Visit(ctx, who, row.ID, v.Entry)
			return err
		})
	}
	add(1, func(ctx context.Context, m moment) error {
		who, err := p.actor(ctx, demoVisitor, m)
		if err != nil {
			return err
		}
		row, err := p.caredFor(ctx, m, demoIll)
		if err != nil {
			return err
		}
		told := demoChange
		told.Household, told.Person, told.Day = row.Household, row.Person, when.DateOf(p.clock.Now())
		_, err = p.s.Cares.AddChange(ctx, who, told)
		return err
	})
	return all
}

// caredFor finds somebody of the plan by name.
func (p *past) caredFor(ctx context.Context, m moment, name string) (care.Row, error) {
	who, err := p.actor(ctx, demoVisitor, m)
	if err != nil {
		return care.Row{}, err
	}
	for after := int64(0); ; {
		page, err := p.s.Cares.Rows(ctx, who, care.List{After: after})
		if err != nil {
			return care.Row{}, err
		}
		for _, r := range page.Items {
			if r.Who == name {
				return r, nil
			}
		}
		if after = page.Next.ID; after == 0 {
			return care.Row{}, fmt.Errorf("%s is not in the plan", name)
		}
	}
}
