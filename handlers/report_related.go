package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/report"
)

// similar lists open reports that may be about the same thing as one.
func (s *Server) similar(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, err := s.Reports.Similar(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return s.sendList(c, who, found, nil)
}

// similarNearby shows a resident what neighbours have reported already, before he sends the same.
func (s *Server) similarNearby(c *fiber.Ctx, who caller) error {
	var in draftBody
	if err := read(c, &in); err != nil {
		return err
	}
	d, err := in.draft(report.App)
	if err != nil {
		return err
	}
	found, err := s.Reports.SimilarNearby(c.UserContext(), who.Actor, d)
	if err != nil {
		return err
	}
	return s.sendNeighbours(c, who, found, nil)
}

// sendNeighbours answers with reports as somebody sees them who has nothing to do with them.
func (s *Server) sendNeighbours(c *fiber.Ctx, who caller, found []report.Report, next *report.Cursor) error {
	v, err := s.viewer(c.UserContext(), who, found, nil)
	if err != nil {
		return err
	}
	list := listView{Items: make([]reportView, len(found)), Next: writeCursor(next)}
	for i, r := range found {
		list.Items[i] = v.neighbour(r)
	}
	return c.JSON(list)
}

func (s *Server) join(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	r, err := s.Reports.Join(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	v, err := s.viewer(c.UserContext(), who, []report.Report{r}, nil)
	if err != nil {
		return err
	}
	return c.JSON(v.neighbour(r))
}

func (s *Server) joined(c *fiber.Ctx, who caller) error {
	after, err := readCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, next, err := s.Reports.Joined(c.UserContext(), who.Actor, after)
	if err != nil {
		return err
	}
	return s.sendNeighbours(c, who, found, next)
}

// split divides a report into jobs.
func (s *Server) split(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Parts []struct {
			Words string     `json:"words"`
			To    holderBody `json:"to"`
		} `json:"parts"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	parts := make([]report.Part, len(in.Parts))
	for i, p := range in.Parts {
		parts[i].Words = p.Words
		if parts[i].To, err = p.To.holder(); err != nil {
			return err
		}
	}
	r, err := s.Reports.Split(c.UserContext(), who.Actor, id, parts)
	if err != nil {
		return err
	}
	return s.sendReport(c, who, r, fiber.StatusOK)
}
