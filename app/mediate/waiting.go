package mediate

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/when"
)

// Waiting returns what a party has to answer, come to or do soon. It says nothing about the matter.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	open, err := s.store.OpenOf(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	now := s.now()
	soon := when.DateOf(now.AddDate(0, 0, remindBefore))
	var all []home.Item
	for _, c := range open {
		me, _ := c.Of(who.Person)
		add := func(say string) {
			all = append(all, home.Item{Kind: home.Mediation, Title: "调解 " + c.Say(), Say: say, ID: c.ID, At: c.AskedAt})
		}
		switch i := slices.IndexFunc(c.Talks, func(t Talk) bool { return t.State == Planned && t.To.After(now) }); {
		case c.State == Accepted && me.Answer == Unasked:
			add("请您说一声是否愿意参加调解。")
		case c.State == Talking && i >= 0:
			add(when.Say(c.Talks[i].From) + " 调解，请准时到。")
		case slices.ContainsFunc(c.Promises, func(p Promise) bool { return p.Party == me.ID && p.State == Open && p.Due <= soon }) && c.Result == Settled:
			add("有一件约定的事快到期，做好了点“已做到”。")
		}
	}
	return all, nil
}

// Today returns what a mediator has to do: cases that nobody has taken, and the talks of the day.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	if who.Need(auth.Mediators...) != nil {
		return nil, nil //nolint:nilerr // there is nothing for other roles
	}
	var rows []home.Row
	add := func(c Case, row home.Row) {
		row.Kind, row.Title, row.ID, row.Area, row.At = home.Mediation, "调解 "+c.Say(), c.ID, c.Community, c.AskedAt
		row.Taps = []home.Tap{{Do: "open", Name: "看案卷", Asks: home.Sheet}}
		rows = append(rows, row)
	}
	for _, list := range []List{New, Mine} {
		f, err := s.filter(ctx, who, list)
		if err != nil {
			return nil, err
		}
		found, err := s.store.Cases(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if list == New {
				add(c, home.Row{Item: home.Item{Say: "等待受理"}})
				continue
			}
			whole, err := s.store.Case(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			for _, t := range whole.Talks {
				if t.State == Planned && when.DateOf(t.From) <= when.DateOf(s.now()) {
					add(c, home.Row{Item: home.Item{Say: when.Say(t.From) + " 调解"}, Due: t.From})
				}
			}
		}
	}
	return rows, nil
}
