package handlers

import (
	"context"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/errand"
	"linli/app/guide"
	"linli/app/pages"
	"linli/app/when"
)

type errands struct {
	web
	service *errand.Service
}

func (h errands) routes() []route {
	return []route{
		{"GET", api + "/errands", login, auth.Everyone, h.mine},
		{"POST", api + "/errands", login, auth.Everyone, create[matterBody](h.service.Ask, h.showOwn)},
		{"GET", api + "/errands/:id", login, auth.Everyone, byID(h.service.Mine, h.showOwn)},
		{"POST", api + "/errands/:id/agree", login, auth.Everyone, byID(h.agree, h.showOwn)},
		{"POST", api + "/errands/:id/revoke", login, auth.Everyone, byID(h.service.Revoke, h.showOwn)},
		{"POST", api + "/errands/:id/bring", login, auth.Everyone, deed[replyBody](h.service.Bring, h.showOwn)},
		{"POST", api + "/errands/:id/paper", login, auth.Everyone, deed[paperForBody](h.service.Give, h.showOwn)},
		{"POST", api + "/errands/:id/answer", login, auth.Everyone, deed[arrivedBody](h.answer, h.showOwn)},
		{"POST", api + "/errands/:id/withdraw", login, auth.Everyone, byID(h.service.Withdraw, h.showOwn)},

		{"GET", staff + "/errands", login, auth.Proxies, h.list},
		{"POST", staff + "/errands", login, auth.Keepers, create[matterBody](h.service.Enter, h.show)},
		{"GET", staff + "/errand-trips", login, auth.Keepers, h.trips},
		{"GET", staff + "/errands/:id", login, auth.Proxies, byID(h.service.Read, h.show)},
		{"GET", staff + "/errands/:id/proxies", login, auth.Proxies, byID(h.service.Proxies, h.showProxies)},
		{"POST", staff + "/errands/:id/take", login, auth.Keepers, byID(h.service.Take, h.show)},
		{"POST", staff + "/errands/:id/name", login, auth.Keepers, deed[itemBody](h.service.Name, h.show)},
		{"POST", staff + "/errands/:id/hand", login, auth.Proxies, deed[errandBody](h.service.Hand, h.show)},
		{"POST", staff + "/errands/:id/see", login, auth.Proxies, deed[errandBody](h.service.See, h.show)},
		{"POST", staff + "/errands/:id/paper", login, auth.Proxies, deed[paperForBody](h.service.Attach, h.show)},
		{"POST", staff + "/errands/:id/want", login, auth.Proxies, deed[errandBody](h.service.Want, h.show)},
		{"POST", staff + "/errands/:id/tell", login, auth.Proxies, deed[errandBody](h.service.Tell, h.show)},
		{"POST", staff + "/errands/:id/resume", login, auth.Proxies, byID(h.service.Resume, h.show)},
		{"POST", staff + "/errands/:id/propose", login, auth.Proxies, deed[mandateBody](h.service.Propose, h.show)},
		{"POST", staff + "/errands/:id/hand-in", login, auth.Proxies, deed[errandBody](h.service.HandIn, h.show)},
		{"POST", staff + "/errands/:id/return", login, auth.Proxies, deed[errandBody](h.service.ComeBack, h.show)},
		{"POST", staff + "/errands/:id/finish", login, auth.Proxies, deed[errandBody](h.service.Finish, h.show)},
		{"POST", staff + "/errands/:id/deliver", login, auth.Proxies, deed[errandBody](h.service.Deliver, h.show)},
		{"POST", staff + "/errands/:id/trip", login, auth.Proxies, byID(h.service.Trip, h.show)},
		{"POST", staff + "/errands/:id/report", login, auth.Keepers, deed[whereBody](h.service.ToReport, h.show)},
		{"POST", staff + "/reports/:id/errand", login, auth.Keepers, deed[itemBody](h.service.FromReport, h.show)},
		{"POST", staff + "/errands/:id/fail", login, auth.Proxies, deed[errandBody](h.service.Fail, h.show)},
		{"POST", staff + "/errands/:id/phone", login, auth.Proxies, deed[reasonBody](h.service.Phone, showPhone)},
		{"GET", staff + "/errands/:id/mandate.pdf", login, auth.Proxies, byID(h.service.Read, h.paper)},
	}
}

// mine shows one page of the caller's open or ended errands.
func (h errands) mine(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	of := errand.List(c.Query("list", string(errand.Open)))
	if of != errand.Open && of != errand.Ended {
		return errand.ErrList
	}
	found, err := h.service.OfMine(c.UserContext(), who.Actor, of == errand.Open, before)
	if err != nil {
		return err
	}
	return h.page(c, found, errand.State.Name)
}

// list shows one page of a list for staff.
func (h errands) list(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.Listed(c.UserContext(), who.Actor, errand.List(c.Query("list", string(errand.New))), before)
	if err != nil {
		return err
	}
	return h.page(c, found, errand.State.ToStaff)
}

