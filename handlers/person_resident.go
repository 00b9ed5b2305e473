package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/person"
)

// residentView is somebody as staff of his place see him.
type residentView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Phone     string `json:"phone"` // masked
	Born      int    `json:"born"`  // 0 unknown
	Age       int    `json:"age"`   // 0 unknown
	Community string `json:"community_id"`
	Home      string `json:"home_id"`
	HomeName  string `json:"home_name"`
}

type tagView struct {
	Tag  person.Tag `json:"tag"`
	Name string     `json:"name"`
}

type residentDetailView struct {
	residentView
	Tags []tagView `json:"tags"`
}

func viewResident(t *area.Tree, p person.Person, now time.Time) residentView {
	return residentView{
		ID: text(p.ID), Name: p.Name, Phone: p.Phone.Masked(), Born: p.Born, Age: p.Age(now), Community: maybe(p.Community),
		Home: maybe(p.Home), HomeName: t.Say(p.Home),
	}
}

// community reads the id of a community; people belong to nothing smaller or larger.
func (s *Server) community(c *fiber.Ctx, of string) (int64, error) {
	id, err := number(of)
	if err != nil {
		return 0, err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return 0, err
	}
	if a, err := t.Get(id); err != nil || a.Kind != area.Community {
		return 0, person.ErrPlace
	}
	return id, nil
}

// findResidents changes nothing. It is no GET because a proxy writes down addresses, and with them names and numbers.
func (s *Server) findResidents(c *fiber.Ctx, who caller) error {
	var in struct {
		Community string `json:"community_id"`
		Words     string `json:"q"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	community, err := s.community(c, in.Community)
	if err != nil {
		return err
	}
	found, err := s.Persons.Find(c.UserContext(), who.Actor, community, in.Words)
	if err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	items := make([]residentView, len(found))
	for i, p := range found {
		items[i] = viewResident(t, p, s.Now())
	}
	return c.JSON(fiber.Map{"items": items})
}

// newcomer is whom staff enter, as their program sends him.
type newcomer struct {
	Name      string `json:"name"`
	Born      int    `json:"born"`
	Phone     string `json:"phone"`
	Community string `json:"community_id"`
	Home      string `json:"home_id"`
}

func (s *Server) newcomer(c *fiber.Ctx) (n person.Newcomer, err error) {
	var in newcomer
	if err := read(c, &in); err != nil {
		return n, err
	}
	n.Name, n.Born = in.Name, in.Born
	if n.Community, err = s.community(c, in.Community); err != nil {
		return n, err
	}
	if in.Home != "" {
		home, err := s.dwelling(c, in.Home)
		if err != nil {
			return n, err
		}
		n.Home = home.Area
	}
	if in.Phone != "" { // an elder may have none
		n.Phone, err = person.ParsePhone(in.Phone)
	}
	return n, err
}

// enterResident makes somebody known who has no telephone or no WeChat.
func (s *Server) enterResident(c *fiber.Ctx, who caller) error {
	n, err := s.newcomer(c)
	if err != nil {
		return err
	}
	p, err := s.Persons.Enter(c.UserContext(), who.Actor, n)
	if err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(viewResident(t, p, s.Now()))
}

func (s *Server) sendResident(c *fiber.Ctx, p person.Person, tags []person.Tag) error {
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	view := residentDetailView{residentView: viewResident(t, p, s.Now()), Tags: make([]tagView, len(tags))}
	for i, tag := range tags {
		view.Tags[i] = tagView{Tag: tag, Name: tag.Name()}
	}
	return c.JSON(view)
}

func (s *Server) getResident(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	p, tags, err := s.Persons.Resident(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return s.sendResident(c, p, tags)
}

// correctResident changes the year of birth or the tags.
func (s *Server) correctResident(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Born *int          `json:"born"`
		Tags *[]person.Tag `json:"tags"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, tags, err := s.Persons.Correct(c.UserContext(), who.Actor, id, person.Correction{Born: in.Born, Tags: in.Tags})
	if err != nil {
		return err
	}
	return s.sendResident(c, p, tags)
}
