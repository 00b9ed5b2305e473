package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/post"
	"linli/app/roster"
	"linli/app/when"
)

type posts struct {
	web
	service *post.Service
	base    string
}

func (h posts) routes() []route {
	return slices.Concat(h.forBodies(), []route{
		{"GET", "/badge/:token", open, anyone, h.badgePage},
		{"GET", api + "/nominations", login, auth.Everyone, h.mine},
		{"POST", api + "/nominations", login, auth.Everyone, create[proposalBody](h.service.Propose, h.showOwn)},
		{"POST", api + "/nominations/:id/answer", login, auth.Everyone, deed[yesBody](h.service.Answer, h.showOwn)},

		{"GET", staff + "/nominations", login, auth.Managers, h.list},
		{"POST", staff + "/nominations", login, auth.Managers, create[proposalBody](h.service.ProposeFor, h.show)},
		{"POST", staff + "/nominations/:id/identify", login, auth.Managers, deed[humanBody](h.service.Identify, h.show)},
		{"POST", staff + "/nominations/:id/agree", login, auth.Managers, byID(h.service.AgreeFor, h.show)},
		{"POST", staff + "/nominations/:id/publish", login, auth.Managers, deed[daysBody](h.service.Publish, h.show)},
		{"POST", staff + "/nominations/:id/appoint", login, auth.Managers, deed[termBody](h.service.Appoint, h.show)},
		{"POST", staff + "/nominations/:id/decline", login, auth.Managers, deed[reasonBody](h.service.Decline, h.show)},
		{"GET", staff + "/vacancies", login, auth.Managers, h.vacancies},

		{"GET", staff + "/roster/persons/:id/badges", login, auth.Managers, byID(h.service.Badges, h.showBadges)},
		{"POST", staff + "/badges", login, auth.Managers, create[issueBody](h.service.Give, h.showBadge)},
		{"POST", staff + "/badges/:id/return", login, auth.Managers, byID(h.service.Return, h.showBadge)},
		{"GET", staff + "/badges/:id/card.pdf", login, auth.Managers, h.card},
	})
}

func (h posts) mine(c *fiber.Ctx, who caller) error {
	found, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(n post.Nomination) ownNominationView { return viewOwnNomination(t, n, who.Person) }))
}

func (h posts) showOwn(c *fiber.Ctx, who caller, n post.Nomination) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewOwnNomination(t, n, who.Person))
}

func (h posts) list(c *fiber.Ctx, who caller) error {
	beyond, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.List(c.UserContext(), who.Actor, c.Query("list", "open"), beyond)
	if err != nil {
		return err
	}
	views, err := h.nominationViews(c, found.Items)
	if err != nil {
		return err
	}
	return c.JSON(page[nominationView]{items[nominationView]{views}, maybe(found.Next.ID)})
}

