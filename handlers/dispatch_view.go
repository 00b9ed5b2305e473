package handlers

import (
	"time"

	"linli/app/area"
	"linli/app/dispatch"
	"linli/app/pace"
	"linli/app/report"
	"linli/app/when"
)

type termView struct {
	N    int       `json:"n"`
	Unit when.Unit `json:"unit"`
}

func (v *termView) term() when.Term {
	if v == nil {
		return when.Term{}
	}
	return when.Term{N: v.N, Unit: v.Unit}
}

func viewTerm(t when.Term) *termView {
	if t.IsZero() {
		return nil
	}
	return &termView{N: t.N, Unit: t.Unit}
}

type stepView struct {
	Name string    `json:"name"`
	Term *termView `json:"term"`
}

type limitView struct {
	Category report.Category `json:"category"`
	Topic    string          `json:"topic"`
	Urgent   bool            `json:"urgent"`
	Intake   *termView       `json:"intake"`
	Dispatch *termView       `json:"dispatch,omitempty"`
	Take     *termView       `json:"take,omitempty"`
	Steps    []stepView      `json:"steps"`
	Whole    *termView       `json:"whole"`
	Escalate *termView       `json:"escalate"`
}

func (v limitView) limit() report.Limit {
	l := report.Limit{
		Category: v.Category, Topic: v.Topic, Urgent: v.Urgent, Intake: v.Intake.term(), Dispatch: v.Dispatch.term(),
		Take: v.Take.term(), Whole: v.Whole.term(), Escalate: v.Escalate.term(),
	}
	for _, s := range v.Steps {
		l.Steps = append(l.Steps, pace.Step{Name: s.Name, Term: s.Term.term()})
	}
	return l
}

func viewLimit(l report.Limit) limitView {
	v := limitView{
		Category: l.Category, Topic: l.Topic, Urgent: l.Urgent, Intake: viewTerm(l.Intake), Dispatch: viewTerm(l.Dispatch),
		Take: viewTerm(l.Take), Whole: viewTerm(l.Whole), Escalate: viewTerm(l.Escalate), Steps: []stepView{},
	}
	for _, s := range l.Steps {
		v.Steps = append(v.Steps, stepView{Name: s.Name, Term: viewTerm(s.Term)})
	}
	return v
}

// seen is the version that the caller read before the change; "" for any.
type seen struct {
	Version string `json:"version"`
}

// decidedView is what a client needs to change what it reads.
type decidedView struct {
	Version string          `json:"version"`
	Can     []dispatch.Deed `json:"can"`
}

func canOf(d dispatch.Decided) []dispatch.Deed { return append([]dispatch.Deed{}, d.Can...) }

type limitsView struct {
	items[limitView]
	decidedView
	Own bool `json:"own"`
}

// namedRoute is a route with the names of its area and its holder.
type namedRoute struct {
	routeView
	AreaName string `json:"area_name"`
	ToName   string `json:"to_name"`
}

type routesView struct {
	items[namedRoute]
	decidedView
}

type limitsBody struct {
	Items []limitView `json:"items"`
}

func (b limitsBody) table() report.Limits {
	table := make(report.Limits, len(b.Items))
	for i, v := range b.Items {
		table[i] = v.limit()
	}
	return table
}

type routeView struct {
	Name       string            `json:"name"`
	Categories []report.Category `json:"categories"`
	Area       string            `json:"area_id"`
	Hour       report.Hour       `json:"hour"`
	To         holderBody        `json:"to"`
}

type routesBody struct {
	Items []routeView `json:"items"`
}

func (b routesBody) rules() (report.Routes, error) {
	rules := make(report.Routes, len(b.Items))
	for i, v := range b.Items {
		rules[i] = report.Route{Name: v.Name, Categories: v.Categories, Hour: v.Hour}
		var err error
		if rules[i].Area, err = number(v.Area); err != nil {
			return nil, err
		}
		if rules[i].To, err = v.To.holder(); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

func viewRoute(t *area.Tree, o report.Route) namedRoute {
	v := namedRoute{
		routeView: routeView{
			Name: o.Name, Categories: append([]report.Category{}, o.Categories...), Area: maybe(o.Area), Hour: o.Hour,
			To: holderBody{Kind: o.To.Kind, Role: o.To.Role, Area: maybe(o.To.Area), Org: maybe(o.To.Org)},
		},
		ToName: report.SayHolder(t, o.To, ""),
	}
	if o.Area != 0 {
		v.AreaName = t.Say(o.Area)
	}
	return v
}

// period reads the days of a trial; the last quarter when none are given.
type period struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

func (p period) or(from, to time.Time) (time.Time, time.Time) {
	if p.From.IsZero() && p.To.IsZero() {
		return from, to
	}
	return p.From, p.To
}

type trialView struct {
	Line    int `json:"line"`
	Reports int `json:"reports"`
	Before  int `json:"late_before"`
	After   int `json:"late_after"`
}

type destinationView struct {
	Rule    int      `json:"rule"`
	Reports int      `json:"reports"`
	Empty   int      `json:"empty"`
	Samples []string `json:"samples"`
}

func viewDestination(d dispatch.Destination) destinationView {
	v := destinationView(d)
	if d.Samples == nil {
		v.Samples = []string{}
	}
	return v
}

// spanView is the result of a trial between two days.
type spanView[V any] struct {
	From string `json:"from"`
	To   string `json:"to"`
	items[V]
}

// promiseView is until when a report that comes now has to be accepted and done.
type promiseView struct {
	Category     report.Category `json:"category"`
	CategoryName string          `json:"category_name"`
	Now          dueView         `json:"now"`
	Then         dueView         `json:"then"`
}

type dueView struct {
	Intake string `json:"intake"`
	Whole  string `json:"whole"`
}

func viewDue(d dispatch.Due) dueView { return dueView{stamp(d.Intake), stamp(d.Whole)} }
