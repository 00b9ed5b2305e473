package handlers

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/person"
)

type absenceBody struct {
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Substitute string    `json:"substitute_id"`
}

// absence reads when somebody is away, from now on unless it says otherwise.
func (s *Server) absence(c *fiber.Ctx) (a person.Absence, err error) {
	var in absenceBody
	if err := read(c, &in); err != nil {
		return a, err
	}
	a.From, a.To = in.From, in.To
	if a.From.IsZero() {
		a.From = s.Now()
	}
	a.Substitute, err = number(in.Substitute)
	return a, err
}

func (s *Server) setAbsence(c *fiber.Ctx, who caller) error {
	a, err := s.absence(c)
	if err != nil {
		return err
	}
	if err := s.Persons.Absent(c.UserContext(), who.Actor, a); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *Server) endAbsence(c *fiber.Ctx, who caller) error {
	if err := s.Persons.Absent(c.UserContext(), who.Actor, person.Absence{}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// handOver lets somebody else's work go to a substitute between two dates.
func (s *Server) handOver(c *fiber.Ctx, who caller) error {
	id, err := s.managed(c, who)
	if err != nil {
		return err
	}
	a, err := s.absence(c)
	if err != nil {
		return err
	}
	if err := s.Persons.HandOver(c.UserContext(), who.Actor, id, a); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *Server) endHandOver(c *fiber.Ctx, who caller) error {
	id, err := s.managed(c, who)
	if err != nil {
		return err
	}
	if err := s.Persons.HandOver(c.UserContext(), who.Actor, id, person.Absence{}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// managed reads the id of somebody whose roster the caller keeps; everybody else does not exist for him.
func (s *Server) managed(c *fiber.Ctx, who caller) (int64, error) {
	id, err := idOf(c, "id")
	if err != nil {
		return 0, err
	}
	p, err := s.Persons.Get(c.UserContext(), id)
	if err != nil {
		return 0, err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return 0, err
	}
	home, err := t.Get(p.Community)
	if err != nil || !who.Covers(home.Path, auth.Managers...) {
		return 0, person.ErrMissing
	}
	return id, nil
}

type colleagueView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Post     string `json:"post"` // in words, "" for who only steps in
	AwayFrom string `json:"away_from"`
	AwayTo   string `json:"away_to"`
}

// substitutes lists who may step in for the caller.
func (s *Server) substitutes(c *fiber.Ctx, who caller) error {
	found, err := s.Persons.Substitutes(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	items := make([]colleagueView, len(found))
	for i, p := range found {
		from, to := p.Away(s.Now())
		items[i] = colleagueView{ID: text(p.ID), Name: p.Name, AwayFrom: stamp(from), AwayTo: stamp(to)}
		var posts []string
		for _, o := range p.Posts {
			if name := o.Role.Name(); !slices.Contains(posts, name) {
				posts = append(posts, name)
			}
		}
		items[i].Post = strings.Join(posts, "、")
	}
	return c.JSON(fiber.Map{"items": items})
}

type absenceView struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Substitute string `json:"substitute"` // name
}

// getAbsence says when the caller is away and who steps in.
func (s *Server) getAbsence(c *fiber.Ctx, who caller) error {
	a, err := s.Persons.Absence(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v := absenceView{From: stamp(a.From), To: stamp(a.To)}
	if a.Substitute != 0 {
		p, err := s.Persons.Get(c.UserContext(), a.Substitute)
		if err != nil {
			return err
		}
		v.Substitute = p.Name
	}
	return c.JSON(v)
}
