package demo

import (
	"context"
	"errors"
	"time"

	"linli/app/attend"
	"linli/app/auth"
	"linli/app/fund"
	"linli/app/journal"
	"linli/app/plan"
	"linli/app/policy"
	"linli/app/when"
	"linli/app/work"
)

// 翠湖社区 has switched the monthly summary on: an officer's month, with a line that they dispute and that their grid lead has to answer.
const (
	demoMonths  = "CH"
	demoSwitch  = "CH-01"
	demoMonth   = "CH-21"
	demoStreet  = "CG-01"
	demoKeep    = 200
	demoOnDays  = 60
	demoTrained = 5 // days before
)

// demoNotes are what the officer did without a record, with the days before today and the colleague who came along.
var demoNotes = []struct {
	days float64
	kind work.Kind
	said string
	with string
}{
	{12, work.Hazard, "清走2单元楼道里的旧家具", "CH-11"},
	{9, work.Errand, "帮独居老人取药、交电费", ""},
	{6.5, work.Dispute, "劝和两家的晾衣杆", "CH-11"},
	{3, work.Duty, "雪天在路口值守，扶老人过马路", ""},
	{2, work.Publicity, "上门讲清冬季用电安全", ""},
}

// demoFunds are the special funds of the street of this year, in 分.
var demoFunds = []struct {
	fund.Fund
	uses []fund.Use
}{
	{fund.Fund{Title: "网格员薪酬专项资金", Basis: "安财〔2026〕12号", Allotted: 360_000_00}, []fund.Use{
		{Words: "三个社区网格员薪酬", Amount: 28_800_00}, {Words: "两名网格员节日值守补助", Amount: 1_200_00},
	}},
	{fund.Fund{Title: "党建工作经费", Basis: "安组〔2026〕3号", Allotted: 50_000_00}, []fund.Use{
		{Words: "购买宣传展板", Amount: 3_600_50}, {Words: "展板少做一块，冲回", Amount: -450_00},
	}},
}

// sumUpMonths returns the steps: the switch, the notes of a month, a day with a reason, a dispute, and the street's funds.
func (p *past) sumUpMonths() (all []moment) {
	first := true
	add := func(days float64, code string, do func(context.Context, auth.Actor, time.Time) error) {
		all = append(all, moment{days: days, report: -10, step: len(all), other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, code, m)
			if err != nil || !first {
				return err
			}
			return do(ctx, who, wakingBefore(p.now, days))
		}})
	}
	community := func() int64 { return p.areas[demoMonths] }
	add(16, demoSwitch, func(ctx context.Context, who auth.Actor, now time.Time) error {
		switch err := p.s.Policies.Need(ctx, community(), attend.Summary); {
		case err == nil:
			first = false // switched on in a demo before this one
			return nil
		case !errors.Is(err, policy.ErrOff):
			return err
		}
		return p.s.Policies.Set(ctx, who, community(), attend.Summary, policy.Setting{
			Purpose: "核对网格员每月做了什么，作为薪酬的依据", Basis: "安组办〔2026〕9号", Last: when.DateOf(now.AddDate(0, 0, demoOnDays)), Keep: demoKeep,
		}, "")
	})
	for _, n := range demoNotes {
		add(n.days, demoMonth, func(ctx context.Context, who auth.Actor, _ time.Time) error {
			e := journal.Entry{Kind: n.kind, Words: n.said}
			if n.with != "" {
				e.With = []int64{p.persons[n.with].ID}
			}
			return p.s.Journals.Note(ctx, who, e)
		})
	}
	add(1.5, demoMonth, func(ctx context.Context, who auth.Actor, now time.Time) error {
		day := plan.Add(when.DateOf(now), -demoTrained)
		_, err := p.s.Attends.Explain(ctx, who, community(), day, plan.Reason{Key: "training"})
		return err
	})
	add(1, demoMonth, func(ctx context.Context, who auth.Actor, now time.Time) error {
		_, err := p.s.Attends.Dispute(ctx, who, community(), attend.MonthOf(when.DateOf(now)), "kind:errand", "上周还帮两户取了药，没有算进去。")
		return err
	})
	return append(all, moment{days: 0.9, report: -10, step: len(all), other: p.registerFunds})
}

// registerFunds enters the street's funds and what they were used for, once.
func (p *past) registerFunds(ctx context.Context, m moment) error {
	who, err := p.actor(ctx, demoStreet, m)
	if err != nil {
		return err
	}
	today := when.DateOf(p.clock.Now())
	for _, d := range demoFunds {
		d.Year = today.Year()
		f, err := p.s.Funds.Add(ctx, who, d.Fund)
		if errors.Is(err, fund.ErrTwice) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, u := range d.uses {
			u.Month = int(attend.MonthOf(today))
			if _, err := p.s.Funds.Use(ctx, who, f.ID, u); err != nil {
				return err
			}
		}
	}
	return nil
}
