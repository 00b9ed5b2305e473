package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/post"
	"linli/app/when"
)

func (h posts) forBodies() []route {
	return []route{
		{"GET", staff + "/communities/:id/bodies", login, auth.Managers, byID(h.service.Bodies, h.showBodies)},
		{"GET", staff + "/communities/:id/composition", login, auth.Managers, h.composition},
		{"POST", staff + "/communities/:id/bodies", login, auth.Managers, h.addBody},
		{"PUT", staff + "/bodies/:id", login, auth.Managers, h.setBody},
		{"POST", staff + "/bodies/:id/members", login, auth.Managers, h.seat},
		{"DELETE", staff + "/bodies/:id/members/:person", login, auth.Managers, h.unseat},
	}
}

func (h posts) showBodies(c *fiber.Ctx, _ caller, found []post.Seated) error {
	today := when.DateOf(h.now())
	return c.JSON(each(found, func(b post.Seated) bodyView {
		v := bodyView{
			ID: text(b.ID), Kind: b.Kind, KindName: b.Kind.Name(), Name: b.Name, From: b.From.String(), To: b.To.String(), Ended: b.To < today,
			Members: []sitterView{}, Version: b.Mark,
		}
		for _, s := range b.Sitters {
			v.Members = append(v.Members, sitterView{text(s.Person), s.Name, s.Title, s.Education, s.Education.Name()})
		}
		v.Figures = viewComposition(b.Figures, b.Composed)
		return v
	}))
}

// composition shows the figures of those who work for a community.
func (h posts) composition(c *fiber.Ctx, who caller) error {
	community, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, ok, err := h.service.Staff(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"figures": viewComposition(found, ok)})
}

func viewComposition(c post.Composition, shown bool) *compositionView {
	if !shown {
		return nil
	}
	v := &compositionView{c.Members, c.Party, c.MeanAge, map[string]int{}}
	for _, e := range post.Educations {
		v.Educated[string(e)] = c.Educated[e]
	}
	return v
}

type bodyBody struct {
	Kind post.BodyKind `json:"kind"`
	Name string        `json:"name"`
	From string        `json:"from"`
	To   string        `json:"to"`
	seen
}

// body reads what the client says; a day that is none is refused by the rules.
func (in bodyBody) body() post.Body {
	b := post.Body{Kind: in.Kind, Name: in.Name}
	b.From, _ = when.ParseDate(in.From)
	b.To, _ = when.ParseDate(in.To)
	return b
}

func (h posts) addBody(c *fiber.Ctx, who caller) error {
	community, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in bodyBody
	if err := read(c, &in); err != nil {
		return err
	}
	b := in.body()
	b.Community = community
	if _, err := h.service.SetBody(c.UserContext(), who.Actor, b, ""); err != nil {
		return err
	}
	return h.bodiesOf(c.Status(fiber.StatusCreated), who, community)
}

func (h posts) setBody(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in bodyBody
	if err := read(c, &in); err != nil {
		return err
	}
	b := in.body()
	b.ID = id
	if b, err = h.service.SetBody(c.UserContext(), who.Actor, b, in.Version); err != nil {
		return err
	}
	return h.bodiesOf(c, who, b.Community)
}

// bodiesOf shows all bodies of a community as they are now.
func (h posts) bodiesOf(c *fiber.Ctx, who caller, community int64) error {
	found, err := h.service.Bodies(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	return h.showBodies(c, who, found)
}

func (h posts) seat(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Person    string         `json:"person_id"`
		Title     string         `json:"title"`
		Education post.Education `json:"education"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	m := post.Sitter{Title: in.Title, Education: in.Education}
	if m.Person, err = number(in.Person); err != nil {
		return err
	}
	b, err := h.service.Seat(c.UserContext(), who.Actor, id, m)
	if err != nil {
		return err
	}
	return h.bodiesOf(c.Status(fiber.StatusCreated), who, b.Community)
}

func (h posts) unseat(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	member, err := idOf(c, "person")
	if err != nil {
		return err
	}
	if err := h.service.Unseat(c.UserContext(), who.Actor, id, member); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type bodyView struct {
	ID       string           `json:"id"`
	Kind     post.BodyKind    `json:"kind"`
	KindName string           `json:"kind_name"`
	Name     string           `json:"name"`
	From     string           `json:"from"`
	To       string           `json:"to"`
	Ended    bool             `json:"ended"`
	Members  []sitterView     `json:"members"`
	Figures  *compositionView `json:"figures"` // null for fewer than five members
	Version  string           `json:"version"`
}

type sitterView struct {
	Person        string         `json:"person_id"`
	Name          string         `json:"name"`
	Title         string         `json:"title"`
	Education     post.Education `json:"education"`
	EducationName string         `json:"education_name"`
}

type compositionView struct {
	Members  int            `json:"members"`
	Party    int            `json:"party_percent"`
	MeanAge  int            `json:"mean_age"`
	Educated map[string]int `json:"educated"`
}
