package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/fault"
)

// atTheDoor is for residents who scanned the code on the door of a place.
func (h bookings) atTheDoor() []route {
	return []route{
		{"GET", api + "/places/:id/bookings", login, auth.Everyone, h.atDoor},
		{"POST", api + "/places/:id/arrive", login, auth.Everyone, deed[doorBody](h.service.ArriveAtDoor, h.show)},
	}
}

type doorBody struct {
	Mark    string `json:"mark"`
	Booking string `json:"booking_id"`
}

func (in doorBody) input() (booking.DoorCode, error) {
	code := booking.DoorCode{Mark: in.Mark}
	return code, numbersInto(map[*int64]string{&code.Booking: in.Booking})
}

type atHandView struct {
	Booking bookingView `json:"booking"`
	Can     bool        `json:"can_arrive"`
	Words   string      `json:"words"` // why not
}

func (h bookings) atDoor(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	all, err := h.service.AtDoor(c.UserContext(), who.Actor, id, c.Query("mark"))
	if err != nil {
		return err
	}
	mine := make([]booking.Mine, len(all))
	for i, a := range all {
		mine[i] = a.Mine
	}
	v, err := h.bookingViewer(c.UserContext(), mine...)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(a booking.AtHand) atHandView {
		view := atHandView{Booking: v.booking(a.Mine), Can: a.Why == nil && a.Booking.State != booking.Arrived && a.Booking.State != booking.Called}
		if f, ok := fault.As(a.Why); ok {
			view.Words = f.Text
		}
		return view
	}))
}
