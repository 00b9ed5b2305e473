package handlers

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"linli/app/auth"
	"linli/app/desk"
	"linli/app/fault"
)

// desks are the logins of staff on PCs.
type desks struct {
	web
	service *desk.Service
	persons persons
	base    string // as telephones reach it
}

func (h desks) routes() []route {
	return []route{
		{"POST", api + "/desk/codes", open, anyone, h.begin},
		{"POST", api + "/desk/login", open, anyone, h.wait},
		{"GET", api + "/desk/session", login, auth.Everyone, h.session},
		{"POST", api + "/desk/codes/scan", login, auth.Everyone, h.scan},
		{"POST", api + "/desk/codes/confirm", login, auth.Everyone, h.confirm},
		{"POST", api + "/desk/codes/refuse", login, auth.Everyone, h.refuse},
		{"GET", api + "/me/desks", login, auth.Everyone, h.list},
		{"DELETE", api + "/me/desks", login, auth.Everyone, h.endAll},
		{"DELETE", api + "/me/desks/:id", login, auth.Everyone, h.end},
	}
}

// The cookies of a desk. Scripts of the page cannot read them, and no other site can have them sent.
const (
	deskCookie   = "linli_desk"      // the token of the session, until the browser is closed
	ticketCookie = "linli_desk_code" // proves that a code was shown by this browser
	ticketPath   = api + "/desk"
)

var errForeign = fault.New(fault.Invalid, "http.foreign", "请在办公端的页面上操作")

// tokenOf returns the token of a request, and whether it came as a cookie. A desk sends no Authorization.
func tokenOf(c *fiber.Ctx) (token string, cookie bool) {
	if sent := c.Get(fiber.HeaderAuthorization); sent != "" {
		token, _ = strings.CutPrefix(sent, "Bearer ")
		return token, false
	}
	token = c.Cookies(deskCookie)
	return token, token != ""
}

// needOwnPage refuses a write that another site's form could send too: a browser sends JSON or a header of ours to this
// service only for its own pages.
func needOwnPage(c *fiber.Ctx) error {
	kind, _, _ := strings.Cut(c.Get(fiber.HeaderContentType), ";")
	if c.Method() == fiber.MethodGet || strings.EqualFold(strings.TrimSpace(kind), fiber.MIMEApplicationJSON) || c.Get("Idempotency-Key") != "" {
		return nil
	}
	return errForeign
}

// setCookie sets a cookie for this site only; life 0 keeps it until the browser is closed, less deletes it.
func setCookie(c *fiber.Ctx, base, name, value, path string, life time.Duration) {
	cookie := &fiber.Cookie{
		Name: name, Value: value, Path: path, HTTPOnly: true, Secure: !strings.HasPrefix(base, "http://"),
		SameSite: fiber.CookieSameSiteStrictMode, MaxAge: int(life.Seconds()), SessionOnly: life == 0,
	}
	if life < 0 {
		cookie.MaxAge, cookie.Expires = 0, fasthttp.CookieExpireDelete
	}
	c.Cookie(cookie)
}

// deskPage is the page of the staff client that asks for the confirmation. The code is behind the #, so that no server
// ever sees it when a telephone opens the address.
const deskPage = "/staff/#/people/desk/index?code="

// begin gives a browser a new code.
func (h desks) begin(c *fiber.Ctx, _ caller) error {
	if err := needOwnPage(c); err != nil {
		return err
	}
	if err := h.limit(c, "desk.code", c.IP(), 60, time.Minute); err != nil {
		return err
	}
	screen := desk.Screen{Address: c.IP(), UserAgent: c.Get(fiber.HeaderUserAgent)}
	code, ticket, err := h.service.Begin(c.UserContext(), screen, c.Cookies(ticketCookie))
	if err != nil {
		return err
	}
	left := code.Expires.Sub(h.now()).Truncate(time.Second)
	setCookie(c, h.base, ticketCookie, ticket, ticketPath, left)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{
		"address": h.base + deskPage + code.Text, "code": code.Text, "expires_at": stamp(code.Expires), "seconds": int(left.Seconds()),
	})
}

