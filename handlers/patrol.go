package handlers

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/patrol"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
)

// patrols are the rounds of a grid or an estate.
type patrols struct {
	web
	service *patrol.Service
}

func (h patrols) routes() []route {
	return []route{
		{"GET", api + "/patrols", login, auth.Helpers, h.day},
		{"POST", api + "/patrols/scans", login, auth.Everyone, h.scan},
		{"POST", api + "/patrols/finds", login, auth.Everyone, create[findBody](h.service.Discover, h.showFind)},
		{"POST", api + "/patrols/close", login, auth.Everyone, h.close},
		{"POST", api + "/patrols/reasons", login, auth.Helpers, h.explain},
		{"GET", api + "/patrols/minimum", login, auth.Keepers, h.minimum},
		{"POST", api + "/patrols/track", login, auth.Keepers, h.startTrack},
		{"POST", api + "/patrols/positions", login, auth.Keepers, h.positions},
		{"GET", api + "/patrols/:id/track", login, auth.Keepers, byID(h.service.Track, h.track)},
		{"GET", staff + "/patrols", login, auth.Dispatchers, h.overview},
		{"GET", staff + "/patrols/points", login, auth.Publishers, h.points},
		{"GET", staff + "/patrols/plans", login, auth.Dispatchers, h.plans},
		{"POST", staff + "/patrols/plans", login, auth.Publishers, create[patrolPlanBody](h.service.AddPlan, h.showPlan)},
		{"PUT", staff + "/patrols/plans/:id", login, auth.Publishers, deed[patrolPlanBody](h.service.ChangePlan, h.showPlan)},
		{"DELETE", staff + "/patrols/plans/:id", login, auth.Publishers, end(h.service.EndPlan)},
		{"POST", staff + "/patrols/raises", login, auth.Publishers, create[raiseBody](h.service.Raise, h.showRaise)},
		{"POST", staff + "/patrols/raises/:id/end", login, auth.Publishers, end(h.service.EndRaise)},
	}
}

func (h patrols) day(c *fiber.Ctx, who caller) error {
	d, err := h.service.Day(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewPatrolDay(tree, d))
}

func (h patrols) scan(c *fiber.Ctx, who caller) error {
	var in struct {
		Code  string    `json:"code"`
		Plan  string    `json:"plan_id"`
		Floor string    `json:"floor"`
		At    time.Time `json:"at"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	one := patrol.Scanned{Code: in.Code, Floor: in.Floor, At: in.At}
	if err := numbersInto(map[*int64]string{&one.Plan: in.Plan}); err != nil {
		return err
	}
	p, err := h.service.Scan(c.UserContext(), who.Actor, one)
	if err != nil {
		return err
	}
	return h.showRound(c, p)
}

func (h patrols) close(c *fiber.Ctx, who caller) error {
	var in struct {
		At    time.Time `json:"at"`
		Words string    `json:"words"`
		With  []string  `json:"colleague_ids"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	with, err := numbers(in.With)
	if err != nil {
		return err
	}
	p, err := h.service.Close(c.UserContext(), who.Actor, patrol.Closing{At: in.At, Words: in.Words, With: with})
	if err != nil {
		return err
	}
	return h.showRound(c, p)
}

func (h patrols) showRound(c *fiber.Ctx, p patrol.Patrol) error {
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewRound(tree, p))
}

type findBody struct {
	Code   string    `json:"code"`
	Area   string    `json:"area_id"`
	Words  string    `json:"words"`
	Files  []string  `json:"file_ids"`
	Topic  string    `json:"topic"`
	At     time.Time `json:"at"`
	Spot   bool      `json:"spot"`
	Did    string    `json:"did"`
	After  int       `json:"after"`
	Urgent bool      `json:"urgent"`
}

func (in findBody) input() (patrol.Discovery, error) {
	d := patrol.Discovery{Code: in.Code, Words: in.Words, Topic: in.Topic, At: in.At, Spot: in.Spot, Did: in.Did, Urgent: in.Urgent}
	if err := numbersInto(map[*int64]string{&d.Area: in.Area}); err != nil {
		return d, err
	}
	files, err := numbers(in.Files)
	if err != nil || in.After < 0 || in.After > 0 && !in.Spot {
		return d, errBody
	}
	before := max(len(files)-in.After, 0) // a telephone may have lost a photo
	d.Files, d.After = files[:before], files[before:]
	return d, nil
}

