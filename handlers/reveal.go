package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/person"
)

// reveal shows staff the number of the person whom find returns, and writes the reason to the audit log. kind and id
// name the object it is about.
func reveal(persons *person.Service, kind string, find func(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error)) handler {
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
		phone, err := persons.Reveal(c.UserContext(), who.Actor, whom, community, kind+":"+text(id), in.Reason)
		if err != nil {
			return err
		}
		return showPhone(c, who, phone)
	}
}

func showPhone(c *fiber.Ctx, _ caller, p person.Phone) error {
	return c.JSON(fiber.Map{"phone": string(p)})
}
