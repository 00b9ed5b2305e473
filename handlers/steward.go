package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/report"
	"linli/app/steward"
)

type stewards struct {
	web
	service *steward.Service
	reports reports
	codes   Codes
	base    string // of the addresses on printed boards
	account bool   // there is an official account
}

func (h stewards) routes() []route {
	return slices.Concat(h.forAlerts(), h.forDuty(), h.forCalls(), h.forBoards())
}

func (h stewards) forAlerts() []route {
	return []route{
		{"GET", api + "/steward/alerts", login, auth.Stewards, listedPinned(h.service.Mine, h.showAlerts)},
		{"POST", api + "/steward/reports/:id/acknowledge", login, auth.Stewards, deed[handlingBody](h.service.Acknowledge, h.reports.show)},
		{"GET", staff + "/unanswered", login, auth.Workers, listedPinned(h.service.Unanswered, h.showPagings)},
		{"POST", staff + "/pagings/:id/acknowledge", login, auth.Handlers, byID(h.service.AcknowledgePaging, h.showPaging)},
		{"GET", staff + "/unreachable", login, auth.Workers, listed(h.service.Unreached, h.showUnreached)},
	}
}

func (h stewards) showAlerts(c *fiber.Ctx, who caller, alerts pages.Page[steward.Alert]) error {
	shown := page[alertView]{items[alertView]{[]alertView{}}, writeCursor(alerts.Next)}
	for _, a := range alerts.Items {
		d, err := h.reports.service.Get(c.UserContext(), who.Actor, a.Report)
		if err != nil { // moved out of their building since
			continue
		}
		v, err := h.reports.viewer(c.UserContext(), who, []report.Report{d.Report}, nil)
		if err != nil {
			return err
		}
		shown.Items = append(shown.Items, alertView{
			ID: text(a.ID), At: stamp(a.At), AcknowledgedAt: stamp(a.AcknowledgedAt), Report: v.report(d.Report),
		})
	}
	return c.JSON(shown)
}

// showPagings shows alerts to everybody that nobody answered.
func (h stewards) showPagings(c *fiber.Ctx, _ caller, found pages.Page[steward.Paging]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(pinnedPage(found, func(p steward.Paging) pagingView { return viewPaging(t, p) }))
}

func (h stewards) showPaging(c *fiber.Ctx, _ caller, p steward.Paging) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewPaging(t, p))
}

// showUnreached shows the buildings whose stewards no message would reach.
func (h stewards) showUnreached(c *fiber.Ctx, _ caller, found pages.Page[steward.Reach]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	ids := make([]int64, len(found.Items))
	for i, r := range found.Items {
		ids[i] = r.Person
	}
	people, err := h.names.Persons(c.UserContext(), ids)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(r steward.Reach) unreachableView {
		p := people[r.Person]
		return unreachableView{
			Area: text(r.Area), AreaName: t.Say(r.Area), Community: text(r.Community), Reason: r.Reason,
			ReasonName: r.Reason.Name(), Person: maybe(r.Person), PersonName: p.Name, Phone: p.Phone.Masked(), Since: stamp(r.Since),
		}
	}))
}

type alertView struct {
	ID             string     `json:"id"`
	At             string     `json:"at"`
	AcknowledgedAt string     `json:"acknowledged_at"`
	Report         reportView `json:"report"`
}

type pagingView struct {
	ID        string          `json:"id"`
	Subject   steward.Subject `json:"subject"`
	SubjectID string          `json:"subject_id"`
	Community string          `json:"community_id"`
	Area      string          `json:"area_id"`
	AreaName  string          `json:"area_name"`
	Urgent    bool            `json:"urgent"`
	Stage     steward.Stage   `json:"stage"`
	Acks      int             `json:"acknowledgements"`
	Need      int             `json:"needed"`
	StartedAt string          `json:"started_at"`
}

func viewPaging(t *area.Tree, p steward.Paging) pagingView {
	return pagingView{
		ID: text(p.ID), Subject: p.Subject, SubjectID: text(p.SubjectID), Community: text(p.Community), Area: text(p.Area),
		AreaName: t.Say(p.Area), Urgent: p.Urgent, Stage: p.Stage, Acks: p.Acks, Need: p.Need, StartedAt: stamp(p.StartedAt),
	}
}

type unreachableView struct {
	Area       string         `json:"area_id"`
	AreaName   string         `json:"area_name"`
	Community  string         `json:"community_id"`
	Reason     steward.Reason `json:"reason"`
	ReasonName string         `json:"reason_name"`
	Person     string         `json:"person_id"`
	PersonName string         `json:"person_name"`
	Phone      string         `json:"person_phone"` // masked
	Since      string         `json:"since"`
}
