package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/linkage"
	"linli/app/when"
)

// linkageVisitBody is what somebody says of a visit to an area that they are tied to.
type linkageVisitBody struct {
	On      string            `json:"on"`
	Brought []linkage.Support `json:"brought"`
	Words   string            `json:"words"`
}

func (in linkageVisitBody) input() (linkage.Visit, error) {
	v := linkage.Visit{Brought: in.Brought, Words: in.Words}
	if in.On != "" {
		ok := false
		if v.On, ok = when.ParseDate(in.On); !ok {
			return v, linkage.ErrOn
		}
	}
	return v, nil
}

func (h linkages) visitRoutes() []route {
	return []route{
		{"GET", api + "/linkages/:id/visits", login, auth.Posted, h.visits},
		{"POST", api + "/linkages/:id/visits", login, auth.Posted, deed[linkageVisitBody](h.service.RecordVisit, h.visited)},
	}
}

func (h linkages) visited(c *fiber.Ctx, _ caller, v linkage.Visit) error {
	return h.showVisits(c, []linkage.Visit{v})
}

func (h linkages) visits(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, err := h.service.Visits(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return h.showVisits(c, found)
}

func (h linkages) showVisits(c *fiber.Ctx, found []linkage.Visit) error {
	people, err := h.visitors(c.UserContext(), found)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(v linkage.Visit) linkageVisitView {
		view := linkageVisitView{On: v.On.String(), PersonName: people[v.Person], Words: v.Words, Brought: []string{}}
		for _, s := range v.Brought {
			view.Brought = append(view.Brought, s.Name())
		}
		return view
	}))
}

func (h linkages) visitors(ctx context.Context, found []linkage.Visit) (map[int64]string, error) {
	people, err := peopleOf(ctx, h.web, found, func(v linkage.Visit) int64 { return v.Person })
	names := map[int64]string{}
	for id, p := range people {
		names[id] = p.Name
	}
	return names, err
}

type linkageVisitView struct {
	On         string   `json:"on"`
	PersonName string   `json:"person_name"`
	Brought    []string `json:"brought"`
	Words      string   `json:"words"`
}
