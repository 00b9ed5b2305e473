package handlers

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/counter"
)

type openPartView struct {
	From string `json:"from"`
	To   string `json:"to"`
	Noon bool   `json:"noon"`
}

// counterView is a counter as everybody sees it: posts, no names.
type counterView struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Kind     counter.Kind   `json:"kind"`
	KindName string         `json:"kind_name"`
	Headings []string       `json:"headings"`
	Place    string         `json:"place_id"`
	Where    string         `json:"place"`
	Working  string         `json:"working"`
	Noon     bool           `json:"noon"`
	Resting  string         `json:"resting"`
	Holidays bool           `json:"holidays"`
	About    string         `json:"about"`
	Today    []openPartView `json:"today"`
	Open     bool           `json:"open"`
	Post     string         `json:"post"` // of the person who sits there now
	Duty     counter.Duty   `json:"duty"`
	Waiting  int            `json:"waiting"`
	Calling  int            `json:"calling"`
}

func viewCounter(o counter.Open) counterView {
	return counterView{
		ID: text(o.ID), Name: o.Name, Kind: o.Kind, KindName: o.Kind.Name(), Headings: append([]string{}, o.Headings...), Place: text(o.Place), Where: o.Where,
		Working: o.Working, Noon: o.Noon, Resting: o.Resting, Holidays: o.Holidays, About: o.About, Open: o.Open, Post: o.Post, Duty: o.As,
		Waiting: o.Waiting, Calling: o.Calling,
		Today: each(o.Today, func(p counter.Part) openPartView { return openPartView{stamp(p.From), stamp(p.To), p.Noon} }).Items,
	}
}

func (h counters) hall(c *fiber.Ctx, _ caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	all, err := h.service.Hall(c.UserContext(), id)
	if err != nil {
		return err
	}
	return c.JSON(each(all, viewCounter))
}

// times shows what can be booked at a counter.
func (h counters) times(c *fiber.Ctx, _ caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	one, all, err := h.service.Booked(c.UserContext(), id)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"id": text(one.ID), "name": one.Name, "sessions": each(all, func(s booking.Session) sessionView { return viewSession(s, h.now()) }).Items,
	})
}

// staffCounterView is a counter as its staff see it.
type staffCounterView struct {
	counterView
	A       string `json:"a_id"`
	AName   string `json:"a_name"`
	B       string `json:"b_id"`
	BName   string `json:"b_name"`
	NoonB   bool   `json:"noon_b"`
	Places  int    `json:"places"`
	Who     string `json:"who_id"`
	WhoName string `json:"who_name"`
	Booked  int    `json:"booked"` // people who have booked today and have not come
}

func (h counters) viewStaff(ctx context.Context, all ...counter.Open) ([]staffCounterView, error) {
	var ids []int64
	for _, o := range all {
		ids = append(ids, o.A, o.B, o.Who)
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	if err != nil {
		return nil, err
	}
	views := make([]staffCounterView, len(all))
	for i, o := range all {
		views[i] = staffCounterView{
			counterView: viewCounter(o), A: text(o.A), AName: names[o.A].Name, B: maybe(o.B), BName: names[o.B].Name, NoonB: o.NoonB, Places: o.Places,
			Who: maybe(o.Who), WhoName: names[o.Who].Name,
		}
		for _, b := range o.Day.All {
			if b.State == booking.Confirmed || b.State == booking.Released {
				views[i].Booked++
			}
		}
	}
	return views, nil
}

func (h counters) showAll(c *fiber.Ctx, _ caller, all []counter.Open) error {
	views, err := h.viewStaff(c.UserContext(), all...)
	if err != nil {
		return err
	}
	return c.JSON(items[staffCounterView]{views})
}

// ticketView is a visit to a counter as its staff see it.
type ticketView struct {
	ID         string        `json:"id"`
	Number     int           `json:"number"`
	State      booking.State `json:"state"`
	StateName  string        `json:"state_name"`
	Person     string        `json:"person_id"`
	PersonName string        `json:"person_name"`
	Item       string        `json:"item_id"`
	ItemName   string        `json:"item_name"`
	Booked     bool          `json:"booked"` // for a time, before coming
	At         string        `json:"at"`
	ArrivedAt  string        `json:"arrived_at"`
	CalledAt   string        `json:"called_at"`
	Server     string        `json:"server_id"`
	ServerName string        `json:"server_name"`
	Result     string        `json:"result"`
	Errand     string        `json:"errand_id"`
}

// tickets shows visits with the names that staff need.
func (h counters) tickets(ctx context.Context, all ...booking.Booking) ([]ticketView, error) {
	var ids []int64
	for _, b := range all {
		ids = append(ids, b.Person, b.Server)
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	if err != nil {
		return nil, err
	}
	views := make([]ticketView, len(all))
	for i, b := range all {
		v := ticketView{
			ID: text(b.ID), Number: b.Number, State: b.State, StateName: b.State.Name(), Person: maybe(b.Person), PersonName: names[b.Person].Name,
			Item: maybe(b.Item), Booked: b.ArrivedAt != b.CreatedAt, At: stamp(b.BeginAt), ArrivedAt: stamp(b.ArrivedAt), CalledAt: stamp(b.CalledAt),
			Server: maybe(b.Server), ServerName: names[b.Server].Name, Result: b.Result, Errand: maybe(b.Errand),
		}
		if b.Item != 0 {
			if i, err := h.guides.Of(ctx, b.Item); err == nil {
				v.ItemName = i.Name
			}
		}
		views[i] = v
	}
	return views, nil
}

func (h counters) showVisit(c *fiber.Ctx, _ caller, b booking.Booking) error {
	views, err := h.tickets(c.UserContext(), b)
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

// showWindow shows a counter with its queue of today.
func (h counters) showWindow(c *fiber.Ctx, who caller, o counter.Open) error {
	ctx := c.UserContext()
	one, err := h.viewStaff(ctx, o)
	if err != nil {
		return err
	}
	all, err := h.tickets(ctx, slices.DeleteFunc(slices.Clone(o.Day.All), func(b booking.Booking) bool { return b.State == booking.Cancelled })...)
	if err != nil {
		return err
	}
	return c.JSON(struct {
		staffCounterView
		Me      string       `json:"me"`
		Tickets []ticketView `json:"tickets"`
	}{one[0], text(who.Person), all})
}

// choices is what a counter can be made of.
type choices struct {
	posts    map[int64]auth.Role
	headings []string
}

func (h counters) choices(ctx context.Context, who auth.Actor, community int64) (found choices, err error) {
	if found.posts, err = h.service.Sitters(ctx, who, community); err != nil {
		return found, err
	}
	found.headings, err = h.service.Headings(ctx, community)
	return found, err
}

func (h counters) showChoices(c *fiber.Ctx, _ caller, found choices) error {
	var ids []int64
	for id := range found.posts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	names, err := h.names.Persons(c.UserContext(), ids)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"people": each(ids, func(id int64) counterPersonView {
			return counterPersonView{text(id), names[id].Name, found.posts[id].Name()}
		}).Items,
		"headings": append([]string{}, found.headings...),
	})
}

type counterPersonView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Post string `json:"post"`
}
