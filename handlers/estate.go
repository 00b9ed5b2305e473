package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/estate"
	"linli/app/mark"
	"linli/app/steward"
	"linli/app/when"
)

type estates struct {
	web
	service *estate.Service
}

func (h estates) routes() []route {
	return []route{
		{"GET", staff + "/estates", login, auth.Handlers, h.list},
		{"POST", staff + "/estates", login, auth.Judges, create[newEstateBody](h.service.Add, h.show)},
		{"GET", staff + "/estates/:id", login, auth.Handlers, byID(h.service.Get, h.show)},
		{"PUT", staff + "/estates/:id", login, auth.Judges, deed[estateBody](h.service.Change, h.show)},
		{"DELETE", staff + "/estates/:id", login, auth.Judges, end(h.service.Delete)},
		{"PUT", staff + "/estate-buildings/:id", login, auth.Judges, deed[featuresBody](h.service.Describe, h.showBuilding)},
		{"GET", staff + "/estate-contracts", login, auth.Departments, h.myContracts},
		{"POST", staff + "/estate-contracts", login, auth.Judges, create[newContractBody](h.service.AddContract, h.showContract)},
		{"PUT", staff + "/estate-contracts/:id", login, auth.Judges, h.changeContract},
		{"POST", staff + "/estate-seats", login, auth.Judges, create[tableSeatBody](h.service.AddSeat, h.showSeat)},
		{"GET", staff + "/grids/:id/codes", login, auth.Handlers, byID(h.service.Codes, h.showCodes)},
		{"PUT", staff + "/grids/:id/codes", login, auth.Judges, deed[gridCodesBody](h.service.SetCodes, h.showCodes)},
		{"DELETE", staff + "/estate-seats/:id", login, auth.Judges, end(h.service.EndSeat)},
	}
}

type estateBody struct {
	Name        string            `json:"name"`
	Housing     estate.Housing    `json:"housing"`
	Built       int               `json:"built"`
	Management  estate.Management `json:"management"`
	Property    string            `json:"org_id"`
	Committee   estate.Committee  `json:"committee"`
	Until       string            `json:"committee_until"`
	Branch      string            `json:"committee_branch_id"`
	Closed      bool              `json:"closed"`
	Parking     int               `json:"parking"`
	Gates       bool              `json:"gates"`
	Parcels     bool              `json:"parcel_box"`
	Contact     string            `json:"contact_phone"`
	Supervision string            `json:"supervision_phone"`
	Buildings   []string          `json:"building_ids"`
	seen
}

func (in estateBody) input() (c estate.Change, err error) {
	c.Facts = estate.Facts{
		Name: in.Name, Housing: in.Housing, Built: in.Built, Management: in.Management, Committee: in.Committee, Closed: in.Closed,
		Parking: in.Parking, Gates: in.Gates, Parcels: in.Parcels, Phones: steward.Phones{Contact: in.Contact, Supervision: in.Supervision},
	}
	c.Seen = in.Version
	if err = numbersInto(map[*int64]string{&c.Property: in.Property, &c.Branch: in.Branch}); err != nil {
		return c, err
	}
	if c.Buildings, err = numbers(in.Buildings); err != nil {
		return c, err
	}
	c.Until, err = dayOr(in.Until, estate.ErrCommittee)
	return c, err
}

// dayOr reads a day, "" as 0, or returns the fault.
func dayOr(day string, wrong error) (when.Date, error) {
	if day == "" {
		return 0, nil
	}
	d, ok := when.ParseDate(day)
	if !ok {
		return 0, wrong
	}
	return d, nil
}

type newEstateBody struct {
	Community string `json:"community_id"`
	estateBody
}

func (in newEstateBody) input() (e estate.Estate, err error) {
	if e.Community, err = number(in.Community); err != nil {
		return e, err
	}
	c, err := in.estateBody.input()
	e.Facts = c.Facts
	return e, err
}

type featuresBody struct {
	Floors   int           `json:"floors"`
	Lift     estate.Answer `json:"lift"`
	Built    int           `json:"built"`
	Roof     estate.Roof   `json:"roof"`
	LowLying bool          `json:"low_lying"`
	Unsafe   bool          `json:"unsafe"`
	Hard     bool          `json:"hard_to_reach"`
	seen
}

func (in featuresBody) input() (estate.Described, error) {
	return estate.Described{Features: estate.Features{
		Floors: in.Floors, Lift: in.Lift, Built: in.Built, Roof: in.Roof, LowLying: in.LowLying, Unsafe: in.Unsafe, Hard: in.Hard,
	}, Seen: in.Version}, nil
}

type contractBody struct {
	Payer    string `json:"payer_org_id"`
	Operator string `json:"operator_org_id"`
	What     string `json:"what"`
	Hours    int    `json:"hours"`
	From     string `json:"from"`
	To       string `json:"to"`
	Locals   int    `json:"residents_wanted"`
	seen
}

