package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
)

// maxPush is the largest body a push may have; the platform's are a few kilobytes.
const maxPush = 256 << 10

// verify answers the console's check of a callback address.
func (s *Server) verify(c *fiber.Ctx, _ caller) error {
	to, ok := s.Callbacks[auth.Account(c.Params("account"))]
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

// receive hands a push to its account and sends back what that says, byte for byte.
func (s *Server) receive(c *fiber.Ctx, _ caller) error {
	to, ok := s.Callbacks[auth.Account(c.Params("account"))]
	if !ok {
		return errNoRoute
	}
	body := c.Request().Body() // as it came: nothing is unpacked for a stranger
	status, kind, reply := to.Receive(c.UserContext(), c.Queries(), body)
	c.Set(fiber.HeaderContentType, kind)
	return c.Status(status).Send(reply)
}

func (s *Server) health(c *fiber.Ctx, _ caller) error { return c.JSON(fiber.Map{"status": "ok"}) }

type readyView struct {
	Status   string            `json:"status"` // ok, degraded, down
	Degraded []string          `json:"degraded,omitempty"`
	Parts    map[string]string `json:"parts"`
}

func (s *Server) readiness(c *fiber.Ctx, _ caller) error {
	r := s.Ready(c.UserContext())
	if !r.Serving {
		c.Status(fiber.StatusServiceUnavailable)
	}
	return c.JSON(readyView{Status: howReady(r), Degraded: r.Degraded, Parts: r.Parts})
}
