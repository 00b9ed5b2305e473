package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/family"
	"linli/app/person"
)

// familyView is a link as the community sees it.
type familyView struct {
	ID           string          `json:"id"`
	Community    string          `json:"community_id"`
	State        family.State    `json:"state"`
	StateName    string          `json:"state_name"`
	Relation     family.Relation `json:"relation"` // what the cared-for is to the carer
	RelationName string          `json:"relation_name"`
	Carer        reporterView    `json:"carer"`
	Cared        *residentView   `json:"cared,omitempty"` // once he is known
	Name         string          `json:"name"`            // as the carer wrote it, while he is not
	Born         int             `json:"born"`
	Home         string          `json:"home_id"`
	HomeName     string          `json:"home_name"`
	Candidates   []residentView  `json:"candidates"`
	Reason       string          `json:"reason"`
	AskedAt      string          `json:"asked_at"`
	DecidedAt    string          `json:"decided_at"`
}

func (s *Server) viewFamilies(ctx context.Context, cases []family.Case) ([]familyView, error) {
	links := make([]family.Link, len(cases))
	for i, k := range cases {
		links[i] = k.Link
	}
	names, err := s.familyNames(ctx, links...)
	if err != nil {
		return nil, err
	}
	t, err := s.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	resident := func(p person.Person) residentView { return viewResident(t, p, s.Now()) }
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

// families lists the links in a state, or those of one resident.
func (s *Server) families(c *fiber.Ctx, who caller) error {
	var after, of int64
	if err := numbersInto(map[*int64]string{&after: c.Query("cursor"), &of: c.Query("person_id")}); err != nil {
		return err
	}
	if of != 0 {
		return s.familiesOf(c, who, of)
	}
	cases, more, err := s.Families.List(c.UserContext(), who.Actor, family.State(c.Query("state", string(family.Asked))), after)
	if err != nil {
		return err
	}
	items, err := s.viewFamilies(c.UserContext(), cases)
	if err != nil {
		return err
	}
	next := ""
	if more {
		next = items[len(items)-1].ID
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}

func (s *Server) familiesOf(c *fiber.Ctx, who caller, of int64) error {
	cases, err := s.Families.Of(c.UserContext(), who.Actor, of)
	if err != nil {
		return err
	}
	items, err := s.viewFamilies(c.UserContext(), cases)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"items": items, "next": ""})
}

func (s *Server) sendFamily(c *fiber.Ctx, k family.Case, status int) error {
	views, err := s.viewFamilies(c.UserContext(), []family.Case{k})
	if err != nil {
		return err
	}
	return c.Status(status).JSON(views[0])
}

// connectFamily links two residents at the counter.
func (s *Server) connectFamily(c *fiber.Ctx, who caller) error {
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
	k, err := s.Families.Connect(c.UserContext(), who.Actor, carer, cared, in.Relation)
	if err != nil {
		return err
	}
	return s.sendFamily(c, k, fiber.StatusCreated)
}

func (s *Server) confirmFamily(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Meant string `json:"person_id"` // "" enters somebody new
	}
	if err := read(c, &in); err != nil {
		return err
	}
	meant, err := number(in.Meant)
	if err != nil {
		return err
	}
	k, err := s.Families.Confirm(c.UserContext(), who.Actor, id, meant)
	if err != nil {
		return err
	}
	return s.sendFamily(c, k, fiber.StatusOK)
}

// because reads the id of a link and the reason why it is refused or ended.
func because(c *fiber.Ctx) (id int64, reason string, err error) {
	var in struct {
		Reason string `json:"reason"`
	}
	if id, err = idOf(c, "id"); err == nil {
		err = read(c, &in)
	}
	return id, in.Reason, err
}

func (s *Server) refuseFamily(c *fiber.Ctx, who caller) error {
	id, reason, err := because(c)
	if err != nil {
		return err
	}
	k, err := s.Families.Refuse(c.UserContext(), who.Actor, id, reason)
	if err != nil {
		return err
	}
	return s.sendFamily(c, k, fiber.StatusOK)
}

// dissolveFamily ends a link for an elder who comes to the counter.
func (s *Server) dissolveFamily(c *fiber.Ctx, who caller) error {
	id, reason, err := because(c)
	if err != nil {
		return err
	}
	if err := s.Families.Dissolve(c.UserContext(), who.Actor, id, reason); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
