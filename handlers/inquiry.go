package handlers

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/inquiry"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
)

type inquiries struct {
	web
	service *inquiry.Service
	photos  photos
}

func (h inquiries) routes() []route {
	return []route{
		{"GET", api + "/inquiries", login, auth.Everyone, listed(h.service.Mine, h.showMine)},
		{"POST", api + "/inquiries", login, auth.Everyone, create[questionBody](h.ask, h.showAsked)},
		{"GET", api + "/inquiries/:id", login, auth.Everyone, byID(h.service.Own, h.showOwn)},

		{"GET", staff + "/inquiries", login, auth.Handlers, h.list},
		{"GET", staff + "/inquiries/:id", login, auth.Handlers, byID(h.service.Read, h.show)},
		{"POST", staff + "/inquiries/:id/answer", login, auth.Handlers, deed[replyBody](h.service.Answer, h.show)},
		{"POST", staff + "/inquiries/:id/convert", login, auth.Handlers, deed[whereBody](h.service.Convert, h.show)},
		{"POST", staff + "/inquiries/:id/close", login, auth.Handlers, byID(h.service.Close, h.show)},
		{"POST", staff + "/inquiries/:id/phone", login, auth.Handlers, deed[reasonBody](h.service.Phone, showPhone)},
	}
}

// heard is a question with what the service replies at once.
type heard struct {
	inquiry inquiry.Inquiry
	said    string
}

func (h inquiries) ask(ctx context.Context, who auth.Actor, q inquiry.Question) (heard, error) {
	i, said, err := h.service.Ask(ctx, who, q)
	return heard{i, said}, err
}

func (h inquiries) showAsked(c *fiber.Ctx, _ caller, a heard) error {
	v, err := h.detail(c.UserContext(), a.inquiry, false)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"inquiry": v, "said": a.said})
}

// list shows one page of a list of all offices, or of the community that the query names.
func (h inquiries) list(c *fiber.Ctx, who caller) error {
	var community, beyond int64
	if err := numbersInto(map[*int64]string{&community: c.Query("community_id"), &beyond: c.Query("cursor")}); err != nil {
		return err
	}
	state := inquiry.State(c.Query("list", string(inquiry.Open)))
	found, err := h.service.List(c.UserContext(), who.Actor, community, state, beyond)
	if err != nil {
		return err
	}
	return h.page(c, found, true)
}

func (h inquiries) showMine(c *fiber.Ctx, _ caller, found pages.Page[inquiry.Inquiry]) error {
	return h.page(c, found, false)
}

func (h inquiries) page(c *fiber.Ctx, found pages.Page[inquiry.Inquiry], desk bool) error {
	v, err := h.viewer(c.UserContext(), desk, found.Items, nil)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, v.inquiry))
}

func (h inquiries) show(c *fiber.Ctx, _ caller, i inquiry.Inquiry) error {
	return h.send(c, i, true)
}

func (h inquiries) showOwn(c *fiber.Ctx, _ caller, i inquiry.Inquiry) error {
	return h.send(c, i, false)
}