func (in contractBody) input() (c estate.Contract, err error) {
	c.What, c.Hours, c.Locals = in.What, in.Hours, in.Locals
	if err = numbersInto(map[*int64]string{&c.Payer: in.Payer, &c.Operator: in.Operator}); err != nil {
		return c, err
	}
	if c.From, err = dayOr(in.From, estate.ErrTerms); err != nil {
		return c, err
	}
	c.To, err = dayOr(in.To, estate.ErrTerms)
	return c, err
}

type newContractBody struct {
	Estate string `json:"estate_id"`
	contractBody
}

func (in newContractBody) input() (c estate.Contract, err error) {
	if c, err = in.contractBody.input(); err != nil {
		return c, err
	}
	c.Estate, err = number(in.Estate)
	return c, err
}

type tableSeatBody struct {
	Estate string       `json:"estate_id"`
	Party  estate.Party `json:"party"`
	Person string       `json:"person_id"`
}

func (in tableSeatBody) input() (s estate.Seat, err error) {
	s.Party = in.Party
	err = numbersInto(map[*int64]string{&s.Estate: in.Estate, &s.Person: in.Person})
	return s, err
}

func (h estates) changeContract(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in contractBody
	if err := read(c, &in); err != nil {
		return err
	}
	terms, err := in.input()
	if err != nil {
		return err
	}
	changed, err := h.service.ChangeContract(c.UserContext(), who.Actor, id, terms, in.Version)
	if err != nil {
		return err
	}
	return h.showContract(c, who, changed)
}

func (h estates) list(c *fiber.Ctx, who caller) error {
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	l, err := h.service.List(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	of := map[int64]int64{}
	for _, e := range l.Estates {
		for _, b := range e.Buildings {
			of[b] = e.ID
		}
	}
	t := l.Territory
	return c.JSON(fiber.Map{
		"items":       each(l.Estates, func(e estate.Estate) estateRowView { return viewEstateRow(t, e) }).Items,
		"communities": each(l.Communities, func(a area.Area) placeView { return placeView{text(a.ID), placeName(t, a.ID)} }).Items,
		"buildings": each(l.Buildings, func(a area.Area) ownedView {
			return ownedView{placeView{text(a.ID), a.Name}, text(a.Community), maybe(of[a.ID])}
		}).Items,
		"orgs": each(l.Orgs, func(o area.Org) orgChoiceView { return orgChoiceView{text(o.ID), o.Name, o.Kind} }).Items,
	})
}

// showBuilding shows the features of one building as its estate's page does.
func (h estates) showBuilding(c *fiber.Ctx, _ caller, b estate.Building) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	v, err := viewBuilding(t, b, estate.Share{})
	if err != nil {
		return err
	}
	return c.JSON(v)
}

func (h estates) showContract(c *fiber.Ctx, _ caller, one estate.Served) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	v, err := h.viewContract(t, one, "")
	if err != nil {
		return err
	}
	return c.JSON(v)
}

// myContracts shows the contracts of the caller's orgs with the names of their estates, and nothing else of these.
func (h estates) myContracts(c *fiber.Ctx, who caller) error {
	found, of, err := h.service.MyContracts(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	views := make([]contractView, len(found))
	for i, one := range found {
		e := of[one.Estate]
		if views[i], err = h.viewContract(t, one, placeName(t, e.Community)+" "+e.Name); err != nil {
			return err
		}
	}
	return c.JSON(items[contractView]{views})
}

func (h estates) showSeat(c *fiber.Ctx, _ caller, s estate.Seat) error {
	known, err := h.names.Persons(c.UserContext(), []int64{s.Person})
	if err != nil {
		return err
	}
	return c.JSON(tableSeatView{text(s.ID), s.Party, s.Party.Name(), text(s.Person), known[s.Person].Name})
}

// version is the mark of some content.
func version(content any) (seen, error) {
	v, err := mark.Of(content)
	return seen{v}, err
}

type gridCodesBody struct {
	Items []struct {
		Line area.Line `json:"line"`
		Code string    `json:"code"`
	} `json:"items"`
	seen
}

func (in gridCodesBody) input() (estate.NewCodes, error) {
	n := estate.NewCodes{Codes: area.Codes{}, Seen: in.Version}
	for _, one := range in.Items {
		n.Codes[one.Line] = one.Code
	}
	return n, nil
}

func (h estates) showCodes(c *fiber.Ctx, _ caller, g estate.Grid) error {
	seen, err := version(g.Codes)
	if err != nil {
		return err
	}
	can := []string{}
	if g.Keeps {
		can = append(can, "change")
	}
	type lineView struct {
		Line area.Line `json:"line"`
		Name string    `json:"line_name"`
		Code string    `json:"code"`
	}
	return c.JSON(fiber.Map{"version": seen.Version, "can": can, "items": each(area.Lines, func(l area.Line) lineView {
		return lineView{l, l.Name(), g.Codes[l]}
	}).Items})
}
