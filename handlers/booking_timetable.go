package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/when"
)

func (h bookings) forTheTimetable() []route {
	return []route{
		{"POST", staff + "/communities/:id/services", login, auth.Dispatchers, h.setService(true)},
		{"PUT", staff + "/services/:id", login, auth.Dispatchers, h.setService(false)},
		{"DELETE", staff + "/services/:id", login, auth.Dispatchers, byID(h.service.EndService, h.showEffect)},
		{"POST", staff + "/services/:id/rehearse", login, auth.Dispatchers, h.rehearseTimetable},
		{"POST", staff + "/services/:id/entries", login, auth.Dispatchers, h.setEntry(true)},
		{"PUT", staff + "/entries/:id", login, auth.Dispatchers, h.setEntry(false)},
		{"DELETE", staff + "/entries/:id", login, auth.Dispatchers, byID(h.service.EndEntry, h.showEffect)},
		{"PUT", staff + "/entries/:id/days/:day", login, auth.Dispatchers, h.exceptEntry},
		{"POST", staff + "/sessions/cancel", login, auth.Dispatchers, h.cancelSessions},
		{"GET", staff + "/communities/:id/timetable.pdf", login, auth.Dispatchers, h.printWeek},
		{"GET", staff + "/communities/:id/usage", login, auth.Publishers, h.usage},
	}
}

// week shows what a community offers in the week of a day.
func (h bookings) week(c *fiber.Ctx, _ caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	day, err := h.dayOf(c)
	if err != nil {
		return err
	}
	held, err := h.service.Week(c.UserContext(), id, day)
	if err != nil {
		return err
	}
	now := h.now()
	return c.JSON(weekView{each(held, func(one booking.Scheduled) sessionView { return viewSession(one.Session, now) }), booking.Monday(day).String()})
}

func (h bookings) services(c *fiber.Ctx, _ caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	offered, entries, err := h.service.Services(c.UserContext(), id)
	if err != nil {
		return err
	}
	views := make([]serviceView, len(offered))
	for i, one := range offered {
		if views[i], err = viewService(tree, one, entries[one.ID]); err != nil {
			return err
		}
	}
	return c.JSON(items[serviceView]{views})
}

// setService adds a service to the community of the path, or changes the one of the path.
func (h bookings) setService(fresh bool) handler {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		in := serviceView{Rules: viewRules(booking.DefaultRules)}
		if err := read(c, &in); err != nil {
			return err
		}
		one := booking.Service{Community: id, Name: in.Name, Kind: in.Kind, Place: in.Place, About: in.About}
		if !fresh {
			one.ID, one.Community = id, 0
		}
		if one.Rules, err = in.Rules.rules(); err != nil {
			return err
		}
		if err := numbersInto(map[*int64]string{&one.Area: in.Area, &one.PlaceID: in.PlaceID}); err != nil {
			return err
		}
		for _, q := range in.Questions {
			one.Questions = append(one.Questions, booking.Question(q))
		}
		if one, err = h.service.SetService(c.UserContext(), who.Actor, one, in.Version); err != nil {
			return err
		}
		return h.sendService(c, one, fresh)
	}
}

func (h bookings) sendService(c *fiber.Ctx, one booking.Service, fresh bool) error {
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	_, entries, err := h.service.Services(c.UserContext(), one.Community)
	if err != nil {
		return err
	}
	if fresh {
		c.Status(fiber.StatusCreated)
	}
	view, err := viewService(tree, one, entries[one.ID])
	if err != nil {
		return err
	}
	return c.JSON(view)
}

