package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/hall"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
)

type halls struct {
	web
	service *hall.Service
}

func (h halls) routes() []route {
	return []route{
		{"GET", api + "/places/:id/calendar", login, auth.Everyone, h.calendar},
		{"GET", api + "/uses", login, auth.Everyone, listed(h.service.Mine, h.mine)},
		{"POST", api + "/uses", login, auth.Everyone, create[useBody](h.service.Ask, h.showOwn)},
		{"POST", api + "/uses/:id/cancel", login, auth.Everyone, byID(h.service.Cancel, h.showOwn)},
		{"POST", api + "/uses/:id/tidy", login, auth.Everyone, deed[tidyBody](h.service.Tidy, h.showOwn)},

		{"GET", staff + "/communities/:id/uses", login, auth.Keepers, h.plan},
		{"GET", staff + "/uses", login, auth.Keepers, h.list},
		{"POST", staff + "/uses", login, auth.Keepers, create[useBody](h.service.Enter, h.show)},
		{"POST", staff + "/uses/:id/agree", login, auth.Keepers, byID(h.service.Agree, h.show)},
		{"POST", staff + "/uses/:id/decline", login, auth.Keepers, deed[reasonBody](h.service.Decline, h.show)},
		{"POST", staff + "/uses/:id/cancel", login, auth.Keepers, deed[reasonBody](h.service.CallOff, h.show)},
		{"POST", staff + "/uses/:id/tidy", login, auth.Keepers, deed[tidyBody](h.service.Finish, h.show)},
		{"POST", staff + "/uses/:id/absent", login, auth.Keepers, byID(h.service.NotCome, h.show)},
		{"POST", staff + "/uses/:id/phone", login, auth.Keepers, deed[reasonBody](h.service.Phone, showPhone)},
		{"POST", staff + "/places/:id/close", login, auth.Keepers, deed[closeBody](h.service.Close, showTold)},
		{"POST", staff + "/places/:id/reopen", login, auth.Keepers, noted[dayBody](h.service.Reopen)},
	}
}