// wait tells a browser what became of its code, and logs it in after a confirmation.
func (h desks) wait(c *fiber.Ctx, _ caller) error {
	if err := needOwnPage(c); err != nil {
		return err
	}
	var in struct {
		Seen desk.State `json:"seen"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	news := desk.News{State: desk.Expired}
	if ticket := c.Cookies(ticketCookie); ticket != "" {
		if err := h.limit(c, "desk.wait", desk.TicketName(ticket), 60, desk.CodeLife); err != nil {
			return err
		}
		var err error
		if news, err = h.service.Wait(c.UserContext(), ticket, in.Seen); err != nil {
			return err
		}
	}
	return h.tell(c, news)
}

// tell answers a browser that waits. Its cookies come first: a browser that gets them and no answer can ask who it is.
func (h desks) tell(c *fiber.Ctx, news desk.News) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	v := deskLoginView{State: news.State, Name: news.Name}
	if news.State != desk.Waiting && news.State != desk.Scanned {
		setCookie(c, h.base, ticketCookie, "", ticketPath, -1)
	}
	if news.State == desk.Confirmed {
		setCookie(c, h.base, deskCookie, news.Token, "/", 0)
		p, err := h.persons.view(c, news.Session.Person)
		if err != nil {
			return err
		}
		v.Expires, v.Person = stamp(news.Session.Expires), &p
	}
	return c.JSON(v)
}

// session returns the person whose session the browser's cookie holds.
func (h desks) session(c *fiber.Ctx, who caller) error {
	p, err := h.persons.view(c, who.Person)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"expires_at": stamp(who.session.Expires), "person": p})
}

// step reads the code that a telephone scanned. It is never a part of an address, because addresses are logged.
func (h desks) step(c *fiber.Ctx, who caller) (code string, err error) {
	if err := h.limit(c, "desk.step", text(who.Person), 30, time.Minute); err != nil {
		return "", err
	}
	var in struct {
		Code string `json:"code"`
	}
	return in.Code, read(c, &in)
}

func (h desks) scan(c *fiber.Ctx, who caller) error {
	said, err := h.step(c, who)
	if err != nil {
		return err
	}
	code, err := h.service.Scan(c.UserContext(), who.Actor, who.session, said)
	if err != nil {
		return err
	}
	return c.JSON(deskCodeView{State: code.State, Browser: code.Browser, Place: code.Place, At: stamp(code.At), Expires: stamp(code.Expires)})
}

func (h desks) confirm(c *fiber.Ctx, who caller) error {
	code, err := h.step(c, who)
	if err != nil {
		return err
	}
	if err := h.service.Confirm(c.UserContext(), who.Actor, who.session, code); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h desks) refuse(c *fiber.Ctx, who caller) error {
	code, err := h.step(c, who)
	if err != nil {
		return err
	}
	if err := h.service.Refuse(c.UserContext(), who.Actor, who.session, code); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h desks) list(c *fiber.Ctx, who caller) error {
	found, err := h.service.List(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	all := make([]deskView, len(found))
	for i, d := range found {
		all[i] = deskView{
			ID: text(d.ID), Browser: d.Browser, Place: d.Place, Since: stamp(d.Since), Used: stamp(d.Used), Expires: stamp(d.Expires),
			Current: d.ID == who.session.Desk,
		}
	}
	return c.JSON(fiber.Map{"items": all})
}

func (h desks) end(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := h.service.End(c.UserContext(), who.Actor, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h desks) endAll(c *fiber.Ctx, who caller) error {
	if err := h.service.EndAll(c.UserContext(), who.Actor); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type deskLoginView struct {
	State   desk.State  `json:"state"`
	Name    string      `json:"name"` // of the person who scanned the code, hidden
	Expires string      `json:"expires_at"`
	Person  *personView `json:"person,omitempty"`
}

type deskCodeView struct {
	State   desk.State `json:"state"`
	Browser string     `json:"browser"`
	Place   string     `json:"place"`
	At      string     `json:"at"`
	Expires string     `json:"expires_at"`
}

type deskView struct {
	ID      string `json:"id"`
	Browser string `json:"browser"`
	Place   string `json:"place"`
	Since   string `json:"since"`
	Used    string `json:"used_at"`
	Expires string `json:"expires_at"`
	Current bool   `json:"current"`
}
