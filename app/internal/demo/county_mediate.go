package demo

import (
	"context"

	"linli/app/auth"
	"linli/app/mediate"
	"linli/app/paper"
	"linli/app/when"
)

// mediateStep is one step of the mediation between two neighbours, so many days ago.
type mediateStep struct {
	days float64
	who  string
	do   func(ctx context.Context, who auth.Actor) error
}

// mediate returns the steps of a leak that two neighbours settled, and of a case that waits.
func (p *past) mediate() (all []moment) {
	var id int64
	s, asker, other := p.s.Mediations, "JM-09", "JM-08"
	steps := []mediateStep{
		{9, asker, func(ctx context.Context, who auth.Actor) error {
			c, err := s.Ask(ctx, who, mediate.Wish{Kind: "leak", Words: "卫生间顶上渗水，和楼上说过两次，还没有修。"})
			id = c.ID
			return err
		}},
		{8.8, demoMediator, func(ctx context.Context, who auth.Actor) error {
			_, err := s.Accept(ctx, who, id, mediate.Committee)
			return err
		}},
		{8.7, demoMediator, func(ctx context.Context, who auth.Actor) error {
			known := p.persons[other]
			_, err := s.Join(ctx, who, id, mediate.Joining{Side: mediate.Second, Name: known.Name, Phone: known.Phone})
			return err
		}},
		{8.5, other, func(ctx context.Context, who auth.Actor) error {
			_, err := s.Agree(ctx, who, id)
			return err
		}},
		{7, demoMediator, func(ctx context.Context, who auth.Actor) error {
			_, err := s.Minute(ctx, who, id, mediate.Minuting{Came: "双方都到", Words: "一起看了两家的卫生间，是楼上地漏的防水老化。楼上愿意重做防水，楼下愿意出一半材料钱。"})
			return err
		}},
		{6.9, demoMediator, p.draftAgreement(&id)},
		{6.8, demoMediator, p.signAgreement(&id)},
		{1.5, demoLender, func(ctx context.Context, who auth.Actor) error {
			_, err := s.Enter(ctx, who, mediate.Entry{Community: p.areas["YG"], Kind: "noise", Call: true, Name: "秦大爷", Words: "楼上孩子晚上跑跳，想请人说和。"})
			return err
		}},
	}
	for n, one := range steps {
		all = append(all, moment{days: one.days, report: -40, step: n, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, one.who, m)
			if err != nil {
				return err
			}
			return one.do(ctx, who)
		}})
	}
	return all
}

// demoMediator is the mediator of 阳光社区.
const demoMediator = "YG-03"

// draftAgreement writes what both sides promise.
func (p *past) draftAgreement(id *int64) func(context.Context, auth.Actor) error {
	return func(ctx context.Context, who auth.Actor) error {
		c, err := p.s.Mediations.Open(ctx, who, *id)
		if err != nil {
			return err
		}
		w := mediate.Writing{Text: "楼上重做卫生间防水；材料钱两家各出一半。修好以后，楼下的顶由楼下自己粉刷。"}
		for n, what := range []string{"付一半材料钱", "重做卫生间防水"} {
			w.Promises = append(w.Promises, mediate.Promise{Party: c.Parties[n].ID, What: what, Due: when.DateOf(p.now.AddDate(0, 0, 6+6*n))})
		}
		_, err = p.s.Mediations.Draft(ctx, who, *id, w)
		return err
	}
}

// signAgreement photographs the signed page.
func (p *past) signAgreement(id *int64) func(context.Context, auth.Actor) error {
	return func(ctx context.Context, who auth.Actor) error {
		jpeg, err := photoFor("协议", true, false)
		if err != nil {
			return err
		}
		page, err := p.s.Papers.Add(ctx, who, paper.Adding{Name: "签名页", Data: jpeg, About: mediate.About(*id)})
		if err != nil {
			return err
		}
		who.Request += "-sign"
		_, err = p.s.Mediations.Sign(ctx, who, *id, mediate.Signing{Way: mediate.OnPaper, Paper: page.ID})
		return err
	}
}
