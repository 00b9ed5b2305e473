package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
)

// checkIn puts somebody into the queue who has come, by the code he shows or by his booking.
func (s *Server) checkIn(c *fiber.Ctx, who caller) error {
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
		b, err = s.Bookings.CheckIn(c.UserContext(), who.Actor, id)
	} else {
		b, err = s.Bookings.CheckInCode(c.UserContext(), who.Actor, in.Code)
	}
	if err != nil {
		return err
	}
	return s.sendBooking(c, who, b, fiber.StatusOK)
}

// walkIn seats somebody who stands at the counter.
func (s *Server) walkIn(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	w, err := readWish(c)
	if err != nil {
		return err
	}
	if w.Session = id; w.For == 0 {
		return errBody
	}
	b, err := s.Bookings.WalkIn(c.UserContext(), who.Actor, w)
	if err != nil {
		return err
	}
	return s.sendBooking(c, who, b, fiber.StatusOK)
}

func (s *Server) finishBooking(c *fiber.Ctx, who caller) error {
	var in struct {
		Result string `json:"result"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	return s.bookingDeed(func(ctx context.Context, who auth.Actor, id int64) (booking.Booking, error) {
		return s.Bookings.Finish(ctx, who, id, in.Result)
	})(c, who)
}

func (s *Server) extendSession(c *fiber.Ctx, who caller) error {
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
	if err := s.Bookings.Extend(c.UserContext(), who.Actor, booking.More{Session: id, Period: period, Places: in.Places}); err != nil {
		return err
	}
	return s.sessionBoard(c, who)
}

type turnView struct {
	Booking   string        `json:"booking_id"`
	State     booking.State `json:"state"`
	StateName string        `json:"state_name"`
	Number    int           `json:"number"`
	Calling   int           `json:"calling"` // the number that was called last; 0: nobody yet
	Before    int           `json:"before"`  // who have come and are before him
}

// queue tells somebody how long it may still take.
func (s *Server) queue(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	t, err := s.Bookings.Turn(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	b := t.Booking
	return c.JSON(turnView{text(b.ID), b.State, b.State.Name(), b.Number, t.Calling, t.Before})
}

// serviceRecord lists what was done for the caller, or for one of his family.
func (s *Server) serviceRecord(c *fiber.Ctx, who caller) error {
	var of, before int64
	if err := numbersInto(map[*int64]string{&of: c.Query("person_id"), &before: c.Query("cursor")}); err != nil {
		return err
	}
	all, err := s.Bookings.Record(c.UserContext(), who.Actor, of, before)
	if err != nil {
		return err
	}
	next := ""
	if len(all) == booking.PageSize {
		next = text(all[len(all)-1].Booking.ID)
	}
	return s.sendBookings(c, all, next)
}

// byPhone lists the bookings that wait until staff have called.
func (s *Server) byPhone(c *fiber.Ctx, who caller) error {
	all, err := s.Bookings.ToCall(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v, err := s.guests(c.UserContext(), all)
	if err != nil {
		return err
	}
	items := make([]toCallView, len(all))
	for i, m := range all {
		items[i] = toCallView{m.Service.Name, text(m.Booking.Session), v.guest(m)}
	}
	return c.JSON(fiber.Map{"items": items})
}