type useBody struct {
	Place   string    `json:"place_id"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Org     string    `json:"org_id"`
	Team    string    `json:"team"`
	Purpose string    `json:"purpose"`
	People  int       `json:"people"`
	Name    string    `json:"name"`
	Phone   string    `json:"phone"`
}

func (in useBody) input() (hall.Wish, error) {
	w := hall.Wish{From: in.From, To: in.To, Team: in.Team, Purpose: in.Purpose, People: in.People, Name: in.Name}
	if err := numbersInto(map[*int64]string{&w.Place: in.Place, &w.Org: in.Org}); err != nil || in.Phone == "" {
		return w, err
	}
	var err error
	w.Phone, err = person.ParsePhone(in.Phone)
	return w, err
}

type tidyBody struct {
	Closing []string `json:"closing"`
}

func (in tidyBody) input() ([]string, error) { return in.Closing, nil }

type dayBody struct {
	Day string `json:"day"`
}

func (in dayBody) input() (when.Date, error) {
	d, ok := when.ParseDate(in.Day)
	if !ok {
		return 0, hall.ErrDay
	}
	return d, nil
}

type closeBody struct {
	dayBody
	Words string `json:"words"`
}

func (in closeBody) input() (hall.Closure, error) {
	d, err := in.dayBody.input()
	return hall.Closure{Day: d, Words: in.Words}, err
}

func showTold(c *fiber.Ctx, _ caller, told int) error { return c.JSON(fiber.Map{"told": told}) }

// calendar shows the days of a place from the day of the query on.
func (h halls) calendar(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	from, days, err := h.span(c, 7)
	if err != nil {
		return err
	}
	found, err := h.service.Calendar(c.UserContext(), who.Actor, id, from, days)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"place_id": text(found.Place.ID), "name": found.Place.Name, "seats": found.Place.Seats, "lending": viewLending(found.Place.Lending),
		"days": each(found.Days, viewHallDay).Items,
	})
}

// span reads from which day on and how many days.
func (h halls) span(c *fiber.Ctx, usual int) (from when.Date, days int, err error) {
	from = when.DateOf(h.now())
	if said := c.Query("from"); said != "" {
		d, ok := when.ParseDate(said)
		if !ok {
			return 0, 0, hall.ErrDay
		}
		from = d
	}
	return from, c.QueryInt("days", usual), nil
}

type busyView struct {
	From string        `json:"from"`
	To   string        `json:"to"`
	Held place.Holding `json:"held"`
	What string        `json:"what"`
}

type hallDayView struct {
	Day     string     `json:"day"`
	Open    []openView `json:"open"`
	Holiday string     `json:"holiday"`
	Closed  string     `json:"closed"`
	Busy    []busyView `json:"busy"`
}

type openView struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func viewHallDay(d hall.Day) hallDayView {
	begin := d.Date.Time()
	v := hallDayView{Day: d.Date.String(), Open: []openView{}, Holiday: d.Holiday, Closed: d.Closed}
	for _, s := range d.Open {
		v.Open = append(v.Open, openView{stamp(begin.Add(s.From)), stamp(begin.Add(s.To))})
	}
	v.Busy = each(d.Busy, func(b hall.Busy) busyView { return busyView{stamp(b.From), stamp(b.To), b.Held, b.What} }).Items
	return v
}

type lendingView struct {
	On      bool     `json:"on"`
	Asks    bool     `json:"asks"`
	PerWeek int      `json:"per_week"`
	Ahead   int      `json:"ahead_days"`
	Hours   string   `json:"hours"`
	Closing []string `json:"closing"`
}

func viewLending(l place.Lending) lendingView {
	return lendingView{l.On, l.Asks, l.PerWeek, l.Ahead, l.Hours, append([]string{}, l.Closing...)}
}

func (v lendingView) input() place.Lending {
	return place.Lending{On: v.On, Asks: v.Asks, PerWeek: v.PerWeek, Ahead: v.Ahead, Hours: v.Hours, Closing: v.Closing}
}

type useView struct {
	ID        string     `json:"id"`
	Place     string     `json:"place_id"`
	PlaceName string     `json:"place_name"`
	From      string     `json:"from"`
	To        string     `json:"to"`
	Org       string     `json:"org_id"`
	OrgName   string     `json:"org_name"`
	Team      string     `json:"team"`
	Purpose   string     `json:"purpose"`
	People    int        `json:"people"`
	State     hall.State `json:"state"`
	StateName string     `json:"state_name"`
	Reason    string     `json:"reason"`
	Closing   []string   `json:"closing"`
	Tidied    []string   `json:"tidied"`
	AskedAt   string     `json:"asked_at"`
	Name      string     `json:"name"`
	Phone     string     `json:"phone"`
	Can       []string   `json:"can"`
}

// views shows uses; only staff see whose they are.
func (h halls) views(ctx context.Context, all []hall.Shown, desk bool) ([]useView, error) {
	t, err := h.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	people := map[int64]person.Person{}
	if desk {
		var ids []int64
		for _, u := range all {
			ids = append(ids, u.Person)
		}
		if people, err = h.names.Persons(ctx, distinct(ids)); err != nil {
			return nil, err
		}
	}
	views := make([]useView, len(all))
	for i, u := range all {
		v := useView{
			ID: text(u.ID), Place: text(u.Place), PlaceName: u.Where.Name, From: stamp(u.From), To: stamp(u.To), Org: maybe(u.Org), OrgName: t.OrgName(u.Org),
			Team: u.Team, Purpose: u.Purpose, People: u.People, State: u.State, StateName: u.State.Name(), Reason: u.Reason,
			Closing: append([]string{}, u.Where.Lending.Closing...), Tidied: append([]string{}, u.Tidied...), AskedAt: stamp(u.AskedAt), Can: u.Can(desk, h.now()),
		}
		if p, known := people[u.Person]; desk && known {
			v.Name, v.Phone = p.Name, p.Phone.Masked()
		} else if desk {
			v.Name, v.Phone = u.Name, u.Phone.Masked()
		}
		views[i] = v
	}
	return views, nil
}

func (h halls) showOwn(c *fiber.Ctx, _ caller, u hall.Shown) error { return h.one(c, u, false) }

func (h halls) show(c *fiber.Ctx, _ caller, u hall.Shown) error { return h.one(c, u, true) }

func (h halls) one(c *fiber.Ctx, u hall.Shown, desk bool) error {
	views, err := h.views(c.UserContext(), []hall.Shown{u}, desk)
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func (h halls) mine(c *fiber.Ctx, _ caller, found pages.Page[hall.Shown]) error {
	return h.page(c, found, false)
}

func (h halls) page(c *fiber.Ctx, found pages.Page[hall.Shown], desk bool) error {
	views, err := h.views(c.UserContext(), found.Items, desk)
	if err != nil {
		return err
	}
	return c.JSON(page[useView]{items[useView]{views}, maybe(found.Next.ID)})
}

// list shows one page of a list of all communities, or of the one that the query names.
func (h halls) list(c *fiber.Ctx, who caller) error {
	var community, before int64
	if err := numbersInto(map[*int64]string{&community: c.Query("community_id"), &before: c.Query("cursor")}); err != nil {
		return err
	}
	found, err := h.service.Uses(c.UserContext(), who.Actor, community, hall.List(c.Query("list", string(hall.ListAsked))), before)
	if err != nil {
		return err
	}
	return h.page(c, found, true)
}

// plan shows what is on in the places of a community.
func (h halls) plan(c *fiber.Ctx, who caller) error {
	community, err := idOf(c, "id")
	if err != nil {
		return err
	}
	from, days, err := h.span(c, 7)
	if err != nil {
		return err
	}
	found, err := h.service.Plan(c.UserContext(), who.Actor, community, from, days)
	if err != nil {
		return err
	}
	places := map[int64]place.Place{}
	for _, p := range found.Places {
		places[p.ID] = p
	}
	shown := make([]hall.Shown, len(found.Uses))
	for i, u := range found.Uses {
		shown[i] = hall.Shown{Use: u, Where: places[u.Place]}
	}
	views, err := h.views(c.UserContext(), shown, true)
	if err != nil {
		return err
	}
	type placeView struct {
		ID      string      `json:"id"`
		Name    string      `json:"name"`
		Lending lendingView `json:"lending"`
	}
	type sessionView struct {
		Place string `json:"place_id"`
		Name  string `json:"name"`
		From  string `json:"from"`
		To    string `json:"to"`
	}
	type closedView struct {
		Place string `json:"place_id"`
		Day   string `json:"day"`
		Words string `json:"words"`
	}
	return c.JSON(fiber.Map{
		"places":   each(found.Places, func(p place.Place) placeView { return placeView{text(p.ID), p.Name, viewLending(p.Lending)} }).Items,
		"uses":     views,
		"sessions": each(found.Events, func(e place.Event) sessionView { return sessionView{text(e.Place), e.Name, stamp(e.From), stamp(e.To)} }).Items,
		"closed":   each(found.Closures, func(x hall.Closure) closedView { return closedView{text(x.Place), x.Day.String(), x.Words} }).Items,
	})
}
