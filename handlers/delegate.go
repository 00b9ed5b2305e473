package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/delegate"
	"linli/app/pages"
	"linli/app/report"
)

type delegates struct {
	web
	service *delegate.Service
	reports *report.Service
}

func (h delegates) routes() []route {
	return []route{
		{"GET", "/public/:community/delegates", open, anyone, h.publicPage}, // without a login, and in no search engine
		{"GET", api + "/communities/:id/delegates", login, auth.Everyone, byID(h.service.Around, h.show)},
		{"GET", api + "/delegates/matters", login, auth.Everyone, listed(h.service.Matters, h.showMatters)},
		{"POST", staff + "/bookings/:id/matters", login, auth.Everyone, deed[notingBody](h.service.Note, h.showNoted)},
		{"POST", api + "/suggestions", login, auth.Everyone, create[suggestionBody](h.reports.Suggest, h.showNumber)},
	}
}

type suggestionBody struct {
	Community string `json:"community_id"`
	Host      string `json:"host_id"`
	Words     string `json:"words"`
	Nameless  bool   `json:"nameless"`
}

func (in suggestionBody) input() (report.Suggestion, error) {
	s := report.Suggestion{Words: in.Words, Nameless: in.Nameless}
	return s, numbersInto(map[*int64]string{&s.Community: in.Community, &s.Host: in.Host})
}

type notingBody struct {
	Words    string `json:"words"`
	Nameless bool   `json:"nameless"`
}

func (in notingBody) input() (delegate.Noting, error) {
	return delegate.Noting{Words: in.Words, Nameless: in.Nameless}, nil
}

// showNoted shows the number to say to the person who came.
func (h delegates) showNoted(c *fiber.Ctx, _ caller, r report.Report) error {
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"number": r.Say()})
}

type receptionView struct {
	Session string `json:"session_id"`
	Service string `json:"service_id"`
	Name    string `json:"name"`
	Place   string `json:"place"`
	At      string `json:"at"`
}

type delegateView struct {
	Person   string          `json:"person_id"`
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Area     string          `json:"area_name"`
	Matters  int             `json:"matters"`
	Answered int             `json:"answered"`
	Next     []receptionView `json:"next"`
}

func viewDelegate(t *area.Tree, d delegate.Delegate) delegateView {
	v := delegateView{text(d.Person), d.Name, d.Title, t.Say(d.Area), d.Matters, d.Answered, []receptionView{}}
	if d.Next.Session != 0 {
		v.Next = append(v.Next, receptionView{text(d.Next.Session), text(d.Next.Service), d.Next.Name, d.Next.Place, stamp(d.Next.At)})
	}
	return v
}

func (h delegates) show(c *fiber.Ctx, _ caller, found []delegate.Delegate) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(d delegate.Delegate) delegateView { return viewDelegate(t, d) }))
}

// matterView is a matter as a delegate sees it: who raised it, and no telephone number.
type matterView struct {
	Number      string       `json:"number"`
	Community   string       `json:"community_name"`
	Name        string       `json:"name"`
	Text        string       `json:"text"`
	State       report.State `json:"state"`
	StateName   string       `json:"state_name"`
	Result      string       `json:"result"`
	SubmittedAt string       `json:"submitted_at"`
}

func (h delegates) showMatters(c *fiber.Ctx, _ caller, found pages.Page[report.Report]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	ids := make([]int64, len(found.Items))
	for i, r := range found.Items {
		ids[i] = r.Author
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(r report.Report) matterView {
		return matterView{r.Say(), t.Say(r.Community), names[r.Author].Name, r.Text, r.State, r.State.Name(), r.Result, stamp(r.SubmittedAt)}
	}))
}

// showNumber shows the number of a suggestion, which is all that somebody without a name has of it.
func (h delegates) showNumber(c *fiber.Ctx, _ caller, r report.Report) error {
	return c.JSON(fiber.Map{"number": r.Say(), "report_id": mine(r)})
}

// mine is the id of a report with an author, "" of one that nobody may open as theirs.
func mine(r report.Report) string {
	if r.Author == 0 {
		return ""
	}
	return text(r.ID)
}
