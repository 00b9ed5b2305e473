package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
	"linli/app/wall"
	"linli/app/when"
)

type walls struct {
	web
	service *wall.Service
}

func (h walls) routes() []route {
	return []route{{"GET", staff + "/wall", login, auth.Posted, h.show}}
}

type tileView struct {
	Key   string      `json:"key"`
	Name  string      `json:"name"`
	Value int         `json:"value"`
	Tone  string      `json:"tone"`
	List  report.View `json:"list"` // that has the rows
	From  string      `json:"from"` // its first day of submission
}

type wallPlaceView struct {
	Area     string    `json:"area_id"`
	Kind     area.Kind `json:"kind"`
	Name     string    `json:"name"`
	Open     int       `json:"open"`
	Late     int       `json:"late"`
	DueToday int       `json:"due_today"`
	Urgent   int       `json:"urgent"`
}

type wallKindView struct {
	Category report.Category `json:"category"`
	Name     string          `json:"name"`
	Open     int             `json:"open"`
}

type wallSessionView struct {
	Community string `json:"community_name"`
	Service   string `json:"service_name"`
	BeginAt   string `json:"begin_at"`
	EndAt     string `json:"end_at"`
	Places    int    `json:"places"`
	Taken     int    `json:"taken"`
	Arrived   int    `json:"arrived"`
}

type wallDayView struct {
	Day       string `json:"day"`
	Submitted int    `json:"submitted"`
	Solved    int    `json:"solved"`
}

type wallView struct {
	Area     string            `json:"area_id"`
	Kind     area.Kind         `json:"kind"`
	Name     string            `json:"name"`
	At       string            `json:"at"`
	Tiles    []tileView        `json:"tiles"`
	Places   []wallPlaceView   `json:"places"`
	Kinds    []wallKindView    `json:"kinds"`
	Sessions []wallSessionView `json:"sessions"`
	Days     []wallDayView     `json:"days"`
}

func (h walls) show(c *fiber.Ctx, who caller) error {
	id, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	w, err := h.service.Show(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewWall(t, w))
}

func viewWall(t *area.Tree, w wall.Wall) wallView {
	return wallView{
		Area: text(w.Area.ID), Kind: w.Area.Kind, Name: w.Area.Name, At: stamp(w.At),
		Tiles: each(w.Tiles, func(one wall.Tile) tileView {
			return tileView{one.Key, one.Name, one.Value, one.Tone, one.List, dayOf(one.From)}
		}).Items,
		Places: each(w.Places, func(p wall.Place) wallPlaceView {
			return wallPlaceView{text(p.Area.ID), p.Area.Kind, p.Area.Name, p.Open, p.Late, p.DueToday, p.Urgent}
		}).Items,
		Kinds: each(w.Kinds, func(k wall.Kind) wallKindView { return wallKindView(k) }).Items,
		Sessions: each(w.Sessions, func(s wall.Session) wallSessionView {
			return wallSessionView{t.Say(s.Community), s.Service, stamp(s.BeginAt), stamp(s.EndAt), s.Places, s.Taken, s.Arrived}
		}).Items,
		Days: each(w.Days, func(d wall.Day) wallDayView { return wallDayView{d.Day.String(), d.Submitted, d.Solved} }).Items,
	}
}

// dayOf writes the day of a moment, "" for none.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return when.DateOf(t).String()
}
