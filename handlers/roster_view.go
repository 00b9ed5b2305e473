package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/roster"
)

type memberView struct {
	ID        string       `json:"id"`
	Code      string       `json:"code"`
	Name      string       `json:"name"`
	Phone     string       `json:"phone"` // masked
	Community string       `json:"community_id"`
	Area      string       `json:"area_id"`
	AreaName  string       `json:"area_name"`
	Shown     bool         `json:"shown"`
	Bound     bool         `json:"bound"`
	Reachable bool         `json:"reachable"`
	Invited   string       `json:"invited_until"`
	Postings  []memberPost `json:"postings"`
	Can       []string     `json:"can"`
}

type memberPost struct {
	ID             string    `json:"id"`
	Role           auth.Role `json:"role"`
	RoleName       string    `json:"role_name"`
	Area           string    `json:"area_id"`
	AreaName       string    `json:"area_name"`
	Org            string    `json:"org_id"`
	OrgName        string    `json:"org_name"`
	From           string    `json:"from"`
	To             string    `json:"to"`
	State          string    `json:"state"`
	Substitute     string    `json:"substitute_id"`
	SubstituteName string    `json:"substitute_name"`
	Can            []string  `json:"can"`

	Class        person.Class      `json:"class"`
	ClassName    string            `json:"class_name"`
	Employed     person.Employment `json:"employed"`
	EmployedName string            `json:"employed_name"`
	Specialties  []string          `json:"specialties"`
	Duties       string            `json:"duties"`
}

// members lists the persons of the roster.
func (h rosters) members(c *fiber.Ctx, who caller) error {
	f := roster.Filter{
		Role: auth.Role(c.Query("role")), State: c.Query("state"), Words: c.Query("words"), Bound: c.Query("bound"),
		Class: person.Class(c.Query("class")), Specialty: c.Query("specialty"),
	}
	var after int64
	if err := numbersInto(map[*int64]string{&f.Area: c.Query("area_id"), &f.Org: c.Query("org_id"), &after: c.Query("cursor")}); err != nil {
		return err
	}
	found, err := h.service.Members(c.UserContext(), who.Actor, f, after)
	if err != nil {
		return err
	}
	v, err := h.viewer(c, who, found.Items)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(found, v.member))
}

func (h rosters) showMember(c *fiber.Ctx, who caller, m roster.Member) error {
	v, err := h.viewer(c, who, []roster.Member{m})
	if err != nil {
		return err
	}
	return c.JSON(v.member(m))
}

// rosterViewer shows members to an actor.
type rosterViewer struct {
	tree  *area.Tree
	who   auth.Actor
	names map[int64]person.Person
	now   time.Time
}

