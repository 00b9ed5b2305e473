package patrol

import (
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/when"
)

// Notices are the kinds of notice about rounds.
var Notices notify.Kinds

var (
	noticeFound = Notices.Add(notify.Kind{
		Name: "patrol.found", Title: "巡查发现", Text: "{place}：{words}", Page: "work/patrols/index", ForStaff: true,
	})
	noticeChanged = Notices.Add(notify.Kind{
		Name: "patrol.plan_changed", Title: "巡查计划有变", Text: "{place}的“{title}”{state}：{words}", Page: "work/patrol/index", ForStaff: true,
	})
)

var _ = Notices.Describe(notify.Subject{
	Name: "巡查",
	Labels: map[notify.Fact]string{
		notify.FactTitle: "计划或发现", notify.FactPlace: "在哪里", notify.FactState: "怎样了", notify.FactWords: "发现了什么，或怎么巡查",
	},
	Example: notify.Facts{
		notify.FactTitle: "楼道堆放纸箱", notify.FactNumber: "20261125-0003", notify.FactPlace: "幸福社区 第一网格", notify.FactState: "待受理",
		notify.FactBy: "杜志明", notify.FactWords: "杜志明发现“楼道堆放纸箱”（20261125-0003），已上报", notify.FactAt: "2026年11月25日 10:20",
	},
})

func reportAbout(r report.Report) string { return fmt.Sprintf("report:%d", r.ID) }

// oneFact is what the lead is told of one find.
func oneFact(t *area.Tree, f Find, r report.Report, by string, now time.Time) notify.Facts {
	did := "已上报"
	if f.Spot {
		did = "已当场处理"
	}
	return facts(t, f.Area, r.Title(), r.Say(), r.State.Name(), by, fmt.Sprintf("%s发现“%s”（%s），%s", by, r.Title(), r.Say(), did), now)
}

func facts(t *area.Tree, at int64, title, number, state, by, words string, now time.Time) notify.Facts {
	return notify.Facts{
		notify.FactTitle: title, notify.FactNumber: number, notify.FactPlace: report.Cut(t.Say(at), 20), notify.FactState: state, notify.FactBy: by,
		notify.FactWords: words, notify.FactAt: when.Full(now),
	}
}

// sayWork says a round in its line of work.
func sayWork(p Patrol) string {
	return fmt.Sprintf("巡查%d个点，用时%d分钟", p.Seen(), p.Minutes)
}
