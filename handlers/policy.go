package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/attend"
	"linli/app/auth"
	"linli/app/policy"
	"linli/app/when"
)

// policies are the switches, and the check-ins that depend on one.
type policies struct {
	web
	service *policy.Service
	attends *attend.Service
}

func (h policies) routes() []route {
	return []route{
		{"GET", staff + "/communities/:community/switches", login, auth.Deciders, h.list},
		{"PUT", staff + "/communities/:community/switches/:key", login, auth.PolicyMakers, h.set},
		{"POST", staff + "/communities/:community/switches/:key/end", login, auth.PolicyMakers, h.end},
		{"GET", api + "/me/switches", login, auth.Posted, h.mine},
		{"GET", staff + "/attendance", login, auth.Keepers, h.days},
		{"POST", staff + "/attendance", login, auth.Keepers, h.checkIn},
	}
}

func (h policies) list(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	return h.show(c, who, community)
}

// show shows the switches of a community as they are now.
func (h policies) show(c *fiber.Ctx, who caller, community int64) error {
	found, err := h.service.List(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	names, err := h.names.Persons(c.UserContext(), distinct(deciders(found)))
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(s policy.State) switchView {
		v := switchView{
			ruleView: viewSwitch(s.Rule, s.Switch, s.InForce), MostDays: s.MostDays, MostKeep: s.MostKeep,
			OfTheCounty: s.OfTheCounty, ByName: names[s.By].Name, DecidedAt: stamp(s.At), Version: s.Mark, Can: []string{},
		}
		if s.MayDecide {
			v.Can = append(v.Can, "set")
		}
		if s.MayDecide && s.InForce {
			v.Can = append(v.Can, "end")
		}
		return v
	}))
}

func deciders(found []policy.State) []int64 {
	ids := make([]int64, len(found))
	for i, s := range found {
		ids[i] = s.By
	}
	return ids
}

func (h policies) set(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in struct {
		Purpose string `json:"purpose"`
		Basis   string `json:"basis"`
		Last    string `json:"last_day"`
		Keep    int    `json:"keep_days"`
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	last, _ := when.ParseDate(in.Last) // no date is before tomorrow
	if err := h.service.Set(c.UserContext(), who.Actor, community, policy.Key(c.Params("key")),
		policy.Setting{Purpose: in.Purpose, Basis: in.Basis, Last: last, Keep: in.Keep}, in.Version); err != nil {
		return err
	}
	return h.show(c, who, community)
}

func (h policies) end(c *fiber.Ctx, who caller) error {
	community, err := communityOf(c)
	if err != nil {
		return err
	}
	var in seen
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.End(c.UserContext(), who.Actor, community, policy.Key(c.Params("key")), in.Version); err != nil {
		return err
	}
	return h.show(c, who, community)
}

func (h policies) mine(c *fiber.Ctx, who caller) error {
	found, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(s policy.InForce) mySwitchView {
		return mySwitchView{viewSwitch(s.Rule, s.Switch, true), text(s.Place.ID), s.Place.Name}
	}))
}

func (h policies) days(c *fiber.Ctx, who caller) error {
	found, err := h.attends.Days(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return h.showDays(c, found)
}

func (h policies) checkIn(c *fiber.Ctx, who caller) error {
	var in struct {
		Community string `json:"community_id"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	community, err := number(in.Community)
	if err != nil {
		return err
	}
	found, err := h.attends.CheckIn(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	return h.showDays(c, found)
}

func (h policies) showDays(c *fiber.Ctx, found []attend.Day) error {
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(d attend.Day) attendanceView {
		return attendanceView{d.Day.String(), text(d.Community), tree.Say(d.Community), stamp(d.First), stamp(d.Last)}
	}))
}

// ruleView is a switch as everybody whom it concerns reads it.
type ruleView struct {
	Key     policy.Key `json:"key"`
	Title   string     `json:"title"`
	Words   string     `json:"words"`
	On      bool       `json:"on"`
	Purpose string     `json:"purpose"`
	Basis   string     `json:"basis"`
	From    string     `json:"from"`
	Until   string     `json:"until"`
	Keep    int        `json:"keep_days"`
}

func viewSwitch(r policy.Rule, s policy.Switch, on bool) ruleView {
	return ruleView{r.Key, r.Title, r.Words, on, s.Purpose, s.Basis, stamp(s.From), stamp(s.Until), s.Keep}
}

type switchView struct {
	ruleView
	MostDays    int      `json:"most_days"`
	MostKeep    int      `json:"most_keep_days"`
	OfTheCounty bool     `json:"of_county"`
	ByName      string   `json:"by_name"`
	DecidedAt   string   `json:"decided_at"`
	Version     string   `json:"version"`
	Can         []string `json:"can"`
}

type mySwitchView struct {
	ruleView
	Community     string `json:"community_id"`
	CommunityName string `json:"community_name"`
}

type attendanceView struct {
	Day           string `json:"day"`
	Community     string `json:"community_id"`
	CommunityName string `json:"community_name"`
	First         string `json:"first_at"`
	Last          string `json:"last_at"`
}
