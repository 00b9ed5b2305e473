package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
)

type noticeView struct {
	ID        string       `json:"id"`
	Kind      string       `json:"kind"`
	Title     string       `json:"title"`
	Text      string       `json:"text"`
	About     string       `json:"about"`
	State     notify.State `json:"state"`
	CreatedAt string       `json:"created_at"`
	Read      bool         `json:"read"`
}

func viewNotice(n notify.Notice) noticeView {
	return noticeView{
		ID: text(n.ID), Kind: n.Kind, Title: n.Title(), Text: n.Text(), About: n.About, State: n.State,
		CreatedAt: stamp(n.CreatedAt), Read: !n.ReadAt.IsZero(),
	}
}

// nextNotice returns the cursor of the page after a full one.
func nextNotice(page []notify.Notice) string {
	if len(page) < notify.PageSize {
		return ""
	}
	return text(page[len(page)-1].ID)
}

func (s *Server) notices(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, unread, err := s.Notices.Inbox(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	items := make([]noticeView, len(found))
	for i, n := range found {
		items[i] = viewNotice(n)
	}
	return c.JSON(fiber.Map{"items": items, "unread": unread, "next": nextNotice(found)})
}

func (s *Server) readNotice(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := s.Notices.Read(c.UserContext(), who.Actor, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type undeliveredView struct {
	noticeView
	Person      string `json:"person_id"`
	PersonName  string `json:"person_name"`
	PersonPhone string `json:"person_phone"` // masked
	Home        string `json:"home"`
	Community   string `json:"community_id"`
}

// undelivered lists what reached nobody: people whom somebody must call or visit.
func (s *Server) undelivered(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	found, err := s.Notices.Undelivered(c.UserContext(), communitiesOf(t, who.Actor), before)
	if err != nil {
		return err
	}
	people, err := s.peopleOf(c, found)
	if err != nil {
		return err
	}
	items := make([]undeliveredView, len(found))
	for i, n := range found {
		p := people[n.Person]
		items[i] = undeliveredView{
			noticeView: viewNotice(n), Person: text(n.Person), PersonName: p.Name, PersonPhone: p.Phone.Masked(),
			Home: t.Say(p.Home), Community: text(n.Community),
		}
	}
	return c.JSON(fiber.Map{"items": items, "next": nextNotice(found)})
}

// peopleOf returns for whom the notices are.
func (s *Server) peopleOf(c *fiber.Ctx, found []notify.Notice) (map[int64]person.Person, error) {
	ids := make([]int64, len(found))
	for i, n := range found {
		ids[i] = n.Person
	}
	return s.Names.Persons(c.UserContext(), distinct(ids))
}

// doorView is a notice as the steward at somebody's door may know it: not what kind it is, nor what it is about.
type doorView struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Text       string `json:"text"`
	CreatedAt  string `json:"created_at"`
	PersonName string `json:"person_name"`
	Home       string `json:"home"`
}

// doors lists neighbours of a steward's buildings whom no message reached.
func (s *Server) doors(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	found, err := s.Notices.Doors(c.UserContext(), homesOf(t, who.Actor), before)
	if err != nil {
		return err
	}
	people, err := s.peopleOf(c, found)
	if err != nil {
		return err
	}
	items := make([]doorView, len(found))
	for i, n := range found {
		p := people[n.Person]
		title, words := n.ForSteward()
		items[i] = doorView{
			ID: text(n.ID), Title: title, Text: words, CreatedAt: stamp(n.CreatedAt), PersonName: p.Name, Home: t.Say(p.Home),
		}
	}
	return c.JSON(fiber.Map{"items": items, "next": nextNotice(found)})
}

func (s *Server) toldAtDoor(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		How string `json:"how"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	if err := s.Notices.ToldAtDoor(c.UserContext(), who.Actor, id, in.How, homesOf(t, who.Actor)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// homesOf returns what a steward looks after.
func homesOf(t *area.Tree, who auth.Actor) notify.Homes {
	var homes notify.Homes
	for _, path := range who.Paths(auth.Stewards...) {
		for _, a := range append(t.Under(path, area.Building), t.Under(path, area.Unit)...) {
			homes.Areas, homes.Communities = append(homes.Areas, a.ID), append(homes.Communities, a.Community)
		}
	}
	return notify.Homes{Communities: distinct(homes.Communities), Areas: distinct(homes.Areas)}
}

// communitiesOf returns the communities whose staff the actor is; grid officers work for their whole community here.
func communitiesOf(t *area.Tree, who auth.Actor) []int64 {
	scope := report.ScopeOf(t, who)
	ids := scope.Communities
	if scope.Everywhere {
		for _, c := range append(t.Under("/", area.Community), t.Under("/", area.County)...) {
			ids = append(ids, c.ID)
		}
	}
	for _, g := range scope.Grids {
		if c, ok := t.Up(g, area.Community); ok {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func (s *Server) told(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		How string `json:"how"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	mine := map[int64]bool{}
	for _, community := range communitiesOf(t, who.Actor) {
		mine[community] = true
	}
	if err := s.Notices.Told(c.UserContext(), who.Actor, id, in.How, func(community int64) bool { return mine[community] }); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
