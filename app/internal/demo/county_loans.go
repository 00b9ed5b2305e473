package demo

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/loan"
	"linli/app/person"
	"linli/app/when"
)

// demoThing is a thing that 阳光社区 lends.
type demoThing struct {
	loan.Thing
	Lent []demoLoan
}

// demoLoan is an open loan of one piece.
type demoLoan struct {
	Ago   int    // days before today, at ten in the morning
	Who   string // code of a borrower with an account
	Name  string // name of a borrower without one, and the number
	Phone person.Phone
	Copy  string
}

var demoThings = []demoThing{
	{
		Thing: loan.Thing{Name: "爱心雨伞", Place: "社区大厅门口伞架", Stock: 6, Days: 3, Self: true, About: "用完请甩干水再放回伞架。"},
		Lent:  []demoLoan{{Ago: 3, Who: "JM-03"}},
	},
	{Thing: loan.Thing{Name: "应急充电器", Place: "社区大厅服务台旁", Stock: 4, Self: true, About: "三种接头都有，请在大厅里用。"}},
	{
		Thing: loan.Thing{Name: "轮椅", Place: "社区大厅服务台", Stock: 2, Days: 7, About: "请带身份证登记，电梯口可以帮您抬一下。"},
		Lent:  []demoLoan{{Ago: 2, Name: "孙奶奶", Phone: "19900008810", Copy: "2号"}},
	},
	{
		Thing: loan.Thing{Name: "血压计", Place: "社区卫生服务站", Stock: 3, Days: 7, About: "不会用可以请医生教一次。"},
		Lent:  []demoLoan{{Ago: 9, Who: "JM-02"}},
	},
}

// demoLender is the clerk at the counter.
const demoLender = "YG-02"

// lendThings returns the steps that add the things to the list and lend them.
func (p *past) lendThings() (all []moment) {
	add := func(days float64, do func(context.Context, moment) error) {
		all = append(all, moment{days: days, report: -5, step: len(all), other: do})
	}
	today, _ := when.Day(p.now)
	for _, t := range demoThings {
		var id int64
		add(15, func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, demoLender, m)
			if err != nil {
				return err
			}
			id, err = p.offerThing(ctx, who, t.Thing)
			return err
		})
		for _, l := range t.Lent {
			at := today.AddDate(0, 0, -l.Ago).Add(10 * time.Hour)
			add(wakingDays(p.now, at), func(ctx context.Context, m moment) error {
				return p.lendOne(ctx, t.Thing, id, l, m)
			})
		}
	}
	return all
}

// offerThing adds a thing to the list, unless it is there already.
func (p *past) offerThing(ctx context.Context, who auth.Actor, t loan.Thing) (int64, error) {
	t.Community = p.areas["YG"]
	there, err := p.s.Loans.Things(ctx, who, t.Community)
	if err != nil {
		return 0, err
	}
	for _, one := range there {
		if one.Name == t.Name {
			return one.ID, nil
		}
	}
	t, err = p.s.Loans.AddThing(ctx, who, t)
	return t.ID, err
}

// lendOne lends one piece, at the counter if the thing is not self-service.
func (p *past) lendOne(ctx context.Context, t loan.Thing, id int64, l demoLoan, m moment) error {
	if t.Self {
		who, err := p.actor(ctx, l.Who, m)
		if err == nil {
			_, err = p.s.Loans.Borrow(ctx, who, id)
		}
		return err
	}
	who, err := p.actor(ctx, demoLender, m)
	if err != nil {
		return err
	}
	h := loan.Handing{Thing: id, Name: l.Name, Phone: l.Phone, Copy: l.Copy}
	if known, ok := p.persons[l.Who]; ok {
		h.Name, h.Phone = known.Name, known.Phone
	}
	_, err = p.s.Loans.Lend(ctx, who, h)
	return err
}
