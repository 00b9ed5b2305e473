package handlers

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/pages"
	"linli/app/wordlist"
)

type feedbacks struct {
	web
	service *feedback.Service
}

func (h feedbacks) routes() []route {
	return []route{
		{"GET", api + "/feedback", login, auth.Everyone, h.open},
		{"GET", api + "/feedback/:id", login, auth.Everyone, byID(h.service.Get, h.show)},
		{"POST", api + "/feedback/:id", login, auth.Everyone, deed[markBody](h.service.Answer, h.show)},
		{"GET", api + "/provider/satisfaction", login, auth.Everyone, h.served},

		{"GET", staff + "/feedback", login, auth.Keepers, h.toAsk},
		{"POST", staff + "/feedback/:id", login, auth.Keepers, deed[staffMarkBody](h.service.Enter, h.show)},
		{"POST", staff + "/feedback/:id/phone", login, auth.Handlers, deed[reasonBody](h.service.Phone, showPhone)},
		{"GET", staff + "/follow-ups", login, auth.Publishers, listedPinned(h.service.FollowUps, h.calls)},
		{"POST", staff + "/follow-ups/:id/called", login, auth.Publishers, deed[calledBody](h.service.Called, h.showCall)},
		{"GET", staff + "/communities/:id/satisfaction", login, auth.Publishers, h.figures},
		{"GET", staff + "/communities/:id/chips", login, auth.Publishers, byID(h.service.Chips, h.chips)},
		{"PUT", staff + "/communities/:id/chips", login, auth.Deciders, deed[hidingBody](h.service.Hide, h.chips)},
	}
}

type markBody struct {
	Mark  int      `json:"mark"`
	Chips []string `json:"chips"`
	Words string   `json:"words"`
}

func (in markBody) input() (feedback.Answer, error) {
	return feedback.Answer{Mark: feedback.Mark(in.Mark), Chips: in.Chips, Words: in.Words, Way: feedback.ByPage}, nil
}

type staffMarkBody struct {
	markBody
	Way string `json:"way"`
}

func (in staffMarkBody) input() (feedback.Answer, error) {
	a, err := in.markBody.input()
	a.Way = feedback.Way(in.Way)
	return a, err
}

// open shows what the caller is asked, or the newest question about what the query names.
func (h feedbacks) open(c *fiber.Ctx, who caller) error {
	if kind := c.Query("kind"); kind != "" {
		about, err := number(c.Query("about_id"))
		if err != nil {
			return err
		}
		found, err := h.service.Of(c.UserContext(), who.Actor, feedback.Kind(kind), about)
		if err != nil {
			return err
		}
		return h.several(c, found)
	}
	found, err := h.service.Open(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return h.several(c, found)
}

type chipView struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type feedbackView struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	KindName  string     `json:"kind_name"`
	About     string     `json:"about_id"`
	Title     string     `json:"title"`
	State     string     `json:"state"`
	Mark      int        `json:"mark"`
	MarkName  string     `json:"mark_name"`
	Chips     []string   `json:"chips"`
	Words     string     `json:"words"`
	Offers    []chipView `json:"offers"`
	AskedAt   string     `json:"asked_at"`
	ExpiresAt string     `json:"expires_at"`
}

func (h feedbacks) several(c *fiber.Ctx, found []feedback.Feedback) error {
	offers, err := h.service.Offers(c.UserContext(), found)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(f feedback.Feedback) feedbackView { return h.view(f, offers(f)) }))
}

func (h feedbacks) view(f feedback.Feedback, offers []wordlist.Word) feedbackView {
	state := "open"
	switch {
	case f.Mark != feedback.None:
		state = "answered"
	case f.Waits(h.now()) != nil:
		state = "expired"
	}
	return feedbackView{
		ID: text(f.ID), Kind: string(f.Kind), KindName: f.Kind.Name(), About: text(f.About), Title: f.Title, State: state, Mark: int(f.Mark),
		MarkName: f.Mark.Name(), Chips: f.NamesOf(), Words: f.Words, AskedAt: stamp(f.AskedAt), ExpiresAt: stamp(f.ExpiresAt),
		Offers: each(offers, func(o wordlist.Word) chipView { return chipView{o.Code, o.Name} }).Items,
	}
}

