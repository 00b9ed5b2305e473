package ledger

import (
	"math"
	"time"

	"linli/app/report"
)

// Entry is one report with the names that belong to it.
type Entry struct {
	report.Report
	Grid     string
	Building string
	Holder   string
	Family   string         // of the category
	Partner  string         // that passed it on; "" none
	Unit     string         // for which it was reported; "" none
	Review   *report.Review // of the current result; nil when there is none
	Reporter string
	Phone    string    // masked unless the export reveals it
	At       time.Time // time of the export
}

// Heading is the title of a column.
type Heading struct {
	Title string
	Width float64
}

// Column is one column of a sheet.
type Column[E any] struct {
	Title string
	Width float64
	Of    func(E) any // string, number or time.Time; a zero time gives an empty cell
}

// Columns lists the columns of the ledger of reports.
var Columns = []Column[Entry]{
	{"编号", 14, func(e Entry) any { return e.Say() }},
	{"来源", 12, func(e Entry) any { return e.source() }},
	{"外部编号", 16, func(e Entry) any { return e.External }},
	{"类别", 16, func(e Entry) any { return e.CategoryName }},
	{"紧急", 6, func(e Entry) any { return yes(e.Urgent) }},
	{"地点", 24, func(e Entry) any { return e.Place }},
	{"网格", 18, func(e Entry) any { return e.Grid }},
	{"楼栋", 18, func(e Entry) any { return e.Building }},
	{"内容", 50, func(e Entry) any { return e.Text }},
	{"提交时间", 17, func(e Entry) any { return e.SubmittedAt }},
	{"受理时间", 17, func(e Entry) any { return e.AcceptedAt }},
	{"接办时间", 17, func(e Entry) any { return e.TakenAt }},
	{"办结时间", 17, func(e Entry) any { return e.ResolvedAt }},
	{"关闭时间", 17, func(e Entry) any { return e.ClosedAt }},
	{"时限", 17, func(e Entry) any { return e.WholeDue }},
	{"是否已超时", 10, func(e Entry) any { return yes(e.late()) }},
	{"承办", 22, func(e Entry) any { return e.Holder }},
	{"状态", 10, func(e Entry) any { return e.State.Name() }},
	{"办理结果", 12, func(e Entry) any { return outcomeNames[e.Outcome] }},
	{"结果说明", 40, func(e Entry) any { return e.Result }},
	{"催办次数", 10, func(e Entry) any { return e.Urges }},
	{"重办次数", 10, func(e Entry) any { return e.Reopens }},
	{"是否满意", 10, func(e Entry) any { return satisfied(e.Review) }},
	{"满意度", 10, func(e Entry) any { return marks(e.Review) }},
	{"评价留言", 30, func(e Entry) any { return said(e.Review) }},
	{"反映人", 12, func(e Entry) any { return e.Reporter }},
	{"手机号", 14, func(e Entry) any { return e.Phone }},
	{"以单位名义", 20, func(e Entry) any { return e.Unit }},
	{"大类", 12, func(e Entry) any { return e.Family }},
}

// Cells returns the row; its texts cannot act as formulas.
func (e Entry) Cells() []any { return cells(Columns, e) }

func cells[E any](columns []Column[E], e E) []any {
	row := make([]any, len(columns))
	for i, c := range columns {
		row[i] = c.Of(e)
		switch v := row[i].(type) {
		case string:
			row[i] = Plain(v)
		case time.Time:
			if v.IsZero() {
				row[i] = nil
			}
		}
	}
	return row
}

func headings[E any](columns []Column[E]) []Heading {
	heads := make([]Heading, len(columns))
	for i, c := range columns {
		heads[i] = Heading{c.Title, c.Width}
	}
	return heads
}

var sourceNames = map[report.Source]string{
	report.Chat: "公众号", report.App: "居民小程序", report.Steward: "红管家", report.Patrol: "巡查发现", report.Counter: "窗口代录",
	report.Call: "电话代录", report.Hotline: "12345 转办",
	report.Unit: "单位", report.Reception: "接待", report.Collect: "入户采集", report.Passed: "转来", report.Asked: "咨询转来",
}

// source names the partner of a report that was passed on.
func (e Entry) source() string {
	if e.Source == report.Passed && e.Partner != "" {
		return e.Partner + " 转办"
	}
	return sourceNames[e.Source]
}

var outcomeNames = map[report.Outcome]string{
	report.Solved: "已解决", report.Explained: "解释说明", report.Transferred: "转外部处理", report.TakenBack: "居民撤回",
	report.Rejected: "不予受理",
}

func yes(b bool) string {
	if b {
		return "是"
	}
	return ""
}

func satisfied(v *report.Review) string {
	switch {
	case v == nil:
		return ""
	case v.Satisfied:
		return "满意"
	}
	return "不满意"
}

// late says whether the report missed its deadline.
func (e Entry) late() bool {
	end := e.At
	for _, at := range []time.Time{e.ClosedAt, e.ResolvedAt} {
		if !at.IsZero() {
			end = at
		}
	}
	return !e.WholeDue.IsZero() && end.After(e.WholeDue)
}

// marks returns the mean of the given marks, from 1 to 5, or an empty cell.
func marks(v *report.Review) any {
	if v == nil {
		return ""
	}
	sum, n := 0, 0
	for _, m := range []int{v.Efficiency, v.Result, v.Attitude} {
		if m > 0 {
			sum, n = sum+m, n+1
		}
	}
	if n == 0 {
		return ""
	}
	return math.Round(float64(sum)/float64(n)*10) / 10
}

func said(v *report.Review) string {
	if v == nil {
		return ""
	}
	return v.Words
}
