package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/mediate"
	"linli/app/pages"
	"linli/app/place"
	"linli/app/wordlist"
)

type mediations struct {
	web
	service *mediate.Service
}

// routes: a file is missing for everybody but its mediators, whatever else they are.
func (h mediations) routes() []route {
	return []route{
		{"GET", api + "/mediations/kinds", login, auth.Everyone, h.kinds},
		{"GET", api + "/mediations", login, auth.Everyone, h.mine},
		{"POST", api + "/mediations", login, auth.Everyone, create[disputeBody](h.ask, h.showOwn)},
		{"GET", api + "/mediations/:id", login, auth.Everyone, byID(h.service.Mine, h.showOwn)},
		{"POST", api + "/mediations/:id/agree", login, auth.Everyone, byID(h.service.Agree, h.showOwn)},
		{"POST", api + "/mediations/:id/stop", login, auth.Everyone, deed[replyBody](h.service.Stop, h.showOwn)},
		{"POST", api + "/mediations/:id/done", login, auth.Everyone, deed[promiseBody](h.service.DidMine, h.showOwn)},

		{"GET", staff + "/mediations", login, auth.Mediators, h.list},
		{"POST", staff + "/mediations", login, auth.MediationDesk, create[disputeEntryBody](h.service.Enter, showReceipt)},
		{"POST", staff + "/reports/:id/mediate", login, auth.Workers, deed[disputeKindBody](h.service.Convert, showReceipt)},
		{"GET", staff + "/mediations/:id", login, auth.Everyone, byID(h.service.Open, h.show)},
		{"GET", staff + "/mediations/:id/colleagues", login, auth.Everyone, byID(h.service.Colleagues, showColleagues)},
		{"GET", staff + "/mediations/:id/rooms", login, auth.Everyone, byID(h.service.Rooms, showRooms)},
		{"GET", staff + "/mediations/:id/paper.pdf", login, auth.Everyone, byID(h.service.Open, h.paper)},
		{"POST", staff + "/mediations/:id/accept", login, auth.Everyone, deed[asBody](h.service.Accept, h.show)},
		{"POST", staff + "/mediations/:id/name", login, auth.Everyone, deed[mediatorBody](h.service.Name, h.show)},
		{"POST", staff + "/mediations/:id/join", login, auth.Everyone, deed[partyBody](h.service.Join, h.show)},
		{"POST", staff + "/mediations/:id/answer", login, auth.Everyone, deed[partyAnswerBody](h.service.Answer, h.show)},
		{"POST", staff + "/mediations/:id/plan", login, auth.Everyone, deed[caseTalkBody](h.service.Plan, h.show)},
		{"POST", staff + "/mediations/:id/cancel", login, auth.Everyone, deed[talkIDBody](h.service.CallOff, h.show)},
		{"POST", staff + "/mediations/:id/minute", login, auth.Everyone, deed[minuteBody](h.service.Minute, h.show)},
		{"POST", staff + "/mediations/:id/draft", login, auth.Everyone, deed[agreementBody](h.service.Draft, h.show)},
		{"POST", staff + "/mediations/:id/sign", login, auth.Everyone, deed[signBody](h.service.Sign, h.show)},
		{"POST", staff + "/mediations/:id/fail", login, auth.Everyone, deed[failBody](h.service.Fail, h.show)},
		{"POST", staff + "/mediations/:id/keep", login, auth.Everyone, deed[keepBody](h.service.Keep, h.show)},
		{"POST", staff + "/mediations/:id/follow", login, auth.Everyone, deed[replyBody](h.service.Follow, h.show)},
		{"POST", staff + "/mediations/:id/close", login, auth.Everyone, byID(h.service.Close, h.show)},
		{"POST", staff + "/mediations/:id/phone", login, auth.Everyone, deed[partyPhoneBody](h.service.Phone, showPhone)},
	}
}

func (h mediations) kinds(c *fiber.Ctx, _ caller) error {
	all, err := h.service.Kinds(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(w wordlist.Word) fiber.Map { return fiber.Map{"code": w.Code, "name": w.Name} }))
}

// ask shows the new case as its party reads it.
func (h mediations) ask(ctx context.Context, who auth.Actor, w mediate.Wish) (mediate.Own, error) {
	made, err := h.service.Ask(ctx, who, w)
	if err != nil {
		return mediate.Own{}, err
	}
	return h.service.Mine(ctx, who, made.ID)
}

func (h mediations) mine(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.OfMine(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	return h.page(c, found)
}

func (h mediations) list(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.Listed(c.UserContext(), who.Actor, mediate.List(c.Query("list", string(mediate.New))), before)
	if err != nil {
		return err
	}
	return h.page(c, found)
}

func (h mediations) page(c *fiber.Ctx, found pages.Page[mediate.Case]) error {
	view, err := h.viewer(c)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, view))
}

// viewer returns how a case is shown in a list.
func (h mediations) viewer(c *fiber.Ctx) (func(mediate.Case) caseView, error) {
	names, err := h.service.KindNames(c.UserContext())
	if err != nil {
		return nil, err
	}
	t, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	return func(one mediate.Case) caseView {
		return caseView{
			ID: text(one.ID), Number: one.Say(), Kind: one.Kind, KindName: names[one.Kind], Community: t.Say(one.Community), Source: one.Source,
			State: one.State, StateName: one.State.Name(), Result: one.Result, AskedAt: stamp(one.AskedAt), ResultAt: stamp(one.ResultAt), EndedAt: stamp(one.EndedAt),
		}
	}, nil
}

func showReceipt(c *fiber.Ctx, _ caller, r mediate.Receipt) error {
	return c.JSON(fiber.Map{"number": r.Number})
}

func showColleagues(c *fiber.Ctx, _ caller, all []mediate.Colleague) error {
	return c.JSON(each(all, func(one mediate.Colleague) fiber.Map { return fiber.Map{"id": text(one.Person), "name": one.Name} }))
}

func showRooms(c *fiber.Ctx, _ caller, all []place.Place) error {
	return c.JSON(each(all, func(p place.Place) fiber.Map { return fiber.Map{"id": text(p.ID), "name": p.Name} }))
}
