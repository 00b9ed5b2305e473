package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/person"
)

// reveal shows staff the number of the owner of an object.
func reveal(persons *person.Service, kind string, of person.Owner) handler {
	return deed[reasonBody](func(ctx context.Context, who auth.Actor, id int64, reason string) (person.Phone, error) {
		return persons.Reveal(ctx, who, of, kind, id, reason)
	}, showPhone)
}

func showPhone(c *fiber.Ctx, _ caller, p person.Phone) error {
	return c.JSON(fiber.Map{"phone": string(p)})
}