// trips shows the ways of residents by item and month.
func (h errands) trips(c *fiber.Ctx, who caller) error {
	found, err := h.service.Trips(c.UserContext(), who.Actor, c.QueryInt("months", usualMonths))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(f errand.Trips) tripsView {
		return tripsView{
			Community: t.Say(f.Community), Month: fmt.Sprintf("%d-%02d", f.Month/100, f.Month%100), Item: maybe(f.Item), Title: f.Title, Errands: f.Errands,
			Trips: f.Trips, Once: f.Once, Mean: float64(f.Tens()) / 10, Few: f.Few,
		}
	}))
}

func (h errands) agree(ctx context.Context, who auth.Actor, id int64) (errand.Errand, error) {
	return h.service.Agree(ctx, who, id, errand.ByClient)
}

func (h errands) answer(ctx context.Context, who auth.Actor, id int64, a arrivedBody) (errand.Errand, error) {
	return h.service.Answer(ctx, who, id, a.Yes, a.Words)
}

func (h errands) page(c *fiber.Ctx, found pages.Page[errand.Errand], say func(errand.State) string) error {
	names, err := h.names.Persons(c.UserContext(), distinct(errandPeople(found.Items...)))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(e errand.Errand) errandView {
		return viewErrand(e, say(e.State), names, t.Say(e.Community), h.now())
	}))
}

func (h errands) show(c *fiber.Ctx, who caller, e errand.Errand) error {
	can, err := h.service.Can(c.UserContext(), who.Actor, e)
	if err != nil {
		return err
	}
	return h.send(c, e, true, func(errand.Mandate) []string { return can })
}

func (h errands) showOwn(c *fiber.Ctx, _ caller, e errand.Errand) error {
	return h.send(c, e, false, func(m errand.Mandate) []string { return h.service.CanOwn(e, m) })
}

func (h errands) send(c *fiber.Ctx, e errand.Errand, staff bool, can func(errand.Mandate) []string) error {
	ctx := c.UserContext()
	lines, err := h.service.Events(ctx, e, staff)
	if err != nil {
		return err
	}
	m, err := h.service.MandateOf(ctx, e)
	if err != nil {
		return err
	}
	ids := append(errandPeople(e), m.Proxy, m.Witness)
	for _, l := range lines {
		ids = append(ids, l.Person)
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	say := errand.State.Name
	if staff {
		say = errand.State.ToStaff
	}
	v := errandDetailView{
		Person:     text(e.Person),
		errandView: viewErrand(e, say(e.State), names, t.Say(e.Community), h.now()), Materials: each(e.Materials, viewErrandMaterial).Items, Mandate: viewMandate(m, names, h.now()),
		Events: each(lines, func(l errand.Event) errandEventView {
			return errandEventView{At: stamp(l.At), Kind: l.Kind, Name: l.Kind.Name(), By: names[l.Person].Name, Words: l.Text}
		}).Items,
		Can: can(m),
	}
	return c.JSON(v)
}

func (h errands) showProxies(c *fiber.Ctx, _ caller, all []errand.Proxy) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(p errand.Proxy) proxyView {
		return proxyView{ID: text(p.Person), Name: p.Name, Post: t.Say(p.Area) + " " + p.Role.Name()}
	}))
}

type matterBody struct {
	Item  string `json:"item_id"`
	For   string `json:"person_id"`
	Words string `json:"words"`
}

func (in matterBody) input() (w errand.Wish, err error) {
	w.Words = in.Words
	return w, numbersInto(map[*int64]string{&w.Item: in.Item, &w.For: in.For})
}

type itemBody struct {
	Item string `json:"item_id"`
}

func (in itemBody) input() (int64, error) { return number(in.Item) }

type paperForBody struct {
	N     int    `json:"n"`
	Paper string `json:"paper_id"`
}

func (in paperForBody) input() (p errand.PaperFor, err error) {
	p.N = in.N
	p.Paper, err = number(in.Paper)
	return p, err
}

type arrivedBody struct {
	Yes   bool   `json:"yes"`
	Words string `json:"words"`
}

func (in arrivedBody) input() (arrivedBody, error) { return in, nil }

// errandBody is what staff say with a deed; each deed reads its own fields.
type errandBody struct {
	Words   string        `json:"words"`
	N       int           `json:"n"`
	Looked  errand.Looked `json:"looked"`
	Name    string        `json:"name"`
	Form    guide.Form    `json:"form"`
	To      string        `json:"to_id"`
	Outside string        `json:"outside_no"`
	Self    bool          `json:"self"`
	Door    string        `json:"next_door"`
}

func (in errandBody) input() (errand.Handling, error) {
	h := errand.Handling{Words: in.Words, N: in.N, Looked: in.Looked, Name: in.Name, Form: in.Form, Outside: in.Outside, Self: in.Self, Door: in.Door}
	return h, numbersInto(map[*int64]string{&h.To: in.To})
}

type mandateBody struct {
	Powers  []errand.Power `json:"powers"`
	Until   string         `json:"until"`
	Way     errand.Way     `json:"way"`
	Paper   string         `json:"paper_id"`
	Witness string         `json:"witness_id"`
}

func (in mandateBody) input() (errand.Asking, error) {
	until, ok := when.ParseDate(in.Until)
	if !ok {
		return errand.Asking{}, errand.ErrPowers
	}
	a := errand.Asking{Powers: in.Powers, Until: until, Way: in.Way}
	return a, numbersInto(map[*int64]string{&a.Paper: in.Paper, &a.Witness: in.Witness})
}
