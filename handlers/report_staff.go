package handlers

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/pace"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
)

func (h reports) forStaff() []route {
	return []route{
		{"GET", staff + "/reports", login, auth.Workers, h.list},
		{"POST", staff + "/reports", login, auth.Handlers, h.enter},
		{"GET", staff + "/reports/points", login, auth.Workers, h.points},
		{"GET", staff + "/reports/find", login, auth.Workers, h.find},
		{"GET", staff + "/reports/:id/holders", login, auth.Dispatchers, byID(h.service.Holders, h.showHolders)},
		{"POST", staff + "/reports/:id/accept", login, auth.Dispatchers, deed[handlingBody](h.service.Accept, h.show)},
		{"POST", staff + "/reports/:id/refuse", login, auth.Dispatchers, deed[handlingBody](h.service.Refuse, h.show)},
		{"POST", staff + "/reports/:id/assign", login, auth.Dispatchers, deed[handlingBody](h.service.Assign, h.show)},
		{"POST", staff + "/reports/:id/locate", login, auth.Dispatchers, deed[handlingBody](h.service.Locate, h.show)},
		{"POST", staff + "/reports/:id/take", login, auth.Workers, deed[handlingBody](h.service.Take, h.show)},
		{"POST", staff + "/reports/:id/return", login, auth.Workers, deed[handlingBody](h.service.Return, h.show)},
		{"POST", staff + "/reports/:id/reply", login, auth.Workers, deed[handlingBody](h.service.Reply, h.show)},
		{"POST", staff + "/reports/:id/note", login, auth.Workers, deed[handlingBody](h.service.Note, h.show)},
		{"POST", staff + "/reports/:id/transcribe", login, auth.Workers, deed[handlingBody](h.service.Transcribe, h.show)},
		{"POST", staff + "/reports/:id/ask", login, auth.Workers, deed[handlingBody](h.service.Ask, h.show)},
		{"POST", staff + "/reports/:id/resolve", login, auth.Workers, deed[handlingBody](h.service.Resolve, h.show)},
		{"POST", staff + "/reports/:id/phone", login, auth.Workers, reveal(h.persons, "report", h.service.Reporter)},
		{"POST", staff + "/reports/:id/step", login, auth.Workers, deed[handlingBody](h.service.FinishStep, h.show)},
		{"POST", staff + "/reports/:id/escalate", login, auth.Workers, deed[handlingBody](h.service.Escalate, h.show)},
		{"POST", staff + "/reports/:id/supervise", login, auth.Dispatchers, deed[handlingBody](h.service.Supervise, h.show)},
		{"POST", staff + "/reports/:id/account", login, auth.Workers, deed[handlingBody](h.service.ReplySupervision, h.show)},
		{"POST", staff + "/reports/:id/extend", login, auth.Workers, deed[handlingBody](h.service.AskToExtend, h.show)},
		{"POST", staff + "/reports/:id/suspend", login, auth.Workers, deed[handlingBody](h.service.AskToSuspend, h.show)},
		{"POST", staff + "/reports/:id/approve", login, auth.Dispatchers, deed[handlingBody](h.service.Approve, h.show)},
		{"POST", staff + "/reports/:id/decline", login, auth.Dispatchers, deed[handlingBody](h.service.Decline, h.show)},
		{"POST", staff + "/reports/:id/resume", login, auth.Workers, deed[handlingBody](h.service.Resume, h.show)},
		{"GET", staff + "/reports/:id/similar", login, auth.Dispatchers, byID(h.service.Similar, h.showFound)},
		{"POST", staff + "/reports/:id/merge", login, auth.Dispatchers, deed[handlingBody](h.service.Merge, h.show)},
		{"POST", staff + "/reports/:id/unmerge", login, auth.Dispatchers, deed[handlingBody](h.service.Unmerge, h.show)},
		{"POST", staff + "/reports/:id/split", login, auth.Dispatchers, deed[splitBody](h.service.Split, h.show)},
		{"POST", staff + "/reports/:id/follow-up", login, auth.Handlers, deed[handlingBody](h.service.FollowUp, h.show)},
		{"GET", staff + "/templates", login, auth.Handlers, h.templates},
		{"POST", staff + "/templates", login, auth.Dispatchers, create[templateView](h.service.AddTemplate, h.showTemplate)},
		{"DELETE", staff + "/templates/:id", login, auth.Dispatchers, end(h.service.DeleteTemplate)},
	}
}

func (h reports) list(c *fiber.Ctx, who caller) error {
	l, err := listing(c)
	if err != nil {
		return err
	}
	found, err := h.service.List(c.UserContext(), who.Actor, l)
	if err != nil {
		return err
	}
	return h.showPage(c, who, found, (*viewer).report)
}

