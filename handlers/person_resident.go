package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

func (h persons) forResidents() []route {
	return []route{
		{"POST", staff + "/residents", login, auth.Keepers, h.enterResident},
		{"POST", staff + "/residents/find", login, auth.Keepers, h.findResidents},
		{"GET", staff + "/communities/:id/residents", login, auth.Keepers, h.taggedResidents},
		{"GET", staff + "/residents/:id", login, auth.Keepers, h.getResident},
		{"PATCH", staff + "/residents/:id", login, auth.Keepers, h.correctResident},
	}
}

// findResidents changes nothing. It is a POST because proxies log addresses, and with them names and numbers.
func (h persons) findResidents(c *fiber.Ctx, who caller) error {
	var in struct {
		Community string `json:"community_id"`
		Words     string `json:"q"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	community, err := h.community(c, in.Community)
	if err != nil {
		return err
	}
	found, err := h.service.Find(c.UserContext(), who.Actor, community, in.Words)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	now := h.now()
	return c.JSON(each(found, func(p person.Person) residentView { return viewResident(t, p, now) }))
}

// taggedResidents lists those whom the community looks after in one respect.
func (h persons) taggedResidents(c *fiber.Ctx, who caller) error {
	var community, after int64
	if err := numbersInto(map[*int64]string{&community: c.Params("id"), &after: c.Query("cursor")}); err != nil {
		return err
	}
	found, err := h.service.Tagged(c.UserContext(), who.Actor, community, person.Tag(c.Query("tag")), after)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	now := h.now()
	return c.JSON(pageOf(found, func(p person.Person) residentView { return viewResident(t, p, now) }))
}

func (h persons) newcomer(c *fiber.Ctx) (n person.Newcomer, err error) {
	var in newcomerBody
	if err := read(c, &in); err != nil {
		return n, err
	}
	n.Name, n.Born = in.Name, in.Born
	if n.Community, err = h.community(c, in.Community); err != nil {
		return n, err
	}
	if in.Home != "" {
		home, err := h.dwelling(c, in.Home)
		if err != nil {
			return n, err
		}
		n.Home = home.Area
	}
	if in.Phone != "" { // an elder may have none
		n.Phone, err = person.ParsePhone(in.Phone)
	}
	return n, err
}

// enterResident adds a person without a telephone or without WeChat.
func (h persons) enterResident(c *fiber.Ctx, who caller) error {
	n, err := h.newcomer(c)
	if err != nil {
		return err
	}
	p, err := h.service.Enter(c.UserContext(), who.Actor, n)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(viewResident(t, p, h.now()))
}

func (h persons) showResident(c *fiber.Ctx, p person.Person, tags []person.Tag) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	names, err := h.tagNames(c.UserContext())
	if err != nil {
		return err
	}
	view := residentDetailView{residentView: viewResident(t, p, h.now()), Tags: make([]tagView, len(tags))}
	for i, tag := range tags {
		view.Tags[i] = tagView{Tag: tag, Name: names[tag]}
	}
	return c.JSON(view)
}

func (h persons) getResident(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	p, tags, err := h.service.Resident(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return h.showResident(c, p, tags)
}

// correctResident changes the year of birth or the tags.
func (h persons) correctResident(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Born *int          `json:"born"`
		Tags *[]person.Tag `json:"tags"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	p, tags, err := h.service.Correct(c.UserContext(), who.Actor, id, person.Correction{Born: in.Born, Tags: in.Tags})
	if err != nil {
		return err
	}
	return h.showResident(c, p, tags)
}

// newcomerBody is a resident entered by staff.
type newcomerBody struct {
	Name      string `json:"name"`
	Born      int    `json:"born"`
	Phone     string `json:"phone"`
	Community string `json:"community_id"`
	Home      string `json:"home_id"`
}

// residentView is a resident as staff of the place see them.
type residentView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Phone     string `json:"phone"` // masked
	Born      int    `json:"born"`  // 0 unknown
	Age       int    `json:"age"`   // 0 unknown
	Community string `json:"community_id"`
	Home      string `json:"home_id"`
	HomeName  string `json:"home_name"`
}

type tagView struct {
	Tag  person.Tag `json:"tag"`
	Name string     `json:"name"`
}

type residentDetailView struct {
	residentView
	Tags []tagView `json:"tags"`
}

func viewResident(t *area.Tree, p person.Person, now time.Time) residentView {
	return residentView{
		ID: text(p.ID), Name: p.Name, Phone: p.Phone.Masked(), Born: p.Born, Age: p.Age(now), Community: maybe(p.Community),
		Home: maybe(p.Home), HomeName: t.Say(p.Home),
	}
}
