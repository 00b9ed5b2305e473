package journal

import (
	"fmt"
	"slices"
	"strings"

	"linli/app/home"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// Draft is what a person's lines, and what is left, say about some days.
type Draft struct {
	Begin, End when.Date
	Lines      []work.Line // oldest first
	Left       []home.Row
	Reasons    []plan.Reason
	Kinds      work.Book
	Place      func(area int64) string
	Long       bool // a year: notes and reasons are counted, not told one by one
}

// none is said of days without a line.
const none = "没有记录。"

// Say returns the draft as text: the sums of the days by kind of work, what was noted with its day and place, what is left, and
// which planned work has a reason.
func (d Draft) Say() string {
	var b strings.Builder
	begin := d.Begin.Say()
	if d.Long {
		begin = fmt.Sprintf("%d年%s", int(d.Begin)/10_000, begin)
	}
	fmt.Fprintf(&b, "%s至%s", begin, d.End.Say())
	if n := d.days(); d.Long && n > 0 {
		fmt.Fprintf(&b, "，有工作记录的%d天", n)
	}
	if n := d.persons(); n > 0 {
		fmt.Fprintf(&b, "，服务居民%d人", n)
	}
	if n := d.solved(); n > 0 {
		fmt.Fprintf(&b, "，解决问题%d件", n)
	}
	b.WriteString("。\n")
	if len(d.Lines) == 0 {
		b.WriteString(none + "\n")
	}
	for _, k := range d.Kinds.Kinds() {
		if said := d.kind(k); said != "" {
			fmt.Fprintf(&b, "%s：%s。\n", d.Kinds.Name(k), said)
		}
	}
	for _, l := range d.Lines {
		if l.Noted && !d.Long {
			fmt.Fprintf(&b, "%s%s：%s。\n", l.Day().Say(), place(d.Place(l.Area)), trim(l.Words))
		}
	}
	if said := d.left(); said != "" {
		fmt.Fprintf(&b, "还在办：%s。\n", said)
	}
	if said := d.reasons(); d.Long && said != "" {
		fmt.Fprintf(&b, "没有做、有说明的：%s。\n", said)
	}
	for _, r := range d.Reasons {
		if d.Long {
			break
		}
		fmt.Fprintf(&b, "%s没有做，原因：%s%s。\n", r.Day.Say(), plan.ReasonName(r.Key), place(trim(r.Words)))
	}
	return strings.TrimRight(b.String(), "\n")
}

func place(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

func trim(s string) string { return strings.TrimRight(strings.Join(strings.Fields(s), " "), "。.") }

// kind sums up the deeds of a kind of work in the order in which they first happened: "受理事件8件，办结事件5件".
func (d Draft) kind(k work.Kind) string {
	var order []work.Deed
	about := map[work.Deed]map[string]bool{}
	for _, l := range d.Lines {
		if l.Kind != k || !d.Long && (l.Noted || l.Deed == work.Reported) {
			continue
		}
		if about[l.Deed] == nil {
			about[l.Deed] = map[string]bool{}
			order = append(order, l.Deed)
		}
		about[l.Deed][l.About] = true
	}
	said := make([]string, len(order))
	for i, one := range order {
		said[i] = fmt.Sprintf("%s%d%s", one.Name(), len(about[one]), one.Unit())
	}
	return strings.Join(said, "，")
}

func (d Draft) persons() int {
	var all []int64
	for _, l := range d.Lines {
		if l.Served != 0 {
			all = append(all, l.Served)
		}
	}
	slices.Sort(all)
	return len(slices.Compact(all))
}

func (d Draft) solved() int {
	var all []string
	for _, l := range d.Lines {
		if l.Deed.Solves() {
			all = append(all, l.About)
		}
	}
	slices.Sort(all)
	return len(slices.Compact(all))
}

// leftNames says what is left, with what it is counted in.
var leftNames = map[home.Kind]string{
	home.Report: "事件%d件", home.Call: "求助%d件", home.Alert: "楼里的事%d件", home.Door: "要敲门告知的%d户", home.Arrival: "新住户待确认%d户",
	home.Patrol: "巡查%d次", home.Collect: "要采集的%d户",
}

// left counts what is left by kind, and how much of it is late.
func (d Draft) left() string {
	var said []string
	for _, k := range home.Kinds() {
		n, late := 0, 0
		for _, r := range d.Left {
			if r.Kind == k {
				n++
				if r.Late {
					late++
				}
			}
		}
		if n == 0 || leftNames[k] == "" {
			continue
		}
		one := fmt.Sprintf(leftNames[k], n)
		if late > 0 {
			one += fmt.Sprintf("（%d件已过期）", late)
		}
		said = append(said, one)
	}
	return strings.Join(said, "，")
}
