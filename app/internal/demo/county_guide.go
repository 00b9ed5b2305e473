package demo

import (
	"context"
	"errors"

	"linli/app/guide"
	"linli/app/when"
)

// demoLocals are who answers for items of the county in 阳光社区, by code of the item.
var demoLocals = map[string]guide.Local{
	"SQ-05": {Who: "王芳", Where: "社区一楼大厅 2 号窗口", When: "周一至周六 9:00-19:00", Phone: "0991-8800101"},
	"SQ-07": {Who: "王芳", Where: "社区一楼大厅 2 号窗口", When: "周一至周六 9:00-19:00，中午有人", Phone: "0991-8800101"},
	"SQ-15": {Where: "社区一楼大厅 1 号窗口", When: "周一至周六 9:00-19:00", Phone: "0991-8800100"},
}

// demoToReview is an item whose review date was yesterday.
const demoToReview = "SQ-16"

var errNoGuide = errors.New("the shipped items cannot be loaded")

// publishGuide returns the step that publishes the shipped items of the county.
func (p *past) publishGuide() []moment {
	return []moment{{days: 14, report: -6, other: func(ctx context.Context, m moment) error {
		centre, err := p.actor(ctx, "ZX-01", m)
		if err != nil {
			return err
		}
		rows := guide.Shipped(when.DateOf(p.now))
		for _, row := range rows[1:] {
			if row[0] == demoToReview {
				row[len(row)-1] = when.DateOf(p.now.AddDate(0, 0, -1)).String()
			}
		}
		seen, err := p.s.Guides.Preview(ctx, centre, 0, rows)
		if err != nil {
			return err
		}
		if len(seen.Problems) > 0 {
			return errNoGuide
		}
		if _, err := p.s.Guides.Load(ctx, centre, 0, rows, seen.Token); err != nil {
			return err
		}
		return p.sayLocals(ctx, m)
	}}}
}

// sayLocals writes down who answers in 阳光社区.
func (p *past) sayLocals(ctx context.Context, m moment) error {
	clerk, err := p.actor(ctx, demoLender, m)
	if err != nil {
		return err
	}
	all, err := p.s.Guides.All(ctx, p.areas["YG"])
	if err != nil {
		return err
	}
	for _, one := range all {
		if l, ok := demoLocals[one.Code]; ok {
			if _, err := p.s.Guides.SetLocal(ctx, clerk, guide.Of{Item: one.ID, Community: p.areas["YG"]}, l); err != nil {
				return err
			}
		}
	}
	return nil
}
