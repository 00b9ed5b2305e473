package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/order"
	"linli/app/pages"
	"linli/app/when"
)

type orders struct {
	web
	service *order.Service
	photos  photos
}

func (h orders) routes() []route {
	return []route{
		{"GET", api + "/orders", login, auth.Everyone, h.mine},
		{"POST", api + "/orders", login, auth.Everyone, create[orderWishBody](h.service.Ask, h.showOwn)},
		{"GET", api + "/orders/kinds", login, auth.Everyone, h.kinds},
		{"GET", api + "/orders/visits", login, auth.Everyone, h.visits},
		{"GET", api + "/orders/visits/:id", login, auth.Everyone, byID(h.service.Visit, h.showVisit)},
		{"POST", api + "/orders/visits/:id/come", login, auth.Everyone, byID(h.service.Come, h.showVisit)},
		{"POST", api + "/orders/visits/:id/open", login, auth.Everyone, deed[orderDoorBody](h.service.Open, h.showVisit)},
		{"POST", api + "/orders/visits/:id/finish", login, auth.Everyone, deed[orderFinishBody](h.service.Finish, h.showVisit)},
		{"POST", api + "/orders/visits/:id/fail", login, auth.Everyone, deed[reasonBody](h.service.Fail, h.showVisit)},
		{"GET", api + "/orders/:id", login, auth.Everyone, byID(h.service.Mine, h.showOwn)},
		{"POST", api + "/orders/:id/renew", login, auth.Everyone, byID(h.service.Renew, h.showOwn)},
		{"POST", api + "/orders/:id/answer", login, auth.Everyone, deed[arrivedBody](h.answer, h.showOwn)},
		{"POST", api + "/orders/:id/cancel", login, auth.Everyone, deed[replyBody](h.service.Cancel, h.showOwn)},

		{"GET", staff + "/orders", login, auth.Keepers, h.list},
		{"POST", staff + "/orders", login, auth.Keepers, create[orderWishBody](h.service.Enter, h.show)},
		{"GET", staff + "/orders/days/:day", login, auth.Keepers, h.day},
		{"GET", staff + "/orders/:id", login, auth.Keepers, byID(h.service.Read, h.show)},
		{"GET", staff + "/orders/:id/people", login, auth.Keepers, byID(h.service.Candidates, h.showPeople)},
		{"GET", staff + "/orders/:id/slip", login, auth.Keepers, byID(h.service.Slip, h.slip)},
		{"POST", staff + "/orders/:id/agree", login, auth.Keepers, deed[orderPlanBody](h.service.Agree, h.show)},
		{"POST", staff + "/orders/:id/move", login, auth.Keepers, deed[orderPlanBody](h.service.Move, h.show)},
		{"POST", staff + "/orders/:id/team", login, auth.Keepers, deed[orderPlanBody](h.service.Replace, h.show)},
		{"POST", staff + "/orders/:id/vouch", login, auth.Keepers, deed[reasonBody](h.service.Vouch, h.show)},
		{"POST", staff + "/orders/:id/limit", login, auth.Keepers, deed[orderLimitBody](h.raise, h.show)},
		{"POST", staff + "/orders/:id/finish", login, auth.Keepers, deed[orderFinishBody](h.service.Finish, h.show)},
		{"POST", staff + "/orders/:id/paper", login, auth.Keepers, deed[reasonBody](h.service.Paper, h.show)},
		{"POST", staff + "/orders/:id/fail", login, auth.Keepers, deed[reasonBody](h.service.Fail, h.show)},
		{"POST", staff + "/orders/:id/phone", login, auth.Keepers, deed[reasonBody](h.service.Phone, showPhone)},
	}
}

// mine shows one page of the caller's open or ended orders.
func (h orders) mine(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	of := order.List(c.Query("list", string(order.Ahead)))
	if of != order.Ahead && of != order.Ended {
		return order.ErrList
	}
	found, err := h.service.OfMine(c.UserContext(), who.Actor, of == order.Ahead, before)
	if err != nil {
		return err
	}
	return h.page(c, found)
}

// list shows one page of a list for staff.
func (h orders) list(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.Listed(c.UserContext(), who.Actor, order.List(c.Query("list", string(order.New))), before)
	if err != nil {
		return err
	}
	return h.page(c, found)
}

func (h orders) page(c *fiber.Ctx, found pages.Page[order.Order]) error {
	views, err := h.views(c, found.Items)
	if err != nil {
		return err
	}
	return c.JSON(page[orderView]{items[orderView]{views}, maybe(found.Next.ID)})
}

// day shows the visits of a day along the way.
func (h orders) day(c *fiber.Ctx, who caller) error {
	day, ok := when.ParseDate(c.Params("day"))
	if !ok {
		return order.ErrDay
	}
	found, err := h.service.OnDay(c.UserContext(), who.Actor, day)
	if err != nil {
		return err
	}
	return h.all(c, found)
}

