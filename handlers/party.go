package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/party"
	"linli/app/person"
	"linli/app/when"
)

type parties struct {
	web
	service *party.Service
}

func (h parties) routes() []route {
	return []route{
		{"GET", api + "/party/mine", login, auth.Everyone, h.mine},
		{"GET", staff + "/party/rules", login, auth.Handlers, h.rules},
		{"PUT", staff + "/party/rules", login, auth.Centres, h.setRules},
		{"GET", staff + "/party/branches", login, auth.Handlers, h.branches},
		{"DELETE", staff + "/party/branches/:id", login, auth.Managers, end(h.service.EndBranch)},
		{"GET", staff + "/party/members", login, auth.Handlers, h.members},
		{"GET", staff + "/party/buildings", login, auth.Handlers, h.buildings},
		{"GET", staff + "/party/seats", login, auth.Handlers, h.seats},
		{"GET", staff + "/party/seats/proposed", login, auth.Handlers, h.proposed},
		{"POST", staff + "/party/seats", login, auth.Managers, create[seatBody](h.service.AddSeat, h.showSeat)},
		{"DELETE", staff + "/party/seats/:id", login, auth.Managers, end(h.service.EndSeat)},
	}
}

// places reads the ids of the query that narrow a list.
func (h parties) narrowed(c *fiber.Ctx) (in, branch int64, err error) {
	err = numbersInto(map[*int64]string{&in: c.Query("area_id"), &branch: c.Query("branch_id")})
	return in, branch, err
}

type partyRulesView struct {
	party.Rules
	seen
}

func (h parties) rules(c *fiber.Ctx, who caller) error {
	r, err := h.service.Rules(c.UserContext())
	if err != nil {
		return err
	}
	return h.showRules(c, who, r)
}

func (h parties) showRules(c *fiber.Ctx, who caller, r party.Rules) error {
	version, err := mark.Of(r)
	if err != nil {
		return err
	}
	for i, l := range r.Levels {
		if l.Above == nil {
			r.Levels[i].Above = []string{}
		}
	}
	if r.Duties == nil {
		r.Duties = []string{}
	}
	can := []string{}
	if who.Need(auth.Centres...) == nil {
		can = []string{"change"}
	}
	return c.JSON(struct {
		partyRulesView
		Can []string `json:"can"`
	}{partyRulesView{r, seen{version}}, can})
}

func (h parties) setRules(c *fiber.Ctx, who caller) error {
	var in partyRulesView
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.SetRules(c.UserContext(), who.Actor, in.Rules, in.Version); err != nil {
		return err
	}
	return h.showRules(c, who, in.Rules)
}

type branchView struct {
	ID      string   `json:"id"`
	Parent  string   `json:"parent_id"`
	Level   string   `json:"level"`
	Name    string   `json:"name"`
	Area    string   `json:"area_id"`
	Place   string   `json:"area_name"`
	Org     string   `json:"org_id"`
	OrgName string   `json:"org_name"`
	Members int      `json:"members"`
	Can     []string `json:"can"`
}

func viewBranch(t *area.Tree, who auth.Actor, b party.Branch, members int) branchView {
	v := branchView{
		ID: text(b.ID), Parent: maybe(b.Parent), Level: b.Level, Name: b.Name, Area: text(b.Area), Place: placeName(t, b.Area), Org: maybe(b.Org),
		Members: members, Can: []string{},
	}
	v.OrgName = t.OrgName(b.Org)
	if a, err := t.Get(b.Area); err == nil {
		if party.Sees(who, a) {
			v.Can = append(v.Can, "read")
		}
		if party.Keeps(who, a) {
			v.Can = append(v.Can, "change")
		}
	}
	return v
}

// placeName says an area; Say has no words for those above communities.
func placeName(t *area.Tree, id int64) string {
	if said := t.Say(id); said != "" {
		return said
	}
	a, _ := t.Get(id) //nolint:errcheck // an area that is gone has no name
	return a.Name
}

