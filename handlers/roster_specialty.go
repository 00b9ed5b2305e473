package handlers

import "github.com/gofiber/fiber/v2"

type specialtiesView struct {
	items[string]
	seen
}

// specialties shows the county's list of what staff are good at.
func (h rosters) specialties(c *fiber.Ctx, who caller) error {
	all, version, err := h.service.Specialties(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(specialtiesView{items[string]{all}, seen{version}})
}

func (h rosters) setSpecialties(c *fiber.Ctx, who caller) error {
	var in specialtiesView
	if err := read(c, &in); err != nil {
		return err
	}
	if in.Items == nil {
		return errBody
	}
	if err := h.service.SetSpecialties(c.UserContext(), who.Actor, in.Items, in.Version); err != nil {
		return err
	}
	return h.specialties(c, who)
}
