package handlers

import (
	"context"

	"linli/app/area"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
)

type eventView struct {
	At        string           `json:"at"`
	Kind      report.EventKind `json:"kind"`
	Title     string           `json:"title"`
	By        string           `json:"by"`
	Text      string           `json:"text"`
	State     report.State     `json:"state"`
	StateName string           `json:"state_name"`
	Public    bool             `json:"public"`
	Files     []fileView       `json:"files"`
}

type reviewView struct {
	Satisfied  bool   `json:"satisfied"`
	Efficiency int    `json:"efficiency"`
	Result     int    `json:"result"`
	Attitude   int    `json:"attitude"`
	Words      string `json:"words"`
	At         string `json:"at"`
}

type reporterView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Phone string `json:"phone"` // masked
}

type reportView struct {
	ID           string          `json:"id"`
	Number       string          `json:"number"`
	Title        string          `json:"title"`
	Category     report.Category `json:"category"`
	CategoryName string          `json:"category_name"`
	Urgent       bool            `json:"urgent"`
	Unheard      int             `json:"unheard"`
	Text         string          `json:"text"`
	Answers      []answeredView  `json:"answers"`
	Shared       bool            `json:"shared"`
	Source       report.Source   `json:"source"`
	Partner      string          `json:"partner"`
	PartnerName  string          `json:"partner_name"`
	External     string          `json:"external_no"`
	Org          string          `json:"org_id"`
	OrgName      string          `json:"org_name"`
	Place        string          `json:"place"`
	Area         string          `json:"area_id"`
	AreaName     string          `json:"area_name"`
	Community    string          `json:"community_id"`
	Building     string          `json:"building_id"`
	Lat          float64         `json:"lat"`
	Lng          float64         `json:"lng"`
	State        report.State    `json:"state"`
	StateName    string          `json:"state_name"`
	Holder       string          `json:"holder"`
	Next         string          `json:"next"` // what happens next, by whom and when
	paceView
	Outcome     report.Outcome `json:"outcome"`
	Result      string         `json:"result"`
	Question    string         `json:"question"`
	Urges       int            `json:"urges"`
	Joins       int            `json:"joins"`
	Reopens     int            `json:"reopens"`
	Reviewed    bool           `json:"reviewed"`
	SubmittedAt string         `json:"submitted_at"`
	ResolvedAt  string         `json:"resolved_at"`
	ClosedAt    string         `json:"closed_at"`
	Mine        bool           `json:"mine"`
	// What the caller can choose to do as its author; as a steward and as staff see Duty and Work.
	Can      []report.Option `json:"can"`
	Reporter *reporterView   `json:"reporter,omitempty"` // only for staff of the territory
	Duty     *dutyView       `json:"duty,omitempty"`     // only for stewards
	Work     *workView       `json:"work,omitempty"`     // only for staff
	Events   []eventView     `json:"events,omitempty"`
	Reviews  []reviewView    `json:"reviews,omitempty"`
}

// viewer turns reports into views for one caller.
type viewer struct {
	h     reports
	tree  *area.Tree
	rules *report.Rulebook
	who   caller
	names map[int64]person.Person
}

