package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/whistle"
)

type whistles struct {
	web
	service *whistle.Service
	photos  photos
}

func (h whistles) routes() []route {
	return []route{
		{"GET", staff + "/orgs", login, auth.Publishers, h.callableOrgs},
		{"POST", staff + "/whistles", login, auth.Publishers, create[whistleBody](h.service.Blow, h.show)},
		{"GET", staff + "/whistles", login, auth.Callers, h.list},
		{"GET", staff + "/whistles/:id", login, auth.Callers, byID(h.service.Get, h.showDetail)},
		{"POST", staff + "/whistles/:id/answer", login, auth.Departments, deed[answerBody](h.service.Answer, h.show)},
		{"POST", staff + "/whistles/:id/muster", login, auth.Departments, deed[sayingBody](h.service.Muster, h.show)},
		{"POST", staff + "/whistles/:id/result", login, auth.Departments, deed[sayingBody](h.service.Finish, h.show)},
		{"POST", staff + "/whistles/:id/close", login, auth.Publishers, deed[sayingBody](h.service.Close, h.show)},
		{"POST", staff + "/whistles/:id/cancel", login, auth.Publishers, deed[sayingBody](h.service.Cancel, h.show)},
	}
}

func (h whistles) list(c *fiber.Ctx, who caller) error {
	about, err := number(c.Query("report_id"))
	if err != nil {
		return err
	}
	after, err := pinnedCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	view := whistle.View(c.Query("list", string(whistle.Ongoing)))
	found, err := h.service.List(c.UserContext(), who.Actor, view, about, after)
	if err != nil {
		return err
	}
	v, err := h.viewer(c.UserContext(), who, found.Items, nil)
	if err != nil {
		return err
	}
	return c.JSON(pinnedPage(found, v.whistle))
}

// callableOrgs lists the orgs that the caller may call to a place.
func (h whistles) callableOrgs(c *fiber.Ctx, who caller) error {
	place, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Callable(c.UserContext(), who.Actor, place)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(o area.Org) orgView { return orgView{ID: text(o.ID), Name: o.Name, Kind: o.Kind} }))
}

func (h whistles) show(c *fiber.Ctx, who caller, w whistle.Whistle) error {
	v, err := h.viewer(c.UserContext(), who, []whistle.Whistle{w}, nil)
	if err != nil {
		return err
	}
	return c.JSON(v.whistle(w))
}

func (h whistles) showDetail(c *fiber.Ctx, who caller, d whistle.Detail) error {
	v, err := h.viewer(c.UserContext(), who, []whistle.Whistle{d.Whistle}, d.Events)
	if err != nil {
		return err
	}
	view, err := v.detail(c.UserContext(), d)
	if err != nil {
		return err
	}
	return c.JSON(view)
}

type whistleBody struct {
	Report  string    `json:"report_id"`
	Area    string    `json:"area_id"`
	Place   string    `json:"place"`
	Words   string    `json:"words"`
	By      time.Time `json:"by"`
	Lead    string    `json:"lead_org_id"`
	Helpers []string  `json:"helper_org_ids"`
}

func (in whistleBody) input() (whistle.Draft, error) {
	d := whistle.Draft{Place: in.Place, Words: in.Words, By: in.By}
	err := numbersInto(map[*int64]string{&d.Report: in.Report, &d.Area: in.Area, &d.Lead: in.Lead})
	if err != nil {
		return d, err
	}
	d.Helpers, err = numbers(in.Helpers)
	return d, err
}

type answerBody struct {
	Org     string    `json:"org_id"`
	Coming  *bool     `json:"coming"`
	Who     string    `json:"who"`
	Arrival time.Time `json:"arrival"`
	Words   string    `json:"words"`
}

func (in answerBody) input() (whistle.Answer, error) {
	if in.Coming == nil { // a missing answer is no answer
		return whistle.Answer{}, errBody
	}
	org, err := number(in.Org)
	return whistle.Answer{Org: org, Coming: *in.Coming, Who: in.Who, Arrival: in.Arrival, Words: in.Words}, err
}

// sayingBody is a text with photos, of an org or the community, about a whistle.
type sayingBody struct {
	Org   string   `json:"org_id"`
	Words string   `json:"words"`
	Files []string `json:"file_ids"`
}

func (in sayingBody) input() (said whistle.Saying, err error) {
	said.Words = in.Words
	if said.Org, err = number(in.Org); err != nil {
		return said, err
	}
	said.Files, err = numbers(in.Files)
	return said, err
}
