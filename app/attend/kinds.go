package attend

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Notices are the kinds of notice about monthly summaries.
var Notices notify.Kinds

// page is where staff read months.
const page = "work/months/index"

var (
	noticeDisputed = Notices.Add(notify.Kind{
		Name: "attend.disputed", Title: "月报有一行要核对", Text: "{by}对{title}的{place}有异议：{words}。请核对后答复。", Page: page, ForStaff: true,
	})
	noticeAnswered = Notices.Add(notify.Kind{
		Name: "attend.answered", Title: "月报异议有答复", Text: "您对{title}的{place}提出的异议，答复：{words}", Page: page, ForStaff: true,
	})
)

var _ = Notices.Describe(notify.Subject{
	Name: "月报",
	Labels: map[notify.Fact]string{
		notify.FactTitle: "哪个月", notify.FactPlace: "哪一行", notify.FactBy: "谁提出的", notify.FactWords: "说了什么", notify.FactState: "有异议或已答复",
	},
	Example: notify.Facts{
		notify.FactTitle: "2026年11月月报", notify.FactNumber: "2026-11", notify.FactPlace: "11月3日", notify.FactState: "有异议", notify.FactBy: "郑丽",
		notify.FactWords: "当天在街道开会", notify.FactAt: "2026年12月1日 09:00",
	},
})

func factsOf(r Report, line, by, state, said, at string) notify.Facts {
	return notify.Facts{
		notify.FactTitle: r.Month.Say() + "月报", notify.FactNumber: r.Month.String(), notify.FactPlace: r.SayLine(line), notify.FactState: state,
		notify.FactBy: by, notify.FactWords: said, notify.FactAt: at,
	}
}

// tellLeads tells those who lead the person of a dispute: with nobody in the nearer post, the street.
func (s *Service) tellLeads(ctx context.Context, tx Tx, r Reading, d Dispute) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	above, err := s.above(ctx, tx, tree, r)
	if err != nil {
		return err
	}
	name, err := tx.NameOf(ctx, d.Person)
	if err != nil {
		return err
	}
	for _, p := range above {
		facts := factsOf(r.Report, d.Line, name, "有异议", d.Words, when.Full(d.At))
		if err := notify.Tell(ctx, tx, noticeDisputed.To(p, d.Community, about(d), facts), d.At); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) above(ctx context.Context, tx Tx, tree *area.Tree, r Reading) (found []int64, err error) {
	street, _ := tree.Up(r.Community, area.Street)
	for _, p := range r.Posts {
		at, role := r.Community, auth.Secretary
		switch p.Role {
		case auth.GridOfficer:
			at, role = p.Area, auth.GridLead
		case auth.Secretary:
			at, role = street.ID, auth.Street
		}
		acting, err := person.Acting(ctx, tx, s.now(), []int64{at}, role)
		if err != nil {
			return nil, err
		}
		found = append(found, acting...)
	}
	found = slices.DeleteFunc(found, func(p int64) bool { return p == r.Person })
	if len(found) == 0 && street.ID != 0 {
		found, err = person.Acting(ctx, tx, s.now(), []int64{street.ID}, auth.Street)
	}
	slices.Sort(found)
	return slices.Compact(found), err
}

func about(d Dispute) string { return fmt.Sprintf("area:%d", d.Community) }
