package journal

import (
	"linli/app/area"
	"linli/app/notify"
	"linli/app/plan"
	"linli/app/when"
)

// Notices are the kinds of notice to people with a post.
var Notices notify.Kinds

var noticeWeek = Notices.Add(notify.Kind{
	Name: "work.week_ready", Title: "本周汇报", Text: "您{words}的工作汇报已经写好，请看一看，可以补充几句再提交。", Page: "work/week/index", ForStaff: true,
})

var _ = Notices.Describe(notify.Subject{
	Name:   "工作汇报",
	Labels: map[notify.Fact]string{notify.FactPlace: "社区", notify.FactWords: "哪几天"},
	Example: notify.Facts{
		notify.FactTitle: "本周汇报", notify.FactNumber: "2026-11-23", notify.FactPlace: "幸福社区", notify.FactState: "待提交",
		notify.FactBy: "邻里", notify.FactWords: "11月23日至11月29日", notify.FactAt: "2026年11月27日 16:00",
	},
})

func weekFacts(t *area.Tree, w Week) notify.Facts {
	return notify.Facts{
		notify.FactTitle: "本周汇报", notify.FactNumber: w.Monday.String(), notify.FactPlace: t.Say(w.Community), notify.FactState: "待提交",
		notify.FactBy: "邻里", notify.FactWords: w.Monday.Say() + "至" + plan.Add(w.Monday, 6).Say(),
		notify.FactAt: when.Full(w.Monday.Time().Add(readyOn)),
	}
}
