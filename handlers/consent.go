package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/consent"
)

// consents are what people agreed to.
type consents struct {
	web
	service *consent.Service
	photos  photos
}

func (h consents) routes() []route {
	return []route{
		{"GET", api + "/me/consents", login, auth.Everyone, h.mine},
		{"PUT", api + "/me/consents/:kind", login, auth.Everyone, h.own(h.service.Give)},
		{"DELETE", api + "/me/consents/:kind", login, auth.Everyone, h.own(h.service.Withdraw)},
		{"GET", staff + "/residents/:id/consents", login, auth.Keepers, h.of},
		{"POST", staff + "/residents/:id/consents", login, auth.Keepers, h.enter},
		{"DELETE", staff + "/residents/:id/consents/:kind", login, auth.Keepers, h.end},
	}
}

func (h consents) mine(c *fiber.Ctx, who caller) error {
	offers, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(offers, viewConsent))
}

// own runs a deed of the caller on a kind of the path, and shows all their consents.
func (h consents) own(do func(context.Context, auth.Actor, consent.Kind) ([]consent.Offer, error)) handler {
	return func(c *fiber.Ctx, who caller) error {
		offers, err := do(c.UserContext(), who.Actor, consent.Kind(c.Params("kind")))
		if err != nil {
			return err
		}
		return c.JSON(each(offers, viewConsent))
	}
}

func (h consents) of(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	offers, err := h.service.Of(c.UserContext(), who.Actor, id)
	return h.show(c, id, offers, err)
}

func (h consents) enter(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Kind  consent.Kind `json:"kind"`
		How   consent.How  `json:"how"`
		Photo string       `json:"photo_id"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	paper := consent.Paper{Kind: in.Kind, How: in.How}
	if paper.Photo, err = number(in.Photo); err != nil {
		return err
	}
	offers, err := h.service.Enter(c.UserContext(), who.Actor, id, paper)
	return h.show(c.Status(fiber.StatusCreated), id, offers, err)
}

func (h consents) end(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	offers, err := h.service.End(c.UserContext(), who.Actor, id, consent.Kind(c.Params("kind")))
	return h.show(c, id, offers, err)
}

// show shows staff the consents of a resident with the photos of the signed papers.
func (h consents) show(c *fiber.Ctx, id int64, offers []consent.Offer, err error) error {
	if err != nil {
		return err
	}
	names, err := h.names.Persons(c.UserContext(), []int64{id})
	if err != nil {
		return err
	}
	var ids []int64
	for _, o := range offers {
		if o.Given.Photo != 0 {
			ids = append(ids, o.Given.Photo)
		}
	}
	files, err := h.photos.service.Files(c.UserContext(), names[id].Community, ids)
	if err != nil {
		return err
	}
	return c.JSON(each(offers, func(o consent.Offer) staffConsentView {
		return staffConsentView{viewConsent(o), h.photos.some(files, []int64{o.Given.Photo})}
	}))
}

type consentView struct {
	Kind        consent.Kind `json:"kind"`
	Title       string       `json:"title"`
	Words       string       `json:"words"`
	Given       bool         `json:"given"` // in force
	HowName     string       `json:"how_name"`
	From        string       `json:"from"`
	Withdrawn   string       `json:"withdrawn_at"`
	WithdrawnBy string       `json:"withdrawn_by_name"`
}

type staffConsentView struct {
	consentView
	Photos []fileView `json:"photos"`
}

func viewConsent(o consent.Offer) consentView {
	g := o.Given
	return consentView{
		Kind: o.Kind, Title: o.Kind.Title(), Words: o.Kind.Words(), Given: g.ID != 0 && g.Open(), HowName: g.How.Name(),
		From: stamp(g.From), Withdrawn: stamp(g.Withdrawn), WithdrawnBy: g.EndHow.Name(),
	}
}
