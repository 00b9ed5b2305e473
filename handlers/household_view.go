package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/household"
	"linli/app/inquiry"
	"linli/app/loan"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/when"
)

func day(d when.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// dwellingView is a room.
type dwellingView struct {
	ID         string           `json:"id"`
	Area       string           `json:"area_id"`
	Community  string           `json:"community_id"`
	Place      string           `json:"place"` // of the unit or building
	Unit       string           `json:"unit"`  // its own name
	Floor      int              `json:"floor"`
	Room       string           `json:"room"`
	Use        household.Use    `json:"use"`
	UseName    string           `json:"use_name"`
	Tenure     household.Tenure `json:"tenure"`
	TenureName string           `json:"tenure_name"`
	CheckedAt  string           `json:"checked_at"`
	Unchecked  bool             `json:"unchecked"`
}

func viewDwelling(t *area.Tree, d household.Dwelling, now time.Time) dwellingView {
	unit, _ := t.Get(d.Area) //nolint:errcheck // an area that is gone has no name
	return dwellingView{
		ID: text(d.ID), Area: text(d.Area), Community: text(d.Community), Place: t.Say(d.Area), Unit: unit.Name, Floor: d.Floor, Room: d.SayRoom(), Use: d.Use,
		UseName: d.Use.Name(), Tenure: d.Tenure, TenureName: d.Tenure.Name(), CheckedAt: stamp(d.CheckedAt), Unchecked: d.Unchecked(now),
	}
}

// householdView is a household without its members.
type householdView struct {
	ID        string          `json:"id"`
	Size      int             `json:"size"`
	Since     string          `json:"since"`
	Until     string          `json:"until"`
	State     household.State `json:"state"`
	StateName string          `json:"state_name"`
	Source    string          `json:"source"` // in words
	Reported  string          `json:"reported_at"`
	Due       string          `json:"due"` // until when it is to be confirmed; "" once it is
	Overdue   bool            `json:"overdue"`
	Can       []string        `json:"can"`
}

func viewHousehold(h household.Household, now time.Time) householdView {
	v := householdView{
		ID: text(h.ID), Size: h.Size, Since: day(h.Since), Until: day(h.Until), State: h.State, StateName: h.State.Name(),
		Source: h.Source.Name(), Reported: stamp(h.ReportedAt), Overdue: h.Overdue(now), Can: h.Can(),
	}
	if h.State == household.Reported {
		v.Due = stamp(h.Due)
	}
	return v
}

func (h households) showArrived(c *fiber.Ctx, _ caller, one household.Household) error {
	return c.JSON(viewHousehold(one, h.now()))
}

func (h households) showDwelling(c *fiber.Ctx, _ caller, d household.Dwelling) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewDwelling(t, d, h.now()))
}

func (h households) showDwellings(c *fiber.Ctx, _ caller, found pages.Page[household.Dwelling]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(d household.Dwelling) dwellingView { return viewDwelling(t, d, h.now()) }))
}

// rowView is a household with its room.
type rowView struct {
	householdView
	Dwelling dwellingView `json:"dwelling"`
}

func (h households) showRows(c *fiber.Ctx, _ caller, found pages.Page[household.Row]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, func(r household.Row) rowView {
		return rowView{viewHousehold(r.Household, h.now()), viewDwelling(t, r.Home, h.now())}
	}))
}

// roomView is one room of a building. To stewards the household has no id.
type roomView struct {
	dwellingView
	Household string `json:"household_id"`
	State     string `json:"state"` // lived_in, waiting, vacant, empty
	Size      int    `json:"size"`
	Contact   string `json:"contact"`
	Waiting   bool   `json:"waiting"`
}

func roomState(r household.Room) string {
	switch {
	case r.Household.State == household.Confirmed:
		return "lived_in"
	case r.Household.ID != 0:
		return "waiting"
	case r.Tenure == household.Vacant:
		return "vacant"
	}
	return "empty"
}

func (h households) showRooms(c *fiber.Ctx, _ caller, b household.Building) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	now := h.now()
	rooms := each(b.Rooms, func(r household.Room) roomView {
		v := roomView{
			dwellingView: viewDwelling(t, r.Dwelling, now), State: roomState(r), Size: r.Household.Size, Contact: r.Contact, Waiting: r.Waiting,
		}
		if b.Full {
			v.Household = maybe(r.Household.ID)
		}
		return v
	})
	units := []areaLink{}
	for _, u := range t.Children(b.Area.ID) {
		if u.Kind == area.Unit {
			units = append(units, areaLink{text(u.ID), u.Name})
		}
	}
	return c.JSON(buildingView{
		items: rooms, ID: text(b.Area.ID), Name: t.Say(b.Area.ID), Units: units, Full: b.Full,
		Counts: countsView{
			Rooms: b.Counts.Rooms, Households: b.Counts.Households, People: b.Counts.People, Permanent: b.Counts.Permanent,
			Temporary: b.Counts.Temporary, Rented: b.Counts.Rented, Vacant: b.Counts.Vacant, Unchecked: b.Counts.Unchecked,
			Came: b.Counts.Came, Went: b.Counts.Went,
		},
	})
}

type buildingView struct {
	items[roomView]
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Units  []areaLink `json:"units"`
	Full   bool       `json:"full"` // the caller may open households
	Counts countsView `json:"counts"`
}

