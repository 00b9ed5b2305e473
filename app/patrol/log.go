package patrol

import (
	"fmt"
	"strings"

	"linli/app/plan"
)

// Log is what is known of a walker's day, or of one round of it.
type Log struct {
	Rounds  []Patrol // oldest first
	Plans   map[int64]Plan
	Finds   []Found // oldest first
	Counts  map[int64]plan.Count
	Reasons []plan.Reason
	Topics  []Topic
	Place   func(area int64) string
}

// Say returns the log as text, as a good officer would write it: when, where and what was checked, what was found and what became
// of it, what was not seen and why.
func (l Log) Say() string {
	var b strings.Builder
	for _, r := range l.Rounds {
		l.round(&b, r)
	}
	var own []Found
	for _, f := range l.Finds {
		if f.Patrol == 0 {
			own = append(own, f)
		}
	}
	if len(own) > 0 {
		fmt.Fprintf(&b, "巡查以外发现%d处：%s。\n", len(own), sayFinds(own))
	}
	for _, r := range l.Reasons {
		fmt.Fprintf(&b, "%s没有巡查，原因：%s%s。\n", l.name(r), plan.ReasonName(r.Key), inBrackets(r.Words))
	}
	if b.Len() == 0 {
		return "今天还没有巡查。"
	}
	return strings.TrimRight(b.String(), "\n")
}

func (l Log) name(r plan.Reason) string {
	for id, p := range l.Plans {
		if r.Plan == about(id) {
			return "“" + p.Name + "”"
		}
	}
	return ""
}

func (l Log) round(b *strings.Builder, r Patrol) {
	p, planned := l.Plans[r.Plan]
	where := l.Place(r.Area)
	if planned {
		where += "，" + p.Name
	}
	fmt.Fprintf(b, "%s至%s，%s，用时%d分钟", clockOf(r.Begin), clockOf(r.Last), where, r.minutes())
	if r.Metres > 0 {
		fmt.Fprintf(b, "，走了%.1f公里", float64(r.Metres)/1000)
	}
	if said := l.topics(p); said != "" {
		b.WriteString("，查看" + said)
	}
	fmt.Fprintf(b, "。\n看了%d个点：%s。\n", r.Seen(), l.points(r.Scans))
	var found []Found
	for _, f := range l.Finds {
		if f.Patrol == r.ID {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		b.WriteString("没有发现问题。\n")
	} else {
		fmt.Fprintf(b, "发现%d处：%s。\n", len(found), sayFinds(found))
	}
	if left := p.unseen(r.Scans); planned && len(left) > 0 {
		fmt.Fprintf(b, "没看的点：%s。\n", l.names(left))
	}
	if r.Words != "" {
		b.WriteString("补充：" + strings.TrimRight(r.Words, "。") + "。\n")
	}
}

func (l Log) topics(p Plan) string {
	var names []string
	for _, code := range p.Topics {
		if t, ok := topicOf(l.Topics, code); ok {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, "、")
}

// points says which points were scanned, each once, with the floors: "3号楼1单元（6层、1层）、消防控制室".
func (l Log) points(scans []Scan) string {
	var order []Point
	floors := map[Point][]string{}
	names := map[Point]string{}
	for _, s := range scans {
		at := Point{Area: s.Area, Place: s.Place}
		if _, known := names[at]; !known {
			order = append(order, at)
			if names[at] = s.Name; s.Name == "" {
				names[at] = l.Place(s.Area)
			}
		}
		if s.Floor != "" {
			floors[at] = append(floors[at], s.Floor)
		}
	}
	said := make([]string, len(order))
	for i, at := range order {
		said[i] = names[at] + inBrackets(strings.Join(floors[at], "、"))
	}
	return strings.Join(said, "、")
}

func (l Log) names(points []Point) string {
	said := make([]string, len(points))
	for i, p := range points {
		if said[i] = p.Name; p.Name == "" {
			said[i] = l.Place(p.Area)
		}
	}
	return strings.Join(said, "、")
}

// sayFinds says what was found and what became of it: "3号楼 公告栏倒了，当场处理：扶正加固；4号楼 楼道堆纸箱，已上报（20261125-0001），待受理".
func sayFinds(all []Found) string {
	said := make([]string, len(all))
	for i, f := range all {
		said[i] = strings.TrimSpace(f.Place + " " + f.Title)
		switch {
		case f.Spot && f.Result != "":
			said[i] += "，当场处理：" + strings.TrimRight(f.Result, "。")
		case f.Spot:
			said[i] += "，当场处理，有照片"
		case f.Open:
			said[i] += fmt.Sprintf("，已上报（%s），%s", f.Number, f.State)
		default:
			said[i] += fmt.Sprintf("，上报后%s（%s）", f.State, f.Number)
		}
	}
	return strings.Join(said, "；")
}

func inBrackets(s string) string {
	if s = strings.TrimRight(strings.TrimSpace(s), "。"); s == "" {
		return ""
	}
	return "（" + s + "）"
}

func about(id int64) string { return fmt.Sprintf("patrol:%d", id) }
