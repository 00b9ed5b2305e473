package system

import (
	"context"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/home"
	"linli/app/party"
	"linli/app/setup"
)

// setupChecks are the checks of all capabilities, besides those of the territory.
func (s *System) setupChecks() []setup.Check {
	one := func(missing bool) int {
		if missing {
			return 1
		}
		return 0
	}
	lacking := func(of func(party.Lacking) int) func(context.Context, auth.Actor, area.Area) (int, error) {
		return func(ctx context.Context, who auth.Actor, c area.Area) (int, error) {
			n, err := s.Parties.Lacking(ctx, who, c.ID)
			return of(n), err
		}
	}
	number := func(of home.Numbers, list string) func(context.Context, auth.Actor, area.Area) (int, error) {
		return func(ctx context.Context, who auth.Actor, _ area.Area) (int, error) {
			if err := who.Need(auth.Workers...); err != nil {
				return 0, err
			}
			n, err := of(ctx, who)
			return n[list], err
		}
	}
	return []setup.Check{
		{Step: setup.People, Key: "vacant", Title: "空缺的岗位", Page: "/posts?list=vacant", Count: func(ctx context.Context, who auth.Actor, _ area.Area) (int, error) {
			return s.Posts.CountVacant(ctx, who)
		}},
		{Step: setup.Duties, Key: "no_duty", Title: "没有设岗的党员", Page: "/party?list=no_duty", Count: lacking(func(n party.Lacking) int { return n.Duty })},
		{Step: setup.Duties, Key: "no_patch", Title: "没有责任楼栋的党员", Page: "/party?list=no_patch", Count: lacking(func(n party.Lacking) int { return n.Patch })},
		{Step: setup.Duties, Key: "no_member", Title: "没有党员负责的楼栋", Page: "/party?list=buildings", Count: lacking(func(n party.Lacking) int { return n.Member })},
		{
			Step: setup.Rules, Key: "no_phones", Title: "公示牌上的便民或监督电话没有填", Page: "/boards", Must: true,
			Count: func(ctx context.Context, who auth.Actor, c area.Area) (int, error) {
				p, err := s.Stewards.Phones(ctx, who, c.ID)
				return one(p.Contact == "") + one(p.Supervision == ""), err
			},
		},
		{
			Step: setup.Rules, Key: "no_routes", Title: "没有分派规则，新事件都要人工交办", Page: "/routes",
			Count: func(ctx context.Context, _ auth.Actor, c area.Area) (int, error) {
				book, err := s.rules.Get(ctx)
				if err != nil {
					return 0, err
				}
				return one(len(book.Of(c.ID).Routes) == 0), nil
			},
		},
		{
			Step: setup.Rules, Key: "no_hours", Title: "没有核对工作时间，按通用时间计时", Page: "/hours",
			Count: func(ctx context.Context, _ auth.Actor, c area.Area) (int, error) {
				times, err := s.Clocks.Get(ctx)
				if err != nil {
					return 0, err
				}
				_, own := times.Hours(c.ID)
				_, county := times.Hours(0)
				return one(!own && !county), nil
			},
		},
		{
			Step: setup.Rules, Key: "no_limits", Title: "没有核对时限表，按通用时限办理", Page: "/limits",
			Count: func(ctx context.Context, _ auth.Actor, c area.Area) (int, error) {
				book, err := s.rules.Get(ctx)
				if err != nil {
					return 0, err
				}
				return one(len(book.Of(c.ID).Limits) == 0), nil
			},
		},
		{
			Step: setup.Rules, Key: "no_steps", Title: "没有核对提醒步骤，按通用步骤提醒红管家", Page: "/alerts",
			Count: func(ctx context.Context, who auth.Actor, c area.Area) (int, error) {
				set, err := s.Stewards.SetsPolicies(ctx, who, c.ID)
				return one(!set), err
			},
		},
		{
			Step: setup.Running, Key: "unbound", Title: "还没有登录过的在任人员", Page: "/people?state=current&bound=no", Must: true,
			Count: func(ctx context.Context, who auth.Actor, c area.Area) (int, error) {
				return s.roster.CountUnbound(ctx, who, c.ID)
			},
		},
		{Step: setup.Running, Key: "unreachable", Title: "红管家收不到提醒的楼栋", Page: "/stewards", Must: true, Count: number(s.Stewards.Numbers, "unreachable")},
		{Step: setup.Running, Key: "unaccepted", Title: "待受理的事件", Page: "/reports?list=unaccepted", Count: number(s.Reports.Numbers, "unaccepted")},
		{Step: setup.Running, Key: "undelivered", Title: "没通知到的人", Page: "/undelivered", Count: number(home.Number("undelivered", s.notices.CountUnreached), "undelivered")},
	}
}