func (h parties) branches(c *fiber.Ctx, who caller) error {
	in, _, err := h.narrowed(c)
	if err != nil {
		return err
	}
	t, err := h.service.Branches(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"items": each(t.Branches, func(b party.Branch) branchView {
			return viewBranch(t.Territory, who.Actor, b, t.Members[b.ID])
		}).Items,
		"alone":  each(t.Alone, func(a area.Area) placeView { return placeView{text(a.ID), placeName(t.Territory, a.ID)} }).Items,
		"plates": fiber.Map{"members": t.Plates.Members, "households": t.Plates.Households},
	})
}

type placeView struct {
	ID   string `json:"area_id"`
	Name string `json:"area_name"`
}

type patchView struct {
	placeView
	Posting string `json:"posting_id"`
	From    string `json:"from"` // "" when it holds already
}

type partyMemberView struct {
	Person     string      `json:"person_id"`
	Name       string      `json:"name"`
	Branch     string      `json:"branch_id"`
	BranchName string      `json:"branch_name"`
	Kind       party.Kind  `json:"kind"`
	KindName   string      `json:"kind_name"`
	Duties     []string    `json:"duties"`
	Words      string      `json:"words"`
	Home       string      `json:"home_name"`
	Patch      []patchView `json:"patch"`
	Plate      bool        `json:"plate"`
	Can        []string    `json:"can"`
}

func (h parties) viewPatch(t *area.Tree, patch []person.Posting) []patchView {
	return each(patch, func(p person.Posting) patchView {
		v := patchView{placeView: placeView{text(p.Area), placeName(t, p.Area)}, Posting: text(p.ID)}
		if p.From.After(h.now()) {
			v.From = stamp(p.From)
		}
		return v
	}).Items
}

func (h parties) members(c *fiber.Ctx, who caller) error {
	in, branch, err := h.narrowed(c)
	if err != nil {
		return err
	}
	roll, err := h.service.Members(c.UserContext(), who.Actor, in, branch, c.Query("list"))
	if err != nil {
		return err
	}
	known := map[int64]party.Branch{}
	for _, b := range roll.Branches {
		known[b.ID] = b
	}
	return c.JSON(each(roll.Entries, func(e party.Entry) partyMemberView {
		b := known[e.Branch] // one that the actor does not act in has no name
		v := partyMemberView{
			Person: text(e.Person), Name: e.Name, Branch: text(e.Branch), BranchName: b.Name, Kind: e.Kind, KindName: e.Kind.Name(),
			Duties: e.Duties, Words: e.Words, Home: placeName(roll.Territory, e.Home), Patch: h.viewPatch(roll.Territory, e.Patch), Plate: e.Plate, Can: []string{},
		}
		if v.Duties == nil {
			v.Duties = []string{}
		}
		if a, err := roll.Territory.Get(b.Area); err == nil && party.Keeps(who.Actor, a) {
			v.Can = append(v.Can, "change")
		}
		return v
	}))
}

type nearView struct {
	Person string `json:"person_id"`
	Name   string `json:"name"`
	Home   string `json:"home_name"`
	Same   bool   `json:"same_building"`
}

