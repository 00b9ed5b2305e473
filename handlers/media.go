package handlers

import (
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/media"
)

// upload takes one photo, as the field "file" of a form or as the bare body.
func (s *Server) upload(c *fiber.Ctx, who caller) error {
	if err := s.limit(c, "upload", text(who.Person), 60, time.Minute); err != nil {
		return err
	}
	data := c.Body()
	if form, err := c.FormFile("file"); err == nil {
		f, err := form.Open()
		if err != nil {
			return errBody.Because(err)
		}
		defer f.Close()
		if data, err = io.ReadAll(f); err != nil {
			return errBody.Because(err)
		}
	}
	kept, err := s.Media.Upload(c.UserContext(), who.Actor, data)
	if err != nil {
		return err
	}
	now := s.Now()
	return c.Status(fiber.StatusCreated).JSON(fileView{
		ID: text(kept.ID), Kind: kept.Kind, Width: kept.Width, Height: kept.Height,
		URL: s.Media.URL(kept, false, now), Thumb: s.Media.URL(kept, true, now), Waiting: kept.Note(),
	})
}

// openMedia serves a picture to whoever holds a valid link.
func (s *Server) openMedia(c *fiber.Ctx, _ caller) error {
	blob, kind, err := s.Media.Open(c.UserContext(), c.Params("id"), c.Params("variant"), c.Query("e"), c.Query("s"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600, immutable")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return c.SendStream(blob) // closes it
}

// heldMedia lists photos of a community that wait for somebody to look, or that somebody decided not to show.
func (s *Server) heldMedia(c *fiber.Ctx, who caller) error {
	after, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	files, err := s.Media.Withheld(c.UserContext(), who.Actor, community, media.Check(c.Query("list", string(media.Held))), after)
	if err != nil {
		return err
	}
	now := s.Now()
	items := make([]fileView, len(files))
	next := ""
	for i, f := range files {
		items[i] = fileView{
			ID: text(f.ID), Kind: f.Kind, Width: f.Width, Height: f.Height, URL: s.Media.URL(f, false, now),
			Thumb: s.Media.URL(f, true, now), Waiting: f.Note(),
		}
		next = text(f.ID)
	}
	if len(files) < media.WithheldPage {
		next = ""
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}

func (s *Server) decideMedia(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Pass   bool   `json:"pass"`
		Reason string `json:"reason"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := s.Media.Decide(c.UserContext(), who.Actor, id, in.Pass, in.Reason); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
