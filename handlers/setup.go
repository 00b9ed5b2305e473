package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/setup"
)

// setups show how far a community is set up.
type setups struct{ service *setup.Service }

func (h setups) routes() []route {
	return []route{{"GET", staff + "/communities/:id/setup", login, auth.Managers, byID(h.service.Of, h.show)}}
}

func (h setups) show(c *fiber.Ctx, _ caller, health setup.Health) error {
	steps := make([]setupStepView, len(setup.Steps))
	for i, step := range setup.Steps {
		steps[i] = setupStepView{Step: step, Name: step.Name(), Checks: []setupCheckView{}}
		for _, r := range health.Results {
			if r.Step == step {
				steps[i].Checks = append(steps[i].Checks, setupCheckView{r.Key, r.Title, r.Missing, r.Must, r.Page})
			}
		}
	}
	return c.JSON(setupView{text(health.Community.ID), health.Community.Name, health.Ready, steps})
}

type setupView struct {
	Community string          `json:"community_id"`
	Name      string          `json:"community_name"`
	Ready     bool            `json:"ready"`
	Steps     []setupStepView `json:"steps"`
}

type setupStepView struct {
	Step   setup.Step       `json:"step"`
	Name   string           `json:"name"`
	Checks []setupCheckView `json:"checks"`
}

type setupCheckView struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	Missing int    `json:"missing"`
	Must    bool   `json:"must"`
	Page    string `json:"page"`
}
