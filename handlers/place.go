package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/person"
)

// dwelling returns the building or unit with this id; people live nowhere else.
func (w web) dwelling(c *fiber.Ctx, home string) (person.Home, error) {
	id, err := number(home)
	if err != nil {
		return person.Home{}, err
	}
	t, err := w.tree(c)
	if err != nil {
		return person.Home{}, err
	}
	a, err := t.Get(id)
	if err != nil || a.Kind != area.Building && a.Kind != area.Unit {
		return person.Home{}, area.ErrMissing
	}
	b, _ := t.Up(id, area.Building)
	return person.Home{Community: a.Community, Building: b.ID, Area: a.ID}, nil
}

// community reads the id of a community; people belong to nothing smaller or larger.
func (w web) community(c *fiber.Ctx, of string) (int64, error) {
	id, err := number(of)
	if err != nil {
		return 0, err
	}
	t, err := w.tree(c)
	if err != nil {
		return 0, err
	}
	if a, err := t.Get(id); err != nil || a.Kind != area.Community {
		return 0, person.ErrPlace
	}
	return id, nil
}
