package handlers

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/notify"
)

// Facts are what an operator wants to know of the running program besides its readiness.
type Facts struct {
	Version  string
	Accounts []AccountFacts
	Calendar int // days until the first one without an official list of holidays; -1 unknown
}

// AccountFacts are the facts of one configured WeChat account.
type AccountFacts struct {
	Name      auth.Account
	Templates int
	Rests     []RestFacts
}

// RestFacts is an API of the platform that is not called for a while, after a limit or a failure.
type RestFacts struct {
	API   string
	Until time.Time
	Quota bool
}

type system struct {
	notices *notify.Service
	ready   func(context.Context) Readiness
	facts   func(context.Context) Facts
}

func (h system) routes() []route {
	return []route{
		{"GET", "/healthz", open, anyone, h.health},
		{"GET", "/readyz", open, anyone, h.readiness},
		{"GET", "/openapi.json", open, anyone, sendContract},
		{"GET", staff + "/system", login, auth.Operators, h.show},
	}
}

func (h system) health(c *fiber.Ctx, _ caller) error { return c.JSON(fiber.Map{"status": "ok"}) }

func (h system) readiness(c *fiber.Ctx, _ caller) error {
	r := h.ready(c.UserContext())
	if !r.Serving {
		c.Status(fiber.StatusServiceUnavailable)
	}
	return c.JSON(readyView{Status: howReady(r), Degraded: r.Degraded, Parts: r.Parts})
}

// show shows an operator the state of the program.
func (h system) show(c *fiber.Ctx, who caller) error {
	ctx := c.UserContext()
	if err := who.Need(auth.Operator); err != nil {
		return err
	}
	lost, err := h.notices.CountUnreached(ctx, who.Actor)
	if err != nil {
		return err
	}
	ready, facts := h.ready(ctx), h.facts(ctx)
	return c.JSON(systemView{
		Version: facts.Version, Status: howReady(ready), Parts: viewParts(ready), Accounts: viewAccounts(facts.Accounts),
		CalendarDays: facts.Calendar, Undelivered: lost,
	})
}

// viewParts returns the parts by name, the unhealthy ones first.
func viewParts(r Readiness) []systemPartView {
	parts := make([]systemPartView, 0, len(r.Parts))
	for name, state := range r.Parts {
		parts = append(parts, systemPartView{Name: name, State: state, Degraded: slices.Contains(r.Degraded, name)})
	}
	slices.SortFunc(parts, func(a, b systemPartView) int {
		switch {
		case a.Degraded == b.Degraded && a.Name < b.Name, a.Degraded && !b.Degraded:
			return -1
		}
		return 1
	})
	return parts
}

func viewAccounts(known []AccountFacts) []accountView {
	views := make([]accountView, len(auth.Accounts))
	for i, name := range auth.Accounts {
		views[i] = accountView{Account: name, Rests: []restView{}}
		at := slices.IndexFunc(known, func(f AccountFacts) bool { return f.Name == name })
		if at < 0 {
			continue
		}
		views[i].Configured, views[i].Templates = true, known[at].Templates
		for _, r := range known[at].Rests {
			views[i].Rests = append(views[i].Rests, restView{API: r.API, Until: stamp(r.Until), Quota: r.Quota})
		}
	}
	return views
}

// howReady returns one word for the readiness of the service.
func howReady(r Readiness) string {
	switch {
	case !r.Serving:
		return "down"
	case len(r.Degraded) > 0:
		return "degraded"
	}
	return "ok"
}

type readyView struct {
	Status   string            `json:"status"` // ok, degraded, down
	Degraded []string          `json:"degraded,omitempty"`
	Parts    map[string]string `json:"parts"`
}

type systemView struct {
	Version      string           `json:"version"`
	Status       string           `json:"status"`
	Parts        []systemPartView `json:"parts"`
	Accounts     []accountView    `json:"accounts"`
	CalendarDays int              `json:"calendar_days"`
	Undelivered  int              `json:"undelivered"`
}

type systemPartView struct {
	Name     string `json:"name"`
	State    string `json:"state"`
	Degraded bool   `json:"degraded"`
}

type accountView struct {
	Account    auth.Account `json:"account"`
	Configured bool         `json:"configured"`
	Templates  int          `json:"templates"`
	Rests      []restView   `json:"rests"`
}

type restView struct {
	API   string `json:"api"`
	Until string `json:"until"`
	Quota bool   `json:"quota"`
}
