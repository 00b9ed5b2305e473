package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/bulletin"
	"linli/app/pages"
)

type bulletins struct {
	web
	service *bulletin.Service
}

func (h bulletins) routes() []route {
	return []route{
		{"GET", api + "/bulletins", login, auth.Everyone, h.wall},
		{"GET", api + "/bulletins/:id", login, auth.Everyone, byID(h.service.Get, h.show)},
		{"GET", staff + "/bulletins", login, auth.Publishers, listed(h.service.Published, h.showPublished)},
		{"POST", staff + "/bulletins", login, auth.Publishers, create[bulletinBody](h.service.Publish, h.show)},
		{"DELETE", staff + "/bulletins/:id", login, auth.Publishers, end(h.service.Withdraw)},
	}
}

// wall lists the current bulletins of the caller's community and above it.
func (h bulletins) wall(c *fiber.Ctx, who caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Wall(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(one bulletin.Bulletin) bulletinView { return viewBulletin(t, one) }))
}

// showPublished shows the current and past bulletins in the areas of staff.
func (h bulletins) showPublished(c *fiber.Ctx, _ caller, found pages.Page[bulletin.Bulletin]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(one bulletin.Bulletin) bulletinView { return viewBulletin(t, one) }))
}

func (h bulletins) show(c *fiber.Ctx, _ caller, one bulletin.Bulletin) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewBulletin(t, one))
}

type bulletinBody struct {
	Area   string    `json:"area_id"`
	Title  string    `json:"title"`
	Text   string    `json:"text"`
	Pinned bool      `json:"pinned"`
	Until  time.Time `json:"until"`
}

func (in bulletinBody) input() (bulletin.Bulletin, error) {
	at, err := number(in.Area)
	return bulletin.Bulletin{Area: at, Title: in.Title, Text: in.Text, Pinned: in.Pinned, Until: in.Until}, err
}

type bulletinView struct {
	ID       string `json:"id"`
	Area     string `json:"area_id"`
	AreaName string `json:"area_name"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Pinned   bool   `json:"pinned"`
	At       string `json:"at"`
	Until    string `json:"until"`
}

func viewBulletin(t *area.Tree, b bulletin.Bulletin) bulletinView {
	a, _ := t.Get(b.Area) //nolint:errcheck // an area that is gone has no name
	return bulletinView{
		ID: text(b.ID), Area: text(b.Area), AreaName: a.Name, Title: b.Title, Text: b.Text, Pinned: b.Pinned,
		At: stamp(b.From), Until: stamp(b.Until),
	}
}
