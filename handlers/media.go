package handlers

import (
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/media"
)

type photos struct {
	web
	service *media.Service
}

func (h photos) routes() []route {
	return []route{
		{"GET", "/media/:id/:variant", open, anyone, h.openFile}, // the link is signed
		{"POST", api + "/media", login, auth.Everyone, h.upload},
		{"GET", staff + "/media/held", login, auth.Dispatchers, h.withheld},
		{"POST", staff + "/media/:id/decision", login, auth.Dispatchers, h.decide},
	}
}

// upload takes one photo, as the field "file" of a form or as the bare body.
func (h photos) upload(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "upload", text(who.Person), 60, time.Minute); err != nil {
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
	kept, err := h.service.Upload(c.UserContext(), who.Actor, data)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(h.view(kept))
}

// openFile serves a picture to every holder of a valid link.
func (h photos) openFile(c *fiber.Ctx, _ caller) error {
	blob, kind, err := h.service.Open(c.UserContext(), c.Params("id"), c.Params("variant"), c.Query("e"), c.Query("s"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600, immutable")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return c.SendStream(blob) // closes it
}

// withheld lists photos of a community that wait for a decision of staff, or that staff hid.
func (h photos) withheld(c *fiber.Ctx, who caller) error {
	after, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	files, err := h.service.Withheld(c.UserContext(), who.Actor, community, media.Check(c.Query("list", string(media.Withheld))), after)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(files, h.view))
}

func (h photos) decide(c *fiber.Ctx, who caller) error {
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
	if err := h.service.Decide(c.UserContext(), who.Actor, id, in.Pass, in.Reason); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type fileView struct {
	ID      string     `json:"id"`
	Kind    media.Kind `json:"kind"`
	URL     string     `json:"url"`
	Thumb   string     `json:"thumb"`
	Width   int        `json:"width"`
	Height  int        `json:"height"`
	Waiting string     `json:"note"` // why it cannot be seen, or by whom
}

// view shows a file to a caller who may see it.
func (h photos) view(f media.File) fileView {
	now := h.now()
	return fileView{
		ID: text(f.ID), Kind: f.Kind, Width: f.Width, Height: f.Height, URL: h.service.URL(f, false, now),
		Thumb: h.service.URL(f, true, now), Waiting: f.Note(),
	}
}
