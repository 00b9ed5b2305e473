package publicity

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Notices are the kinds of notice about publicities.
var Notices notify.Kinds

// The kinds of notice.
var (
	noticeObjected = Notices.Add(notify.Kind{
		Name: "publicity.objected", Title: "公示有异议", Text: "有人对“{title}”提出异议，请在{due}前核实答复：{words}", Page: "pages/home/index", ForStaff: true,
	})
	noticeAnswered = Notices.Add(notify.Kind{
		Name: "publicity.answered", Title: "异议答复", Text: "您对“{title}”提出的异议，社区答复：{words}", Page: "life/publicity/index?id={id}", MustKnow: true,
		Chat: "您对“{title}”提出的异议，社区答复：{words}",
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "公示",
	Labels: map[notify.Fact]string{notify.FactTitle: "哪项公示", notify.FactDue: "最晚答复时间"},
	Example: notify.Facts{
		notify.FactTitle: "拟任楼栋长公示", notify.FactState: "已答复", notify.FactBy: "幸福社区", notify.FactPlace: "幸福社区",
		notify.FactWords: "经核实，反映的情况不属实，公示继续。", notify.FactDue: "2026年12月4日 18:00", notify.FactAt: "2026年11月29日 09:30",
	},
	Words: map[string]string{noticeObjected.Name: "他去年就搬走了。"},
})

// Consents are the notices a resident is asked to agree to.
var Consents = []notify.Kind{noticeAnswered}

func (s *Service) facts(p Publicity, place, state, words string, o Objection) notify.Facts {
	return notify.Facts{
		notify.FactTitle: p.Title, notify.FactPlace: place, notify.FactBy: place, notify.FactState: state, notify.FactWords: words,
		notify.FactDue: when.Full(o.Due), notify.FactAt: when.Full(s.now()),
	}
}

// alert tells the staff of the area that an objection waits.
func (s *Service) alert(ctx context.Context, tx Tx, p Publicity, place string, o Objection) error {
	staff, err := person.Acting(ctx, tx, s.now(), []int64{p.Area}, auth.Publishers...)
	if err != nil {
		return err
	}
	for _, who := range staff {
		n := noticeObjected.To(who, p.Community, fmt.Sprintf("objection:%d", o.ID), s.facts(p, place, "待答复", o.Words, o))
		if err := notify.Tell(ctx, tx, n, s.now()); err != nil {
			return err
		}
	}
	return nil
}
