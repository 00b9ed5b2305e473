package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/pace"
	"linli/app/report"
)

// pointView is a report as a map draws it.
type pointView struct {
	ID        string          `json:"id"`
	Number    string          `json:"number"`
	Title     string          `json:"title"`
	Category  report.Category `json:"category"`
	Urgent    bool            `json:"urgent"`
	Light     pace.Light      `json:"light"`
	State     report.State    `json:"state"`
	StateName string          `json:"state_name"`
	Place     string          `json:"place"`
	Lat       float64         `json:"lat"`
	Lng       float64         `json:"lng"`
	Building  string          `json:"building_id"`
	Grid      string          `json:"grid_id"`
	Community string          `json:"community_id"`
}

// pileView is a number of reports in one grid.
type pileView struct {
	Community string `json:"community_id"`
	Grid      string `json:"grid_id"`
	Count     int    `json:"count"`
}

type pointsView struct {
	items[pointView]
	Beyond []pileView `json:"beyond"`
	More   bool       `json:"more"`
}

// points answers with a list for a map.
func (h reports) points(c *fiber.Ctx, who caller) error {
	l, err := listing(c)
	if err != nil {
		return err
	}
	found, err := h.service.Points(c.UserContext(), who.Actor, l)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	v := pointsView{items: each(found.Reports, func(r report.Report) pointView { return h.point(t, r) }), Beyond: []pileView{}, More: found.More}
	for _, p := range found.Beyond {
		v.Beyond = append(v.Beyond, pileView{text(p.Community), maybe(p.Grid), p.Count})
	}
	return c.JSON(v)
}

func (h reports) point(t *area.Tree, r report.Report) pointView {
	v := pointView{
		ID: text(r.ID), Number: r.Say(), Title: r.Title(), Category: r.Category, Urgent: r.Pinned(), Light: r.Light(h.now()),
		State: r.State, StateName: r.State.Name(), Place: r.Place, Lat: r.Lat, Lng: r.Lng, Building: maybe(r.Building),
		Grid: maybe(r.Grid), Community: text(r.Community),
	}
	if b, err := t.Get(r.Building); err == nil && v.Lat == 0 && v.Lng == 0 {
		v.Lat, v.Lng = b.Lat, b.Lng
	}
	return v
}
