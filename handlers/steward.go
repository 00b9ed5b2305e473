package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/app/report"
	"linli/app/steward"
)

type alertView struct {
	ID             string     `json:"id"`
	At             string     `json:"at"`
	AcknowledgedAt string     `json:"acknowledged_at"`
	Report         reportView `json:"report"`
}

func (s *Server) alerts(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	alerts, err := s.Stewards.Mine(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	items := []alertView{}
	for _, a := range alerts {
		d, err := s.Reports.Get(c.UserContext(), who.Actor, a.Report)
		if err != nil { // moved out of his building since
			continue
		}
		v, err := s.reports().viewer(c.UserContext(), who, []report.Report{d.Report}, nil)
		if err != nil {
			return err
		}
		items = append(items, alertView{
			ID: text(a.ID), At: stamp(a.At), AcknowledgedAt: stamp(a.AcknowledgedAt), Report: v.report(d.Report),
		})
	}
	next := ""
	if len(alerts) == steward.PageSize {
		next = strconv.FormatInt(alerts[len(alerts)-1].ID, 10)
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}
