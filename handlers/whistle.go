package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/media"
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
	Mine       bool                `json:"mine"` // my org's part
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
	s     *Server
	tree  *area.Tree
	who   caller
	names map[int64]person.Person
}

// whistleViewer looks up the names that the views need, in one query.
func (s *Server) whistleViewer(ctx context.Context, who caller, all []whistle.Whistle, events []whistle.Event) (whistleViewer, error) {
	v := whistleViewer{s: s, who: who}
	var err error
	if v.tree, err = s.Areas.Tree(ctx); err != nil {
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
	v.names, err = s.Names.Persons(ctx, distinct(ids))
	return v, err
}

func (v whistleViewer) whistle(w whistle.Whistle) whistleView {
	view := whistleView{
		ID: text(w.ID), Number: w.Say(), Report: maybe(w.Report), Community: text(w.Community), Area: text(w.Area),
		AreaName: v.tree.Say(w.Area), Place: w.Place, Words: w.Words, By: stamp(w.By), CalledAt: stamp(w.CalledAt),
		Caller: v.names[w.Caller].Name, State: w.State, StateName: w.State.Name(), Recurrence: w.Recurrence, Late: w.Late(),
		Unfinished: w.Unfinished(), EndedAt: stamp(w.EndedAt), Ended: w.Ended, Musters: make([]musterView, len(w.Musters)),
	}
	for i, m := range w.Musters {
		_, notMine := (&whistle.Whistle{Musters: []whistle.Muster{m}}).Of(v.who.Orgs())
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
	files, err := v.s.Media.Files(ctx, d.Whistle.Community, ids)
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
			Files: v.files(files, e.Files),
		})
	}
	return view, nil
}

func (v whistleViewer) files(all []media.File, ids []int64) []fileView {
	views := []fileView{}
	now := v.s.Now()
	for _, id := range ids {
		for _, f := range all {
			if f.ID == id {
				views = append(views, fileView{
					ID: text(f.ID), Kind: f.Kind, Width: f.Width, Height: f.Height, URL: v.s.Media.URL(f, false, now),
					Thumb: v.s.Media.URL(f, true, now), Waiting: f.Note(),
				})
			}
		}
	}
	return views
}

func (s *Server) sendWhistle(c *fiber.Ctx, who caller, w whistle.Whistle, status int) error {
	v, err := s.whistleViewer(c.UserContext(), who, []whistle.Whistle{w}, nil)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(v.whistle(w))
}

func (s *Server) blowWhistle(c *fiber.Ctx, who caller) error {
	var in struct {
		Report  string    `json:"report_id"`
		Area    string    `json:"area_id"`
		Place   string    `json:"place"`
		Words   string    `json:"words"`
		By      time.Time `json:"by"`
		Lead    string    `json:"lead_org_id"`
		Helpers []string  `json:"helper_org_ids"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	d := whistle.Draft{Place: in.Place, Words: in.Words, By: in.By}
	err := numbersInto(map[*int64]string{&d.Report: in.Report, &d.Area: in.Area, &d.Lead: in.Lead})
	if err != nil {
		return err
	}
	if d.Helpers, err = numbers(in.Helpers); err != nil {
		return err
	}
	w, err := s.Whistles.Blow(c.UserContext(), who.Actor, d)
	if err != nil {
		return err
	}
	return s.sendWhistle(c, who, w, fiber.StatusCreated)
}

func (s *Server) whistles(c *fiber.Ctx, who caller) error {
	var before, about int64
	if err := numbersInto(map[*int64]string{&before: c.Query("cursor"), &about: c.Query("report_id")}); err != nil {
		return err
	}
	view := whistle.View(c.Query("list", string(whistle.Ongoing)))
	found, more, err := s.Whistles.List(c.UserContext(), who.Actor, view, about, before)
	if err != nil {
		return err
	}
	v, err := s.whistleViewer(c.UserContext(), who, found, nil)
	if err != nil {
		return err
	}
	items, next := make([]whistleView, len(found)), ""
	for i, w := range found {
		items[i] = v.whistle(w)
	}
	if more {
		next = items[len(items)-1].ID
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}

func (s *Server) getWhistle(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Whistles.Get(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	v, err := s.whistleViewer(c.UserContext(), who, []whistle.Whistle{d.Whistle}, d.Events)
	if err != nil {
		return err
	}
	view, err := v.detail(c.UserContext(), d)
	if err != nil {
		return err
	}
	return c.JSON(view)
}

func (s *Server) answerWhistle(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Org     string    `json:"org_id"`
		Coming  *bool     `json:"coming"`
		Who     string    `json:"who"`
		Arrival time.Time `json:"arrival"`
		Words   string    `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if in.Coming == nil { // silence is no answer
		return errBody
	}
	org, err := number(in.Org)
	if err != nil {
		return err
	}
	w, err := s.Whistles.Answer(c.UserContext(), who.Actor, id, whistle.Answer{
		Org: org, Coming: *in.Coming, Who: in.Who, Arrival: in.Arrival, Words: in.Words,
	})
	if err != nil {
		return err
	}
	return s.sendWhistle(c, who, w, fiber.StatusOK)
}

// whistleDeed reads what somebody says and shows, lets the use case do it, and answers with the whistle as it is then.
func (s *Server) whistleDeed(do func(context.Context, auth.Actor, int64, whistle.Saying) (whistle.Whistle, error)) func(*fiber.Ctx, caller) error {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		var in struct {
			Org   string   `json:"org_id"`
			Words string   `json:"words"`
			Files []string `json:"file_ids"`
		}
		if err := read(c, &in); err != nil {
			return err
		}
		said := whistle.Saying{Words: in.Words}
		if said.Org, err = number(in.Org); err != nil {
			return err
		}
		if said.Files, err = numbers(in.Files); err != nil {
			return err
		}
		w, err := do(c.UserContext(), who.Actor, id, said)
		if err != nil {
			return err
		}
		return s.sendWhistle(c, who, w, fiber.StatusOK)
	}
}

type orgView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// callableOrgs lists whom the caller may call to a place.
func (s *Server) callableOrgs(c *fiber.Ctx, who caller) error {
	place, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	found, err := s.Whistles.Callable(c.UserContext(), who.Actor, place)
	if err != nil {
		return err
	}
	items := make([]orgView, len(found))
	for i, o := range found {
		items[i] = orgView{ID: text(o.ID), Name: o.Name, Kind: o.Kind}
	}
	return c.JSON(fiber.Map{"items": items})
}
