package demo

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/patrol"
	"linli/app/plan"
	"linli/app/when"
)

// demoWalker is the officer of 阳光第一网格, whose rounds the secretary planned.
const (
	demoWalker  = "YG-21"
	demoPlanner = "YG-01"
)

// demoRounds are the rounds of the last days: how many days ago, and which boards were scanned, with the minutes before the last one.
var demoRounds = []struct {
	days  float64
	words string
	why   string // reason for the evening without a round
	with  string // the colleague who walked along
	scans []demoScan
}{
	{3.4, "", "meeting", "YG-02", []demoScan{{"YANG-1", "", 34}, {"YANG-2", "", 27}, {"YANG-3", "6层", 20}, {"YANG-3", "1层", 15}, {"YANG-4", "", 8}, {"YANG-6", "", 0}}},
	{2.4, "5号楼门禁坏了，进不去，已告诉物业。", "weather", "", []demoScan{{"YANG-1", "", 31}, {"YANG-2", "", 24}, {"YANG-3", "", 15}, {"YANG-6", "", 0}}},
	{1.3, "", "urgent", "", []demoScan{{"YANG-2", "", 26}, {"YANG-3", "", 18}, {"YANG-4", "", 9}, {"YANG-6", "地下", 0}}},
}

type demoScan struct {
	board, floor string
	before       int
}

// walkRounds returns the steps: the secretary plans two rounds a day, the officer walks and settles a find on the spot, and says why
// evenings were missed.
func (p *past) walkRounds() (all []moment) {
	var planned patrol.Plan
	add := func(days float64, code string, do func(context.Context, auth.Actor, time.Time) error) {
		all = append(all, moment{days: days, report: -9, step: len(all), other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, code, m)
			if err != nil || code == demoWalker && planned.ID == 0 { // walked in a demo before this one
				return err
			}
			return do(ctx, who, wakingBefore(p.now, days))
		}})
	}
	add(4, demoPlanner, func(ctx context.Context, who auth.Actor, _ time.Time) (err error) {
		known, err := p.s.Patrols.Plans(ctx, who, p.areas["YG"])
		if err != nil || len(known.Plans) > 0 {
			return err
		}
		planned, err = p.s.Patrols.AddPlan(ctx, who, p.demoPlan())
		return err
	})
	for _, r := range demoRounds {
		for _, one := range r.scans {
			add(r.days, demoWalker, func(ctx context.Context, who auth.Actor, now time.Time) error {
				board, err := p.tree.Get(p.areas[one.board])
				if err != nil {
					return err
				}
				_, err = p.s.Patrols.Scan(ctx, who, patrol.Scanned{
					Code: board.Board, Floor: one.floor, At: now.Add(-time.Duration(one.before) * time.Minute),
				})
				return err
			})
		}
		if r.days < 2 {
			add(r.days, demoWalker, func(ctx context.Context, who auth.Actor, now time.Time) error {
				_, err := p.s.Patrols.Discover(ctx, who, patrol.Discovery{
					Area: p.areas["YANG-3"], Words: "宣传栏的玻璃门松了，快掉下来", Topic: "facility", Spot: true, Did: "拧紧了合页，玻璃没有破。", At: now.Add(-17 * time.Minute),
				})
				return err
			})
		}
		add(r.days, demoWalker, func(ctx context.Context, who auth.Actor, now time.Time) error {
			over := patrol.Closing{At: now, Words: r.words}
			if r.with != "" {
				over.With = []int64{p.persons[r.with].ID}
			}
			if _, err := p.s.Patrols.Close(ctx, who, over); err != nil {
				return err
			}
			return p.s.Patrols.Explain(ctx, who, planned.ID, plan.Reason{Day: when.DateOf(now), Key: r.why})
		})
	}
	add(0.9, demoWalker, func(ctx context.Context, who auth.Actor, now time.Time) error {
		return p.s.Patrols.Explain(ctx, who, planned.ID, plan.Reason{Day: when.DateOf(now), Key: "drill", Words: "配合消防站在社区广场演练。"})
	})
	return all
}

// demoPlan is two rounds a day of the first grid: six boards and a cellar where electric bicycles are charged.
func (p *past) demoPlan() patrol.Plan {
	windows, _ := when.ParseSpans("08:30-11:30,19:00-21:00")
	one := patrol.Plan{
		Area: p.areas["YG-1"], Name: "第一网格每日巡查", Kind: patrol.Daily, Need: 4, Windows: windows, Roles: []auth.Role{auth.GridOfficer},
		Topics: []string{"fire", "public", "dispute"},
	}
	for _, code := range []string{"YANG-1", "YANG-2", "YANG-3", "YANG-4", "YANG-5", "YANG-6"} {
		one.Points = append(one.Points, patrol.Point{Area: p.areas[code]})
	}
	one.Points = append(one.Points, patrol.Point{Area: p.areas["YANG-6"], Name: "6号楼地下充电棚"})
	return one
}