func (h parties) buildings(c *fiber.Ctx, who caller) error {
	in, _, err := h.narrowed(c)
	if err != nil {
		return err
	}
	bare, t, err := h.service.Bare(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	type bareView struct {
		placeView
		Near []nearView `json:"near"`
	}
	return c.JSON(each(bare, func(b party.Bare) bareView {
		return bareView{placeView{text(b.Building.ID), placeName(t, b.Building.ID)}, each(b.Near, func(n party.Near) nearView {
			return nearView{text(n.Person), n.Name, placeName(t, n.Home), n.Same}
		}).Items}
	}))
}

type seatBody struct {
	Branch string       `json:"branch_id"`
	Person string       `json:"person_id"`
	Org    string       `json:"org_id"`
	Source party.Source `json:"source"`
	Full   bool         `json:"full_time"`
	From   string       `json:"from"`
	To     string       `json:"to"`
}

func (in seatBody) input() (s party.Seat, err error) {
	s.Source, s.Full = in.Source, in.Full
	if err = numbersInto(map[*int64]string{&s.Branch: in.Branch, &s.Person: in.Person, &s.Org: in.Org}); err != nil {
		return s, err
	}
	if s.From, err = party.ParseDay(in.From); err != nil {
		return s, err
	}
	s.To, err = party.ParseDay(in.To)
	return s, err
}

type seatView struct {
	ID         string       `json:"id"`
	Branch     string       `json:"branch_id"`
	BranchName string       `json:"branch_name"`
	Person     string       `json:"person_id"`
	Name       string       `json:"name"`
	Org        string       `json:"org_id"`
	OrgName    string       `json:"org_name"`
	Source     party.Source `json:"source"`
	SourceName string       `json:"source_name"`
	Full       bool         `json:"full_time"`
	From       string       `json:"from"`
	To         string       `json:"to"`
	Ended      bool         `json:"ended"`
	Can        []string     `json:"can"`
}

func (h parties) viewSeats(ctx context.Context, who caller, t *area.Tree, of []party.Branch, seats []party.Seat) ([]seatView, error) {
	ids := make([]int64, len(seats))
	for i, s := range seats {
		ids[i] = s.Person
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	if err != nil {
		return nil, err
	}
	known := map[int64]party.Branch{}
	for _, b := range of {
		known[b.ID] = b
	}
	today := when.DateOf(h.now())
	return each(seats, func(s party.Seat) seatView {
		b := known[s.Branch]
		v := seatView{
			ID: text(s.ID), Branch: text(s.Branch), BranchName: b.Name, Person: text(s.Person), Name: names[s.Person].Name, Org: maybe(s.Org),
			Source: s.Source, SourceName: s.Source.Name(), Full: s.Full, From: s.From.String(), Ended: s.Ended(today), Can: []string{},
		}
		v.OrgName = t.OrgName(s.Org)
		if s.To != 0 {
			v.To = s.To.String()
		}
		if a, err := t.Get(b.Area); err == nil && party.Keeps(who.Actor, a) && s.To == 0 {
			v.Can = append(v.Can, "end")
		}
		return v
	}).Items, nil
}

func (h parties) seats(c *fiber.Ctx, who caller) error {
	in, _, err := h.narrowed(c)
	if err != nil {
		return err
	}
	seats, t, err := h.service.Seats(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	views, err := h.viewSeats(c.UserContext(), who, t.Territory, t.Branches, seats)
	if err != nil {
		return err
	}
	return c.JSON(items[seatView]{views})
}

func (h parties) showSeat(c *fiber.Ctx, who caller, s party.Seat) error {
	_, t, err := h.service.Seats(c.UserContext(), who.Actor, 0)
	if err != nil {
		return err
	}
	views, err := h.viewSeats(c.UserContext(), who, t.Territory, t.Branches, []party.Seat{s})
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func (h parties) proposed(c *fiber.Ctx, who caller) error {
	in, _, err := h.narrowed(c)
	if err != nil {
		return err
	}
	found, err := h.service.Propose(c.UserContext(), who.Actor, in, party.Post(c.Query("post")))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(b party.Branch) branchView { return viewBranch(t, who.Actor, b, 0) }))
}

// mine shows the caller's own membership, with the names and duties of the others in their branch.
func (h parties) mine(c *fiber.Ctx, who caller) error {
	own, t, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	type fellow struct {
		Name   string   `json:"name"`
		Duties []string `json:"duties"`
	}
	view := fiber.Map{
		"branch_name": own.Branch.Name, "kind": own.Kind, "kind_name": own.Kind.Name(), "duties": append([]string{}, own.Duties...),
		"words": own.Words, "patch": h.viewPatch(t, own.Patch),
		"fellows": each(own.Fellows, func(e party.Entry) fellow { return fellow{e.Name, append([]string{}, e.Duties...)} }).Items,
	}
	return c.JSON(view)
}
