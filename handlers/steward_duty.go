package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/steward"
)

func (h stewards) forDuty() []route {
	return []route{
		{"GET", api + "/steward/duty", login, auth.Stewards, h.duty},
		{"POST", api + "/steward/away", login, auth.Stewards, h.away},
		{"DELETE", api + "/steward/away", login, auth.Stewards, h.back},
		{"GET", api + "/steward/substitutes", login, auth.Stewards, h.standIns},
		{"PUT", api + "/steward/substitute", login, auth.Stewards, h.nominate},
		{"PUT", api + "/steward/shown", login, auth.Stewards, h.show},
		{"GET", staff + "/communities/:id/policies", login, auth.Dispatchers, h.policies},
		{"PUT", staff + "/communities/:id/policies", login, auth.Dispatchers, h.setPolicies},
	}
}

// duty shows a steward their own state of duty.
func (h stewards) duty(c *fiber.Ctx, who caller) error {
	d, err := h.service.Duty(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	views, err := h.viewStandIns(c, d.StandIns)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"until": stamp(d.Until), "substitutes": views, "level": d.Level})
}

// away hands the steward's posts over until a morning; without a body until tomorrow's.
func (h stewards) away(c *fiber.Ctx, who caller) error {
	in := struct {
		Days int `json:"days"`
	}{Days: 1}
	if err := read(c, &in); err != nil {
		return err
	}
	until, standIns, err := h.service.Away(c.UserContext(), who.Actor, in.Days)
	if err != nil {
		return err
	}
	views, err := h.viewStandIns(c, standIns)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"until": stamp(until), "substitutes": views})
}

func (h stewards) back(c *fiber.Ctx, who caller) error {
	if err := h.service.Back(c.UserContext(), who.Actor); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h stewards) standIns(c *fiber.Ctx, who caller) error {
	could, err := h.service.Substitutes(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	views, err := h.viewStandIns(c, could)
	if err != nil {
		return err
	}
	return c.JSON(items[standInView]{views})
}

func (h stewards) nominate(c *fiber.Ctx, who caller) error {
	var in struct {
		Person string `json:"person_id"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	id, err := number(in.Person)
	if err != nil {
		return err
	}
	if err := h.service.Nominate(c.UserContext(), who.Actor, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// show sets what the boards show of the steward: 0 nothing, 1 name and telephone, 2 the name alone.
func (h stewards) show(c *fiber.Ctx, who caller) error {
	in := struct {
		Level steward.Level `json:"level"`
	}{Level: -1}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.Show(c.UserContext(), who.Actor, in.Level); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h stewards) policies(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	ordinary, emergency, err := h.service.Policies(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return sendPolicies(c, ordinary, emergency)
}

func sendPolicies(c *fiber.Ctx, ordinary, emergency steward.Policy) error {
	version, err := steward.MarkOf(ordinary, emergency)
	if err != nil {
		return err
	}
	return c.JSON(policiesView{viewPolicy(ordinary), viewPolicy(emergency), version})
}

func (h stewards) setPolicies(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in policiesView
	if err := read(c, &in); err != nil {
		return err
	}
	ordinary, emergency := in.Ordinary.policy(), in.Emergency.policy()
	if err := h.service.SetPolicies(c.UserContext(), who.Actor, id, ordinary, emergency, in.Version); err != nil {
		return err
	}
	return sendPolicies(c, ordinary, emergency)
}

type policyStepView struct {
	Who    []auth.Role `json:"who"`
	Wait   int         `json:"wait_minutes"`
	Repeat int         `json:"repeat"`
}

type policyView struct {
	Steps []policyStepView `json:"steps"`
	Idle  int              `json:"idle_minutes"`
}

type policiesView struct {
	Ordinary  policyView `json:"ordinary"`
	Emergency policyView `json:"emergency"`
	Version   string     `json:"version"`
}

func viewPolicy(p steward.Policy) policyView {
	v := policyView{Idle: int(p.Idle / time.Minute), Steps: make([]policyStepView, len(p.Steps))}
	for i, s := range p.Steps {
		v.Steps[i] = policyStepView{s.Who, int(s.Wait / time.Minute), s.Repeat}
	}
	return v
}

func (v policyView) policy() steward.Policy {
	p := steward.Policy{Idle: minutes(v.Idle)}
	for _, s := range v.Steps {
		p.Steps = append(p.Steps, steward.Step{Who: s.Who, Wait: minutes(s.Wait), Repeat: s.Repeat})
	}
	return p
}

// minutes returns n minutes; more than a day is refused later, so it need not be exact.
func minutes(n int) time.Duration { return time.Duration(min(n, 10000)) * time.Minute }

type standInView struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Role     auth.Role `json:"role"`
	RoleName string    `json:"role_name"`
	Area     string    `json:"area_id"`
	AreaName string    `json:"area_name"`
}

func (h stewards) viewStandIns(c *fiber.Ctx, all []steward.Colleague) ([]standInView, error) {
	t, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	views := make([]standInView, len(all))
	for i, a := range all {
		views[i] = standInView{text(a.Person), a.Name, a.Role, a.Role.Name(), text(a.Area), t.Say(a.Area)}
	}
	return views, nil
}
