package handlers

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/pages"
	"linli/app/person"
)

type bookings struct {
	web
	service *booking.Desk
	persons *person.Service
	codes   Codes
}

func (h bookings) routes() []route {
	return slices.Concat(h.forGuests(), h.atTheDoor(), h.forTheDay(), h.forTheTimetable())
}

func (h bookings) forGuests() []route {
	return []route{
		{"GET", api + "/communities/:id/services", login, auth.Everyone, h.services},
		{"GET", api + "/communities/:id/week", login, auth.Everyone, h.week},
		{"POST", api + "/bookings", login, auth.Everyone, create[wishBody](h.service.Book, h.show)},
		{"GET", api + "/bookings", login, auth.Everyone, h.list},
		{"GET", api + "/bookings/:id", login, auth.Everyone, byID(h.service.Get, h.showMine)},
		{"POST", api + "/bookings/:id/cancel", login, auth.Everyone, deed[reasonBody](h.service.Cancel, h.show)},
		{"POST", api + "/bookings/:id/accept", login, auth.Everyone, byID(h.service.Accept, h.show)},
		{"POST", api + "/bookings/:id/decline", login, auth.Everyone, byID(h.service.Decline, h.show)},
		{"POST", api + "/bookings/:id/move", login, auth.Everyone, deed[timeBody](h.service.Move, h.show)},
		{"POST", api + "/bookings/:id/rebook", login, auth.Everyone, byID(h.service.Rebook, h.show)},
		{"GET", api + "/bookings/:id/queue", login, auth.Everyone, byID(h.service.Turn, h.showTurn)},
		{"GET", api + "/service-record", login, auth.Everyone, h.serviceRecord},
		{"POST", api + "/services/:id/join", login, auth.Everyone, h.joinSeries},
		{"POST", api + "/services/:id/leave", login, auth.Everyone, h.leaveSeries},
	}
}

// list shows the bookings ahead of the caller and their family, or the past ones.
func (h bookings) list(c *fiber.Ctx, who caller) error {
	if c.Query("list") != "past" {
		all, err := h.service.Ahead(c.UserContext(), who.Actor)
		if err != nil {
			return err
		}
		return h.showAll(c, all)
	}
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	all, err := h.service.Past(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	return h.showPage(c, all)
}

func (h bookings) joinSeries(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	w, err := readInput[wishBody](c)
	if err != nil {
		return err
	}
	all, err := h.service.JoinSeries(c.UserContext(), who.Actor, id, w)
	if err != nil {
		return err
	}
	service, err := h.service.Service(c.UserContext(), id)
	if err != nil {
		return err
	}
	mine := make([]booking.Mine, len(all))
	for i, b := range all {
		mine[i] = booking.Mine{Booking: b, Service: service}
	}
	return h.showAll(c.Status(fiber.StatusCreated), mine)
}

func (h bookings) leaveSeries(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	w, err := readInput[wishBody](c)
	if err != nil {
		return err
	}
	left, err := h.service.LeaveSeries(c.UserContext(), who.Actor, id, w.For)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"cancelled": left})
}

// show answers with a booking as it is now.
func (h bookings) show(c *fiber.Ctx, who caller, b booking.Booking) error {
	m, err := h.service.Get(c.UserContext(), who.Actor, b.ID)
	if err != nil {
		return err
	}
	return h.showMine(c, who, m)
}

func (h bookings) showMine(c *fiber.Ctx, _ caller, m booking.Mine) error {
	v, err := h.bookingViewer(c.UserContext(), m)
	if err != nil {
		return err
	}
	return c.JSON(v.booking(m))
}

func (h bookings) showPage(c *fiber.Ctx, all pages.Page[booking.Mine]) error {
	v, err := h.bookingViewer(c.UserContext(), all.Items...)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(all, v.booking))
}

// showAll is showPage for a list without a second page.
func (h bookings) showAll(c *fiber.Ctx, all []booking.Mine) error {
	v, err := h.bookingViewer(c.UserContext(), all...)
	if err != nil {
		return err
	}
	return c.JSON(page[bookingView]{items: each(all, v.booking)})
}

