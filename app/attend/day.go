package attend

import (
	"slices"
	"time"

	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
)

// State is what a day was for somebody in a community.
type State string

// The states. None is a day that is not over and has no record, or on which the person held no post there.
const (
	Here        State = "here"
	Outside     State = "outside"
	Away        State = "away"
	Rest        State = "rest"
	Explained   State = "explained"
	Unexplained State = "unexplained"
	None        State = "none"
)

// States lists those that are counted, in the order shown.
var States = []State{Here, Outside, Away, Rest, Explained, Unexplained}

var states = map[State]string{
	Here: "到岗", Outside: "外勤", Away: "请假", Rest: "公休", Explained: "有说明", Unexplained: "未说明", None: "—",
}

// Name returns the state in Chinese.
func (s State) Name() string { return states[s] }

// Facts are what the days of a person in a community are computed from.
type Facts struct {
	Posts     []person.Posting // in the community
	CheckedIn map[when.Date]bool
	Worked    map[when.Date]bool // with a line of work
	Reasons   map[when.Date]plan.Reason
	Works     func(when.Date) bool // whether it is a working day
	Today     when.Date
}

// leave are the reasons that are a leave: an absence that a later one replaced has no other record.
var leave = []string{"leave", "sick"}

// State returns what a day was. A line of work is attendance, whatever else the day is: nobody has to check in.
func (f Facts) State(d when.Date) State {
	reason, explained := f.Reasons[d]
	switch {
	case f.CheckedIn[d]:
		return Here
	case f.Worked[d]:
		return Outside
	case !f.posted(d):
		return None
	case f.away(d) || explained && slices.Contains(leave, reason.Key):
		return Away
	case !f.Works(d):
		return Rest
	case explained:
		return Explained
	case d >= f.Today:
		return None
	default:
		return Unexplained
	}
}

// posted says whether a post holds on some part of the day.
func (f Facts) posted(d when.Date) bool {
	return slices.ContainsFunc(f.Posts, func(p person.Posting) bool { return holds(p, d) })
}

func holds(p person.Posting, d when.Date) bool {
	begin, end := d.Time(), d.Next().Time()
	return p.From.Before(end) && (p.To.IsZero() || p.To.After(begin))
}

// away says whether the person is away at noon from every post that holds on the day.
func (f Facts) away(d when.Date) bool {
	noon := d.Time().Add(12 * time.Hour)
	return !slices.ContainsFunc(f.Posts, func(p person.Posting) bool { return holds(p, d) && !p.Away(noon) })
}
