package handlers

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/care"
	"linli/app/pages"
	"linli/app/when"
)

type cares struct {
	web
	service *care.Service
}

func (h cares) routes() []route {
	return slices.Concat(h.forDeciders(), h.forKeepers(), h.forFamilies())
}

// forKeepers are the routes of those who visit.
func (h cares) forKeepers() []route {
	return []route{
		{"GET", staff + "/care/today", login, auth.Helpers, h.today},
		{"GET", staff + "/care/proposals", login, auth.Keepers, h.proposals},
		{"POST", staff + "/care/proposals/:id", login, auth.Keepers, h.take},
		{"POST", staff + "/care/changes", login, auth.Keepers, create[changeBody](h.service.AddChange, h.showCared)},
		{"GET", staff + "/care", login, auth.Keepers, h.list},
		{"GET", staff + "/care/:id", login, auth.Keepers, byID(h.service.Page, h.showPage)},
		{"GET", staff + "/care/:id/sheet", login, auth.Helpers, h.sheet},
		{"POST", staff + "/care/:id/visits", login, auth.Helpers, h.visit},
		{"POST", staff + "/care/:id/changes/:change/end", login, auth.Keepers, h.endChange},
		{"PUT", staff + "/care/:id/level", login, auth.Keepers, deed[levelBody](h.service.SetLevel, h.showCared)},
		{"DELETE", staff + "/care/:id/level", login, auth.Keepers, byID(h.service.UnsetLevel, h.showCared)},
		{"POST", staff + "/care/:id/accept", login, auth.Keepers, byID(h.service.Accept, h.showCared)},
		{"GET", staff + "/care/:id/helpers", login, auth.Keepers, h.helpers},
		{"PUT", staff + "/care/:id/helpers", login, auth.Keepers, deed[helpersBody](h.service.Assign, h.showCared)},
		{"GET", staff + "/households/:id/care", login, auth.Keepers, byID(h.service.OfHousehold, h.showPage)},
		{"POST", staff + "/households/:id/care", login, auth.Keepers, deed[onceBody](h.service.PlanVisit, h.showCared)},
		{"DELETE", staff + "/care/:id/next", login, auth.Keepers, byID(h.service.UnplanVisit, h.showCared)},
		{"GET", staff + "/residents/:id/care", login, auth.Keepers, byID(h.service.OfPerson, h.showPage)},
		{"POST", staff + "/needs/:id/refer", login, auth.Keepers, deed[referBody](h.service.Refer, h.showNeed)},
		{"POST", staff + "/needs/:id/end", login, auth.Keepers, h.endNeed},
	}
}

// forFamilies are the routes of those who are visited, and of their carers.
func (h cares) forFamilies() []route {
	return []route{
		{"GET", api + "/me/care", login, auth.Everyone, h.mine},
		{"GET", api + "/me/care/family", login, auth.Everyone, h.relatives},
		{"POST", api + "/me/care/chases/:id/seen", login, auth.Everyone, end(h.service.FamilySaw)},
	}
}

type visitBody struct {
	Way     care.Way     `json:"way"`
	Outcome care.Outcome `json:"outcome"`
	Needs   []string     `json:"needs"`
	Next    string       `json:"next"`
	Words   string       `json:"words"`
	Files   []string     `json:"file_ids"`
	With    []string     `json:"colleague_ids"`
	At      string       `json:"at"`
}

func (in visitBody) input() (e care.Entry, err error) {
	e = care.Entry{Way: in.Way, Outcome: in.Outcome, Needs: in.Needs, Words: in.Words}
	if e.Files, err = numbers(in.Files); err != nil {
		return e, err
	}
	if e.With, err = numbers(in.With); err != nil {
		return e, err
	}
	if in.Next != "" {
		ok := false
		if e.Next, ok = when.ParseDate(in.Next); !ok {
			return e, care.ErrNext
		}
	}
	if in.At != "" {
		if e.At, err = time.Parse(time.RFC3339, in.At); err != nil {
			return e, care.ErrDay
		}
	}
	return e, nil
}

func (h cares) visit(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	in, err := readInput[visitBody](c)
	if err != nil {
		return err
	}
	v, cared, err := h.service.Visit(c.UserContext(), who.Actor, id, in)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(visitedView{
		visitView: viewVisit(v, nil, nil), Due: day(cared.Due.Last), Say: cared.Due.Say(h.now()),
	})
}

func (h cares) today(c *fiber.Ctx, who caller) error {
	found, err := h.service.Round(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, h.viewRow))
}

