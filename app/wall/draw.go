package wall

import (
	"cmp"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/report"
	"linli/app/when"
)

// trend is the number of days before today that a wall shows.
const trend = 30

// lot is what was read for one wall.
type lot struct {
	open     []Row
	today    []Today
	days     []Day
	sessions []Session
}

// draw makes the page of an area at a moment.
func draw(t *area.Tree, known report.Catalogue, at area.Area, l lot, now time.Time) Wall {
	w := Wall{Area: at, At: now, Sessions: l.sessions}
	var all Counts
	var since Today
	kinds := map[report.Category]int{}
	for _, r := range l.open {
		all.add(r.Counts)
		kinds[r.Category] += r.Open
	}
	for _, d := range l.today {
		since.Submitted += d.Submitted
		since.Solved += d.Solved
	}
	midnight, _ := when.Day(now)
	w.Tiles = []Tile{
		{Key: "open", Name: "未办结", Value: all.Open, List: report.Unfinished},
		{Key: "late", Name: "已超时", Value: all.Late, Tone: toned(all.Late, "bad"), List: report.Overdue},
		{Key: "urgent", Name: "紧急", Value: all.Urgent, Tone: toned(all.Urgent, "bad"), List: report.Urgent},
		{Key: "unaccepted", Name: "待受理", Value: all.Unaccepted, Tone: toned(all.Unaccepted, "wait"), List: report.Unaccepted},
		{Key: "due_today", Name: "今天到期", Value: all.DueToday, Tone: toned(all.DueToday, "wait"), List: report.DueToday},
		{Key: "submitted", Name: "今天新增", Value: since.Submitted, List: report.All, From: midnight},
		{Key: "solved", Name: "今天办结", Value: since.Solved, Tone: toned(since.Solved, "good"), List: report.SolvedToday},
	}
	for c, n := range kinds {
		w.Kinds = append(w.Kinds, Kind{c, known.Name(c), n})
	}
	slices.SortFunc(w.Kinds, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(b.Open, a.Open), cmp.Compare(a.Category, b.Category))
	})
	w.Places = places(t, at, l.open)
	w.Days = days(l.days, since, now)
	return w
}

func toned(n int, tone string) string {
	if n == 0 {
		return ""
	}
	return tone
}

// places sums up the grids of a community, or the communities of what is above it.
func places(t *area.Tree, at area.Area, open []Row) []Place {
	of := map[int64]*Counts{}
	kind := area.Grid
	if at.Kind == area.Street || at.Kind == area.County {
		kind = area.Community
	}
	for _, r := range open {
		id := r.Grid
		if kind == area.Community {
			id = r.Community
		}
		if of[id] == nil {
			of[id] = &Counts{}
		}
		of[id].add(r.Counts)
	}
	var all []Place
	for _, a := range t.Under(at.Path, kind) {
		p := Place{Area: a}
		if c := of[a.ID]; c != nil {
			p.Counts = *c
		}
		all = append(all, p)
	}
	return all
}

// days returns one line for each day, also for those without a report.
func days(counted []Day, today Today, now time.Time) []Day {
	sum := map[when.Date]Day{}
	for _, d := range counted {
		s := sum[d.Day]
		sum[d.Day] = Day{Day: d.Day, Submitted: s.Submitted + d.Submitted, Solved: s.Solved + d.Solved}
	}
	midnight, _ := when.Day(now)
	all := make([]Day, 0, trend+1)
	for back := trend; back > 0; back-- {
		day := when.DateOf(midnight.AddDate(0, 0, -back))
		d := sum[day]
		d.Day = day
		all = append(all, d)
	}
	return append(all, Day{Day: when.DateOf(now), Submitted: today.Submitted, Solved: today.Solved})
}
