package handlers

import (
	"context"

	"linli/app/area"
	"linli/app/person"
	"linli/app/whistle"
)

type musterView struct {
	Org        string              `json:"org_id"`
	OrgName    string              `json:"org_name"`
	Lead       bool                `json:"lead"`
	State      whistle.MusterState `json:"state"`
	StateName  string              `json:"state_name"`
	Late       bool                `json:"late"`
	Who        string              `json:"who"`
	Arrival    string              `json:"arrival"`
	Reason     string              `json:"reason"`
	AnsweredAt string              `json:"answered_at"`
	MusteredAt string              `json:"mustered_at"`
	MusteredBy string              `json:"mustered_by"`
	Result     string              `json:"result"`
	DoneAt     string              `json:"done_at"`
	Mine       bool                `json:"mine"` // the part of the caller's org
}

type whistleEventView struct {
	At    string            `json:"at"`
	Kind  whistle.EventKind `json:"kind"`
	Title string            `json:"title"`
	By    string            `json:"by"`
	Org   string            `json:"org_name"`
	Text  string            `json:"text"`
	Files []fileView        `json:"files"`
}

type whistleView struct {
	ID         string             `json:"id"`
	Number     string             `json:"number"`
	Report     string             `json:"report_id"`
	Community  string             `json:"community_id"`
	Area       string             `json:"area_id"`
	AreaName   string             `json:"area_name"`
	Place      string             `json:"place"`
	Words      string             `json:"words"`
	Urgent     bool               `json:"urgent"`
	By         string             `json:"by"`
	CalledAt   string             `json:"called_at"`
	Caller     string             `json:"caller"`
	State      whistle.State      `json:"state"`
	StateName  string             `json:"state_name"`
	Recurrence int                `json:"recurrence"`
	Late       bool               `json:"late"`
	Unfinished int                `json:"unfinished"`
	EndedAt    string             `json:"ended_at"`
	Ended      string             `json:"ended"`
	Musters    []musterView       `json:"musters"`
	Events     []whistleEventView `json:"events,omitempty"`
}

// whistleViewer turns whistles into what the API shows.
type whistleViewer struct {
	h     whistles
	tree  *area.Tree
	who   caller
	names map[int64]person.Person
}

// viewer looks up the names that the views need, in one query.
func (h whistles) viewer(ctx context.Context, who caller, all []whistle.Whistle, events []whistle.Event) (whistleViewer, error) {
	v := whistleViewer{h: h, who: who}
	var err error
	if v.tree, err = h.areas.Tree(ctx); err != nil {
		return v, err
	}
	var ids []int64
	for _, w := range all {
		ids = append(ids, w.Caller)
		for _, m := range w.Musters {
			ids = append(ids, m.MusteredBy)
		}
	}
	for _, e := range events {
		ids = append(ids, e.Person)
	}
	v.names, err = h.names.Persons(ctx, distinct(ids))
	return v, err
}

func (v whistleViewer) whistle(w whistle.Whistle) whistleView {
	view := whistleView{
		ID: text(w.ID), Number: w.Say(), Report: maybe(w.Report), Community: text(w.Community), Area: text(w.Area),
		AreaName: v.tree.Say(w.Area), Place: w.Place, Words: w.Words, Urgent: w.Urgent, By: stamp(w.By), CalledAt: stamp(w.CalledAt),
		Caller: v.names[w.Caller].Name, State: w.State, StateName: w.State.Name(), Recurrence: w.Recurrence, Late: w.Late(),
		Unfinished: w.Unfinished(), EndedAt: stamp(w.EndedAt), Ended: w.Ended, Musters: make([]musterView, len(w.Musters)),
	}
	for i, m := range w.Musters {
		_, notMine := (&whistle.Whistle{Musters: []whistle.Muster{m}}).Of(v.tree, v.who.Actor)
		view.Musters[i] = musterView{
			Org: text(m.Org), OrgName: v.org(m.Org), Lead: m.Lead, State: m.State, StateName: m.State.Name(), Late: m.Late,
			Who: m.Who, Arrival: stamp(m.Arrival), Reason: m.Reason, AnsweredAt: stamp(m.AnsweredAt),
			MusteredAt: stamp(m.MusteredAt), MusteredBy: v.names[m.MusteredBy].Name, Result: m.Result,
			DoneAt: stamp(m.DoneAt), Mine: notMine == nil,
		}
	}
	return view
}

func (v whistleViewer) org(id int64) string {
	o, err := v.tree.Org(id)
	if err != nil {
		return ""
	}
	return o.Name
}

// detail adds the timeline with its photos, which everybody who may see the whistle may see.
func (v whistleViewer) detail(ctx context.Context, d whistle.Detail) (whistleView, error) {
	view := v.whistle(d.Whistle)
	var ids []int64
	for _, e := range d.Events {
		ids = append(ids, e.Files...)
	}
	files, err := v.h.photos.service.Files(ctx, d.Whistle.Community, ids)
	if err != nil {
		return view, err
	}
	for _, e := range d.Events {
		by := "系统"
		if e.Person != 0 {
			by = v.names[e.Person].Name
		}
		view.Events = append(view.Events, whistleEventView{
			At: stamp(e.At), Kind: e.Kind, Title: e.Kind.Title(), By: by, Org: v.org(e.Org), Text: e.Text,
			Files: v.h.photos.some(files, e.Files),
		})
	}
	return view, nil
}

type orgView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}
