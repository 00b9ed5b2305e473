package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
)

// forTheDay is for callers who work in a session. A volunteer who serves has no posting, so the use case decides, not a
// role.
func (h bookings) forTheDay() []route {
	return []route{
		{"GET", api + "/provider/sessions", login, auth.Everyone, h.serving},
		{"POST", staff + "/check-in", login, auth.Everyone, h.checkIn},
		{"GET", staff + "/sessions/:id", login, auth.Everyone, byID(h.service.Board, h.showBoard)},
		{"POST", staff + "/sessions/:id/call", login, auth.Everyone, byID(h.service.CallNext, h.show)},
		{"POST", staff + "/sessions/:id/extend", login, auth.Everyone, h.extendSession},
		{"POST", staff + "/bookings/:id/recall", login, auth.Everyone, byID(h.service.Recall, h.show)},
		{"POST", staff + "/bookings/:id/finish", login, auth.Everyone, deed[finishBody](h.service.Finish, h.show)},
		{"POST", staff + "/bookings/:id/miss", login, auth.Everyone, byID(h.service.Miss, h.show)},
		{"POST", staff + "/sessions/:id/walk-in", login, auth.Keepers, h.walkIn},
		{"GET", staff + "/bookings/by-phone", login, auth.Keepers, h.byPhone},
		{"POST", staff + "/bookings/:id/confirm", login, auth.Keepers, byID(h.service.ConfirmByPhone, h.show)},
		{"POST", staff + "/bookings/:id/phone", login, auth.Keepers, reveal(h.persons, "booking", h.service.Contact)},
		{"GET", staff + "/bookings/:id/slip.pdf", login, auth.Keepers, byID(h.service.Get, h.printSlip)},
	}
}

// checkIn notes an arrival, by the scanned code or by the booking.
func (h bookings) checkIn(c *fiber.Ctx, who caller) error {
	var in struct {
		Code    string `json:"code"`
		Booking string `json:"booking_id"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	id, err := number(in.Booking)
	if err != nil {
		return err
	}
	var b booking.Booking
	if id != 0 {
		b, err = h.service.CheckIn(c.UserContext(), who.Actor, id)
	} else {
		b, err = h.service.CheckInCode(c.UserContext(), who.Actor, in.Code)
	}
	if err != nil {
		return err
	}
	return h.show(c, who, b)
}

// walkIn gives a person at the counter a place.
func (h bookings) walkIn(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	w, err := readInput[wishBody](c)
	if err != nil {
		return err
	}
	if w.Session = id; w.For == 0 {
		return errBody
	}
	b, err := h.service.WalkIn(c.UserContext(), who.Actor, w)
	if err != nil {
		return err
	}
	return h.show(c, who, b)
}

func (h bookings) extendSession(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Period string `json:"period_id"`
		Places int    `json:"places"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	period, err := number(in.Period)
	if err != nil {
		return err
	}
	if err := h.service.Extend(c.UserContext(), who.Actor, booking.More{Session: id, Period: period, Places: in.Places}); err != nil {
		return err
	}
	b, err := h.service.Board(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return h.showBoard(c, who, b)
}

// showTurn shows how far the queue is.
func (h bookings) showTurn(c *fiber.Ctx, _ caller, t booking.Turn) error {
	b := t.Booking
	return c.JSON(turnView{text(b.ID), b.State, b.State.Name(), b.Number, t.Calling, t.Before})
}

// serviceRecord lists what was done for the caller, or for one of their family.
func (h bookings) serviceRecord(c *fiber.Ctx, who caller) error {
	var of, before int64
	if err := numbersInto(map[*int64]string{&of: c.Query("person_id"), &before: c.Query("cursor")}); err != nil {
		return err
	}
	all, err := h.service.Record(c.UserContext(), who.Actor, of, before)
	if err != nil {
		return err
	}
	return h.showPage(c, all)
}

// finishBody says what was done for the person.
type finishBody struct {
	Result string `json:"result"`
}

func (in finishBody) input() (string, error) { return in.Result, nil }

type turnView struct {
	Booking   string        `json:"booking_id"`
	State     booking.State `json:"state"`
	StateName string        `json:"state_name"`
	Number    int           `json:"number"`
	Calling   int           `json:"calling"` // the number that was called last; 0: none yet
	Before    int           `json:"before"`  // arrived persons with a lower number
}
