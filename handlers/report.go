package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
)

// handlingBody is the body of everything that is done to a report; openapi/report.yaml says which parts count where.
type handlingBody struct {
	Words    string          `json:"words"`
	Files    []string        `json:"file_ids"`
	Category report.Category `json:"category"`
	Urgent   bool            `json:"urgent"`
	To       holderBody      `json:"to"`
	Outcome  report.Outcome  `json:"outcome"`
	Area     string          `json:"area_id"`
	Topic    string          `json:"topic"`
	Way      report.Way      `json:"way"`
	Until    time.Time       `json:"until"`
	Into     string          `json:"into_id"`
	Again    bool            `json:"again"`
}

func (in handlingBody) handling() (h report.Handling, err error) {
	h.Words, h.Category, h.Topic, h.Urgent, h.Outcome = in.Words, in.Category, in.Topic, in.Urgent, in.Outcome
	h.Way, h.Until, h.Again = in.Way, in.Until, in.Again
	if h.Into, err = number(in.Into); err != nil {
		return h, err
	}
	if h.Files, err = numbers(in.Files); err != nil {
		return h, err
	}
	if h.To, err = in.To.holder(); err != nil {
		return h, err
	}
	h.Area, err = number(in.Area)
	return h, err
}

type draftBody struct {
	Category report.Category `json:"category"`
	Text     string          `json:"text"`
	Urgent   bool            `json:"urgent"`
	Place    string          `json:"place"`
	Area     string          `json:"area_id"`
	Lat      float64         `json:"lat"`
	Lng      float64         `json:"lng"`
	Coord    string          `json:"coord"` // "wgs84" from a browser, else GCJ-02
	Files    []string        `json:"file_ids"`
	Share    bool            `json:"share"`
}

func (in draftBody) draft(source report.Source) (report.Draft, error) {
	d := report.Draft{
		Source: source, Category: in.Category, Text: in.Text, Urgent: in.Urgent, Place: in.Place, Lat: in.Lat,
		Lng: in.Lng, Share: in.Share,
	}
	if in.Coord == "wgs84" && area.CheckPosition(in.Lat, in.Lng) == nil {
		d.Lat, d.Lng = area.FromWGS84(in.Lat, in.Lng)
	}
	var err error
	if d.Area, err = number(in.Area); err != nil {
		return d, err
	}
	d.Files, err = numbers(in.Files)
	return d, err
}

func (s *Server) submit(c *fiber.Ctx, who caller) error {
	var in draftBody
	if err := read(c, &in); err != nil {
		return err
	}
	d, err := in.draft(report.App)
	if err != nil {
		return err
	}
	d.Urgent = false // only staff and words of danger make a report urgent
	d.Account, d.OpenID = who.session.Account, who.session.OpenID
	r, err := s.Reports.Submit(c.UserContext(), who.Actor, d)
	if err != nil {
		return err
	}
	return s.sendReport(c, who, r, fiber.StatusCreated)
}

// complain takes what somebody says about this system itself.
func (s *Server) complain(c *fiber.Ctx, who caller) error {
	var in struct {
		Words string   `json:"words"`
		Files []string `json:"file_ids"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	files, err := numbers(in.Files)
	if err != nil {
		return err
	}
	r, err := s.Reports.Complain(c.UserContext(), who.Actor, in.Words, files)
	if err != nil {
		return err
	}
	return s.sendReport(c, who, r, fiber.StatusCreated)
}

// sendReport answers with the report as it is now.
func (s *Server) sendReport(c *fiber.Ctx, who caller, r report.Report, status int) error {
	v, err := s.viewer(c.UserContext(), who, []report.Report{r}, nil)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(v.report(r))
}

func (s *Server) ownReports(c *fiber.Ctx, who caller) error {
	after, err := readCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, next, err := s.Reports.Own(c.UserContext(), who.Actor, after)
	if err != nil {
		return err
	}
	return s.sendList(c, who, found, next)
}

func (s *Server) sendList(c *fiber.Ctx, who caller, found []report.Report, next *report.Cursor) error {
	v, err := s.viewer(c.UserContext(), who, found, nil)
	if err != nil {
		return err
	}
	return c.JSON(v.list(found, next))
}

func (s *Server) nearby(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	after, err := readCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, next, err := s.Reports.Nearby(c.UserContext(), who.Actor, id, after)
	if err != nil {
		return err
	}
	return s.sendNeighbours(c, who, found, next)
}

func (s *Server) getReport(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Reports.Get(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	v, err := s.viewer(c.UserContext(), who, []report.Report{d.Report}, d.Events)
	if err != nil {
		return err
	}
	view, err := v.detail(c.UserContext(), d)
	if err != nil {
		return err
	}
	return c.JSON(view)
}

// deed reads what somebody does to a report, lets the use case do it, and answers with the report as it is then.
func (s *Server) deed(do func(context.Context, auth.Actor, int64, report.Handling) (report.Report, error)) func(*fiber.Ctx, caller) error {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		var in handlingBody
		if err := read(c, &in); err != nil {
			return err
		}
		h, err := in.handling()
		if err != nil {
			return err
		}
		r, err := do(c.UserContext(), who.Actor, id, h)
		if err != nil {
			return err
		}
		return s.sendReport(c, who, r, fiber.StatusOK)
	}
}

func (s *Server) review(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Satisfied  *bool  `json:"satisfied"`
		Efficiency int    `json:"efficiency"`
		Result     int    `json:"result"`
		Attitude   int    `json:"attitude"`
		Words      string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if in.Satisfied == nil { // silence is no judgement
		return errBody
	}
	r, err := s.Reports.Review(c.UserContext(), who.Actor, id, report.Review{
		Satisfied: *in.Satisfied, Efficiency: in.Efficiency, Result: in.Result, Attitude: in.Attitude, Words: in.Words,
	})
	if err != nil {
		return err
	}
	return s.sendReport(c, who, r, fiber.StatusOK)
}
