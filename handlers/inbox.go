package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
)

// maxPush is the largest body a push may have; the platform's are a few kilobytes.
const maxPush = 256 << 10

type callbacks map[auth.Account]Callback

func (h callbacks) routes() []route {
	return []route{
		{"GET", "/wx/:account", open, anyone, h.verify},
		{"POST", "/wx/:account", open, anyone, h.receive},
	}
}

// verify answers the console's check of a callback address.
func (h callbacks) verify(c *fiber.Ctx, _ caller) error {
	to, ok := h[auth.Account(c.Params("account"))]
	if !ok {
		return errNoRoute
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	echo, ok := to.Verify(c.Queries())
	if !ok {
		return c.Status(fiber.StatusForbidden).SendString("forbidden")
	}
	return c.SendString(echo)
}

// receive hands a push to its account and sends back the answer, byte for byte.
func (h callbacks) receive(c *fiber.Ctx, _ caller) error {
	to, ok := h[auth.Account(c.Params("account"))]
	if !ok {
		return errNoRoute
	}
	body := c.Request().Body() // unchanged: nothing is decompressed for an unknown sender
	status, kind, reply := to.Receive(c.UserContext(), c.Queries(), body)
	c.Set(fiber.HeaderContentType, kind)
	return c.Status(status).Send(reply)
}
