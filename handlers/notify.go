package handlers

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
)

type notices struct {
	web
	service *notify.Service
}

func (h notices) routes() []route {
	return []route{
		{"GET", api + "/notices", login, auth.Everyone, h.inbox},
		{"POST", api + "/notices/:id/read", login, auth.Everyone, end(h.service.Read)},
		{"GET", api + "/steward/doors", login, auth.Stewards, listed(h.service.Doors, h.showDoors)},
		{"POST", api + "/steward/doors/:id/told", login, auth.Stewards, noted[toldBody](h.service.ToldAtDoor)},
		{"GET", staff + "/undelivered", login, auth.Answerers, listed(h.service.Unreached, h.showUnreached)},
		{"POST", staff + "/undelivered/:id/told", login, auth.Answerers, noted[toldBody](h.service.Told)},
		{"GET", staff + "/notice-words", login, auth.Handlers, h.words},
		{"PUT", staff + "/notice-words/:kind", login, auth.Centres, h.setWords},
		{"POST", staff + "/notice-words/:kind/preview", login, auth.Handlers, h.previewWords},
	}
}

func (h notices) inbox(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, unread, err := h.service.Inbox(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	return c.JSON(inboxView{pageOf(found, viewNotice), unread})
}

// showUnreached shows persons whom staff must call or visit, because messages did not reach them.
func (h notices) showUnreached(c *fiber.Ctx, _ caller, found pages.Page[notify.Unreached]) error {
	t, people, err := h.unreachedPeople(c, found.Items)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(u notify.Unreached) unreachedView {
		p := people[u.Person]
		return unreachedView{
			ID: text(u.Newest), Person: text(u.Person), PersonName: p.Name, PersonPhone: p.Dial().Masked(), Home: t.Say(p.Home),
			Posts: sayPosts(t, u.Posts), Count: u.Count, Notices: each(u.Notices, viewNotice).Items,
		}
	}))
}

// showDoors shows neighbours of a steward's buildings whom no message reached.
func (h notices) showDoors(c *fiber.Ctx, _ caller, found pages.Page[notify.Unreached]) error {
	t, people, err := h.unreachedPeople(c, found.Items)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(u notify.Unreached) doorView {
		p := people[u.Person]
		return doorView{
			ID: text(u.Newest), PersonName: p.Name, Home: t.Say(p.Home), Count: u.Count, Messages: each(u.Notices, viewDoorText).Items,
		}
	}))
}

// unreachedPeople returns the tree, and the persons by id.
func (h notices) unreachedPeople(c *fiber.Ctx, found []notify.Unreached) (*area.Tree, map[int64]person.Person, error) {
	t, err := h.tree(c)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(found))
	for i, u := range found {
		ids[i] = u.Person
	}
	people, err := h.names.Persons(c.UserContext(), distinct(ids))
	return t, people, err
}

// toldBody says how the person was told.
type toldBody struct {
	How string `json:"how"`
}

func (in toldBody) input() (string, error) { return in.How, nil }

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

type inboxView struct {
	page[noticeView]
	Unread int `json:"unread"`
}

func viewNotice(n notify.Notice) noticeView {
	return noticeView{
		ID: text(n.ID), Kind: n.Kind.Name, Title: n.Title(), Text: n.Text(), About: n.About, State: n.State,
		CreatedAt: stamp(n.CreatedAt), Read: !n.ReadAt.IsZero(),
	}
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

// sayPosts lists a person's posts in words.
func sayPosts(t *area.Tree, posts []person.Posting) []string {
	said := make([]string, len(posts))
	for i, p := range posts {
		at := cmp.Or(t.OrgName(p.Org), t.Say(p.Area))
		said[i] = strings.TrimSpace(at + " " + p.Role.Name())
	}
	return said
}

// doorView is a neighbour as the steward may see them: without the kind and the subject of a notice.
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

func viewDoorText(n notify.Notice) doorText {
	title, words := n.ForSteward()
	return doorText{Title: title, Text: words, CreatedAt: stamp(n.CreatedAt)}
}