func (h inquiries) send(c *fiber.Ctx, i inquiry.Inquiry, desk bool) error {
	v, err := h.detail(c.UserContext(), i, desk)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

type questionBody struct {
	Words string   `json:"words"`
	Files []string `json:"file_ids"`
}

func (in questionBody) input() (inquiry.Question, error) {
	q := inquiry.Question{Words: in.Words, Files: make([]int64, len(in.Files))}
	for i, id := range in.Files {
		if err := numbersInto(map[*int64]string{&q.Files[i]: id}); err != nil {
			return inquiry.Question{}, err
		}
	}
	return q, nil
}

type replyBody struct {
	Words string `json:"words"`
}

func (in replyBody) input() (string, error) { return in.Words, nil }

// whereBody is where the matter of an inquiry is.
type whereBody struct {
	Area  string `json:"area_id"`
	Place string `json:"place"`
}

func (in whereBody) input() (d report.Draft, err error) {
	d.Place = in.Place
	d.Area, err = number(in.Area)
	return d, err
}

type inquiryView struct {
	ID         string        `json:"id"`
	Office     string        `json:"office"`
	State      inquiry.State `json:"state"`
	StateName  string        `json:"state_name"`
	Urgent     bool          `json:"urgent"`
	Title      string        `json:"title"`
	Resident   string        `json:"resident"` // name; "" to the resident
	Phone      string        `json:"phone"`    // masked; "" to the resident
	AskedAt    string        `json:"asked_at"`
	SaidAt     string        `json:"said_at"`
	AnsweredBy string        `json:"answered_by"`
	EndedAt    string        `json:"ended_at"`
	Report     string        `json:"report_id"`
	Number     string        `json:"report_number"`
	Can        []string      `json:"can"`
}

type inquiryDetailView struct {
	inquiryView
	ChatUntil string        `json:"chat_until"`
	Messages  []messageView `json:"messages"`
}

type messageView struct {
	ID       string           `json:"id"`
	Staff    bool             `json:"staff"`
	By       string           `json:"by"`
	Text     string           `json:"text"`
	Files    []fileView       `json:"files"`
	At       string           `json:"at"`
	Delivery inquiry.Delivery `json:"delivery"` // of an answer, to staff
}

// inquiryViewer turns inquiries into views for the resident or, with desk, for staff.
type inquiryViewer struct {
	desk  bool
	tree  *area.Tree
	names map[int64]person.Person
}

func (h inquiries) viewer(ctx context.Context, desk bool, all []inquiry.Inquiry, said []inquiry.Message) (inquiryViewer, error) {
	tree, err := h.areas.Tree(ctx)
	if err != nil {
		return inquiryViewer{}, err
	}
	var ids []int64
	for _, i := range all {
		ids = append(ids, i.Person, i.AnsweredBy)
	}
	for _, m := range said {
		ids = append(ids, m.Person)
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	return inquiryViewer{desk, tree, names}, err
}

func (v inquiryViewer) inquiry(i inquiry.Inquiry) inquiryView {
	view := inquiryView{
		ID: text(i.ID), Office: inquiry.Office(v.tree, i.Community), State: i.State, StateName: i.State.Name(), Urgent: i.Urgent,
		Title: i.Title, AskedAt: stamp(i.AskedAt), SaidAt: stamp(i.SaidAt), AnsweredBy: v.names[i.AnsweredBy].Name,
		EndedAt: stamp(i.EndedAt), Report: maybe(i.Report), Can: []string{},
	}
	if i.Report != 0 {
		view.Number = report.Report{Number: i.Number}.Say()
	}
	if v.desk {
		view.Resident, view.Phone, view.Can = v.names[i.Person].Name, v.names[i.Person].Phone.Masked(), i.Can()
	}
	return view
}

func (h inquiries) detail(ctx context.Context, i inquiry.Inquiry, desk bool) (inquiryDetailView, error) {
	said, err := h.service.Messages(ctx, i)
	if err != nil {
		return inquiryDetailView{}, err
	}
	v, err := h.viewer(ctx, desk, []inquiry.Inquiry{i}, said)
	if err != nil {
		return inquiryDetailView{}, err
	}
	files, err := h.files(ctx, i, said)
	if err != nil {
		return inquiryDetailView{}, err
	}
	view := inquiryDetailView{inquiryView: v.inquiry(i), Messages: make([]messageView, len(said))}
	how := map[int64]inquiry.Delivery{}
	if desk {
		until, sent, err := h.service.Sending(ctx, i, said)
		if err != nil {
			return inquiryDetailView{}, err
		}
		view.ChatUntil, how = stamp(until), sent
	}
	for n, m := range said {
		view.Messages[n] = messageView{
			ID: text(m.ID), Staff: m.Staff, By: v.names[m.Person].Name, Text: m.Text, Files: files(m.Files), At: stamp(m.At), Delivery: how[m.Notice],
		}
	}
	return view, nil
}

// files returns a function that shows those of one message. Both sides see them all: the resident has sent them.
func (h inquiries) files(ctx context.Context, i inquiry.Inquiry, said []inquiry.Message) (func([]int64) []fileView, error) {
	var ids []int64
	for _, m := range said {
		ids = append(ids, m.Files...)
	}
	found, err := h.photos.service.Files(ctx, i.Community, distinct(ids))
	return func(of []int64) []fileView {
		views := []fileView{}
		for _, f := range found {
			if slices.Contains(of, f.ID) {
				views = append(views, h.photos.view(f))
			}
		}
		return views
	}, err
}