func (h rosters) viewer(c *fiber.Ctx, who caller, members []roster.Member) (rosterViewer, error) {
	t, err := h.tree(c)
	if err != nil {
		return rosterViewer{}, err
	}
	var ids []int64
	for _, m := range members {
		for _, p := range m.Postings {
			ids = append(ids, p.Substitute)
		}
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	return rosterViewer{t, who.Actor, names, h.now()}, err
}

func (v rosterViewer) member(m roster.Member) memberView {
	place := m.Home
	if place == 0 {
		place = m.Community
	}
	all := memberView{
		ID: text(m.ID), Code: m.Code, Name: m.Name, Phone: m.Phone.Masked(), Community: maybe(m.Community), Area: maybe(place),
		AreaName: sayArea(v.tree, place), Shown: m.Shown, Bound: m.Bound, Reachable: m.Reachable, Invited: stamp(m.Invited),
		Postings: []memberPost{}, Can: []string{},
	}
	mine := v.who.Covers(v.tree.Path(m.Community), auth.Managers...)
	for _, p := range m.Postings {
		shown := v.post(p)
		all.Postings = append(all.Postings, shown)
		mine = mine && (shown.State == "ended" || len(shown.Can) > 0)
	}
	if mine {
		all.Can = []string{"change", "invite", "appoint"}
	}
	return all
}

func (v rosterViewer) post(p person.Posting) memberPost {
	shown := memberPost{
		ID: text(p.ID), Role: p.Role, RoleName: p.Role.Name(), Area: text(p.Area), AreaName: sayArea(v.tree, p.Area), Org: maybe(p.Org),
		OrgName: v.tree.OrgName(p.Org), From: roster.FirstDay(p), To: roster.LastDay(p), Substitute: maybe(p.Substitute),
		SubstituteName: v.names[p.Substitute].Name, Can: []string{}, State: "current", Class: p.Class, ClassName: p.Class.Name(),
		Employed: p.Employed, EmployedName: p.Employed.Name(), Specialties: p.List(), Duties: p.Duties,
	}
	switch {
	case p.Holds(v.now):
	case p.From.After(v.now):
		shown.State = "future"
	default:
		shown.State = "ended"
	}
	if shown.State != "ended" && v.who.MayAppoint(p.Role, v.tree.Path(p.Area)) {
		shown.Can = []string{"change", "end", "transfer"}
	}
	return shown
}

type rosterAreaView struct {
	ID         string      `json:"id"`
	Parent     string      `json:"parent_id"`
	Kind       area.Kind   `json:"kind"`
	Code       string      `json:"code"`
	Name       string      `json:"name"`
	FullName   string      `json:"full_name"`
	Aliases    []string    `json:"aliases"`
	Households int         `json:"households"`
	Total      int         `json:"households_total"`
	TooLarge   bool        `json:"too_large"`
	Lat        float64     `json:"lat"`
	Lng        float64     `json:"lng"`
	Boundary   bool        `json:"has_boundary"`
	Below      int         `json:"below"`
	Can        []string    `json:"can"`
	Gives      []auth.Role `json:"gives"`
	Facts      *factsView  `json:"facts,omitempty"`
}

type factsView struct {
	Reports   int `json:"open_reports"`
	Residents int `json:"residents"`
	Staff     int `json:"staff"`
	Stewards  int `json:"stewards"`
	Buildings int `json:"buildings"`
}

// sayArea names an area; those above communities by their own name.
func sayArea(t *area.Tree, id int64) string {
	if said := t.Say(id); said != "" {
		return said
	}
	a, _ := t.Get(id) //nolint:errcheck // an area that is gone has no name
	return a.Name
}

func viewRosterArea(t *area.Tree, who auth.Actor, a area.Area) rosterAreaView {
	v := rosterAreaView{
		ID: text(a.ID), Parent: maybe(a.Parent), Kind: a.Kind, Code: a.Code, Name: a.Name, FullName: sayArea(t, a.ID),
		Aliases: append([]string{}, a.Aliases...), Households: a.Households, Total: t.HouseholdsOf(a.ID), TooLarge: t.TooLarge(a), Lat: a.Lat, Lng: a.Lng, Boundary: a.Boundary != "",
		Below: len(t.Children(a.ID)), Can: []string{}, Gives: []auth.Role{},
	}
	for _, role := range auth.Roles {
		if who.MayAppoint(role, a.Path) {
			v.Gives = append(v.Gives, role)
		}
	}
	if roster.MayKeep(who, a.Kind, a.Path) {
		v.Can = append(v.Can, "change")
	}
	if roster.MayKeep(who, a.Kind, t.Path(a.Parent)) && a.Parent != 0 {
		v.Can = append(v.Can, "move")
	}
	for _, k := range roster.KindsBelow(a.Kind) {
		if roster.MayKeep(who, k, a.Path) {
			v.Can = append(v.Can, "add_"+string(k))
		}
	}
	return v
}

// below lists the areas directly below one, all of a kind, or those in which the caller manages.
func (h rosters) below(c *fiber.Ctx, who caller) error {
	parent, err := number(c.Query("parent_id"))
	if err != nil {
		return err
	}
	ask := func() ([]area.Area, error) { return h.service.Below(c.UserContext(), who.Actor, parent) }
	if k := area.Kind(c.Query("kind")); k != "" {
		ask = func() ([]area.Area, error) { return h.service.OfKind(c.UserContext(), who.Actor, k) }
	}
	found, err := ask()
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(a area.Area) rosterAreaView { return viewRosterArea(t, who.Actor, a) }))
}

func (h rosters) area(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	a, f, err := h.service.Area(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	v := viewRosterArea(t, who.Actor, a)
	facts := factsView(f)
	v.Facts = &facts
	return c.JSON(v)
}

type rosterOrgView struct {
	ID       string   `json:"id"`
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Area     string   `json:"area_id"`
	AreaName string   `json:"area_name"`
	Parent   string   `json:"parent_id"`
	Above    string   `json:"parent_name"`
	Can      []string `json:"can"`
}

func (h rosters) orgs(c *fiber.Ctx, who caller) error {
	found, err := h.service.Orgs(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(o area.Org) rosterOrgView {
		v := rosterOrgView{ID: text(o.ID), Code: o.Code, Name: o.Name, Kind: o.Kind, Area: text(o.Area), AreaName: sayArea(t, o.Area), Can: []string{}}
		if up, err := t.Org(o.Parent); err == nil {
			v.Parent, v.Above = text(up.ID), up.Name
		}
		if roster.MayKeepOrg(who.Actor, t.Path(o.Area)) {
			v.Can = []string{"change"}
		}
		return v
	}))
}
