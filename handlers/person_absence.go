package handlers

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/person"
)

func (h persons) forAbsence() []route {
	return []route{
		{"GET", api + "/me/absence", login, auth.Posted, h.getAbsence},
		{"PUT", api + "/me/absence", login, auth.Posted, h.setAbsence},
		{"DELETE", api + "/me/absence", login, auth.Posted, h.endAbsence},
		{"GET", api + "/me/substitutes", login, auth.Posted, h.substitutes},
		{"PUT", staff + "/persons/:id/absence", login, auth.Managers, h.handOver},
		{"DELETE", staff + "/persons/:id/absence", login, auth.Managers, h.endHandOver},
	}
}

// absence reads when a person is away, from now on unless it says otherwise.
func (h persons) absence(c *fiber.Ctx) (a person.Absence, err error) {
	var in absenceBody
	if err := read(c, &in); err != nil {
		return a, err
	}
	a.From, a.To = in.From, in.To
	if a.From.IsZero() {
		a.From = h.now()
	}
	a.Substitute, err = number(in.Substitute)
	return a, err
}

func (h persons) setAbsence(c *fiber.Ctx, who caller) error {
	a, err := h.absence(c)
	if err != nil {
		return err
	}
	if err := h.service.Absent(c.UserContext(), who.Actor, a); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h persons) endAbsence(c *fiber.Ctx, who caller) error {
	if err := h.service.Absent(c.UserContext(), who.Actor, person.Absence{}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// handOver gives another person's work to a substitute between two dates.
func (h persons) handOver(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	a, err := h.absence(c)
	if err != nil {
		return err
	}
	if err := h.service.HandOver(c.UserContext(), who.Actor, id, a); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h persons) endHandOver(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := h.service.HandOver(c.UserContext(), who.Actor, id, person.Absence{}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// substitutes lists the possible substitutes of the caller.
func (h persons) substitutes(c *fiber.Ctx, who caller) error {
	found, err := h.service.Substitutes(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	now := h.now()
	return c.JSON(each(found, func(p person.Colleague) colleagueView { return viewColleague(p, now) }))
}

// getAbsence shows when the caller is away, and the substitute.
func (h persons) getAbsence(c *fiber.Ctx, who caller) error {
	a, err := h.service.Absence(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v := absenceView{From: stamp(a.From), To: stamp(a.To)}
	if a.Substitute != 0 {
		p, err := h.service.Get(c.UserContext(), a.Substitute)
		if err != nil {
			return err
		}
		v.Substitute = p.Name
	}
	return c.JSON(v)
}

type absenceBody struct {
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Substitute string    `json:"substitute_id"`
}

type colleagueView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Post     string `json:"post"` // in words, "" for a substitute without a post
	AwayFrom string `json:"away_from"`
	AwayTo   string `json:"away_to"`
}

func viewColleague(p person.Colleague, now time.Time) colleagueView {
	var posts []string
	for _, o := range p.Posts {
		if name := o.Role.Name(); !slices.Contains(posts, name) {
			posts = append(posts, name)
		}
	}
	from, to := p.Away(now)
	return colleagueView{ID: text(p.ID), Name: p.Name, Post: strings.Join(posts, "、"), AwayFrom: stamp(from), AwayTo: stamp(to)}
}

type absenceView struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Substitute string `json:"substitute"` // name
}
