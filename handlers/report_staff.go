package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/report"
)

func (s *Server) listReports(c *fiber.Ctx, who caller) error {
	after, err := readCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	view, only := report.View(c.Query("list", string(report.Mine))), report.Category(c.Query("category"))
	found, next, err := s.Reports.List(c.UserContext(), who.Actor, view, only, after)
	if err != nil {
		return err
	}
	return s.sendList(c, who, found, next)
}

// findReports looks for a matter by the number that somebody reads out.
func (s *Server) findReports(c *fiber.Ctx, who caller) error {
	found, err := s.Reports.Find(c.UserContext(), who.Actor, c.Query("number"))
	if err != nil {
		return err
	}
	return s.sendList(c, who, found, nil)
}

var errSource = fault.New(fault.Invalid, "report.source", "来源请选窗口、电话或 12345")

// enter makes a report for somebody at the counter or on the telephone.
func (s *Server) enter(c *fiber.Ctx, who caller) error {
	var in struct {
		draftBody
		Source   report.Source `json:"source"`
		External string        `json:"external_no"`
		Name     string        `json:"name"`
		Phone    string        `json:"phone"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if in.Source != report.Counter && in.Source != report.Call && in.Source != report.Hotline {
		return errSource
	}
	d, err := in.draft(in.Source)
	if err != nil {
		return err
	}
	d.External = report.Cut(in.External, report.MostExternal)
	var phone person.Phone // an elder may have none
	if in.Phone != "" {
		if phone, err = person.ParsePhone(in.Phone); err != nil {
			return err
		}
	}
	r, err := s.Reports.Enter(c.UserContext(), who.Actor, d, report.Behalf{Name: in.Name, Phone: phone})
	if err != nil {
		return err
	}
	return s.sendReport(c, who, r, fiber.StatusCreated)
}

type holderBody struct {
	Kind   report.HolderKind `json:"kind"`
	Person string            `json:"person_id"`
	Role   auth.Role         `json:"role"`
	Area   string            `json:"area_id"`
	Org    string            `json:"org_id"`
}

func (in holderBody) holder() (h report.Holder, err error) {
	h.Kind, h.Role = in.Kind, in.Role
	if h.Person, err = number(in.Person); err != nil {
		return h, err
	}
	if h.Area, err = number(in.Area); err != nil {
		return h, err
	}
	h.Org, err = number(in.Org)
	return h, err
}

type holderView struct {
	holderBody
	Way     report.Way `json:"way"`
	WayName string     `json:"way_name"`
	Name    string     `json:"name"`
}

// holders lists to whom a report may be handed.
func (s *Server) holders(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, err := s.Reports.Holders(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	items := make([]holderView, len(found))
	for i, h := range found {
		items[i] = holderView{Name: h.Name, Way: h.Way, WayName: h.Way.Name(), holderBody: holderBody{
			Kind: h.Kind, Person: maybe(h.Person), Role: h.Role, Area: maybe(h.Area), Org: maybe(h.Org),
		}}
	}
	return c.JSON(fiber.Map{"items": items})
}

// reveal shows staff the number of the person whom find names, for the reason in the body, and writes that down. kind and id
// say what it is about.
func (s *Server) reveal(kind string, find func(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error)) func(*fiber.Ctx, caller) error {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		var in struct {
			Reason string `json:"reason"`
		}
		if err := read(c, &in); err != nil {
			return err
		}
		whom, community, err := find(c.UserContext(), who.Actor, id)
		if err != nil {
			return err
		}
		phone, err := s.Persons.Reveal(c.UserContext(), who.Actor, whom, community, kind+":"+text(id), in.Reason)
		if err != nil {
			return err
		}
		return c.JSON(fiber.Map{"phone": string(phone)})
	}
}

type templateView struct {
	ID        string       `json:"id"`
	Community string       `json:"community_id"`
	State     report.State `json:"state"`
	Name      string       `json:"name"`
	Text      string       `json:"text"`
}

func viewTemplate(t report.Template) templateView {
	return templateView{ID: text(t.ID), Community: text(t.Community), State: t.State, Name: t.Name, Text: t.Text}
}

func (s *Server) templates(c *fiber.Ctx, who caller) error {
	found, err := s.Reports.Templates(c.UserContext(), who.Actor, report.State(c.Query("state")))
	if err != nil {
		return err
	}
	items := make([]templateView, len(found))
	for i, t := range found {
		items[i] = viewTemplate(t)
	}
	return c.JSON(fiber.Map{"items": items})
}

func (s *Server) addTemplate(c *fiber.Ctx, who caller) error {
	var in templateView
	if err := read(c, &in); err != nil {
		return err
	}
	community, err := number(in.Community)
	if err != nil {
		return err
	}
	t, err := s.Reports.AddTemplate(c.UserContext(), who.Actor, report.Template{
		Community: community, State: in.State, Name: in.Name, Text: in.Text,
	})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(viewTemplate(t))
}

func (s *Server) deleteTemplate(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := s.Reports.DeleteTemplate(c.UserContext(), who.Actor, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