func (h posts) show(c *fiber.Ctx, _ caller, n post.Nomination) error {
	views, err := h.nominationViews(c, []post.Nomination{n})
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func (h posts) vacancies(c *fiber.Ctx, who caller) error {
	var in, beyond int64
	if err := numbersInto(map[*int64]string{&in: c.Query("area_id"), &beyond: c.Query("cursor")}); err != nil {
		return err
	}
	found, all, err := h.service.Vacancies(c.UserContext(), who.Actor, c.Query("list", "vacant"), in, beyond)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	names, err := h.holders(c, found)
	if err != nil {
		return err
	}
	v := struct {
		page[vacancyView]
		Total int `json:"total"`
	}{pageOf(found, func(one post.Vacancy) vacancyView {
		v := vacancyView{
			Area: text(one.Area), AreaName: sayArea(t, one.Area), Role: one.Seat.Role, Name: one.Seat.Name(), Class: one.Seat.Class, Person: maybe(one.Person),
			PersonName: names[one.Person].Name,
		}
		if !one.Until.IsZero() {
			v.Until = roster.LastDay(person.Posting{To: one.Until})
		}
		return v
	}), all}
	return c.JSON(v)
}

func (h posts) holders(c *fiber.Ctx, found pages.Page[post.Vacancy]) (map[int64]person.Person, error) {
	var ids []int64
	for _, v := range found.Items {
		ids = append(ids, v.Person)
	}
	return h.names.Persons(c.UserContext(), distinct(ids))
}

type proposalBody struct {
	Role    auth.Role     `json:"role"`
	Area    string        `json:"area_id"`
	Self    bool          `json:"self"`
	Person  string        `json:"person_id"`
	Name    string        `json:"name"`
	Phone   string        `json:"phone"`
	Reasons []post.Reason `json:"reasons"`
	Words   string        `json:"words"`
}

func (in proposalBody) input() (p post.Proposal, err error) {
	p = post.Proposal{Role: in.Role, Self: in.Self, Name: in.Name, Reasons: in.Reasons, Words: in.Words}
	if err = numbersInto(map[*int64]string{&p.Area: in.Area, &p.Person: in.Person}); err != nil || in.Phone == "" {
		return p, err
	}
	p.Phone, err = person.ParsePhone(in.Phone)
	return p, err
}

type yesBody struct {
	Yes bool `json:"yes"`
}

func (in yesBody) input() (bool, error) { return in.Yes, nil }

type humanBody struct {
	Person string `json:"person_id"`
}

func (in humanBody) input() (int64, error) { return number(in.Person) }

type daysBody struct {
	Days int `json:"days"`
}

func (in daysBody) input() (int, error) { return in.Days, nil }

type termBody struct {
	From  string `json:"from"`
	Years int    `json:"years"`
}

func (in termBody) input() (post.Term, error) {
	t := post.Term{Years: in.Years}
	if in.From == "" {
		return t, nil
	}
	var ok bool
	if t.From, ok = when.ParseDate(in.From); !ok {
		return t, errBody
	}
	return t, nil
}

// ownNominationView is a nomination as its author or its nominee sees it.
type ownNominationView struct {
	ID        string     `json:"id"`
	Role      auth.Role  `json:"role"`
	RoleName  string     `json:"role_name"`
	Area      string     `json:"area_id"`
	AreaName  string     `json:"area_name"`
	Name      string     `json:"name"`
	Mine      bool       `json:"about_me"`
	State     post.State `json:"state"`
	StateName string     `json:"state_name"`
	Publicity string     `json:"publicity_id"`
	At        string     `json:"at"`
	Can       []string   `json:"can"`
}

func viewOwnNomination(t *area.Tree, n post.Nomination, who int64) ownNominationView {
	v := ownNominationView{
		ID: text(n.ID), Role: n.Role, RoleName: n.Role.Name(), Area: text(n.Area), AreaName: sayArea(t, n.Area), Name: n.Name,
		Mine: n.Nominee == who, State: n.State, StateName: n.State.Name(), Publicity: maybe(n.Publicity), At: stamp(n.CreatedAt), Can: []string{},
	}
	if v.Mine && n.State.Open() {
		if n.State == post.Proposed {
			v.Can = append(v.Can, "agree")
		}
		v.Can = append(v.Can, "refuse")
	}
	if !v.Mine && n.State == post.Proposed {
		v.StateName = "等社区联系本人"
	}
	return v
}

type nominationView struct {
	ownNominationView
	Nominee     string        `json:"nominee_id"`
	Phone       string        `json:"phone"`
	By          string        `json:"by"`
	AtDesk      bool          `json:"at_desk"`
	Reasons     []post.Reason `json:"reasons"`
	ReasonNames []string      `json:"reason_names"`
	Words       string        `json:"words"`
	Why         string        `json:"why"`
	EndedAt     string        `json:"ended_at"`
}

// nominationViews shows nominations to staff.
func (h posts) nominationViews(c *fiber.Ctx, found []post.Nomination) ([]nominationView, error) {
	t, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, n := range found {
		ids = append(ids, n.By)
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return nil, err
	}
	views := make([]nominationView, len(found))
	for i, n := range found {
		v := nominationView{
			ownNominationView: viewOwnNomination(t, n, n.Nominee), Nominee: maybe(n.Nominee), Phone: n.Phone.Masked(), By: names[n.By].Name,
			AtDesk: n.AtDesk, Reasons: n.Reasons(), ReasonNames: []string{}, Words: n.Words, Why: n.Why, EndedAt: stamp(n.EndedAt),
		}
		v.Mine, v.Can = false, n.Can()
		if n.Nominee == 0 && n.State == post.Proposed {
			v.StateName = "待确认是谁"
		}
		for _, r := range n.Reasons() {
			v.ReasonNames = append(v.ReasonNames, r.Name())
		}
		views[i] = v
	}
	return views, nil
}

type vacancyView struct {
	Area       string       `json:"area_id"`
	AreaName   string       `json:"area_name"`
	Role       auth.Role    `json:"role"`
	Name       string       `json:"role_name"`
	Class      person.Class `json:"class"`
	Person     string       `json:"person_id"`
	PersonName string       `json:"person_name"`
	Until      string       `json:"until"`
}
