package handlers

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
)

type places struct {
	web
	tiles Tiles
}

func (h places) routes() []route {
	return []route{
		{"GET", api + "/areas", login, auth.Everyone, h.below},
		{"GET", api + "/areas/find", login, auth.Everyone, h.find},
		{"GET", staff + "/areas/shapes", login, auth.Workers, h.shapes},
	}
}

// below lists the areas directly below an area, or the county.
func (h places) below(c *fiber.Ctx, _ caller) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	parent, err := number(c.Query("parent_id"))
	if err != nil {
		return err
	}
	return c.JSON(viewAreas(t, t.Children(parent)))
}

// find returns the places that words may mean, or the areas at a position.
func (h places) find(c *fiber.Ctx, _ caller) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	if words := c.Query("words"); words != "" {
		community, err := number(c.Query("community_id"))
		if err != nil {
			return err
		}
		return c.JSON(viewFound(t, t.Read(community, report.Cut(words, report.MaxPlace))))
	}
	lat, lng := c.QueryFloat("lat"), c.QueryFloat("lng")
	if err := area.CheckPosition(lat, lng); err != nil {
		return err
	}
	if c.Query("coord") == "wgs84" {
		lat, lng = area.FromWGS84(lat, lng)
	}
	var found []area.Area
	if a, err := t.Near(lat, lng, 100); err == nil {
		found = append(found, a)
	}
	if a, err := t.At(lat, lng); err == nil {
		found = append(found, a)
	}
	return c.JSON(viewFound(t, area.Found{Areas: found}))
}

// foundView is what words or a position mean, and what to ask when that is not settled.
type foundView struct {
	Items []areaView `json:"items"`
	Ask   area.Ask   `json:"ask"`
}

// viewFound shows choices so that no two read the same.
func viewFound(t *area.Tree, f area.Found) foundView {
	choices := append(slices.Clone(f.Areas), f.Maybe...)
	v := foundView{viewAreas(t, choices).Items, f.Ask}
	for i, told := range t.Tell(choices) {
		if strings.HasPrefix(told, v.Items[i].FullName) {
			v.Items[i].FullName = told
		}
	}
	return v
}

type areaView struct {
	ID        string    `json:"id"`
	Parent    string    `json:"parent_id"`
	Community string    `json:"community_id"`
	Kind      area.Kind `json:"kind"`
	Name      string    `json:"name"`
	FullName  string    `json:"full_name"`
	Lat       float64   `json:"lat"`
	Lng       float64   `json:"lng"`
}

func viewArea(t *area.Tree, a area.Area) areaView {
	return areaView{
		ID: text(a.ID), Parent: maybe(a.Parent), Community: text(a.Community), Kind: a.Kind, Name: a.Name,
		FullName: t.Say(a.ID), Lat: a.Lat, Lng: a.Lng,
	}
}

func viewAreas(t *area.Tree, areas []area.Area) items[areaView] {
	return each(areas, func(a area.Area) areaView { return viewArea(t, a) })
}
