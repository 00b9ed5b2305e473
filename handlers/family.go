package handlers

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/family"
	"linli/app/person"
)

type families struct {
	web
	service *family.Service
}

func (h families) routes() []route {
	return slices.Concat(h.forResidents(), h.forStaff())
}

func (h families) forResidents() []route {
	return []route{
		{"GET", api + "/family", login, auth.Everyone, h.own},
		{"POST", api + "/family", login, auth.Everyone, h.ask},
		{"POST", api + "/family/invite", login, auth.Everyone, h.invite},
		{"POST", api + "/family/accept", login, auth.Everyone, h.accept},
		{"DELETE", api + "/family/:id", login, auth.Everyone, end(h.service.End)},
	}
}

// own lists the persons for whom the caller acts and those who act for the caller.
func (h families) own(c *fiber.Ctx, who caller) error {
	links, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	names, err := h.namesOf(c.UserContext(), links...)
	if err != nil {
		return err
	}
	cared, carers := []caredView{}, []carerView{}
	for _, l := range links {
		if l.Carer == who.Person {
			cared = append(cared, viewCared(l, names[l.Cared]))
		} else {
			carers = append(carers, viewCarer(l, names[l.Carer]))
		}
	}
	return c.JSON(fiber.Map{"i_act_for": cared, "act_for_me": carers})
}

func (h families) ask(c *fiber.Ctx, who caller) error {
	var in struct {
		Name     string          `json:"name"`
		Born     int             `json:"born"`
		Relation family.Relation `json:"relation"`
		Home     string          `json:"home_id"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	var home person.Home
	if in.Home != "" {
		var err error
		if home, err = h.dwelling(c, in.Home); err != nil {
			return err
		}
	}
	l, err := h.service.Ask(c.UserContext(), who.Actor, family.Asking{
		Name: in.Name, Born: in.Born, Relation: in.Relation, Home: home.Area,
	})
	if err != nil {
		return err
	}
	names, err := h.namesOf(c.UserContext(), l)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(viewCared(l, names[l.Cared]))
}

// invite returns a code; the first person to enter it lets the caller act for them.
func (h families) invite(c *fiber.Ctx, who caller) error {
	var in struct {
		Relation family.Relation `json:"relation"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	code, expires, err := h.service.Invite(c.UserContext(), who.Actor, in.Relation)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"code": code, "expires_at": stamp(expires)})
}

func (h families) accept(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "family", text(who.Person), family.TriesAnHour, time.Hour); err != nil {
		return err
	}
	var in struct {
		Code string `json:"code"`
		Back bool   `json:"back"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	l, err := h.service.Accept(c.UserContext(), who.Actor, in.Code, in.Back)
	if err != nil {
		return err
	}
	names, err := h.namesOf(c.UserContext(), l)
	if err != nil {
		return err
	}
	return c.JSON(viewCarer(l, names[l.Carer]))
}

// namesOf looks up both sides of links in one query.
func (h families) namesOf(ctx context.Context, links ...family.Link) (map[int64]person.Person, error) {
	var ids []int64
	for _, l := range links {
		ids = append(ids, l.Carer, l.Cared)
	}
	return h.names.Persons(ctx, distinct(ids))
}

// caredView is a person for whom the caller acts, or asks to.
type caredView struct {
	ID           string          `json:"id"`
	Person       string          `json:"person_id"` // "" until the community has confirmed
	Name         string          `json:"name"`
	Phone        string          `json:"phone"` // masked
	Relation     family.Relation `json:"relation"`
	RelationName string          `json:"relation_name"`
	State        family.State    `json:"state"`
	StateName    string          `json:"state_name"`
	Since        string          `json:"since"`
}

// carerView is a person who acts for the caller.
type carerView struct {
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	Relation     family.Relation `json:"relation"` // what the carer is to the caller
	RelationName string          `json:"relation_name"`
	Since        string          `json:"since"`
}

func viewCared(l family.Link, p person.Person) caredView {
	v := caredView{
		ID: text(l.ID), Person: maybe(l.Cared), Name: l.Name, Relation: l.Relation, RelationName: l.Relation.Name(),
		State: l.State, StateName: l.State.Name(), Since: stamp(l.MadeAt),
	}
	if l.State == family.Confirmed {
		v.Name, v.Phone, v.Since = p.Name, p.Phone.Masked(), stamp(l.DecidedAt)
	}
	return v
}

func viewCarer(l family.Link, p person.Person) carerView {
	r := l.Relation.Inverse()
	return carerView{ID: text(l.ID), Name: p.Name, Relation: r, RelationName: r.Name(), Since: stamp(l.DecidedAt)}
}