type areaLink struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type countsView struct {
	Rooms      int `json:"rooms"`
	Households int `json:"households"`
	People     int `json:"people"`
	Permanent  int `json:"permanent"`
	Temporary  int `json:"temporary"`
	Rented     int `json:"rented"`
	Vacant     int `json:"vacant"`
	Unchecked  int `json:"unchecked"`
	Came       int `json:"came"`
	Went       int `json:"went"`
}

// dwellerView is a member of a household.
type dwellerView struct {
	Residence    string             `json:"residence_id"`
	Person       string             `json:"person_id"` // "" to residents
	Name         string             `json:"name"`
	Phone        string             `json:"phone"` // masked; "" to residents
	Born         int                `json:"born"`
	Tags         []person.Tag       `json:"tags"`
	TagNames     []string           `json:"tag_names"`
	Consents     []string           `json:"consents"` // in words
	Relation     household.Relation `json:"relation"`
	RelationName string             `json:"relation_name"`
	Stay         household.Stay     `json:"stay"`
	StayName     string             `json:"stay_name"`
	State        household.State    `json:"state"`
	StateName    string             `json:"state_name"`
	Source       string             `json:"source"`
	From         string             `json:"from"`
	Until        string             `json:"until"`
}

func viewDweller(m household.Member, called map[person.Tag]string) dwellerView {
	tags := make([]string, len(m.Tags))
	for i, t := range m.Tags {
		tags[i] = called[t]
	}
	return dwellerView{
		TagNames: tags, Consents: append([]string{}, m.Consents...), Residence: text(m.ID), Name: m.Who.Name, Tags: append([]person.Tag{}, m.Tags...), Relation: m.Relation,
		RelationName: m.Relation.Name(), Stay: m.Stay, StayName: m.Stay.Name(), State: m.State, StateName: m.State.Name(),
		Source: m.Source.Name(), From: day(m.From), Until: day(m.Until),
	}
}

type ownView struct {
	householdView
	Dwelling dwellingView  `json:"dwelling"`
	Members  []dwellerView `json:"members"`
	Mine     string        `json:"residence_id"`
	Trusted  bool          `json:"trusted"` // the caller may correct it
}

func viewOwn(t *area.Tree, o household.Own) ownView {
	v := ownView{Members: []dwellerView{}, Mine: text(o.Mine.ID), Trusted: o.Trusted()}
	v.householdView = viewHousehold(o.Household, o.Household.ReportedAt)
	v.Can = []string{"leave"}
	if o.Trusted() {
		v.Can = []string{"correct", "join", "leave"}
	}
	v.Dwelling = viewDwelling(t, o.Home, o.Home.CheckedAt)
	for _, m := range o.Members {
		v.Members = append(v.Members, viewDweller(m, nil)) // a resident reads no tags
	}
	return v
}

func (h households) showOwn(c *fiber.Ctx, _ caller, o household.Own) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewOwn(t, o))
}

// contactView is one contact of a member with the community.
type contactView struct {
	At        string `json:"at"`
	Kind      string `json:"kind"`
	KindName  string `json:"kind_name"`
	ID        string `json:"id"`
	Name      string `json:"name"`
	Title     string `json:"title"`
	StateName string `json:"state_name"`
}

var contactKinds = map[string]string{
	"report": "随手拍", "booking": "预约", "call": "求助", "loan": "借用", "inquiry": "咨询", "told": "上门告知",
}

func viewContact(e household.Event, who map[int64]string) contactView {
	v := contactView{At: stamp(e.At), Kind: e.Kind, KindName: contactKinds[e.Kind], ID: text(e.ID), Name: who[e.Person], Title: e.Title}
	switch e.Kind {
	case "report":
		v.StateName = report.State(e.State).Name()
	case "booking":
		v.StateName = booking.State(e.State).Name()
	case "loan":
		v.StateName = loan.State(e.State).Name()
	case "inquiry":
		v.StateName = inquiry.State(e.State).Name()
	case "call":
		v.StateName = map[bool]string{true: "已处理", false: "处理中"}[steward.CallState(e.State) == steward.Done]
	case "told":
		v.StateName = "已告知"
	}
	return v
}

// householdPage is everything that is known about a household.
type householdPage struct {
	householdView
	Dwelling dwellingView  `json:"dwelling"`
	Members  []dwellerView `json:"members"`
	Contacts []contactView `json:"contacts"`
}

func (h households) showPage(c *fiber.Ctx, _ caller, p household.Page) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	called, err := h.tagNames(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(h.viewPage(t, p, called))
}

func (h households) viewPage(t *area.Tree, p household.Page, called map[person.Tag]string) householdPage {
	v := householdPage{
		householdView: viewHousehold(p.Household, h.now()), Dwelling: viewDwelling(t, p.Home, h.now()), Members: []dwellerView{},
		Contacts: []contactView{},
	}
	names := map[int64]string{}
	for _, m := range p.Members {
		one := viewDweller(m, called)
		one.Person, one.Phone, one.Born = text(m.Person), m.Who.Phone.Masked(), m.Who.Born
		names[m.Person] = m.Who.Name
		v.Members = append(v.Members, one)
	}
	for _, e := range p.Events {
		v.Contacts = append(v.Contacts, viewContact(e, names))
	}
	return v
}
