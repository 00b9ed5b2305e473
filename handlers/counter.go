package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/counter"
	"linli/app/guide"
)

type counters struct {
	web
	service *counter.Service
	guides  *guide.Service
	booked  bookings
}

func (h counters) routes() []route {
	return []route{
		{"GET", api + "/communities/:id/counters", login, auth.Everyone, h.hall},
		{"GET", api + "/counters/:id/times", login, auth.Everyone, h.times},
		{"POST", api + "/counters/:id/bookings", login, auth.Everyone, made[counterWishBody](h.service.Book, h.booked.show)},
		{"POST", api + "/counters/:id/tickets", login, auth.Everyone, made[comingBody](h.service.Ticket, h.booked.show)},

		{"GET", staff + "/communities/:id/counters", login, auth.Keepers, byID(h.service.AtWork, h.showAll)},
		{"POST", staff + "/communities/:id/counters", login, auth.Dispatchers, made[counterBody](h.add, h.showKept)},
		{"GET", staff + "/communities/:id/counters.pdf", login, auth.Keepers, byID(h.service.AtWork, h.print)},
		{"GET", staff + "/communities/:id/counter-choices", login, auth.Dispatchers, byID(h.choices, h.showChoices)},
		{"GET", staff + "/counters/:id", login, auth.Keepers, byID(h.service.Window, h.showWindow)},
		{"PUT", staff + "/counters/:id", login, auth.Dispatchers, deed[counterBody](h.change, h.showKept)},
		{"DELETE", staff + "/counters/:id", login, auth.Dispatchers, byID(h.service.End, h.showEffect)},
		{"POST", staff + "/counters/:id/tickets", login, auth.Keepers, made[comingBody](h.service.Enter, h.booked.show)},
		{"POST", staff + "/counters/:id/next", login, auth.Keepers, byID(h.service.Next, h.booked.show)},
		{"POST", staff + "/bookings/:id/end", login, auth.Keepers, deed[endingVisitBody](h.service.Serve, h.showVisit)},
	}
}

// made is deed for a use case that makes something.
func made[B body[In], In, T any](
	do func(context.Context, auth.Actor, int64, In) (T, error), show func(*fiber.Ctx, caller, T) error,
) handler {
	return deed[B](do, func(c *fiber.Ctx, who caller, v T) error { return show(c.Status(fiber.StatusCreated), who, v) })
}

type counterBody struct {
	Place    string       `json:"place_id"`
	Name     string       `json:"name"`
	Kind     counter.Kind `json:"kind"`
	Headings []string     `json:"headings"`
	A        string       `json:"a_id"`
	B        string       `json:"b_id"`
	Working  string       `json:"working"`
	Noon     bool         `json:"noon"`
	NoonB    bool         `json:"noon_b"`
	Resting  string       `json:"resting"`
	Holidays bool         `json:"holidays"`
	Places   int          `json:"places"`
	About    string       `json:"about"`
}

func (in counterBody) input() (counter.Counter, error) {
	c := counter.Counter{
		Name: in.Name, Kind: in.Kind, Headings: in.Headings, Working: in.Working, Noon: in.Noon, NoonB: in.NoonB, Resting: in.Resting,
		Holidays: in.Holidays, Places: in.Places, About: in.About,
	}
	return c, numbersInto(map[*int64]string{&c.Place: in.Place, &c.A: in.A, &c.B: in.B})
}

type counterWishBody struct {
	Session string `json:"session_id"`
	Period  string `json:"period_id"`
	Item    string `json:"item_id"`
	For     string `json:"person_id"`
}

func (in counterWishBody) input() (counter.Wish, error) {
	var w counter.Wish
	return w, numbersInto(map[*int64]string{&w.Session: in.Session, &w.Period: in.Period, &w.Item: in.Item, &w.For: in.For})
}

type comingBody struct {
	Person string `json:"person_id"`
	Item   string `json:"item_id"`
	Mark   string `json:"mark"`
}

func (in comingBody) input() (counter.Coming, error) {
	w := counter.Coming{Mark: in.Mark}
	return w, numbersInto(map[*int64]string{&w.Person: in.Person, &w.Item: in.Item})
}

type endingVisitBody struct {
	Result counter.Result `json:"result"`
	Words  string         `json:"words"`
	Item   string         `json:"item_id"`
	For    string         `json:"person_id"`
}

func (in endingVisitBody) input() (counter.Ending, error) {
	e := counter.Ending{Result: in.Result, Words: in.Words}
	return e, numbersInto(map[*int64]string{&e.Item: in.Item, &e.For: in.For})
}

// kept is a counter after a change, with the days that keep their hours because somebody has booked.
type kept struct {
	counter.Counter
	booking.Effect
}

func (h counters) add(ctx context.Context, who auth.Actor, community int64, in counter.Counter) (kept, error) {
	in.Community = community
	c, err := h.service.Add(ctx, who, in)
	return kept{c, booking.Effect{}}, err
}

func (h counters) change(ctx context.Context, who auth.Actor, id int64, in counter.Counter) (kept, error) {
	c, effect, err := h.service.Change(ctx, who, id, in)
	return kept{c, effect}, err
}

func (h counters) showKept(c *fiber.Ctx, _ caller, k kept) error {
	return c.JSON(struct {
		ID string `json:"id"`
		effectView
	}{text(k.ID), viewEffect(k.Effect, h.now())})
}

func (h counters) showEffect(c *fiber.Ctx, _ caller, e booking.Effect) error {
	return c.JSON(viewEffect(e, h.now()))
}
