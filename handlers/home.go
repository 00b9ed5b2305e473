package handlers

import (
	"github.com/gofiber/fiber/v2"
)

type waitingView struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
	Say   string `json:"say"`
	ID    string `json:"id"` // of the report, booking, call or notice; "" for a list
	At    string `json:"at"`
	Count int    `json:"count"`
}

// waiting shows what waits for the caller.
func (s *Server) waiting(c *fiber.Ctx, who caller) error {
	found, err := s.Home.Waiting(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	items := make([]waitingView, len(found))
	for i, w := range found {
		items[i] = waitingView{Kind: string(w.Kind), Title: w.Title, Say: w.Say, ID: maybe(w.ID), At: stamp(w.At), Count: w.Count}
	}
	return c.JSON(fiber.Map{"items": items})
}

// home tells a member of staff how much waits.
func (s *Server) home(c *fiber.Ctx, who caller) error {
	numbers, err := s.Home.Numbers(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(numbers)
}
