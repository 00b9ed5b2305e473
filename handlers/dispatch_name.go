package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/dispatch"
	"linli/app/report"
)

// listNames shows how a community calls the categories.
func (h decisions) listNames(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	d, err := h.service.Decisions(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	named := each(d.Names, func(n dispatch.Name) nameView {
		return nameView{namingView{n.Category, n.Name, n.Hidden}, n.County, n.Off}
	})
	return c.JSON(namesView{named, decidedView{d.NamesMark, canOf(d)}})
}

func (h decisions) setNames(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in struct {
		items[namingView]
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	names := make([]report.Naming, len(in.Items))
	for i, v := range in.Items {
		names[i] = report.Naming{Category: v.Category, Name: v.Name, Hidden: v.Hidden}
	}
	if err := h.service.SetNames(c.UserContext(), who.Actor, community, names, in.Version); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type namingView struct {
	Category report.Category `json:"category"`
	Name     string          `json:"name"`
	Hidden   bool            `json:"hidden"`
}

type nameView struct {
	namingView
	County string `json:"county_name"`
	Off    bool   `json:"county_hidden"`
}

type namesView struct {
	items[nameView]
	decidedView
}
