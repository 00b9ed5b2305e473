package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/dispatch"
	"linli/app/report"
)

type decisions struct {
	web
	service *dispatch.Service
}

func (h decisions) routes() []route {
	return []route{
		{"GET", staff + "/communities/:community/limits", login, auth.Workers, h.limits},
		{"PUT", staff + "/communities/:community/limits", login, auth.Deciders, h.setLimits},
		{"POST", staff + "/communities/:community/limits/rehearse", login, auth.Dispatchers, h.rehearse},
		{"POST", staff + "/communities/:id/hours/try", login, auth.Managers, h.tryHours},
		{"GET", staff + "/communities/:community/routes", login, auth.Workers, h.listRoutes},
		{"PUT", staff + "/communities/:community/routes", login, auth.Deciders, h.setRoutes},
		{"GET", staff + "/communities/:community/names", login, auth.Workers, h.listNames},
		{"PUT", staff + "/communities/:community/names", login, auth.Deciders, h.setNames},
		{"POST", staff + "/communities/:community/routes/try", login, auth.Dispatchers, h.tryRoutes},
	}
}

// communityOf reads the community a decision is for; "county" is 0.
func communityOf(c *fiber.Ctx) (int64, error) {
	if c.Params("community") == "county" {
		return 0, nil
	}
	return idOf(c, "community")
}

func (h decisions) limits(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	d, err := h.service.Decisions(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	return c.JSON(limitsView{each(d.Limits, viewLimit), decidedView{d.LimitsMark, canOf(d)}, d.Own})
}

func (h decisions) setLimits(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in struct {
		limitsBody
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.SetLimits(c.UserContext(), who.Actor, community, in.table(), in.Version); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// rehearse applies a table to past reports before it counts.
func (h decisions) rehearse(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in struct {
		limitsBody
		period
	}
	if err := read(c, &in); err != nil {
		return err
	}
	from, to := in.or(dispatch.LastQuarter(h.now()))
	trials, err := h.service.Rehearse(c.UserContext(), who.Actor, community, in.table(), from, to)
	if err != nil {
		return err
	}
	return c.JSON(spanView[trialView]{stamp(from), stamp(to), each(trials, func(t dispatch.Trial) trialView { return trialView(t) })})
}

// tryHours shows what working hours promise before they count.
func (h decisions) tryHours(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in hoursBody
	if err := read(c, &in); err != nil {
		return err
	}
	found, err := h.service.TryHours(c.UserContext(), who.Actor, id, in.Working, in.Resting)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(p dispatch.Promise) promiseView {
		return promiseView{p.Category, p.Name, viewDue(p.Now), viewDue(p.Then)}
	}))
}

func (h decisions) listRoutes(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	d, err := h.service.Decisions(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	named := each(d.Routes, func(o report.Route) namedRoute { return viewRoute(tree, o) })
	return c.JSON(routesView{named, decidedView{d.RoutesMark, canOf(d)}})
}

func (h decisions) setRoutes(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in struct {
		routesBody
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	rules, err := in.rules()
	if err != nil {
		return err
	}
	if err := h.service.SetRoutes(c.UserContext(), who.Actor, community, rules, in.Version); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// tryRoutes shows where past reports would have gone.
func (h decisions) tryRoutes(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in struct {
		routesBody
		period
	}
	if err := read(c, &in); err != nil {
		return err
	}
	rules, err := in.rules()
	if err != nil {
		return err
	}
	from, to := in.or(dispatch.LastQuarter(h.now()))
	found, err := h.service.Try(c.UserContext(), who.Actor, community, rules, from, to)
	if err != nil {
		return err
	}
	return c.JSON(spanView[destinationView]{stamp(from), stamp(to), each(found, viewDestination)})
}
