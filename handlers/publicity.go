package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/publicity"
)

type publicities struct {
	web
	service *publicity.Service
	base    string
}

func (h publicities) routes() []route {
	return []route{
		{"GET", "/public/:community", open, anyone, h.publicPage}, // without a login, and in no search engine
		{"GET", api + "/publicities", login, auth.Everyone, h.board},
		{"GET", api + "/publicities/:id", login, auth.Everyone, byID(h.service.Get, h.showOwn)},
		{"POST", api + "/publicities/:id/objections", login, auth.Everyone, deed[objectionBody](h.service.Object, h.showMade)},
		{"POST", api + "/publicity-lines/:id/hide", login, auth.Everyone, byID(h.service.Hide, h.showOwn)},

		{"GET", staff + "/publicities", login, auth.Publishers, listed(h.service.Published, h.showPublished)},
		{"POST", staff + "/publicities", login, auth.Publishers, create[publicityBody](h.service.Publish, h.show)},
		{"GET", staff + "/publicities/:id/form.pdf", login, auth.Publishers, byID(h.service.Form, h.form)},
		{"POST", staff + "/publicities/:id/withdraw", login, auth.Publishers, deed[reasonBody](h.service.Withdraw, h.show)},
		{"POST", staff + "/publicities/:id/objections", login, auth.Keepers, deed[objectionBody](h.service.ObjectFor, h.showMade)},
		{"POST", staff + "/publicity-lines/:id/hide", login, auth.Publishers, byID(h.service.Hide, h.show)},
		{"GET", staff + "/objections", login, auth.Publishers, h.objections},
		{"POST", staff + "/objections/:id/answer", login, auth.Publishers, deed[verdictBody](h.service.Answer, h.showObjection)},
	}
}

func (h publicities) board(c *fiber.Ctx, who caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Board(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(p publicity.Publicity) publicityView { return h.view(t, p, who.Person) }))
}

func (h publicities) showPublished(c *fiber.Ctx, _ caller, found pages.Page[publicity.Publicity]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(p publicity.Publicity) publicityView { return h.view(t, p, 0) }))
}

func (h publicities) show(c *fiber.Ctx, who caller, p publicity.Publicity) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(h.view(t, p, who.Person))
}

// showOwn shows a publicity with the caller's objections.
func (h publicities) showOwn(c *fiber.Ctx, who caller, p publicity.Publicity) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	mine, err := h.service.Mine(c.UserContext(), who.Actor, p.ID)
	if err != nil {
		return err
	}
	v := ownPublicityView{publicityView: h.view(t, p, who.Person), Mine: []madeView{}}
	for _, o := range mine {
		v.Mine = append(v.Mine, viewMade(o))
	}
	return c.JSON(v)
}

func (h publicities) showMade(c *fiber.Ctx, _ caller, o publicity.Objection) error {
	return c.Status(fiber.StatusCreated).JSON(viewMade(o))
}

func (h publicities) objections(c *fiber.Ctx, who caller) error {
	beyond, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.Objections(c.UserContext(), who.Actor, publicity.List(c.Query("list", string(publicity.Waiting))), beyond)
	if err != nil {
		return err
	}
	views, err := h.objectionViews(c, found.Items)
	if err != nil {
		return err
	}
	return c.JSON(page[objectionView]{items[objectionView]{views}, maybe(found.Next.ID)})
}

func (h publicities) showObjection(c *fiber.Ctx, _ caller, o publicity.Objection) error {
	views, err := h.objectionViews(c, []publicity.Objection{o})
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

type publicityBody struct {
	Area  string `json:"area_id"`
	Title string `json:"title"`
	Words string `json:"words"`
	Days  int    `json:"days"`
	Lines []struct {
		Name  string `json:"name"`
		Words string `json:"words"`
	} `json:"lines"`
}

func (in publicityBody) input() (publicity.Draft, error) {
	at, err := number(in.Area)
	d := publicity.Draft{Area: at, Title: in.Title, Words: in.Words, Days: in.Days}
	for _, l := range in.Lines {
		d.Lines = append(d.Lines, publicity.DraftLine{Name: l.Name, Words: l.Words})
	}
	return d, err
}

type objectionBody struct {
	Line   string `json:"line_id"`
	Words  string `json:"words"`
	Person string `json:"person_id"`
	Name   string `json:"name"`
}

func (in objectionBody) input() (s publicity.Saying, err error) {
	err = numbersInto(map[*int64]string{&s.Line: in.Line, &s.Person: in.Person})
	s.Words, s.Name = in.Words, in.Name
	return s, err
}

type verdictBody struct {
	Words  string `json:"words"`
	Upheld bool   `json:"upheld"`
}

func (in verdictBody) input() (publicity.Verdict, error) {
	return publicity.Verdict{Words: in.Words, Upheld: in.Upheld}, nil
}

type publicityLineView struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Words     string          `json:"words"`
	State     publicity.State `json:"state"`
	StateName string          `json:"state_name"`
	Can       []string        `json:"can"`
}

