package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/home"
)

type homepage struct {
	web
	service *home.Service
}

func (h homepage) routes() []route {
	return []route{
		{"GET", api + "/waiting", login, auth.Everyone, h.waiting},
		{"GET", api + "/today", login, auth.Posted, h.today},
		{"GET", staff + "/home", login, auth.Workers, h.numbers},
	}
}

// waiting shows what waits for the caller.
func (h homepage) waiting(c *fiber.Ctx, who caller) error {
	found, err := h.service.Waiting(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(w home.Item) waitingView {
		return waitingView{Kind: string(w.Kind), Title: w.Title, Say: w.Say, ID: maybe(w.ID), At: stamp(w.At), Count: w.Count, Urgent: w.Urgent}
	}))
}

// numbers shows a member of staff how much waits.
func (h homepage) numbers(c *fiber.Ctx, who caller) error {
	found, err := h.service.Numbers(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(found)
}

type waitingView struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
	Say   string `json:"say"`
	ID    string `json:"id"` // of the report, booking, call or notice; "" for a list
	At    string `json:"at"`
	Count int    `json:"count"`

	Urgent bool `json:"urgent"`
}
