package handlers

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
)

// receipts takes what the providers of SMS and calls report.
type receipts struct{ to PhoneCallback }

func (h receipts) routes() []route {
	return []route{{"POST", "/phone/:provider/:channel/:token", open, anyone, h.receive}}
}

// receive hands a push to the providers' callback.
func (h receipts) receive(c *fiber.Ctx, _ caller) error {
	status, reply := h.to.Receive(c.UserContext(), c.Params("provider"), c.Params("channel"), c.Params("token"), c.Body())
	if status != http.StatusOK {
		c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		return c.Status(status).SendString(map[int]string{
			http.StatusForbidden: "forbidden", http.StatusBadRequest: "bad request",
		}[status])
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(reply)
}
