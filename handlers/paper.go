package handlers

import (
	"context"
	"io"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/when"
)

// documents are the sealed papers of residents.
type documents struct {
	web
	service *paper.Service
}

func (h documents) routes() []route {
	return []route{
		{"GET", api + "/papers", login, auth.Everyone, h.mine},
		{"POST", api + "/papers", login, auth.Everyone, h.add},
		{"GET", api + "/papers/offered", login, auth.Everyone, h.offered},
		{"GET", api + "/papers/:id/content", login, auth.Everyone, h.open},
		{"POST", api + "/papers/:id/keep", login, auth.Everyone, byID(h.service.Keep, h.show)},
		{"DELETE", api + "/papers/:id/keep", login, auth.Everyone, byID(h.service.Unkeep, h.show)},
		{"POST", api + "/papers/:id/answer", login, auth.Everyone, deed[agreeingBody](h.service.Answer, h.show)},
		{"DELETE", api + "/papers/:id", login, auth.Everyone, h.delete},
	}
}

func (h documents) mine(c *fiber.Ctx, who caller) error {
	found, err := h.service.Of(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v, err := h.viewer(c.UserContext(), found)
	if err != nil {
		return err
	}
	return c.JSON(each(found, v.view))
}

// offered lists what the person of the matter of the query lets staff use again.
func (h documents) offered(c *fiber.Ctx, who caller) error {
	found, err := h.service.Offered(c.UserContext(), who.Actor, c.Query("about"))
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(p paper.Paper) offeredPaperView { return offeredPaperView{text(p.ID), p.Name, day(p.Valid)} }))
}

type offeredPaperView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Valid string `json:"valid_until"`
}

// add takes one photo as the field "file" of a form, with the name of the document beside it.
func (h documents) add(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "paper", text(who.Person), 30, time.Minute); err != nil {
		return err
	}
	in := paper.Adding{Person: who.Person, Name: c.FormValue("name"), About: c.FormValue("about"), Keep: c.FormValue("keep") == "true"}
	if !utf8.ValidString(in.Name) {
		return errBody
	}
	whose, err := number(c.FormValue("person_id"))
	if err != nil {
		return err
	}
	if whose != 0 || c.FormValue("matter_only") == "true" {
		in.Person = whose
	}
	if day := c.FormValue("valid_until"); day != "" {
		ok := false
		if in.Valid, ok = when.ParseDate(day); !ok {
			return errBody
		}
	}
	if in.Data, err = formFile(c); err != nil {
		return err
	}
	p, err := h.service.Add(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	return h.show(c.Status(fiber.StatusCreated), who, p)
}

// formFile returns the field "file" of a form; nothing when there is none.
func formFile(c *fiber.Ctx) ([]byte, error) {
	form, err := c.FormFile("file")
	if err != nil {
		return nil, nil //nolint:nilerr // the use case says that there is no picture
	}
	f, err := form.Open()
	if err != nil {
		return nil, errBody.Because(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, errBody.Because(err)
	}
	return data, nil
}

// open sends the picture to its person, or to staff who work on the matter of the query. Nothing on the way may store it.
func (h documents) open(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	content, err := h.service.Open(c.UserContext(), who.Actor, id, c.Query("about"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, content.Type)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return c.Send(content.Bytes)
}

func (h documents) delete(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := h.service.Delete(c.UserContext(), who.Actor, id, c.Query("sure") == "true"); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type agreeingBody struct {
	About string `json:"about"`
	Yes   bool   `json:"yes"`
}

func (in agreeingBody) input() (paper.Answer, error) {
	return paper.Answer{About: in.About, Yes: in.Yes}, nil
}

func (h documents) show(c *fiber.Ctx, _ caller, p paper.Paper) error {
	v, err := h.viewer(c.UserContext(), []paper.Paper{p})
	if err != nil {
		return err
	}
	return c.JSON(v.view(p))
}

// paperView is a paper without anything that is on it.
type paperView struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	Valid   string         `json:"valid_until"` // "" unknown
	Expired bool           `json:"expired"`
	Kept    bool           `json:"kept"`
	InUse   bool           `json:"in_use"`
	Until   string         `json:"kept_until"` // the last day; "" while it is kept or in use
	Way     string         `json:"way_name"`
	By      string         `json:"by_name"` // staff who added it; "" the person
	At      string         `json:"created_at"`
	Uses    []paperUseView `json:"uses"`
}

type paperUseView struct {
	About   string `json:"about"` // "errand:12"
	Title   string `json:"title"`
	By      string `json:"by_name"` // staff who put it there; "" the person
	At      string `json:"at"`
	Agreed  string `json:"agreed_at"`
	Ended   string `json:"ended_at"`
	Waiting bool   `json:"waiting"` // for the person's answer
}

// paperViewer has the names for some papers.
type paperViewer struct {
	names  map[int64]person.Person
	titles map[string]string
	today  when.Date
}

func (h documents) viewer(ctx context.Context, all []paper.Paper) (paperViewer, error) {
	var ids []int64
	for _, p := range all {
		ids = append(ids, p.By)
		for _, u := range p.Uses {
			ids = append(ids, u.By)
		}
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	if err != nil {
		return paperViewer{}, err
	}
	titles, err := h.service.Titles(ctx, all)
	return paperViewer{names, titles, when.DateOf(h.now())}, err
}

func (v paperViewer) view(p paper.Paper) paperView {
	view := paperView{
		ID: text(p.ID), Name: p.Name, Valid: day(p.Valid), Expired: p.Expired(v.today), Kept: p.Kept, InUse: p.InUse(), Way: p.Way.Name(), By: v.names[p.By].Name,
		At: stamp(p.CreatedAt), Uses: []paperUseView{},
	}
	if !p.DropAt.IsZero() {
		view.Until = when.DateOf(p.DropAt).String()
	}
	for _, u := range p.Uses {
		view.Uses = append(view.Uses, paperUseView{
			About: u.About, Title: v.titles[u.About], By: v.names[u.By].Name, At: stamp(u.AskedAt), Agreed: stamp(u.AgreedAt), Ended: stamp(u.EndedAt),
			Waiting: u.Open() && !u.Agreed(),
		})
	}
	return view
}
