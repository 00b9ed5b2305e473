package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/roster"
)

// shapeView is an area as a map draws it.
type shapeView struct {
	ID       string          `json:"id"`
	Parent   string          `json:"parent_id"`
	Kind     area.Kind       `json:"kind"`
	Name     string          `json:"name"`
	Lat      float64         `json:"lat"`
	Lng      float64         `json:"lng"`
	Boundary json.RawMessage `json:"boundary"` // GeoJSON, or null
	Mark     string          `json:"mark"`
	Can      []string        `json:"can"`
}

func viewShape(who auth.Actor, a area.Area) shapeView {
	v := shapeView{ID: text(a.ID), Parent: maybe(a.Parent), Kind: a.Kind, Name: a.Name, Lat: a.Lat, Lng: a.Lng, Mark: roster.Mark(a), Can: []string{}}
	if a.Boundary != "" {
		v.Boundary = json.RawMessage(a.Boundary)
	}
	if roster.MayKeep(who, a.Kind, a.Path) {
		v.Can = append(v.Can, "change")
	}
	return v
}

// shapes answers with what a map draws. The territory changes rarely, so a browser that has it gets 304.
func (h places) shapes(c *fiber.Ctx, who caller) error {
	id, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	found, err := t.Shapes(who.Actor, id)
	if err != nil {
		return err
	}
	body, err := json.Marshal(struct {
		items[shapeView]
		Buildings bool       `json:"buildings"`
		Tiles     *tilesView `json:"tiles,omitempty"`
	}{each(found.Areas, func(a area.Area) shapeView { return viewShape(who.Actor, a) }), found.Buildings, h.tiles.view()})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	c.Set(fiber.HeaderETag, etag)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		return c.SendStatus(http.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(body)
}