// listing reads which list is asked for, what part of it, and in which order.
func listing(c *fiber.Ctx) (l report.Listing, err error) {
	l.View, l.Sort = report.View(c.Query("list", string(report.Mine))), report.Sort(c.Query("sort"))
	l.Category, l.State, l.Source = report.Category(c.Query("category")), report.State(c.Query("state")), report.Source(c.Query("source"))
	l.Family, l.Light = c.Query("family"), pace.Light(c.Query("light"))
	if l.After, err = readCursor(c.Query("cursor"), report.ErrCursor); err != nil {
		return l, err
	}
	if l.Holder, err = report.ParseHolder(c.Query("holder")); err != nil {
		return l, err
	}
	if l.Estate, err = number(c.Query("estate_id")); err != nil {
		return l, report.ErrNarrow.Because(err)
	}
	if l.Area, err = number(c.Query("area_id")); err != nil {
		return l, report.ErrNarrow.Because(err)
	}
	if l.Size, err = strconv.Atoi(c.Query("size", strconv.Itoa(pages.Size))); err != nil || l.Size < 1 {
		return l, report.ErrSize
	}
	for name, to := range map[string]*time.Time{"from": &l.Submitted.From, "to": &l.Submitted.To} {
		if said := c.Query(name); said != "" {
			if *to, err = time.Parse(time.RFC3339, said); err != nil {
				return l, report.ErrNarrow.Because(err)
			}
		}
	}
	return l, nil
}

// find looks for a report by the number read out on the telephone.
func (h reports) find(c *fiber.Ctx, who caller) error {
	found, err := h.service.Find(c.UserContext(), who.Actor, c.Query("number"))
	if err != nil {
		return err
	}
	return h.showFound(c, who, found)
}

// enter makes a report for a person at the counter or on the telephone, or of what the caller saw.
func (h reports) enter(c *fiber.Ctx, who caller) error {
	var in struct {
		draftBody
		Source   report.Source `json:"source"`
		Partner  string        `json:"partner"`
		External string        `json:"external_no"`
		Host     string        `json:"host_id"`
		Nameless bool          `json:"nameless"`
		Name     string        `json:"name"`
		Phone    string        `json:"phone"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	d, err := in.draft(in.Source)
	if err != nil {
		return err
	}
	d.Partner, d.External, d.Nameless = in.Partner, in.External, in.Nameless
	if d.Host, err = number(in.Host); err != nil {
		return err
	}
	var phone person.Phone // an elder may have none
	if in.Phone != "" {
		if phone, err = person.ParsePhone(in.Phone); err != nil {
			return err
		}
	}
	r, err := h.service.Enter(c.UserContext(), who.Actor, d, report.Behalf{Name: in.Name, Phone: phone})
	if err != nil {
		return err
	}
	return h.show(c.Status(fiber.StatusCreated), who, r)
}

type holderView struct {
	holderBody
	Way     report.Way `json:"way"`
	WayName string     `json:"way_name"`
	Name    string     `json:"name"`
	Why     string     `json:"why"`
}

// showHolders shows the possible holders of a report.
func (h reports) showHolders(c *fiber.Ctx, _ caller, found []report.Choice) error {
	return c.JSON(each(found, func(to report.Choice) holderView {
		return holderView{Name: to.Name, Why: to.Why, Way: to.Way, WayName: to.Way.Name(), holderBody: holderBody{
			Kind: to.Kind, Person: maybe(to.Person), Role: to.Role, Area: maybe(to.Area), Org: maybe(to.Org),
		}}
	}))
}

type templateView struct {
	ID        string       `json:"id"`
	Community string       `json:"community_id"`
	State     report.State `json:"state"`
	Name      string       `json:"name"`
	Text      string       `json:"text"`
}

func viewTemplate(t report.Template) templateView {
	return templateView{ID: text(t.ID), Community: text(t.Community), State: t.State, Name: t.Name, Text: t.Text}
}

func (h reports) templates(c *fiber.Ctx, who caller) error {
	found, err := h.service.Templates(c.UserContext(), who.Actor, report.State(c.Query("state")))
	if err != nil {
		return err
	}
	return c.JSON(each(found, viewTemplate))
}

func (h reports) showTemplate(c *fiber.Ctx, _ caller, t report.Template) error {
	return c.JSON(viewTemplate(t))
}

func (in templateView) input() (report.Template, error) {
	community, err := number(in.Community)
	return report.Template{Community: community, State: in.State, Name: in.Name, Text: in.Text}, err
}
