package journal

import (
	"testing"
	"time"

	"linli/app/home"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

func TestADraftReadsLikeAReport(t *testing.T) {
	t.Parallel()
	at := func(day when.Date) time.Time { return day.Time().Add(9 * time.Hour) }
	lines := []work.Line{
		{At: at(20261123), Kind: work.Answer, Deed: work.Accepted, About: "report:1", Served: 7},
		{At: at(20261123), Kind: work.Answer, Deed: work.Accepted, About: "report:2", Served: 7},
		{At: at(20261124), Kind: work.Answer, Deed: work.Replied, About: "report:1", Served: 7},
		{At: at(20261125), Kind: work.Answer, Deed: work.Replied, About: "report:1", Served: 7},
		{At: at(20261125), Kind: work.Answer, Deed: work.Resolved, About: "report:1", Served: 7},
		{At: at(20261126), Kind: work.Collect, Deed: work.Confirmed, About: "household:3"},
		{At: at(20261126), Kind: work.Hazard, Deed: work.Note, About: "note:x", Area: 5, Words: "清走纸箱。", Noted: true},
		{At: at(20261127), Kind: work.Meeting, Deed: work.Reported, About: "week:1"},
	}
	d := Draft{
		Begin: 20261123, End: 20261129, Lines: lines, Place: func(int64) string { return "3号楼" },
		Left: []home.Row{{Item: home.Item{Kind: home.Report}, Late: true}, {Item: home.Item{Kind: home.Report}}, {Item: home.Item{Kind: home.Door}}},
		Reasons: []plan.Reason{
			{Day: 20261125, Key: "drill"}, {Day: 20261126, Key: "other", Words: "陪居民就医。"},
		},
	}
	want := `11月23日至11月29日，服务居民1人，解决问题1件。
信息采集：核实住户1户。
诉求解答：受理事件2件，答复居民1件，办结事件1件。
11月26日（3号楼）：清走纸箱。
还在办：事件2件（1件已过期），要敲门告知的1户。
11月25日没有做，原因：消防演练。
11月26日没有做，原因：其他（陪居民就医）。`
	if got := d.Say(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := (Draft{Begin: 20261123, End: 20261129}).Say(); got != "11月23日至11月29日。\n没有记录。" {
		t.Errorf("an empty week: %q", got)
	}
}

func TestAYearIsCounted(t *testing.T) {
	t.Parallel()
	at := func(day when.Date) time.Time { return day.Time().Add(9 * time.Hour) }
	d := Draft{
		Begin: 20260101, End: 20261129, Long: true, Place: func(int64) string { return "3号楼" },
		Lines: []work.Line{
			{At: at(20260105), Kind: work.Visit, Deed: work.Visited, About: "visit:1", Served: 7},
			{At: at(20260305), Kind: work.Visit, Deed: work.Visited, About: "visit:2", Served: 7},
			{At: at(20260305), Kind: work.Visit, Deed: work.Note, About: "note:x", Words: "送药。", Noted: true},
			{At: at(20260306), Kind: work.Meeting, Deed: work.Reported, About: "week:2026-03-02"},
			{At: at(20261120), Kind: work.Answer, Deed: work.Resolved, About: "report:1", Served: 9},
		},
		Left:    []home.Row{{Item: home.Item{Kind: home.Report}}},
		Reasons: []plan.Reason{{Day: 20260401, Key: "drill"}, {Day: 20260402, Key: "meeting"}, {Day: 20260501, Key: "drill"}},
	}
	want := `2026年1月1日至11月29日，有工作记录的4天，服务居民2人，解决问题1件。
诉求解答：办结事件1件。
走访：走访2次，记一笔1条。
会议：提交周汇报1次。
还在办：事件1件。
没有做、有说明的：消防演练2次，开会1次。`
	if got := d.Say(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := (Draft{Begin: 20250101, End: 20251231, Long: true}).Say(); got != "2025年1月1日至12月31日。\n没有记录。" {
		t.Errorf("an empty year: %q", got)
	}
}

func TestDaysAreAYearAtMost(t *testing.T) {
	t.Parallel()
	d := Days{}
	if err := d.check(20261129); err != nil || d != (Days{20261030, 20261129}) {
		t.Errorf("no days: %v, %v", d, err)
	}
	for _, bad := range []Days{{20261129, 20261128}, {20251127, 20261129}} {
		if bad.check(20261129) == nil {
			t.Errorf("%v passes", bad)
		}
	}
}