func (h patrols) explain(c *fiber.Ctx, who caller) error {
	var in struct {
		Plan  string `json:"plan_id"`
		Day   string `json:"day"`
		Key   string `json:"reason"`
		Words string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	id, err := number(in.Plan)
	if err != nil {
		return err
	}
	day, ok := when.ParseDate(in.Day)
	if !ok {
		return patrol.ErrDay
	}
	if err := h.service.Explain(c.UserContext(), who.Actor, id, plan.Reason{Day: day, Key: in.Key, Words: in.Words}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h patrols) minimum(c *fiber.Ctx, who caller) error {
	m, err := h.service.Minimum(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"rounds": m.Rounds, "minutes": m.Minutes, "metres": m.Metres,
		"asked": fiber.Map{"rounds": patrol.Asked.Rounds, "minutes": patrol.Asked.Minutes, "metres": patrol.Asked.Metres},
	})
}

type trackBody struct {
	Community string          `json:"community_id"`
	Positions json.RawMessage `json:"positions"`
}

func (h patrols) startTrack(c *fiber.Ctx, who caller) error {
	return h.tracked(c, func(ctx context.Context, community int64, _ []patrol.Position) error {
		return h.service.StartTrack(ctx, who.Actor, community)
	})
}

func (h patrols) positions(c *fiber.Ctx, who caller) error {
	return h.tracked(c, func(ctx context.Context, community int64, all []patrol.Position) error {
		return h.service.AddPositions(ctx, who.Actor, community, all)
	})
}

func (h patrols) tracked(c *fiber.Ctx, do func(context.Context, int64, []patrol.Position) error) error {
	var in trackBody
	if err := read(c, &in); err != nil {
		return err
	}
	community, err := number(in.Community)
	if err != nil {
		return err
	}
	var all []patrol.Position
	if len(in.Positions) > 0 {
		if all, err = patrol.ParsePositions(in.Positions); err != nil {
			return err
		}
	}
	if err := do(c.UserContext(), community, all); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h patrols) track(c *fiber.Ctx, _ caller, all []patrol.Position) error {
	return c.JSON(each(all, func(p patrol.Position) trackView { return trackView{stamp(p.At), p.Lat, p.Lng} }))
}

func (h patrols) overview(c *fiber.Ctx, who caller) error {
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	o, err := h.service.Overview(c.UserContext(), who.Actor, in, c.QueryInt("days", 3))
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(o.Rounds))
	for _, p := range o.Rounds {
		ids = append(ids, p.Person)
	}
	people, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	return c.JSON(viewOverview(tree, o, people))
}

func (h patrols) points(c *fiber.Ctx, who caller) error {
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	all, err := h.service.Points(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(p patrol.Point) stopView { return viewStop(tree, p, nil) }))
}

func (h patrols) plans(c *fiber.Ctx, who caller) error {
	in, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	p, err := h.service.Plans(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(patrolPlansView{
		each(p.Plans, func(p patrol.Plan) patrolPlanView { return viewPatrolPlan(tree, p) }),
		each(p.Raises, func(r patrol.Raise) raiseView { return viewRaise(tree, r) }).Items, patrolKinds(), patrolTopics(p.Topics, p.Plans...),
	})
}

type patrolPlanBody struct {
	Area     string         `json:"area_id"`
	Name     string         `json:"name"`
	Kind     patrol.Kind    `json:"kind"`
	Points   []stopBody     `json:"points"`
	Need     int            `json:"need"`
	Weekdays []time.Weekday `json:"weekdays"`
	Windows  string         `json:"windows"`
	Roles    []auth.Role    `json:"roles"`
	Class    person.Class   `json:"class"`
	Topics   []string       `json:"topics"`
}

type stopBody struct {
	Area  string `json:"area_id"`
	Place string `json:"place_id"`
	Name  string `json:"name"`
}

func (in patrolPlanBody) input() (patrol.Plan, error) {
	p := patrol.Plan{Name: in.Name, Kind: in.Kind, Need: in.Need, Weekdays: in.Weekdays, Roles: in.Roles, Class: in.Class, Topics: in.Topics}
	var err error
	if p.Windows, err = when.ParseSpans(in.Windows); err != nil {
		return p, patrol.ErrWindows
	}
	for _, one := range in.Points {
		point := patrol.Point{Name: one.Name}
		if err := numbersInto(map[*int64]string{&point.Area: one.Area, &point.Place: one.Place}); err != nil {
			return p, err
		}
		p.Points = append(p.Points, point)
	}
	return p, numbersInto(map[*int64]string{&p.Area: in.Area})
}

type raiseBody struct {
	Area    string    `json:"area_id"`
	Windows string    `json:"windows"`
	Reason  string    `json:"reason"`
	Until   time.Time `json:"until"`
}

func (in raiseBody) input() (patrol.Raise, error) {
	r := patrol.Raise{Reason: in.Reason, Until: in.Until}
	var err error
	if r.Windows, err = when.ParseSpans(in.Windows); err != nil {
		return r, patrol.ErrWindows
	}
	return r, numbersInto(map[*int64]string{&r.Area: in.Area})
}