func (h cares) list(c *fiber.Ctx, who caller) error {
	l := care.List{Cohort: c.Query("cohort"), Late: c.Query("late") == "yes"}
	if err := numbersInto(map[*int64]string{&l.Area: c.Query("area_id"), &l.After: c.Query("cursor")}); err != nil {
		return err
	}
	found, err := h.service.Rows(c.UserContext(), who.Actor, l)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, h.viewRow))
}

func (h cares) sheet(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	row, words, err := h.service.Sheet(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	v := sheetView{careRowView: h.viewRow(row), Needs: []codeView{}}
	for _, w := range words {
		if !w.Hidden {
			v.Needs = append(v.Needs, codeView{w.Code, w.Name})
		}
	}
	return c.JSON(v)
}

type changeBody struct {
	Household string    `json:"household_id"`
	Person    string    `json:"person_id"`
	Kind      care.Kind `json:"kind"`
	Day       string    `json:"day"`
	Words     string    `json:"words"`
}

func (in changeBody) input() (care.Told, error) {
	t := care.Told{Kind: in.Kind, Words: in.Words}
	var ok bool
	if t.Day, ok = when.ParseDate(in.Day); !ok {
		return t, care.ErrKind
	}
	return t, numbersInto(map[*int64]string{&t.Household: in.Household, &t.Person: in.Person})
}

func (h cares) endChange(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	change, err := idOf(c, "change")
	if err != nil {
		return err
	}
	cared, err := h.service.EndChange(c.UserContext(), who.Actor, id, change)
	if err != nil {
		return err
	}
	return h.showCared(c, who, cared)
}

type levelBody struct {
	Level care.Level `json:"level"`
	Until string     `json:"until"`
	Why   string     `json:"reason"`
}

func (in levelBody) input() (care.Override, error) {
	until, ok := when.ParseDate(in.Until)
	if !ok {
		return care.Override{}, care.ErrLevel
	}
	return care.Override{Level: in.Level, Until: until, Why: in.Why}, nil
}

// onceBody is a single visit; without a day it has a week.
type onceBody struct {
	On string `json:"on"`
}

func (in onceBody) input() (when.Date, error) {
	on, ok := when.ParseDate(in.On)
	if in.On != "" && !ok {
		return 0, care.ErrNext
	}
	return on, nil
}

type helpersBody struct {
	Persons []string `json:"person_ids"`
}

func (in helpersBody) input() ([]int64, error) { return numbers(in.Persons) }

func (h cares) helpers(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, err := h.service.Helpers(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	all := items[personNameView]{[]personNameView{}}
	for _, p := range found {
		all.Items = append(all.Items, personNameView{text(p.ID), p.Name})
	}
	return c.JSON(all)
}

type referBody struct {
	Target string `json:"target"`
}

func (in referBody) input() (string, error) { return in.Target, nil }

func (h cares) endNeed(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Met    bool   `json:"met"`
		Reason string `json:"reason"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	to := care.CannotNeed
	if in.Met {
		to = care.MetNeed
	}
	n, err := h.service.EndNeed(c.UserContext(), who.Actor, id, to, in.Reason)
	if err != nil {
		return err
	}
	return h.showNeed(c, who, n)
}

func (h cares) proposals(c *fiber.Ctx, who caller) error {
	found, err := h.service.Proposals(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(p care.Suggestion) suggestionView {
		return suggestionView{ID: text(p.ID), About: p.About, At: stamp(p.At), Of: h.viewRow(p.Of)}
	}))
}

func (h cares) take(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Visit bool `json:"visit"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.Take(c.UserContext(), who.Actor, id, !in.Visit); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h cares) mine(c *fiber.Ctx, who caller) error {
	found, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(o care.Own) ownCareView {
		v := ownCareView{Say: o.Say, Visits: []seenView{}}
		for _, s := range o.Visits {
			v.Visits = append(v.Visits, seenView{day(s.Day), s.Way.Name(), s.Outcome.Name()})
		}
		return v
	}))
}

func (h cares) relatives(c *fiber.Ctx, who caller) error {
	found, err := h.service.Relatives(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(r care.Relative) relativeView {
		return relativeView{Person: text(r.Person.ID), Name: r.Person.Name, Day: day(r.Day), Say: r.Say, Chase: maybe(r.Chase)}
	}))
}

func (h cares) showNeeds(found pages.Page[care.NeedRow], kinds map[string]string) page[needRowView] {
	return pageOf(found, func(n care.NeedRow) needRowView { return needRowView{viewNeed(n.Need, kinds), h.viewRow(n.Of)} })
}
