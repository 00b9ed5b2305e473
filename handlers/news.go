package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/news"
)

type latest struct{ service *news.Service }

func (h latest) routes() []route {
	return []route{
		{"GET", staff + "/news", login, auth.Workers, h.wait},
	}
}

type newsView struct {
	Reports []changedView `json:"reports"`
	Home    bool          `json:"home"`
	All     bool          `json:"all"`
	Next    string        `json:"next"`
}

type changedView struct {
	ID   string    `json:"id"`
	Kind news.Kind `json:"kind"`
}

// wait answers as soon as something has changed for the caller.
func (h latest) wait(c *fiber.Ctx, who caller) error {
	found, err := h.service.Wait(c.UserContext(), who.Actor, c.Query("since"))
	if err != nil {
		return err
	}
	view := newsView{Reports: make([]changedView, len(found.Items)), Home: found.Some(), All: found.All, Next: found.Next.String()}
	for i, one := range found.Items {
		view.Reports[i] = changedView{text(one.Report), one.Kind}
	}
	return c.JSON(view)
}