type publicityView struct {
	ID       string              `json:"id"`
	Kind     publicity.Kind      `json:"kind"`
	KindName string              `json:"kind_name"`
	AreaName string              `json:"area_name"`
	Title    string              `json:"title"`
	Words    string              `json:"words"`
	From     string              `json:"from"`
	Until    string              `json:"until"`
	Ended    bool                `json:"ended"`
	Gone     bool                `json:"withdrawn"`
	Lines    []publicityLineView `json:"lines"`
}

type ownPublicityView struct {
	publicityView
	Mine []madeView `json:"objections"`
}

// view shows a publicity; who may take their own name off.
func (h publicities) view(t *area.Tree, p publicity.Publicity, who int64) publicityView {
	v := publicityView{
		ID: text(p.ID), Kind: p.Kind, KindName: p.Kind.Name(), AreaName: t.Say(p.Area), Title: p.Title, Words: p.Words, From: stamp(p.From),
		Until: stamp(p.Until), Ended: !p.EndedAt.IsZero(), Gone: p.Withdrawn, Lines: []publicityLineView{},
	}
	for _, l := range p.Lines {
		line := publicityLineView{ID: text(l.ID), Name: l.Shown(), Words: l.Words, State: l.State, StateName: l.State.Name(), Can: []string{}}
		if l.Person != 0 && l.Person == who && !l.Hidden {
			line.Can = append(line.Can, "hide")
		}
		v.Lines = append(v.Lines, line)
	}
	return v
}

// madeView is an objection as its author sees it.
type madeView struct {
	ID         string `json:"id"`
	Line       string `json:"line_id"`
	Words      string `json:"words"`
	At         string `json:"at"`
	Due        string `json:"due"`
	Late       bool   `json:"late"`
	Answer     string `json:"answer"`
	Upheld     bool   `json:"upheld"`
	AnsweredAt string `json:"answered_at"`
}

func viewMade(o publicity.Objection) madeView {
	return madeView{
		text(o.ID), text(o.Line), o.Words, stamp(o.At), stamp(o.Due), o.Late, o.Answer, o.Upheld, stamp(o.AnsweredAt),
	}
}

type objectionView struct {
	madeView
	Publicity string   `json:"publicity_id"`
	Title     string   `json:"title"`
	LineName  string   `json:"line"`
	By        string   `json:"by"`
	AtCounter bool     `json:"at_counter"`
	Overdue   bool     `json:"overdue"`
	Can       []string `json:"can"`
}

// objectionViews shows objections with their lines and authors.
func (h publicities) objectionViews(c *fiber.Ctx, found []publicity.Objection) ([]objectionView, error) {
	about, err := h.service.About(c.UserContext(), found)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, o := range found {
		ids = append(ids, o.Person)
	}
	people, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return nil, err
	}
	views := make([]objectionView, len(found))
	for i, o := range found {
		p := about[o.Publicity]
		v := objectionView{
			madeView: viewMade(o), Publicity: text(o.Publicity), Title: p.Title, By: o.Name, AtCounter: o.By != 0,
			Overdue: o.Overdue(h.now()), Can: []string{},
		}
		if known, ok := people[o.Person]; ok {
			v.By = known.Name
		}
		for _, l := range p.Lines {
			if l.ID == o.Line {
				v.LineName = l.Shown() + " " + l.Words
			}
		}
		if o.AnsweredAt.IsZero() {
			v.Can = append(v.Can, "answer")
		}
		views[i] = v
	}
	return views, nil
}