// visits shows the doors to which the caller goes.
func (h orders) visits(c *fiber.Ctx, who caller) error {
	found, err := h.service.Visits(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return h.all(c, found)
}

func (h orders) all(c *fiber.Ctx, found []order.Order) error {
	views, err := h.views(c, found)
	if err != nil {
		return err
	}
	return c.JSON(items[orderView]{views})
}

// kinds shows what people can ask for.
func (h orders) kinds(c *fiber.Ctx, _ caller) error {
	all, err := h.service.Kinds(c.UserContext())
	if err != nil {
		return err
	}
	views := items[orderKindView]{[]orderKindView{}}
	for _, w := range all {
		if !w.Hidden {
			views.Items = append(views.Items, orderKindView{w.Code, w.Name, w.Code == order.Buying})
		}
	}
	return c.JSON(views)
}

func (h orders) answer(ctx context.Context, who auth.Actor, id int64, a arrivedBody) (order.Order, error) {
	return h.service.Answer(ctx, who, id, a.Yes, a.Words, order.ByClient)
}

func (h orders) raise(ctx context.Context, who auth.Actor, id int64, in orderLimitBody) (order.Order, error) {
	return h.service.Raise(ctx, who, id, in.Limit, in.Reason)
}

func (h orders) show(c *fiber.Ctx, who caller, o order.Order) error {
	can, err := h.service.Can(c.UserContext(), who.Actor, o)
	if err != nil {
		return err
	}
	return h.send(c, o, seenBy{staff: true, person: text(o.Person), can: can})
}

// showOwn shows the order to the resident, with the word at the door.
func (h orders) showOwn(c *fiber.Ctx, _ caller, o order.Order) error {
	seen := seenBy{person: text(o.Person), can: h.service.CanOwn(o)}
	if o.Shows() {
		seen.word = o.Word
	}
	return h.send(c, o, seen)
}

func (h orders) showVisit(c *fiber.Ctx, _ caller, o order.Order) error {
	return h.send(c, o, seenBy{can: h.service.CanVisit(o)})
}

func (h orders) showPeople(c *fiber.Ctx, _ caller, all []order.Candidate) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(p order.Candidate) orderPersonView {
		return orderPersonView{text(p.Person), p.Name, sayPost(t, p.Role, p.Area, p.Org), p.Away}
	}))
}

type orderWishBody struct {
	Kind  string       `json:"kind"`
	For   string       `json:"person_id"`
	From  string       `json:"from"`
	Words string       `json:"words"`
	Day   string       `json:"day"`
	Part  order.Part   `json:"part"`
	Area  string       `json:"area_id"`
	Room  string       `json:"room"`
	Lines []buyingBody `json:"lines"`
	Limit int          `json:"limit"`
	Payer string       `json:"payer"`
}

type buyingBody struct {
	What  string      `json:"what"`
	Basis order.Basis `json:"basis"`
}

func (in orderWishBody) input() (order.Wish, error) {
	w := order.Wish{Kind: in.Kind, From: in.From, Words: in.Words, Part: in.Part, Room: in.Room}
	if in.Day != "" {
		day, ok := when.ParseDate(in.Day)
		if !ok {
			return w, order.ErrDay
		}
		w.Day = day
	}
	w.Buy = order.Purchase{Limit: in.Limit, Payer: in.Payer}
	for _, l := range in.Lines {
		w.Buy.Lines = append(w.Buy.Lines, order.Line(l))
	}
	return w, numbersInto(map[*int64]string{&w.For: in.For, &w.Area: in.Area})
}

type orderPlanBody struct {
	At   string   `json:"at"`
	Team []string `json:"team"`
	Why  string   `json:"reason"`
}

func (in orderPlanBody) input() (order.Plan, error) {
	p := order.Plan{Why: in.Why}
	var err error
	if p.At, err = instantOf(in.At); err != nil {
		return p, order.ErrDay
	}
	p.Team, err = numbers(in.Team)
	return p, err
}

type orderDoorBody struct {
	Word string `json:"word"`
}

func (in orderDoorBody) input() (string, error) { return in.Word, nil }

type orderFinishBody struct {
	Words   string   `json:"words"`
	Minutes int      `json:"minutes"`
	Spent   int      `json:"spent"`
	Files   []string `json:"file_ids"`
}

func (in orderFinishBody) input() (order.Finish, error) {
	files, err := numbers(in.Files)
	return order.Finish{Words: in.Words, Minutes: in.Minutes, Spent: in.Spent, Files: files}, err
}

type orderLimitBody struct {
	Limit  int    `json:"limit"`
	Reason string `json:"reason"`
}

func (in orderLimitBody) input() (orderLimitBody, error) { return in, nil }
