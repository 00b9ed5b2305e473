package handlers

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/person"
	"linli/app/report"
)

// showBoard shows a session to a caller who works in it.
func (h bookings) showBoard(c *fiber.Ctx, _ caller, b booking.Board) error {
	var people []booking.Mine
	for _, list := range [][]booking.Booking{b.Seated, b.Waitlist, b.Ended} {
		for _, one := range list {
			people = append(people, booking.Mine{Booking: one})
		}
	}
	g, err := h.guests(c.UserContext(), people)
	if err != nil {
		return err
	}
	view := sessionBoardView{
		Session: viewSession(b.Session, always), ServiceName: b.Service.Name, Place: booking.SayPlace(g.tree, b.Service), Queue: []string{},
		Reception: b.Service.Kind == booking.Reception,
		Seated:    g.all(b.Service, b.Seated), Waitlist: g.all(b.Service, b.Waitlist), Ended: g.all(b.Service, b.Ended),
	}
	for _, guests := range [][]guestView{view.Seated, view.Waitlist, view.Ended} {
		for i := range guests {
			id, _ := number(guests[i].ID)
			for _, n := range b.Heard[id] {
				guests[i].Matters = append(guests[i].Matters, report.Report{Number: n}.Say())
			}
		}
	}
	for _, one := range b.Line.Next {
		view.Queue = append(view.Queue, text(one.ID))
	}
	for _, one := range b.Seated {
		if one.ID == b.Session.Calling {
			view.Calling = one.Number
		}
	}
	return c.JSON(view)
}

// serving lists the sessions in which the caller serves.
func (h bookings) serving(c *fiber.Ctx, who caller) error {
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	held, err := h.service.Serving(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(held, func(one booking.Scheduled) servingView {
		return servingView{viewSession(one.Session, always), one.Service.Name, booking.SayPlace(tree, one.Service), one.Session.Totals().Taken}
	}))
}

// byPhone lists the bookings that count only after staff have called.
func (h bookings) byPhone(c *fiber.Ctx, who caller) error {
	all, err := h.service.ToCall(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v, err := h.guests(c.UserContext(), all)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(m booking.Mine) toCallView {
		return toCallView{m.Service.Name, text(m.Booking.Session), v.guest(m)}
	}))
}

type answerLine struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// guestView is a booking as a caller who works in its session sees it.
type guestView struct {
	ID         string         `json:"id"`
	State      booking.State  `json:"state"`
	StateName  string         `json:"state_name"`
	Source     booking.Source `json:"source"`
	Person     string         `json:"person_id"`
	Name       string         `json:"name"`
	OrgName    string         `json:"org_name"` // in whose name it was booked
	Phone      string         `json:"phone"`    // masked
	Number     int            `json:"number"`
	Rank       int            `json:"rank"`
	Passed     int            `json:"passed"` // offers that expired
	ByPhone    bool           `json:"by_phone"`
	BeginAt    string         `json:"begin_at"`
	OfferAt    string         `json:"offer_at"`
	OfferUntil string         `json:"offer_until"`
	Answers    []answerLine   `json:"answers"`
	Address    string         `json:"address"`
	Reason     string         `json:"reason"`
	Result     string         `json:"result"`
	ArrivedAt  string         `json:"arrived_at"`
	CalledAt   string         `json:"called_at"`
	EndedAt    string         `json:"ended_at"`
	Matters    []string       `json:"matters"` // numbers of what they said at a reception
}

type toCallView struct {
	ServiceName string    `json:"service_name"`
	Session     string    `json:"session_id"`
	Booking     guestView `json:"booking"`
}

// sessionBoardView is a session with all its bookings.
type sessionBoardView struct {
	Session     sessionView `json:"session"`
	ServiceName string      `json:"service_name"`
	Place       string      `json:"place"`
	Calling     int         `json:"calling"` // the number that was called last
	Seated      []guestView `json:"seated"`
	Waitlist    []guestView `json:"waitlist"`
	Ended       []guestView `json:"ended"`
	Queue       []string    `json:"queue"` // arrived bookings, in order
	Reception   bool        `json:"reception"`
}

type servingView struct {
	Session     sessionView `json:"session"`
	ServiceName string      `json:"service_name"`
	Place       string      `json:"place"`
	Taken       int         `json:"taken"`
}

// guests has the names of the persons served and the bookers.
type guests struct {
	tree  *area.Tree
	names map[int64]person.Person
}

func (h bookings) guests(ctx context.Context, all []booking.Mine) (*guests, error) {
	tree, err := h.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, m := range all {
		ids[i] = m.Booking.Person
	}
	g := &guests{tree, map[int64]person.Person{}}
	for ids = distinct(ids); len(ids) > 0; { // at most 1,000 at once
		n := min(len(ids), 1000)
		some, err := h.names.Persons(ctx, ids[:n])
		if err != nil {
			return nil, err
		}
		for id, p := range some {
			g.names[id] = p
		}
		ids = ids[n:]
	}
	return g, nil
}

func (g *guests) guest(m booking.Mine) guestView {
	b, p := m.Booking, g.names[m.Booking.Person]
	v := guestView{
		ID: text(b.ID), State: b.State, StateName: b.State.Name(), Source: b.Source, Person: maybe(b.Person), Name: p.Name,
		Phone: p.Phone.Masked(), Number: b.Number, Rank: b.Rank, Passed: b.Passed, ByPhone: b.ByPhone, BeginAt: stamp(b.BeginAt),
		OfferAt: stamp(b.OfferAt), OfferUntil: stamp(b.OfferTill), Answers: []answerLine{}, Reason: b.Reason, Result: b.Result,
		ArrivedAt: stamp(b.ArrivedAt), CalledAt: stamp(b.CalledAt), EndedAt: stamp(b.EndedAt), Matters: []string{},
	}
	v.OrgName = g.tree.OrgName(b.Org)
	if b.Answers.Address != "" {
		v.Address = strings.TrimSpace(g.tree.Say(b.Answers.Area) + " " + b.Answers.Address)
	}
	for _, q := range m.Service.Questions {
		if said := b.Answers.Given[q.Key]; said != "" {
			v.Answers = append(v.Answers, answerLine{q.Text, said})
		}
	}
	return v
}

func (g *guests) all(service booking.Service, all []booking.Booking) []guestView {
	views := make([]guestView, len(all))
	for i, b := range all {
		views[i] = g.guest(booking.Mine{Booking: b, Service: service})
	}
	return views
}

// always is before every period: free places may still be given away in the session after its beginning.
var always time.Time
