package handlers

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
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
		ID: text(n.ID), Kind: n.Kind.Name, Title: n.Title(), Text: n.Text(), About: n.About, State: n.State,
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

type unreachedView struct {
	ID          string       `json:"id"` // of the newest notice
	Person      string       `json:"person_id"`
	PersonName  string       `json:"person_name"`
	PersonPhone string       `json:"person_phone"` // masked
	Home        string       `json:"home"`
	Posts       []string     `json:"posts"` // of a colleague
	Count       int          `json:"count"`
	Notices     []noticeView `json:"notices"`
}

// undelivered lists people whom somebody must call or visit, because messages did not reach them.
func (s *Server) undelivered(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := s.Notices.Unreached(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	t, people, err := s.unreachedPeople(c, found)
	if err != nil {
		return err
	}
	items := make([]unreachedView, len(found))
	for i, u := range found {
		p := people[u.Person]
		items[i] = unreachedView{
			ID: text(u.Newest), Person: text(u.Person), PersonName: p.Name, PersonPhone: p.Phone.Masked(), Home: t.Say(p.Home),
			Posts: sayPosts(t, u.Posts), Count: u.Count, Notices: make([]noticeView, len(u.Notices)),
		}
		for k, n := range u.Notices {
			items[i].Notices[k] = viewNotice(n)
		}
	}
	return c.JSON(fiber.Map{"items": items, "next": nextUnreached(found)})
}

// nextUnreached returns the cursor of the page after a full one.
func nextUnreached(page []notify.Unreached) string {
	if len(page) < notify.PageSize {
		return ""
	}
	return text(page[len(page)-1].Newest)
}

// sayPosts says where somebody works and as what.
func sayPosts(t *area.Tree, posts []person.Posting) []string {
	said := make([]string, len(posts))
	for i, p := range posts {
		at := t.Say(p.Area)
		if o, err := t.Org(p.Org); err == nil {
			at = o.Name
		}
		said[i] = strings.TrimSpace(at + " " + p.Role.Name())
	}
	return said
}

// unreachedPeople returns the tree, and who the persons are.
func (s *Server) unreachedPeople(c *fiber.Ctx, found []notify.Unreached) (*area.Tree, map[int64]person.Person, error) {
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(found))
	for i, u := range found {
		ids[i] = u.Person
	}
	people, err := s.Names.Persons(c.UserContext(), distinct(ids))
	return t, people, err
}

// doorView is a neighbour as the steward at the door may know them: not what kind a notice is, nor what it is about.
type doorView struct {
	ID         string     `json:"id"`
	PersonName string     `json:"person_name"`
	Home       string     `json:"home"`
	Count      int        `json:"count"`
	Messages   []doorText `json:"messages"`
}

type doorText struct {
	Title     string `json:"title"`
	Text      string `json:"text"`
	CreatedAt string `json:"created_at"`
}

// doors lists neighbours of a steward's buildings whom no message reached.
func (s *Server) doors(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := s.Notices.Doors(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	t, people, err := s.unreachedPeople(c, found)
	if err != nil {
		return err
	}
	items := make([]doorView, len(found))
	for i, u := range found {
		p := people[u.Person]
		items[i] = doorView{ID: text(u.Newest), PersonName: p.Name, Home: t.Say(p.Home), Count: u.Count, Messages: make([]doorText, len(u.Notices))}
		for k, n := range u.Notices {
			title, words := n.ForSteward()
			items[i].Messages[k] = doorText{Title: title, Text: words, CreatedAt: stamp(n.CreatedAt)}
		}
	}
	return c.JSON(fiber.Map{"items": items, "next": nextUnreached(found)})
}

func (s *Server) toldAtDoor(c *fiber.Ctx, who caller) error {
	return noteTold(c, who, s.Notices.ToldAtDoor)
}

func (s *Server) told(c *fiber.Ctx, who caller) error { return noteTold(c, who, s.Notices.Told) }

func noteTold(c *fiber.Ctx, who caller, note func(context.Context, auth.Actor, int64, string) error) error {
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
	if err := note(c.UserContext(), who.Actor, id, in.How); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
