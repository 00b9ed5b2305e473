package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/bulletin"
)

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

func (s *Server) viewBulletins(c *fiber.Ctx, all []bulletin.Bulletin) ([]bulletinView, error) {
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return nil, err
	}
	views := make([]bulletinView, len(all))
	for i, b := range all {
		views[i] = viewBulletin(t, b)
	}
	return views, nil
}

// bulletins lists what hangs in the caller's community and above it.
func (s *Server) bulletins(c *fiber.Ctx, who caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	found, err := s.Bulletins.Wall(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	items, err := s.viewBulletins(c, found)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"items": items})
}

func (s *Server) getBulletin(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	b, err := s.Bulletins.Get(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return s.sendBulletin(c, b, fiber.StatusOK)
}

func (s *Server) sendBulletin(c *fiber.Ctx, b bulletin.Bulletin, status int) error {
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	return c.Status(status).JSON(viewBulletin(t, b))
}

func (s *Server) publishBulletin(c *fiber.Ctx, who caller) error {
	var in struct {
		Area   string    `json:"area_id"`
		Title  string    `json:"title"`
		Text   string    `json:"text"`
		Pinned bool      `json:"pinned"`
		Until  time.Time `json:"until"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	at, err := number(in.Area)
	if err != nil {
		return err
	}
	b, err := s.Bulletins.Publish(c.UserContext(), who.Actor, bulletin.Bulletin{
		Area: at, Title: in.Title, Text: in.Text, Pinned: in.Pinned, Until: in.Until,
	})
	if err != nil {
		return err
	}
	return s.sendBulletin(c, b, fiber.StatusCreated)
}

// publishedBulletins lists what hangs or hung in the areas of staff.
func (s *Server) publishedBulletins(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := s.Bulletins.Published(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	items, err := s.viewBulletins(c, found)
	if err != nil {
		return err
	}
	next := ""
	if len(found) == bulletin.PageSize {
		next = text(found[len(found)-1].ID)
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}

func (s *Server) withdrawBulletin(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := s.Bulletins.Withdraw(c.UserContext(), who.Actor, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