// rehearseTimetable shows what a change of a line, its end or the end of the service would do to coming sessions.
func (h bookings) rehearseTimetable(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Entry string     `json:"entry_id"`
		To    *entryView `json:"entry"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	change := booking.Change{Service: id}
	if change.Entry, err = number(in.Entry); err != nil {
		return err
	}
	if in.To != nil {
		to, err := in.To.entry()
		if err != nil {
			return err
		}
		change.To = &to
	}
	effect, err := h.service.Rehearse(c.UserContext(), who.Actor, change)
	if err != nil {
		return err
	}
	return c.JSON(viewAhead(effect))
}

// setEntry adds a line to the timetable of the service of the path, or changes the line of the path.
func (h bookings) setEntry(fresh bool) handler {
	return func(c *fiber.Ctx, who caller) error {
		id, err := idOf(c, "id")
		if err != nil {
			return err
		}
		in := entryView{Every: 1}
		if err := read(c, &in); err != nil {
			return err
		}
		e, err := in.entry()
		if err != nil {
			return err
		}
		if e.Service = id; !fresh {
			e.ID, e.Service = id, 0
		}
		e, effect, err := h.service.SetEntry(c.UserContext(), who.Actor, e, in.Version)
		if err != nil {
			return err
		}
		if fresh {
			c.Status(fiber.StatusCreated)
		}
		view, err := viewEntry(e)
		if err != nil {
			return err
		}
		return c.JSON(fiber.Map{"entry": view, "effect": viewEffect(effect, h.now())})
	}
}

// exceptEntry changes a line on one day, or makes it as usual again.
func (h bookings) exceptEntry(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Closed bool   `json:"closed"`
		Begin  string `json:"begin"`
		End    string `json:"end"`
		Places int    `json:"places"`
		Words  string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	x := booking.Exception{Entry: id, Closed: in.Closed, Places: in.Places, Words: in.Words}
	var ok bool
	if x.Day, ok = when.ParseDate(c.Params("day")); !ok {
		return errNoRoute
	}
	if in.Begin != "" || in.End != "" {
		var begin, end bool
		x.Begin, begin = minute(in.Begin)
		if x.End, end = minute(in.End); !begin || !end {
			return booking.ErrEntry.Say("时间请填 09:00")
		}
	}
	e, err := h.service.Except(c.UserContext(), who.Actor, x)
	if err != nil {
		return err
	}
	return h.showEffect(c, who, e)
}

func (h bookings) showEffect(c *fiber.Ctx, _ caller, e booking.Effect) error {
	return c.JSON(viewEffect(e, h.now()))
}

func (h bookings) cancelSessions(c *fiber.Ctx, who caller) error {
	var in struct {
		Sessions []string `json:"session_ids"`
		Reason   string   `json:"reason"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	ids, err := numbers(in.Sessions)
	if err != nil {
		return err
	}
	n, err := h.service.CancelSessions(c.UserContext(), who.Actor, ids, in.Reason)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"cancelled": n})
}

// dayOf reads the day of the query, today without one.
func (h bookings) dayOf(c *fiber.Ctx) (when.Date, error) {
	said := c.Query("day")
	if said == "" {
		return when.DateOf(h.now()), nil
	}
	day, ok := when.ParseDate(said)
	if !ok {
		return 0, errBody
	}
	return day, nil
}

// usage shows how the services of a community were used.
func (h bookings) usage(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	from, ok := when.ParseDate(c.Query("from"))
	to, also := when.ParseDate(c.Query("to"))
	if !ok || !also {
		return booking.ErrUsage
	}
	all, err := h.service.Usage(c.UserContext(), who.Actor, id, from, to)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(u booking.Usage) usageView {
		return usageView{
			text(u.Service.ID), u.Service.Name, u.Over, u.Dropped, u.Places, u.Taken, u.Served, u.Missed, u.Waited, u.Promoted, u.Cancelled,
		}
	}))
}

type usageView struct {
	Service     string `json:"service_id"`
	ServiceName string `json:"service_name"`
	Held        int    `json:"sessions_held"`
	Dropped     int    `json:"sessions_cancelled"`
	Places      int    `json:"places"`
	Taken       int    `json:"taken"`
	Served      int    `json:"served"`
	Missed      int    `json:"no_shows"`
	Waited      int    `json:"waitlisted"`
	Promoted    int    `json:"from_waitlist"`
	Cancelled   int    `json:"cancelled"`
}
