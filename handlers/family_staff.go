package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/family"
	"linli/app/person"
)

func (h families) forStaff() []route {
	return []route{
		{"GET", staff + "/families", login, auth.Keepers, h.list},
		{"POST", staff + "/families", login, auth.Keepers, h.connect},
		{"POST", staff + "/families/:id/confirm", login, auth.Keepers, deed[confirmBody](h.service.Confirm, h.show)},
		{"POST", staff + "/families/:id/refuse", login, auth.Keepers, deed[reasonBody](h.service.Refuse, h.show)},
		{"POST", staff + "/families/:id/end", login, auth.Keepers, noted[reasonBody](h.service.Dissolve)},
	}
}

// list shows the links in a state, or those of one resident.
func (h families) list(c *fiber.Ctx, who caller) error {
	var after, of int64
	if err := numbersInto(map[*int64]string{&after: c.Query("cursor"), &of: c.Query("person_id")}); err != nil {
		return err
	}
	if of != 0 {
		return h.listOf(c, who, of)
	}
	found, err := h.service.List(c.UserContext(), who.Actor, family.State(c.Query("state", string(family.Asked))), after)
	if err != nil {
		return err
	}
	views, err := h.viewFamilies(c.UserContext(), found.Items)
	if err != nil {
		return err
	}
	return c.JSON(page[familyView]{items[familyView]{views}, maybe(found.Next.ID)})
}

func (h families) listOf(c *fiber.Ctx, who caller, of int64) error {
	cases, err := h.service.Of(c.UserContext(), who.Actor, of)
	if err != nil {
		return err
	}
	views, err := h.viewFamilies(c.UserContext(), cases)
	if err != nil {
		return err
	}
	return c.JSON(page[familyView]{items: items[familyView]{views}})
}

// connect links two residents at the counter.
func (h families) connect(c *fiber.Ctx, who caller) error {
	var in struct {
		Carer    string          `json:"carer_id"`
		Cared    string          `json:"person_id"`
		Relation family.Relation `json:"relation"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	var carer, cared int64
	if err := numbersInto(map[*int64]string{&carer: in.Carer, &cared: in.Cared}); err != nil {
		return err
	}
	k, err := h.service.Connect(c.UserContext(), who.Actor, carer, cared, in.Relation)
	if err != nil {
		return err
	}
	return h.show(c.Status(fiber.StatusCreated), who, k)
}

func (h families) show(c *fiber.Ctx, _ caller, k family.Case) error {
	views, err := h.viewFamilies(c.UserContext(), []family.Case{k})
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

type confirmBody struct {
	Meant string `json:"person_id"` // "" enters a new person
}

func (in confirmBody) input() (int64, error) { return number(in.Meant) }

// familyView is a link as staff see it.
type familyView struct {
	ID           string          `json:"id"`
	Community    string          `json:"community_id"`
	State        family.State    `json:"state"`
	StateName    string          `json:"state_name"`
	Relation     family.Relation `json:"relation"` // what the cared-for is to the carer
	RelationName string          `json:"relation_name"`
	Carer        reporterView    `json:"carer"`
	Cared        *residentView   `json:"cared,omitempty"` // once confirmed
	Name         string          `json:"name"`            // as the carer wrote it, before that
	Born         int             `json:"born"`
	Home         string          `json:"home_id"`
	HomeName     string          `json:"home_name"`
	Candidates   []residentView  `json:"candidates"`
	Reason       string          `json:"reason"`
	AskedAt      string          `json:"asked_at"`
	DecidedAt    string          `json:"decided_at"`
}

func (h families) viewFamilies(ctx context.Context, cases []family.Case) ([]familyView, error) {
	links := make([]family.Link, len(cases))
	for i, k := range cases {
		links[i] = k.Link
	}
	names, err := h.namesOf(ctx, links...)
	if err != nil {
		return nil, err
	}
	t, err := h.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	resident := func(p person.Person) residentView { return viewResident(t, p, h.now()) }
	views := make([]familyView, len(cases))
	for i, k := range cases {
		l, carer := k.Link, names[k.Link.Carer]
		v := familyView{
			ID: text(l.ID), Community: maybe(l.Community), State: l.State, StateName: l.State.Name(), Relation: l.Relation,
			RelationName: l.Relation.Name(), Carer: reporterView{ID: text(l.Carer), Name: carer.Name, Phone: carer.Phone.Masked()}, Name: l.Name, Born: l.Born, Home: maybe(l.Home),
			HomeName: t.Say(l.Home), Candidates: make([]residentView, len(k.Candidates)), Reason: l.Reason,
			AskedAt: stamp(l.MadeAt), DecidedAt: stamp(l.DecidedAt),
		}
		if l.Cared != 0 {
			cared := resident(names[l.Cared])
			v.Cared = &cared
		}
		for j, p := range k.Candidates {
			v.Candidates[j] = resident(p)
		}
		views[i] = v
	}
	return views, nil
}
