package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/person"
)

type bookingView struct {
	ID          string            `json:"id"`
	Code        string            `json:"code"` // of the QR that is scanned on the day
	State       booking.State     `json:"state"`
	StateName   string            `json:"state_name"`
	Source      booking.Source    `json:"source"`
	Person      string            `json:"person_id"`
	PersonName  string            `json:"person_name"`
	Community   string            `json:"community_id"`
	Service     string            `json:"service_id"`
	ServiceName string            `json:"service_name"`
	About       string            `json:"about"` // how to prepare
	Session     string            `json:"session_id"`
	Period      string            `json:"period_id"`
	BeginAt     string            `json:"begin_at"`
	EndAt       string            `json:"end_at"`
	Place       string            `json:"place"`
	Number      int               `json:"number"` // in the queue; 0 in the waitlist
	Rank        int               `json:"rank"`   // in the waitlist; 0 who never waited
	Before      int               `json:"before"` // who wait before him
	OfferAt     string            `json:"offer_at"`
	OfferUntil  string            `json:"offer_until"`
	ByPhone     bool              `json:"by_phone"` // staff call before it counts
	Answers     map[string]string `json:"answers"`
	Address     string            `json:"address"`
	Reason      string            `json:"reason"`
	Result      string            `json:"result"`
	CreatedAt   string            `json:"created_at"`
}

// bookingViewer turns bookings into what those may read whom they concern.
type bookingViewer struct {
	tree  *area.Tree
	names map[int64]person.Person
}

func (s *Server) bookingViewer(ctx context.Context, all ...booking.Mine) (*bookingViewer, error) {
	tree, err := s.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, m := range all {
		ids[i] = m.Booking.Person
	}
	names, err := s.Names.Persons(ctx, distinct(ids))
	return &bookingViewer{tree, names}, err
}

func (v *bookingViewer) booking(m booking.Mine) bookingView {
	b := m.Booking
	view := bookingView{
		ID: text(b.ID), Code: b.Code(), State: b.State, StateName: b.State.Name(), Source: b.Source, Person: text(b.Person),
		PersonName: v.names[b.Person].Name, Community: text(b.Community), Service: text(b.Service), ServiceName: m.Service.Name,
		About: m.Service.About, Session: text(b.Session), Period: maybe(b.Period), BeginAt: stamp(b.BeginAt), EndAt: stamp(b.EndAt),
		Place: booking.SayPlace(v.tree, m.Service), Number: b.Number, Rank: b.Rank, Before: m.Before, OfferAt: stamp(b.OfferAt),
		OfferUntil: stamp(b.OfferTill), ByPhone: b.ByPhone, Answers: map[string]string{}, Address: b.Answers.Address, Reason: b.Reason,
		Result: b.Result, CreatedAt: stamp(b.CreatedAt),
	}
	for _, q := range m.Service.Questions {
		if said := b.Answers.Given[q.Key]; said != "" {
			view.Answers[q.Key] = said
		}
	}
	return view
}

// sendBooking answers with a booking as it is now.
func (s *Server) sendBooking(c *fiber.Ctx, who caller, b booking.Booking, status int) error {
	m, err := s.Bookings.Get(c.UserContext(), who.Actor, b.ID)
	if err != nil {
		return err
	}
	v, err := s.bookingViewer(c.UserContext(), m)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(v.booking(m))
}

func (s *Server) sendBookings(c *fiber.Ctx, all []booking.Mine, next string) error {
	v, err := s.bookingViewer(c.UserContext(), all...)
	if err != nil {
		return err
	}
	items := make([]bookingView, len(all))
	for i, m := range all {
		items[i] = v.booking(m)
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}

// wishIn is what somebody sends who wants a place.
type wishIn struct {
	Session     string            `json:"session_id"`
	Period      string            `json:"period_id"`
	For         string            `json:"person_id"`
	Answers     map[string]string `json:"answers"`
	Consent     bool              `json:"consent"`
	AddressArea string            `json:"address_area_id"`
	Address     string            `json:"address"`
	BeginAt     time.Time         `json:"begin_at"`
	NoWait      bool              `json:"no_wait"`
}

// readWish reads a wish from the body.
func readWish(c *fiber.Ctx) (booking.Wish, error) {
	var in wishIn
	if err := read(c, &in); err != nil {
		return booking.Wish{}, err
	}
	w := booking.Wish{
		NoWait: in.NoWait, BeginAt: in.BeginAt,
		Answers: booking.Answers{Given: in.Answers, Consent: in.Consent, Address: in.Address},
	}
	err := numbersInto(map[*int64]string{&w.Session: in.Session, &w.Period: in.Period, &w.For: in.For, &w.Answers.Area: in.AddressArea})
	return w, err
}

func (s *Server) book(c *fiber.Ctx, who caller) error {
	w, err := readWish(c)
	if err != nil {
		return err
	}
	b, err := s.Bookings.Book(c.UserContext(), who.Actor, w)
	if err != nil {
		return err
	}
	return s.sendBooking(c, who, b, fiber.StatusCreated)
}

// bookings lists what is ahead of the caller and his family, or what was.
func (s *Server) bookings(c *fiber.Ctx, who caller) error {
	if c.Query("list") != "past" {
		all, err := s.Bookings.Ahead(c.UserContext(), who.Actor)
		if err != nil {
			return err
		}
		return s.sendBookings(c, all, "")
	}
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	all, err := s.Bookings.Past(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	next := ""
	if len(all) == booking.PageSize {
		next = text(all[len(all)-1].Booking.ID)
	}
	return s.sendBookings(c, all, next)
}

func (s *Server) getBooking(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	return s.sendBooking(c, who, booking.Booking{ID: id}, fiber.StatusOK)
}

// bookingDeed lets the use case do something to a booking and answers with it as it is then.
func (s *Server) bookingDeed(do func(context.Context, auth.Actor, int64) (booking.Booking, error)) func(*fiber.Ctx, caller) error {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		b, err := do(c.UserContext(), who.Actor, id)
		if err != nil {
			return err
		}
		return s.sendBooking(c, who, b, fiber.StatusOK)
	}
}

func (s *Server) cancelBooking(c *fiber.Ctx, who caller) error {
	var in struct {
		Reason string `json:"reason"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	return s.bookingDeed(func(ctx context.Context, who auth.Actor, id int64) (booking.Booking, error) {
		return s.Bookings.Cancel(ctx, who, id, in.Reason)
	})(c, who)
}

func (s *Server) joinSeries(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	w, err := readWish(c)
	if err != nil {
		return err
	}
	all, err := s.Bookings.JoinSeries(c.UserContext(), who.Actor, id, w)
	if err != nil {
		return err
	}
	service, err := s.Bookings.Service(c.UserContext(), id)
	if err != nil {
		return err
	}
	mine := make([]booking.Mine, len(all))
	for i, b := range all {
		mine[i] = booking.Mine{Booking: b, Service: service}
	}
	c.Status(fiber.StatusCreated)
	return s.sendBookings(c, mine, "")
}

func (s *Server) leaveSeries(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	w, err := readWish(c)
	if err != nil {
		return err
	}
	left, err := s.Bookings.LeaveSeries(c.UserContext(), who.Actor, id, w.For)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"cancelled": left})
}
