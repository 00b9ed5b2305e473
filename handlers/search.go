package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/person"
	"linli/app/report"
	"linli/app/search"
)

type searches struct {
	web
	service *search.Service
	reports reports
	rosters rosters
}

func (h searches) routes() []route {
	return []route{
		{"POST", staff + "/search", login, auth.Workers, h.search},
	}
}

type hitsView struct {
	Reports   []reportView     `json:"reports"`
	Next      string           `json:"next"`
	Residents []residentView   `json:"residents"`
	Bookings  []hitBookingView `json:"bookings"`
	Staff     []memberView     `json:"staff"`
	Bulletins []bulletinView   `json:"bulletins"`
	Places    []hitPlaceView   `json:"places"`
}

type hitBookingView struct {
	ID        string        `json:"id"`
	Session   string        `json:"session_id"`
	Service   string        `json:"service"`
	Person    string        `json:"person_id"`
	Name      string        `json:"name"`
	State     booking.State `json:"state"`
	StateName string        `json:"state_name"`
	Begin     string        `json:"begin_at"`
}

type hitPlaceView struct {
	ID   string    `json:"id"`
	Kind area.Kind `json:"kind"`
	Name string    `json:"name"`
}

// search changes nothing. It is a POST because proxies log addresses, and with them names and numbers.
func (h searches) search(c *fiber.Ctx, who caller) error {
	var in struct {
		Words string `json:"q"`
		After string `json:"after"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.limit(c, "search", text(who.Person), 240, time.Minute); err != nil {
		return err
	}
	if search.IsPhone(in.Words) { // so that nobody tries numbers one after the other
		if err := h.limit(c, "search-phone", text(who.Person), 60, time.Hour); err != nil {
			return err
		}
	}
	before, err := number(in.After)
	if err != nil {
		return err
	}
	found, err := h.service.Search(c.UserContext(), who.Actor, in.Words, before)
	if err != nil {
		return err
	}
	return h.show(c, who, found)
}

func (h searches) show(c *fiber.Ctx, who caller, f search.Found) error {
	v, err := h.reports.viewer(c.UserContext(), who, f.Reports, nil)
	if err != nil {
		return err
	}
	m, err := h.rosters.viewer(c, who, f.Staff)
	if err != nil {
		return err
	}
	t, now := v.tree, h.now()
	view := hitsView{
		Next:      maybe(f.Next),
		Reports:   each(f.Reports, func(r report.Report) reportView { return v.report(r) }).Items,
		Residents: each(f.Residents, func(p person.Person) residentView { return viewResident(t, p, now) }).Items,
		Bookings: each(f.Bookings, func(b search.Booking) hitBookingView {
			return hitBookingView{ID: text(b.ID), Session: text(b.Session), Service: b.Service, Person: text(b.Person), Name: b.Name, State: booking.State(b.State), StateName: booking.State(b.State).Name(), Begin: stamp(b.Begin)}
		}).Items,
		Staff:  each(f.Staff, m.member).Items,
		Places: each(f.Places, func(a area.Area) hitPlaceView { return hitPlaceView{text(a.ID), a.Kind, t.Say(a.ID)} }).Items,
	}
	view.Bulletins = make([]bulletinView, len(f.Bulletins))
	for i, b := range f.Bulletins {
		view.Bulletins[i] = viewBulletin(t, b)
	}
	return c.JSON(view)
}
