package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/pages"
)

// body is what a client sends for a use case that takes In.
type body[In any] interface {
	input() (In, error)
}

func readInput[B body[In], In any](c *fiber.Ctx) (in In, err error) {
	var b B
	if err := read(c, &b); err != nil {
		return in, err
	}
	return b.input()
}

// create runs a use case that makes something of the body, and shows it.
func create[B body[In], In, T any](
	do func(context.Context, auth.Actor, In) (T, error), show func(*fiber.Ctx, caller, T) error,
) handler {
	return func(c *fiber.Ctx, who caller) error {
		in, err := readInput[B](c)
		if err != nil {
			return err
		}
		made, err := do(c.UserContext(), who.Actor, in)
		if err != nil {
			return err
		}
		return show(c.Status(fiber.StatusCreated), who, made)
	}
}

// deed runs a use case on the object of the path with the body, and shows the object as it is then.
func deed[B body[In], In, T any](
	do func(context.Context, auth.Actor, int64, In) (T, error), show func(*fiber.Ctx, caller, T) error,
) handler {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		in, err := readInput[B](c)
		if err != nil {
			return err
		}
		changed, err := do(c.UserContext(), who.Actor, id, in)
		if err != nil {
			return err
		}
		return show(c, who, changed)
	}
}

// byID is deed for a use case that takes only the id of the path.
func byID[T any](do func(context.Context, auth.Actor, int64) (T, error), show func(*fiber.Ctx, caller, T) error) handler {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		found, err := do(c.UserContext(), who.Actor, id)
		if err != nil {
			return err
		}
		return show(c, who, found)
	}
}

// noted is deed for a use case without an answer.
func noted[B body[In], In any](do func(context.Context, auth.Actor, int64, In) error) handler {
	return deed[B](func(ctx context.Context, who auth.Actor, id int64, in In) (struct{}, error) {
		return struct{}{}, do(ctx, who, id, in)
	}, noContent)
}

// end is byID for a use case without an answer.
func end(do func(context.Context, auth.Actor, int64) error) handler {
	return byID(func(ctx context.Context, who auth.Actor, id int64) (struct{}, error) {
		return struct{}{}, do(ctx, who, id)
	}, noContent)
}

func noContent(c *fiber.Ctx, _ caller, _ struct{}) error { return c.SendStatus(fiber.StatusNoContent) }

// listed shows the page of a list that begins at the cursor of the query.
func listed[T any](
	do func(context.Context, auth.Actor, int64) (pages.Page[T], error), show func(*fiber.Ctx, caller, pages.Page[T]) error,
) handler {
	return listedFrom(number, do, show)
}

// listedPinned is listed for a list whose urgent rows come first.
func listedPinned[T any](
	do func(context.Context, auth.Actor, pages.Cursor) (pages.Page[T], error), show func(*fiber.Ctx, caller, pages.Page[T]) error,
) handler {
	return listedFrom(pinnedCursor, do, show)
}

func listedFrom[T, C any](
	read func(string) (C, error), do func(context.Context, auth.Actor, C) (pages.Page[T], error),
	show func(*fiber.Ctx, caller, pages.Page[T]) error,
) handler {
	return func(c *fiber.Ctx, who caller) error {
		from, err := read(c.Query("cursor"))
		if err != nil {
			return err
		}
		found, err := do(c.UserContext(), who.Actor, from)
		if err != nil {
			return err
		}
		return show(c, who, found)
	}
}
