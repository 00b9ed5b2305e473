package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

type personView struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Phone     string        `json:"phone"` // masked
	Born      int           `json:"born"`  // 0 unknown
	Community string        `json:"community_id"`
	Home      string        `json:"home_id"`
	HomeName  string        `json:"home_name"`
	Staff     bool          `json:"staff"`
	Steward   bool          `json:"steward"`
	Postings  []postingView `json:"postings"`
	Can       []string      `json:"can"`     // powers
	Privacy   string        `json:"privacy"` // the version he agreed to
}

type postingView struct {
	Role     auth.Role `json:"role"`
	RoleName string    `json:"role_name"`
	Area     string    `json:"area_id"`
	AreaName string    `json:"area_name"`
	Org      string    `json:"org_id"`
	OrgName  string    `json:"org_name"`
}

func viewPerson(t *area.Tree, p person.Person, who auth.Actor) personView {
	v := personView{
		ID: text(p.ID), Name: p.Name, Phone: p.Phone.Masked(), Born: p.Born, Community: maybe(p.Community), Home: maybe(p.Home),
		HomeName: t.Say(p.Home), Staff: person.IsStaff(who), Steward: len(who.Paths(auth.Stewards...)) > 0,
		Postings: []postingView{}, Can: powersOf(who), Privacy: p.Privacy,
	}
	for _, held := range who.Postings {
		o, _ := t.Org(held.Org) //nolint:errcheck // no org: no name
		v.Postings = append(v.Postings, postingView{
			Role: held.Role, RoleName: held.Role.Name(), Area: text(held.Area), AreaName: t.Say(held.Area),
			Org: maybe(held.Org), OrgName: o.Name,
		})
	}
	return v
}

// login exchanges a code for a session: one of wx.login for a mini-program, one of a web page for the official account.
func (s *Server) login(account auth.Account) handler {
	return func(c *fiber.Ctx, _ caller) error {
		if err := s.limit(c, "login", c.IP(), 60, time.Minute); err != nil {
			return err
		}
		var in struct {
			Code string `json:"code"`
		}
		if err := read(c, &in); err != nil {
			return err
		}
		if account == auth.OA && s.Client.OA == "" {
			return errNoOA
		}
		e, err := s.Persons.Login(c.UserContext(), account, in.Code)
		if err != nil {
			return err
		}
		t, err := s.Areas.Tree(c.UserContext())
		if err != nil {
			return err
		}
		return c.JSON(fiber.Map{
			"token": e.Token, "expires_at": stamp(e.Session.Expires), "person": viewPerson(t, e.Person, e.Actor),
		})
	}
}

func (s *Server) logout(c *fiber.Ctx, who caller) error {
	if err := s.Persons.Logout(c.UserContext(), who.token); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *Server) me(c *fiber.Ctx, who caller) error {
	p, err := s.Persons.Get(c.UserContext(), who.Person)
	if err != nil {
		return err
	}
	return s.sendPerson(c, p)
}

func (s *Server) sendPerson(c *fiber.Ctx, p person.Person) error {
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	who, err := s.Persons.Actor(c.UserContext(), p.ID)
	if err != nil {
		return err
	}
	return c.JSON(viewPerson(t, p, who))
}

func (s *Server) changeMe(c *fiber.Ctx, who caller) error {
	var in struct {
		Name *string `json:"name"`
		Born *int    `json:"born"`
		Home *string `json:"home_id"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	said := person.Profile{Name: in.Name, Born: in.Born}
	if in.Home != nil {
		home, err := s.dwelling(c, *in.Home)
		if err != nil {
			return err
		}
		said.Home = &home
	}
	p, err := s.Persons.Change(c.UserContext(), who.Actor, said)
	if err != nil {
		return err
	}
	return s.sendPerson(c, p)
}

// agree takes the consent to the privacy agreement.
func (s *Server) agree(c *fiber.Ctx, who caller) error {
	var in struct {
		Version string `json:"version"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, err := s.Persons.Agree(c.UserContext(), who.Actor, in.Version)
	if err != nil {
		return err
	}
	return s.sendPerson(c, p)
}

// closeAccount deletes the caller's account. Every session of his is useless from then on.
func (s *Server) closeAccount(c *fiber.Ctx, who caller) error {
	if err := s.Accounts.Close(c.UserContext(), who.session); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// dwelling returns the building or unit with this id; people live nowhere else.
func (s *Server) dwelling(c *fiber.Ctx, home string) (person.Home, error) {
	id, err := number(home)
	if err != nil {
		return person.Home{}, err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return person.Home{}, err
	}
	a, err := t.Get(id)
	if err != nil || a.Kind != area.Building && a.Kind != area.Unit {
		return person.Home{}, area.ErrMissing
	}
	b, _ := t.Up(id, area.Building)
	return person.Home{Community: a.Community, Building: b.ID, Area: a.ID}, nil
}

func (s *Server) bindPhone(c *fiber.Ctx, who caller) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, err := s.Persons.BindPhone(c.UserContext(), who.session, in.Code)
	if err != nil {
		return err
	}
	return s.sendPerson(c, p)
}

func (s *Server) acceptInvitation(c *fiber.Ctx, who caller) error {
	if err := s.limit(c, "invitation", text(who.Person), 10, time.Hour); err != nil {
		return err
	}
	var in struct {
		Code string `json:"code"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, err := s.Persons.Accept(c.UserContext(), who.session, in.Code)
	if err != nil {
		return err
	}
	return s.sendPerson(c, p)
}

// invite gives out a one-time code for somebody of the roster within the caller's scope.
func (s *Server) invite(c *fiber.Ctx, who caller) error {
	id, err := s.managed(c, who)
	if err != nil {
		return err
	}
	code, expires, err := s.Persons.Invite(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"code": code, "expires_at": stamp(expires)})
}
