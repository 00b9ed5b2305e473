package handlers

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/closing"
	"linli/app/person"
)

type persons struct {
	web
	service  *person.Service
	accounts *closing.Service
	oa       bool   // there is an official account
	base     string // the address of this service
}

func (h persons) routes() []route {
	return slices.Concat(h.forThemselves(), h.forAbsence(), h.forResidents())
}

func (h persons) forThemselves() []route {
	return []route{
		{"POST", api + "/login/oa", open, anyone, h.login(auth.OA)},
		{"POST", api + "/login/resident", open, anyone, h.login(auth.MP)},
		{"POST", api + "/login/staff", open, anyone, h.login(auth.Staff)},
		{"POST", api + "/logout", login, auth.Everyone, h.logout},
		{"GET", api + "/me", login, auth.Everyone, h.me},
		{"PATCH", api + "/me", login, auth.Everyone, h.changeMe},
		{"DELETE", api + "/me", login, auth.Everyone, h.closeAccount},
		{"PUT", api + "/me/privacy", login, auth.Everyone, h.agree},
		{"POST", api + "/me/phone", login, auth.Everyone, h.bindPhone},
		{"POST", api + "/me/invitation", login, auth.Everyone, h.acceptInvitation},
		{"POST", staff + "/persons/:id/invitation", login, auth.Managers, h.invite},
	}
}

// login exchanges a code for a session: one of wx.login for a mini-program, one of a web page for the official account.
func (h persons) login(at auth.Account) handler {
	return func(c *fiber.Ctx, _ caller) error {
		if err := h.limit(c, "login", c.IP(), 60, time.Minute); err != nil {
			return err
		}
		var in struct {
			Code string `json:"code"`
		}
		if err := read(c, &in); err != nil {
			return err
		}
		if at == auth.OA && !h.oa {
			return errNoOA
		}
		e, err := h.service.Login(c.UserContext(), at, in.Code)
		if err != nil {
			return err
		}
		t, err := h.tree(c)
		if err != nil {
			return err
		}
		return c.JSON(fiber.Map{
			"token": e.Token, "expires_at": stamp(e.Session.Expires), "person": viewPerson(t, e.Person, e.Actor),
		})
	}
}

func (h persons) logout(c *fiber.Ctx, who caller) error {
	if err := h.service.Logout(c.UserContext(), who.token); err != nil {
		return err
	}
	if who.session.Desk != 0 {
		setCookie(c, h.base, deskCookie, "", "/", -1)
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h persons) me(c *fiber.Ctx, who caller) error {
	p, err := h.service.Get(c.UserContext(), who.Person)
	if err != nil {
		return err
	}
	return h.show(c, who, p)
}

func (h persons) changeMe(c *fiber.Ctx, who caller) error {
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
		home, err := h.dwelling(c, *in.Home)
		if err != nil {
			return err
		}
		said.Home = &home
	}
	p, err := h.service.Change(c.UserContext(), who.Actor, said)
	if err != nil {
		return err
	}
	return h.show(c, who, p)
}

// agree takes the consent to the privacy agreement.
func (h persons) agree(c *fiber.Ctx, who caller) error {
	var in struct {
		Version string `json:"version"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, err := h.service.Agree(c.UserContext(), who.Actor, in.Version)
	if err != nil {
		return err
	}
	return h.show(c, who, p)
}

// closeAccount deletes the caller's account and ends all their sessions.
func (h persons) closeAccount(c *fiber.Ctx, who caller) error {
	if err := h.accounts.Close(c.UserContext(), who.session); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h persons) bindPhone(c *fiber.Ctx, who caller) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, err := h.service.BindPhone(c.UserContext(), who.session, in.Code)
	if err != nil {
		return err
	}
	return h.show(c, who, p)
}

func (h persons) acceptInvitation(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "invitation", text(who.Person), 10, time.Hour); err != nil {
		return err
	}
	var in struct {
		Code string `json:"code"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, err := h.service.Accept(c.UserContext(), who.session, in.Code)
	if err != nil {
		return err
	}
	return h.show(c, who, p)
}

// invite returns a one-time code for a roster person.
func (h persons) invite(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	code, expires, err := h.service.Invite(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"code": code, "expires_at": stamp(expires)})
}

func (h persons) show(c *fiber.Ctx, _ caller, p person.Person) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	who, err := h.service.Actor(c.UserContext(), p.ID)
	if err != nil {
		return err
	}
	return c.JSON(viewPerson(t, p, who))
}

// view returns a person as they are now.
func (h persons) view(c *fiber.Ctx, id int64) (personView, error) {
	p, err := h.service.Get(c.UserContext(), id)
	if err != nil {
		return personView{}, err
	}
	t, err := h.tree(c)
	if err != nil {
		return personView{}, err
	}
	who, err := h.service.Actor(c.UserContext(), p.ID)
	return viewPerson(t, p, who), err
}

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
	Privacy   string        `json:"privacy"` // the accepted version
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
		v.Postings = append(v.Postings, postingView{
			Role: held.Role, RoleName: held.Role.Name(), Area: text(held.Area), AreaName: t.Say(held.Area),
			Org: maybe(held.Org), OrgName: t.OrgName(held.Org),
		})
	}
	return v
}
