package handlers

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
)

type reports struct {
	web
	service *report.Service
	persons *person.Service
	photos  photos
}

func (h reports) routes() []route {
	return slices.Concat(h.forResidents(), h.forStaff())
}

func (h reports) forResidents() []route {
	return []route{
		{"GET", api + "/categories", login, auth.Everyone, h.categories},
		{"GET", api + "/buildings/:id/reports", login, auth.Everyone, h.nearby},
		{"POST", api + "/reports", login, auth.Everyone, h.submit},
		{"GET", api + "/reports", login, auth.Everyone, h.pages(h.service.Own, (*viewer).report)},
		{"POST", api + "/reports/danger", login, auth.Everyone, h.danger},
		{"POST", api + "/reports/similar", login, auth.Everyone, h.similarNearby},
		{"GET", api + "/reports/joined", login, auth.Everyone, h.pages(h.service.Joined, (*viewer).neighbour)},
		{"POST", api + "/reports/:id/join", login, auth.Everyone, byID(h.service.Join, h.showNeighbour)},
		{"GET", api + "/reports/:id", login, auth.Everyone, byID(h.service.Get, h.showDetail)},
		{"POST", api + "/reports/:id/withdraw", login, auth.Everyone, deed[handlingBody](h.service.Withdraw, h.show)},
		{"POST", api + "/reports/:id/urge", login, auth.Everyone, deed[handlingBody](h.service.Urge, h.show)},
		{"POST", api + "/reports/:id/add", login, auth.Everyone, deed[handlingBody](h.service.Add, h.show)},
		{"POST", api + "/reports/:id/answer", login, auth.Everyone, deed[handlingBody](h.service.Answer, h.show)},
		{"POST", api + "/reports/:id/review", login, auth.Everyone, deed[reviewBody](h.service.Review, h.show)},
		{"POST", api + "/reports/:id/reopen", login, auth.Everyone, deed[handlingBody](h.service.Reopen, h.show)},
		{"POST", api + "/complaints", login, auth.Everyone, h.complain},
		{"POST", api + "/steward/reports/:id/look", login, auth.Stewards, deed[handlingBody](h.service.Look, h.show)},
		{"POST", api + "/steward/reports/:id/resolve", login, auth.Stewards, deed[handlingBody](h.service.SelfResolve, h.show)},
	}
}

func (h reports) submit(c *fiber.Ctx, who caller) error {
	var in draftBody
	if err := read(c, &in); err != nil {
		return err
	}
	d, err := in.draft(report.App)
	if err != nil {
		return err
	}
	d.Urgent = false // only staff and words of danger make a report urgent
	d.Account, d.OpenID = who.session.Account, who.session.OpenID
	r, err := h.service.Submit(c.UserContext(), who.Actor, d)
	if err != nil {
		return err
	}
	return h.show(c.Status(fiber.StatusCreated), who, r)
}

// complain takes a complaint about this system.
func (h reports) complain(c *fiber.Ctx, who caller) error {
	var in struct {
		Words string   `json:"words"`
		Files []string `json:"file_ids"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	files, err := numbers(in.Files)
	if err != nil {
		return err
	}
	r, err := h.service.Complain(c.UserContext(), who.Actor, in.Words, files)
	if err != nil {
		return err
	}
	return h.show(c.Status(fiber.StatusCreated), who, r)
}

// similarNearby shows a resident similar reports of neighbours before they send another.
func (h reports) similarNearby(c *fiber.Ctx, who caller) error {
	var in draftBody
	if err := read(c, &in); err != nil {
		return err
	}
	d, err := in.draft(report.App)
	if err != nil {
		return err
	}
	found, err := h.service.SimilarNearby(c.UserContext(), who.Actor, d)
	if err != nil {
		return err
	}
	return h.showPage(c, who, pages.Page[report.Report]{Items: found}, (*viewer).neighbour)
}

func (h reports) nearby(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	after, err := readCursor(c.Query("cursor"), report.ErrCursor)
	if err != nil {
		return err
	}
	found, err := h.service.Nearby(c.UserContext(), who.Actor, id, after)
	if err != nil {
		return err
	}
	return h.showPage(c, who, found, (*viewer).neighbour)
}

// danger reads words while they are written: what to do first, or "".
func (h reports) danger(c *fiber.Ctx, _ caller) error {
	var in struct {
		Words string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	found, _ := h.service.Danger(c.UserContext(), report.Cut(in.Words, report.MaxText))
	return c.JSON(fiber.Map{"say": found.Say})
}

// pages lists reports the way one of the use cases does, and shows them with view.
func (h reports) pages(
	list func(context.Context, auth.Actor, pages.Cursor) (pages.Page[report.Report], error), view func(*viewer, report.Report) reportView,
) handler {
	return func(c *fiber.Ctx, who caller) error {
		after, err := readCursor(c.Query("cursor"), report.ErrCursor)
		if err != nil {
			return err
		}
		found, err := list(c.UserContext(), who.Actor, after)
		if err != nil {
			return err
		}
		return h.showPage(c, who, found, view)
	}
}

func (h reports) showPage(
	c *fiber.Ctx, who caller, found pages.Page[report.Report], view func(*viewer, report.Report) reportView,
) error {
	v, err := h.viewer(c.UserContext(), who, found.Items, nil)
	if err != nil {
		return err
	}
	return c.JSON(page[reportView]{each(found.Items, func(r report.Report) reportView { return view(v, r) }), writeCursor(found.Next)})
}

// showFound shows a list without pages.
func (h reports) showFound(c *fiber.Ctx, who caller, found []report.Report) error {
	return h.showPage(c, who, pages.Page[report.Report]{Items: found}, (*viewer).report)
}

// show answers with the report as it is now.
func (h reports) show(c *fiber.Ctx, who caller, r report.Report) error {
	v, err := h.viewer(c.UserContext(), who, []report.Report{r}, nil)
	if err != nil {
		return err
	}
	return c.JSON(v.report(r))
}

func (h reports) showNeighbour(c *fiber.Ctx, who caller, r report.Report) error {
	v, err := h.viewer(c.UserContext(), who, []report.Report{r}, nil)
	if err != nil {
		return err
	}
	return c.JSON(v.neighbour(r))
}

func (h reports) showDetail(c *fiber.Ctx, who caller, d report.Detail) error {
	v, err := h.viewer(c.UserContext(), who, []report.Report{d.Report}, d.Events)
	if err != nil {
		return err
	}
	view, err := v.detail(c.UserContext(), d)
	if err != nil {
		return err
	}
	return c.JSON(view)
}
