// Package news tells the desks which reports have changed (动态). A desk asks with the mark of its last answer and waits until a
// report in its scope changes. A desk that has not asked for hours reads everything again.
package news

import (
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/report"
)

// The faults of this package.
var (
	ErrMark = fault.New(fault.Invalid, "news.since", "位置无效，请刷新页面")
	ErrFull = fault.New(fault.Busy, "news.full", "在线人数较多，请稍后再试")
	ErrMany = fault.New(fault.Often, "news.many", "打开的窗口太多，请关闭几个")
)

// Kind says what is new about a report for one desk.
type Kind string

// The kinds, the most important last.
const (
	Changed Kind = "changed"
	New     Kind = "new"    // just submitted, or just come into the hands of the desk
	Urgent  Kind = "urgent" // new, and urgent, or just become urgent
)

var kinds = []Kind{Changed, New, Urgent}

// Change is one line of a report's timeline, with the report's place and holders: they decide which desks hear of it.
type Change struct {
	ID     int64 // of the line
	At     time.Time
	Kind   report.EventKind
	Report report.Report // as it is now: id, area, holder, state and urgency only
	Holder report.Holder // after the change
	Before report.Holder // before the change
	Areas  []int64       // where else the report was shortly before
}

// Item is one report that changed.
type Item struct {
	Report int64
	Kind   Kind
}

// News is the answer to a desk.
type News struct {
	Items []Item
	All   bool // so much has changed, or so long ago, that the desk reads everything again
	Next  Mark
}

// Some says whether there is anything to tell.
func (n News) Some() bool { return n.All || len(n.Items) > 0 }

// mostItems is how many reports one answer names.
const mostItems = 100

// tell returns what the changes mean for an actor, each report once.
func tell(t *area.Tree, who auth.Actor, changes []Change) (n News) {
	at := map[int64]int{}
	for _, c := range changes {
		kind, ok := c.means(t, who)
		if !ok {
			continue
		}
		i, known := at[c.Report.ID]
		if !known {
			at[c.Report.ID] = len(n.Items)
			n.Items = append(n.Items, Item{c.Report.ID, kind})
			continue
		}
		if slices.Index(kinds, kind) > slices.Index(kinds, n.Items[i].Kind) {
			n.Items[i].Kind = kind
		}
	}
	if len(n.Items) > mostItems {
		return News{All: true}
	}
	return n
}

// means says what a change is for the actor; false for whom it is nothing, because the report neither is nor was theirs.
func (c Change) means(t *area.Tree, who auth.Actor) (Kind, bool) {
	before := c.Report
	before.Holder = c.Before
	was := c.Before.Kind != "" && report.Works(t, who, before)
	for _, id := range c.Areas {
		before.Area = id
		was = was || report.Works(t, who, before)
	}
	if !report.Works(t, who, c.Report) {
		return Changed, was
	}
	after := c.Report
	after.Area, after.Holder = 0, c.Holder
	before = after
	before.Holder = c.Before
	come := c.Kind == report.DidSubmit || report.Works(t, who, after) && !report.Works(t, who, before)
	switch {
	case c.Report.Pinned() && (come || c.Kind == report.DidAlarm):
		return Urgent, true
	case come:
		return New, true
	}
	return Changed, true
}
