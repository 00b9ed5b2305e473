package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/booking"
	"linli/app/when"
)

// usage tells how the services of a community were used.
func (h bookings) usage(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	from, ok := when.ParseDate(c.Query("from"))
	to, also := when.ParseDate(c.Query("to"))
	if !ok || !also {
		return booking.ErrUsage
	}
	all, err := h.service.Usage(c.UserContext(), who.Actor, id, from, to)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(u booking.Usage) usageView {
		return usageView{
			text(u.Service.ID), u.Service.Name, u.Held, u.Dropped, u.Places, u.Taken, u.Served, u.Missed, u.Waited, u.Promoted, u.Cancelled,
		}
	}))
}

type usageView struct {
	Service     string `json:"service_id"`
	ServiceName string `json:"service_name"`
	Held        int    `json:"sessions_held"`
	Dropped     int    `json:"sessions_cancelled"`
	Places      int    `json:"places"`
	Taken       int    `json:"taken"`
	Served      int    `json:"served"`
	Missed      int    `json:"no_shows"`
	Waited      int    `json:"waitlisted"`
	Promoted    int    `json:"from_waitlist"`
	Cancelled   int    `json:"cancelled"`
}
