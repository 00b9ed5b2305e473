package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/appraisal"
	"linli/app/auth"
)

type appraisals struct {
	web
	service *appraisal.Service
}

func (h appraisals) routes() []route {
	return []route{
		{"GET", staff + "/appraisal", login, auth.Workers, h.list},
		{"POST", staff + "/reports/:id/appraise", login, auth.Judges, h.appraise},
	}
}

// list shows the month's figures, always in order of name.
func (h appraisals) list(c *fiber.Ctx, who caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	rows, err := h.service.List(c.UserContext(), who.Actor, c.Query("month"), community)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(rows, func(r appraisal.Row) appraisalView {
		return appraisalView{
			Community: text(r.Community), CommunityName: t.Say(r.Community), Org: maybe(r.Org), Role: r.Role, Area: maybe(r.Area),
			Name: appraisal.Name(t, r.Subject), Figures: viewFigures(r.Figure),
		}
	}))
}

// appraise saves the community's marks for an org that worked on a report.
func (h appraisals) appraise(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Org        string `json:"org_id"`
		Efficiency int    `json:"efficiency"`
		Result     int    `json:"result"`
		Attitude   int    `json:"attitude"`
		Words      string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	org, err := number(in.Org)
	if err != nil {
		return err
	}
	m, err := h.service.Appraise(c.UserContext(), who.Actor, appraisal.Mark{
		Report: id, Org: org, Efficiency: in.Efficiency, Result: in.Result, Attitude: in.Attitude, Words: in.Words,
	})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(markView{
		Report: text(m.Report), Org: text(m.Org), Efficiency: m.Efficiency, Result: m.Result, Attitude: m.Attitude,
		Words: m.Words, At: stamp(m.At),
	})
}

type figureView struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Unit       string   `json:"unit"`
	Value      *float64 `json:"value"` // null when suppressed
	Count      string   `json:"count"`
	Suppressed bool     `json:"suppressed"`
}

type appraisalView struct {
	Community     string       `json:"community_id"`
	CommunityName string       `json:"community_name"`
	Org           string       `json:"org_id"`
	Role          auth.Role    `json:"role"`
	Area          string       `json:"area_id"`
	Name          string       `json:"name"`
	Figures       []figureView `json:"figures"`
}

func viewFigures(f appraisal.Figure) []figureView {
	views := make([]figureView, len(appraisal.Names))
	for i, shown := range f.Shown() {
		n := appraisal.Names[i]
		views[i] = figureView{Name: n.Name, Title: n.Title, Unit: n.Unit, Count: shown.Count, Suppressed: shown.Suppressed}
		if !shown.Suppressed {
			views[i].Value = &shown.Value
		}
	}
	return views
}

type markView struct {
	Report     string `json:"report_id"`
	Org        string `json:"org_id"`
	Efficiency int    `json:"efficiency"`
	Result     int    `json:"result"`
	Attitude   int    `json:"attitude"`
	Words      string `json:"words"`
	At         string `json:"at"`
}
