package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/linkage"
	"linli/app/when"
)

// linkages are who from outside is tied to which area.
type linkages struct {
	web
	service *linkage.Service
}

func (h linkages) routes() []route {
	return append(h.visitRoutes(), []route{
		{"GET", staff + "/linkages", login, auth.Managers, h.list},
		{"POST", staff + "/linkages", login, auth.Managers, h.add},
		{"POST", staff + "/linkages/:id/end", login, auth.Managers, end(h.service.End)},
		{"GET", api + "/me/linkages", login, auth.Posted, h.mine},
	}...)
}

func (h linkages) list(c *fiber.Ctx, who caller) error {
	id, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	b, err := h.service.In(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	today := when.DateOf(h.now())
	v := linkagesView{Items: []linkageView{}, Gaps: []linkageGapView{}}
	for _, l := range b.Linkages {
		one := viewLinkage(b.Tree, l, today)
		one.PersonName = b.Names[l.Person].Name
		if !one.Ended {
			one.Can = append(one.Can, "end")
		}
		v.Items = append(v.Items, one)
	}
	for _, g := range b.Gaps {
		v.Gaps = append(v.Gaps, linkageGapView{g.Kind, g.Kind.Name(), text(g.Area.ID), b.Tree.Say(g.Area.ID)})
	}
	return c.JSON(v)
}

func (h linkages) add(c *fiber.Ctx, who caller) error {
	var in struct {
		Kind    linkage.Kind `json:"kind"`
		Org     string       `json:"org_id"`
		Person  string       `json:"person_id"`
		Branch  string       `json:"branch_id"`
		Area    string       `json:"area_id"`
		From    string       `json:"from"`
		To      string       `json:"to"`
		Head    string       `json:"head"`
		Deputy  string       `json:"deputy"`
		Contact string       `json:"contact"`
		Team    string       `json:"team"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	l := linkage.Linkage{Kind: in.Kind, Head: in.Head, Deputy: in.Deputy, Contact: in.Contact, Team: in.Team}
	if err := numbersInto(map[*int64]string{&l.Org: in.Org, &l.Person: in.Person, &l.Branch: in.Branch, &l.Area: in.Area}); err != nil {
		return err
	}
	l.From, _ = when.ParseDate(in.From) // no date is refused as the first day
	if in.To != "" {
		ok := false
		if l.To, ok = when.ParseDate(in.To); !ok {
			return linkage.ErrDays
		}
	}
	l, err := h.service.Add(c.UserContext(), who.Actor, l)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(viewLinkage(tree, l, when.DateOf(h.now())))
}

func (h linkages) mine(c *fiber.Ctx, who caller) error {
	mine, tree, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(mine, func(l linkage.Linkage) linkageView { return viewLinkage(tree, l, when.DateOf(h.now())) }))
}

type linkageView struct {
	ID         string       `json:"id"`
	Kind       linkage.Kind `json:"kind"`
	KindName   string       `json:"kind_name"`
	OrgName    string       `json:"org_name"`
	PersonName string       `json:"person_name"`
	Branch     string       `json:"branch_id"`
	Area       string       `json:"area_id"`
	AreaName   string       `json:"area_name"`
	From       string       `json:"from"`
	To         string       `json:"to"`
	Ended      bool         `json:"ended"`
	Head       string       `json:"head"`
	Deputy     string       `json:"deputy"`
	Contact    string       `json:"contact"`
	Team       string       `json:"team"`
	Can        []string     `json:"can"`
}

func viewLinkage(t *area.Tree, l linkage.Linkage, today when.Date) linkageView {
	v := linkageView{
		ID: text(l.ID), Kind: l.Kind, KindName: l.Kind.Name(), Branch: maybe(l.Branch), Area: text(l.Area), AreaName: t.Say(l.Area),
		From: l.From.String(), Ended: l.To != 0 && l.To < today, Head: l.Head, Deputy: l.Deputy, Contact: l.Contact, Team: l.Team, Can: []string{},
	}
	if l.To != 0 {
		v.To = l.To.String()
	}
	v.OrgName = t.OrgName(l.Org)
	return v
}

type linkagesView struct {
	Items []linkageView    `json:"items"`
	Gaps  []linkageGapView `json:"gaps"`
}

type linkageGapView struct {
	Kind     linkage.Kind `json:"kind"`
	KindName string       `json:"kind_name"`
	Area     string       `json:"area_id"`
	AreaName string       `json:"area_name"`
}
