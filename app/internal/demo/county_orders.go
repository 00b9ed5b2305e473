package demo

import (
	"context"
	"fmt"
	"time"

	"linli/app/order"
	"linli/app/when"
)

// demoOrder is a visit that a resident of 阳光社区 asked for.
type demoOrder struct {
	Asked  float64 // days ago
	Who    string
	Wish   order.Wish
	Agreed float64       // days ago; 0 not yet
	In     time.Duration // the visit, from the beginning of today
	Team   []string
	Done   float64 // days ago; 0 not yet
	Said   string
}

// A team came to one door, something is bought, and nobody has agreed on the last.
var demoOrders = []demoOrder{
	{
		Asked: 3.2, Who: "JM-03", Wish: order.Wish{Kind: "repair", Words: "厨房灯不亮，窗户关不严，老人一个人弄不了", Room: "202", Part: order.Morning}, Agreed: 3,
		In: -38 * time.Hour, Team: []string{"HGJ-04", "YG-02", "YG-03", "AJ-01"}, Done: 1.8, Said: "换了灯管，修好了窗扣",
	},
	{
		Asked: 1.2, Who: "JM-02", Agreed: 1, In: 34 * time.Hour, Team: []string{"HGJ-04"},
		Wish: order.Wish{Kind: order.Buying, Room: "401", Buy: order.Purchase{
			Lines: []order.Line{{What: "大米一袋"}, {What: "鸡蛋两斤"}, {What: "布洛芬缓释胶囊一盒", Basis: order.Named}}, Limit: 12000, Payer: "红管家先垫，见面给现金",
		}},
	},
	{Asked: 0.2, Who: "JM-05", Wish: order.Wish{Kind: "haircut", Words: "父亲腿脚不便，想请师傅上门理发", Room: "301"}},
}

// sendVisitors returns the steps of the visits.
func (p *past) sendVisitors() (all []moment) {
	for i, one := range demoOrders {
		var id int64
		add := func(days float64, n int, do func(ctx context.Context, m moment) error) {
			if days > 0 {
				all = append(all, moment{days: days, report: -30 - i, step: n, other: do})
			}
		}
		add(one.Asked, 0, func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, one.Who, m)
			if err != nil {
				return err
			}
			o, err := p.s.Orders.Ask(ctx, who, one.Wish)
			id = o.ID
			return err
		})
		add(one.Agreed, 1, func(ctx context.Context, m moment) error {
			clerk, err := p.actor(ctx, demoLender, m)
			if err != nil {
				return err
			}
			today, _ := when.Day(p.now)
			plan := order.Plan{At: today.Add(one.In)}
			for _, code := range one.Team {
				plan.Team = append(plan.Team, p.persons[code].ID)
			}
			_, err = p.s.Orders.Agree(ctx, clerk, id, plan)
			return err
		})
		add(one.Done, 2, func(ctx context.Context, m moment) error { return p.visitDoor(ctx, m, one, id) })
	}
	return all
}

// visitDoor lets the first of the team say the resident's word and record what was done.
func (p *past) visitDoor(ctx context.Context, m moment, one demoOrder, id int64) error {
	resident, err := p.actor(ctx, one.Who, m)
	if err != nil {
		return err
	}
	o, err := p.s.Orders.Mine(ctx, resident, id)
	if err != nil {
		return err
	}
	visitor, err := p.actor(ctx, one.Team[0], m)
	if err != nil {
		return err
	}
	request := visitor.Request
	for n, do := range []func() error{
		func() error { _, err := p.s.Orders.Come(ctx, visitor, id); return err },
		func() error { _, err := p.s.Orders.Open(ctx, visitor, id, o.Word); return err },
		func() error {
			_, err := p.s.Orders.Finish(ctx, visitor, id, order.Finish{Words: one.Said, Minutes: 50})
			return err
		},
	} {
		visitor.Request = fmt.Sprint(request, "-", n)
		if err := do(); err != nil {
			return fmt.Errorf("visit %d, step %d: %w", id, n, err)
		}
	}
	return nil
}
