package report

import (
	"slices"
	"strings"

	"linli/app/fault"
	"linli/app/pace"
	"linli/app/when"
)

// ErrLimits is returned for an invalid table of limits.
var ErrLimits = fault.New(fault.Invalid, "report.limits", "时限表有误")

// Limit is one line of the table: the promise for the reports that match it.
type Limit struct {
	Category Category // "": any
	Topic    string   // "": any
	Urgent   bool     // true: only urgent ones; false: only others

	Intake   when.Term   // submitted → accepted
	Dispatch when.Term   // accepted → assigned
	Take     when.Term   // assigned → taken
	Steps    []pace.Step // named parts of the work; their terms count from when the report was accepted
	Whole    when.Term   // submitted → resolved; assigning again never restarts it
	Escalate when.Term   // time of each rung after a missed deadline, until the next rung is asked
}

// Promise is the promise about one report.
type Promise struct {
	pace.Promise
	Intake, Dispatch, Take when.Term
}

// Promise returns what the line promises under these working times.
func (l Limit) Promise(times when.Clock) Promise {
	return Promise{
		Promise: pace.Promise{Times: times, Whole: l.Whole, Steps: l.Steps, Escalate: l.Escalate},
		Intake:  l.Intake, Dispatch: l.Dispatch, Take: l.Take,
	}
}

// Fits says whether the line applies to the report.
func (l Limit) Fits(r Report) bool {
	return l.Urgent == r.Urgent && (l.Category == "" || l.Category == r.Category) && (l.Topic == "" || l.Topic == r.Topic)
}

// Limits is a table; the first matching line counts.
type Limits []Limit

// Of returns the limit for r, from the table or, if no line matches, from DefaultLimits.
func (t Limits) Of(r Report) Limit {
	for _, table := range []Limits{t, DefaultLimits} {
		if i := slices.IndexFunc(table, func(l Limit) bool { return l.Fits(r) }); i >= 0 {
			return table[i]
		}
	}
	return DefaultLimits[len(DefaultLimits)-1]
}

var (
	minutes      = func(n int) when.Term { return when.Term{N: n, Unit: when.Minutes} }
	hours        = func(n int) when.Term { return when.Term{N: n, Unit: when.Hours} }
	days         = func(n int) when.Term { return when.Term{N: n, Unit: when.Days} }
	workingHours = func(n int) when.Term { return when.Term{N: n, Unit: when.WorkingHours} }
	workingDays  = func(n int) when.Term { return when.Term{N: n, Unit: when.WorkingDays} }
)

// DefaultLimits apply until a community or the county has a table of its own (domain.md §4). Urgent limits run by the clock:
// a gas leak cannot wait for working hours.
var DefaultLimits = Limits{
	{Urgent: true, Intake: minutes(30), Dispatch: minutes(30), Take: minutes(30), Whole: hours(2), Escalate: minutes(15)},
	usual(Limit{Topic: "complex", Whole: days(15)}),
	usual(Limit{Topic: "exposed_rubbish", Whole: workingHours(4)}),
	usual(Limit{Topic: "street_cleaning", Whole: workingHours(2)}),
	usual(Limit{Topic: "standing_water", Whole: workingHours(4)}),
	usual(Limit{Topic: "greenery", Whole: workingDays(5)}),
	usual(Limit{Category: "illegal", Whole: workingDays(20), Steps: []pace.Step{
		{Name: "停工", Term: workingHours(4)}, {Name: "处罚", Term: workingDays(7)}, {Name: "拆除", Term: workingDays(20)},
	}}),
	usual(Limit{Category: "utility", Whole: hours(24)}),
	usual(Limit{Category: "hazard", Whole: hours(24)}),
	usual(Limit{Category: "security", Whole: hours(24)}),
	usual(Limit{Whole: days(7)}),
}

// usual fills in the terms of the steps that all lines share.
func usual(l Limit) Limit {
	l.Intake, l.Dispatch, l.Take, l.Escalate = workingHours(2), workingHours(4), workingHours(4), workingHours(4)
	return l
}

// Check returns a fault that names the first invalid line.
func (t Limits) Check(known Catalogue) error {
	if len(t) > 100 {
		return ErrLimits.Say("时限表最多 100 行")
	}
	for i, l := range t {
		if why := l.wrong(known); why != "" {
			return ErrLimits.Say("时限表第 %d 行：%s", i+1, why)
		}
	}
	return nil
}

func (l Limit) wrong(known Catalogue) string {
	switch {
	case l.Category != "" && !known.Has(l.Category):
		return "没有这个类别"
	case !known.HasTopic(l.Topic, ""):
		return "没有这个事项"
	case !known.HasTopic(l.Topic, l.Category):
		return "事项不属于这个类别"
	}
	for name, term := range map[string]when.Term{"受理": l.Intake, "全程": l.Whole, "上报": l.Escalate} {
		if term.IsZero() {
			return name + "时限必须填写"
		}
	}
	terms := []when.Term{l.Intake, l.Dispatch, l.Take, l.Whole, l.Escalate}
	if len(l.Steps) > 6 {
		return "最多 6 个分步"
	}
	for _, s := range l.Steps {
		if n := len([]rune(s.Name)); n == 0 || n > 10 || strings.ContainsAny(s.Name, "=;\n") || s.Term.IsZero() {
			return "分步名称 1 至 10 字，并填写时限"
		}
		terms = append(terms, s.Term)
	}
	for _, term := range terms {
		if !term.IsZero() && term.Check() != nil {
			return "时限数值不对"
		}
	}
	return ""
}