// viewer looks up the names that the reports' views need, in one query.
func (h reports) viewer(ctx context.Context, who caller, reports []report.Report, events []report.Event) (*viewer, error) {
	t, err := h.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := h.service.Rulebook(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, r := range reports {
		ids = append(ids, r.Holder.Person)
		if report.KnowsReporter(t, who.Actor, r) {
			ids = append(ids, r.Author)
		}
	}
	for _, e := range events {
		ids = append(ids, e.Person, e.Holder.Person)
	}
	v := &viewer{h: h, tree: t, rules: rules, who: who}
	v.names, err = h.names.Persons(ctx, distinct(ids))
	return v, err
}

func (v *viewer) holder(h report.Holder) string {
	return report.SayHolder(v.tree, h, v.names[h.Person].Name)
}

func (v *viewer) report(r report.Report) reportView {
	by := v.holder(r.Holder)
	view := reportView{
		ID: text(r.ID), Number: r.Say(), Title: r.Title(), Category: r.Category, CategoryName: r.CategoryName,
		Urgent: r.Urgent, Unheard: r.Unheard, Text: r.Text, Answers: each(r.Answers.All(), func(a report.Answer) answeredView { return answeredView{a.Question, a.Words} }).Items, Shared: r.Shared, Source: r.Source,
		Partner: r.Partner, PartnerName: v.rules.PartnerName(r.Partner), External: r.External, Place: r.Place,
		Area: text(r.Area), AreaName: v.tree.Say(r.Area), Community: text(r.Community), Building: maybe(r.Building),
		Lat: r.Lat, Lng: r.Lng, State: r.State, StateName: r.State.Name(), Holder: by,
		Next: r.Next(r.ReadBy(v.who.Actor), by, v.asked(r), ""), paceView: v.pace(r), Joins: r.Joins, Outcome: r.Outcome, Result: r.Result, Question: r.Question, Urges: r.Urges,
		Reopens: r.Reopens, Reviewed: r.Reviewed, SubmittedAt: stamp(r.SubmittedAt), ResolvedAt: stamp(r.ResolvedAt),
		ClosedAt: stamp(r.ClosedAt), Mine: report.Speaks(v.who.Actor, r), Can: report.OwnOptions(v.who.Actor, r, v.h.now()),
	}
	if o, err := v.tree.Org(r.Org); err == nil {
		view.Org, view.OrgName = text(o.ID), o.Name
	}
	if report.KnowsReporter(v.tree, v.who.Actor, r) {
		p := v.names[r.Author]
		view.Reporter = &reporterView{ID: maybe(r.Author), Name: p.Name, Phone: p.Dial().Masked()}
	}
	if report.Tends(v.tree, v.who.Actor, r) {
		view.Duty = &dutyView{report.DutyOptions(v.tree, v.who.Actor, r)}
	}
	if report.Works(v.tree, v.who.Actor, r) {
		view.Work = v.work(r)
	}
	return view
}

// neighbour is a report as an uninvolved caller sees it.
func (v *viewer) neighbour(r report.Report) reportView {
	full := v.report(r)
	return reportView{
		ID: full.ID, Number: full.Number, Title: full.Title, Category: full.Category, CategoryName: full.CategoryName,
		Urgent: full.Urgent, Text: full.Text, Answers: []answeredView{}, Shared: true, Source: full.Source, Place: full.Place, Area: full.Area, AreaName: full.AreaName,
		Community: full.Community, Building: full.Building, State: full.State, StateName: full.StateName,
		Holder: full.Holder, Next: full.Next, paceView: full.paceView, SubmittedAt: full.SubmittedAt, Mine: full.Mine,
		Joins: full.Joins, Can: []report.Option{},
	}
}

// detail adds timeline, photos and reviews.
func (v *viewer) detail(ctx context.Context, d report.Detail) (reportView, error) {
	view := v.report(d.Report)
	view.Next = d.Next
	for _, p := range d.Parts {
		view.Work.Parts = append(view.Work.Parts, v.part(p))
	}
	var ids []int64
	for _, e := range d.Events {
		ids = append(ids, e.Files...)
	}
	files, err := v.files(ctx, d.Report, ids)
	if err != nil {
		return view, err
	}
	view.Events = make([]eventView, len(d.Events))
	for i, e := range d.Events {
		ev := eventView{
			At: stamp(e.At), Kind: e.Kind, Title: e.Kind.Title(), By: v.actor(d.Report, e), Text: e.Text, State: e.State,
			StateName: e.State.Name(), Public: e.Public, Files: []fileView{},
		}
		for _, id := range e.Files {
			if f, ok := files[id]; ok {
				ev.Files = append(ev.Files, f)
			}
		}
		view.Events[i] = ev
	}
	for _, r := range d.Reviews {
		view.Reviews = append(view.Reviews, reviewView{
			Satisfied: r.Satisfied, Efficiency: r.Efficiency, Result: r.Result, Attitude: r.Attitude, Words: r.Words,
			At: stamp(r.At),
		})
	}
	return view, nil
}

// actor names the person who did something, but never shows the reporter to a caller who may not know them.
func (v *viewer) actor(r report.Report, e report.Event) string {
	switch {
	case e.Person == 0:
		return "系统"
	case e.Person == v.who.Person:
		return "我"
	case e.Person == r.Author && !report.KnowsReporter(v.tree, v.who.Actor, r):
		return "反映人"
	case e.Person == r.Author && v.names[e.Person].Name == "":
		return "反映人"
	case v.names[e.Person].Name == "":
		return "工作人员"
	}
	return v.names[e.Person].Name
}

func (v *viewer) files(ctx context.Context, r report.Report, ids []int64) (map[int64]fileView, error) {
	files, err := v.h.photos.service.Files(ctx, r.Community, ids)
	if err != nil {
		return nil, err
	}
	works := report.Works(v.tree, v.who.Actor, r)
	inside := works || report.Tends(v.tree, v.who.Actor, r)
	views := map[int64]fileView{}
	for _, f := range files {
		if !f.ShownTo(media.Viewer{Person: v.who.Person, Staff: inside}) {
			views[f.ID] = fileView{ID: text(f.ID), Kind: f.Kind, Width: f.Width, Height: f.Height, Waiting: f.Excuse()}
			continue
		}
		view := v.h.photos.view(f)
		view.Transcribe = works && f.Kind == media.Voice
		views[f.ID] = view
	}
	return views, nil
}