func (h feedbacks) show(c *fiber.Ctx, _ caller, f feedback.Feedback) error {
	offers, err := h.service.Offers(c.UserContext(), []feedback.Feedback{f})
	if err != nil {
		return err
	}
	return c.JSON(h.view(f, offers(f)))
}

type toAskView struct {
	feedbackView
	Person string `json:"person_id"`
	Name   string `json:"name"`
	Phone  bool   `json:"has_phone"`
}

// toAsk shows one page of those whom staff ask.
func (h feedbacks) toAsk(c *fiber.Ctx, who caller) error {
	after, err := pinnedCursor(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, people, err := h.service.ToAsk(c.UserContext(), who.Actor, after)
	if err != nil {
		return err
	}
	offers, err := h.service.Offers(c.UserContext(), found.Items)
	if err != nil {
		return err
	}
	return c.JSON(pinnedPage(found, func(f feedback.Feedback) toAskView {
		p := people[f.Person]
		return toAskView{h.view(f, offers(f)), text(f.Person), p.Name, p.Dial() != ""}
	}))
}

type calledBody struct {
	Words string `json:"words"`
}

func (in calledBody) input() (string, error) { return in.Words, nil }

type followUpView struct {
	ID       string   `json:"id"`
	Source   string   `json:"source"`
	About    string   `json:"about_id"`
	KindName string   `json:"kind_name"`
	Title    string   `json:"title"`
	Name     string   `json:"name"`
	Chips    []string `json:"chips"`
	Said     string   `json:"said"`
	Since    string   `json:"since"`
	DueAt    string   `json:"due_at"`
	Late     bool     `json:"late"`
	DoneAt   string   `json:"done_at"`
	Words    string   `json:"words"`
}

func (h feedbacks) viewCall(one feedback.Call) followUpView {
	v := followUpView{
		ID: text(one.ID), Source: string(one.Source), About: text(one.About), KindName: "随手拍", Title: one.Title, Name: one.Name, Chips: []string{},
		Since: stamp(one.Since), DueAt: stamp(one.DueAt), Late: one.Late(h.now()), DoneAt: stamp(one.DoneAt), Words: one.FollowUp.Words,
	}
	if one.Source == feedback.OfFeedback {
		v.KindName, v.Chips, v.Said = one.Feedback.Kind.Name(), one.Feedback.NamesOf(), one.Feedback.Words
	}
	return v
}

func (h feedbacks) calls(c *fiber.Ctx, _ caller, found pages.Page[feedback.Call]) error {
	return c.JSON(pinnedPage(found, h.viewCall))
}

func (h feedbacks) showCall(c *fiber.Ctx, _ caller, one feedback.Call) error {
	return c.JSON(h.viewCall(one))
}

type satisfactionView struct {
	Month    string `json:"month"`
	Kind     string `json:"kind"`
	KindName string `json:"kind_name"`
	Service  string `json:"service_id"`
	Sort     string `json:"sort"`
	Title    string `json:"title"`
	Asked    int    `json:"asked"`
	Few      bool   `json:"few"`
	Answered int    `json:"answered"`
	Good     int    `json:"good"`
	Fair     int    `json:"fair"`
	Poor     int    `json:"poor"`
	Percent  int    `json:"percent"`
}

func viewSatisfaction(f feedback.Figure) satisfactionView {
	return satisfactionView{
		Month: fmt.Sprintf("%04d-%02d", f.Month/100, f.Month%100), Kind: string(f.Kind), KindName: f.Kind.Name(), Service: maybe(f.Service), Sort: f.Sort, Title: f.Title,
		Asked: f.Asked, Few: f.Few, Answered: f.Answered, Good: f.Good, Fair: f.Fair, Poor: f.Poor, Percent: f.Percent(),
	}
}

// usualMonths is how many months are shown when the query does not say.
const usualMonths = 12

// figures shows how satisfied people were with the services of a community.
func (h feedbacks) figures(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, err := h.service.Figures(c.UserContext(), who.Actor, id, c.QueryInt("months", usualMonths))
	if err != nil {
		return err
	}
	return c.JSON(each(found, viewSatisfaction))
}

// served shows the figures of the services in which the caller serves.
func (h feedbacks) served(c *fiber.Ctx, who caller) error {
	found, err := h.service.Served(c.UserContext(), who.Actor, c.QueryInt("months", usualMonths))
	if err != nil {
		return err
	}
	return c.JSON(each(found, viewSatisfaction))
}
