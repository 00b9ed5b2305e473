package handlers

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/reading"
)

// readings are the lines of who read personal data.
type readings struct {
	web
	service *reading.Service
}

func (h readings) routes() []route {
	return []route{{"GET", staff + "/readings", login, auth.Deciders, h.list}}
}

func (h readings) list(c *fiber.Ctx, who caller) error {
	f := reading.Filter{Kind: audit.Reading(c.Query("kind"))}
	if err := numbersInto(map[*int64]string{&f.Community: c.Query("community_id"), &f.Person: c.Query("person_id"), &f.Before: c.Query("cursor")}); err != nil {
		return err
	}
	found, err := h.service.List(c.UserContext(), who.Actor, f)
	if err != nil {
		return err
	}
	v, err := h.viewer(c.UserContext(), found.Items)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, v.view))
}

type readingView struct {
	ID            string        `json:"id"`
	At            string        `json:"at"`
	Person        string        `json:"person_id"`
	PersonName    string        `json:"person_name"`
	Kind          audit.Reading `json:"kind"`
	KindName      string        `json:"kind_name"`
	CommunityName string        `json:"community_name"`
	About         string        `json:"about"` // what it was about: area, person, report, booking, call …
	AboutID       string        `json:"about_id"`
	AboutName     string        `json:"about_name"`
	Reason        string        `json:"reason"`
}

// readingViewer has the names of a page of lines.
type readingViewer struct {
	tree  *area.Tree
	names map[int64]person.Person
}

func (h readings) viewer(ctx context.Context, lines []audit.Record) (readingViewer, error) {
	tree, err := h.areas.Tree(ctx)
	if err != nil {
		return readingViewer{}, err
	}
	var ids []int64
	for _, r := range lines {
		ids = append(ids, r.Person)
		if kind, id := subject(r.About); kind == "person" {
			ids = append(ids, id)
		}
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	return readingViewer{tree, names}, err
}

// subject reads what a line is about, "report:42".
func subject(about string) (kind string, id int64) {
	kind, rest, _ := strings.Cut(about, ":")
	id, err := number(rest)
	if err != nil {
		return kind, 0 // an export says more than an id
	}
	return kind, id
}

func (v readingViewer) view(r audit.Record) readingView {
	kind, id := subject(r.About)
	view := readingView{
		ID: text(r.ID), At: stamp(r.At), Person: text(r.Person), PersonName: v.names[r.Person].Name,
		Kind: audit.Reading(r.Action), KindName: audit.Reading(r.Action).Name(), CommunityName: v.tree.Say(r.Community),
		About: kind, AboutID: maybe(id), Reason: r.Reason,
	}
	switch kind {
	case "person":
		view.AboutName = v.names[id].Name
	case "area":
		view.AboutName = v.tree.Say(id)
	}
	return view
}