// wishBody is the wish of a booker.
type wishBody struct {
	Session     string            `json:"session_id"`
	Period      string            `json:"period_id"`
	For         string            `json:"person_id"`
	Org         string            `json:"org_id"`
	Answers     map[string]string `json:"answers"`
	Consent     bool              `json:"consent"`
	AddressArea string            `json:"address_area_id"`
	Address     string            `json:"address"`
	BeginAt     time.Time         `json:"begin_at"`
	NoWait      bool              `json:"no_wait"`
}

func (in wishBody) input() (booking.Wish, error) {
	w := booking.Wish{
		NoWait: in.NoWait, BeginAt: in.BeginAt,
		Answers: booking.Answers{Given: in.Answers, Consent: in.Consent, Address: in.Address},
	}
	err := numbersInto(map[*int64]string{&w.Session: in.Session, &w.Period: in.Period, &w.For: in.For, &w.Org: in.Org, &w.Answers.Area: in.AddressArea})
	return w, err
}

// timeBody is the other time that a booker wants.
type timeBody struct {
	Session string    `json:"session_id"`
	Period  string    `json:"period_id"`
	BeginAt time.Time `json:"begin_at"`
}

func (in timeBody) input() (booking.Wish, error) {
	w := booking.Wish{BeginAt: in.BeginAt}
	return w, numbersInto(map[*int64]string{&w.Session: in.Session, &w.Period: in.Period})
}

type bookingView struct {
	ID          string            `json:"id"`
	Code        string            `json:"code"` // text of the QR code for the check-in
	State       booking.State     `json:"state"`
	StateName   string            `json:"state_name"`
	Source      booking.Source    `json:"source"`
	Person      string            `json:"person_id"`
	PersonName  string            `json:"person_name"`
	OrgName     string            `json:"org_name"` // in whose name it was booked
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
	Rank        int               `json:"rank"`   // in the waitlist; 0 without waiting
	Before      int               `json:"before"` // how many wait before this booking
	OfferAt     string            `json:"offer_at"`
	OfferUntil  string            `json:"offer_until"`
	ByPhone     bool              `json:"by_phone"` // staff call before it counts
	Answers     map[string]string `json:"answers"`
	Address     string            `json:"address"`
	Reason      string            `json:"reason"`
	Result      string            `json:"result"`
	CreatedAt   string            `json:"created_at"`
}

// bookingViewer turns bookings into views for the persons concerned.
type bookingViewer struct {
	tree  *area.Tree
	names map[int64]person.Person
}

func (h bookings) bookingViewer(ctx context.Context, all ...booking.Mine) (*bookingViewer, error) {
	tree, err := h.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, m := range all {
		ids[i] = m.Booking.Person
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	return &bookingViewer{tree, names}, err
}

func (v *bookingViewer) booking(m booking.Mine) bookingView {
	b := m.Booking
	view := bookingView{
		ID: text(b.ID), Code: b.Code(), State: b.State, StateName: b.State.Name(), Source: b.Source, Person: maybe(b.Person),
		PersonName: v.names[b.Person].Name, Community: text(b.Community), Service: text(b.Service), ServiceName: m.Service.Name,
		About: m.Service.About, Session: text(b.Session), Period: maybe(b.Period), BeginAt: stamp(b.BeginAt), EndAt: stamp(b.EndAt),
		Place: booking.SayPlace(v.tree, m.Service), Number: b.Number, Rank: b.Rank, Before: m.Before, OfferAt: stamp(b.OfferAt),
		OfferUntil: stamp(b.OfferTill), ByPhone: b.ByPhone, Answers: map[string]string{}, Address: b.Answers.Address, Reason: b.Reason,
		Result: b.Result, CreatedAt: stamp(b.CreatedAt),
	}
	view.OrgName = v.tree.OrgName(b.Org)
	for _, q := range m.Service.Questions {
		if said := b.Answers.Given[q.Key]; said != "" {
			view.Answers[q.Key] = said
		}
	}
	return view
}
