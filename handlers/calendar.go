package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/calendar"
)

type calendars struct {
	service *calendar.Service
}

func (h calendars) routes() []route {
	return []route{
		{"GET", staff + "/hours", login, auth.Handlers, h.hours},
		{"PUT", staff + "/communities/:id/hours", login, auth.Managers, h.setHours},
	}
}

// hours shows the working hours of a community, and the days that differ.
func (h calendars) hours(c *fiber.Ctx, who caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Hours(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	return c.JSON(viewHours(found))
}

// hoursBody are the working hours that a person writes.
type hoursBody struct {
	Working string `json:"working"`
	Resting string `json:"resting"`
}

func (h calendars) setHours(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		hoursBody
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	found, err := h.service.SetHours(c.UserContext(), who.Actor, id, in.Working, in.Resting, in.Version)
	if err != nil {
		return err
	}
	return c.JSON(viewHours(found))
}

type hoursView struct {
	Community string    `json:"community_id"`
	Working   string    `json:"working"`
	Resting   string    `json:"resting"`
	Own       bool      `json:"own"`
	Open      bool      `json:"open"`
	Years     []int     `json:"years"`
	Days      []dayView `json:"days"`
	Version   string    `json:"version"`
	Can       []string  `json:"can"`
}

type dayView struct {
	Date string `json:"date"`
	Off  bool   `json:"off"`
	Name string `json:"name"`
}

func viewHours(h calendar.Hours) hoursView {
	v := hoursView{
		Community: text(h.Area), Working: h.Working.String(), Resting: h.Resting.String(), Own: h.Own, Open: h.Open,
		Years: append([]int{}, h.Years...), Days: make([]dayView, len(h.Days)),
		Version: h.Mark, Can: []string{},
	}
	if h.Can {
		v.Can = append(v.Can, "save")
	}
	for i, d := range h.Days {
		v.Days[i] = dayView{d.Date.String(), d.Off, d.Name}
	}
	return v
}
