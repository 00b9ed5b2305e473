package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/care"
	"linli/app/plan"
)

type codeView struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type personNameView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// careRowView is one visit of a list.
type careRowView struct {
	ID        string         `json:"id"`
	Household string         `json:"household_id"`
	Building  string         `json:"building_id"`
	Place     string         `json:"place"`
	Room      string         `json:"room"`
	Who       string         `json:"who"`
	Level     care.Level     `json:"level"`
	LevelName string         `json:"level_name"`
	Cohorts   []string       `json:"cohorts"`
	State     plan.State     `json:"state"`
	Due       string         `json:"due"`
	By        string         `json:"due_by"`
	Say       string         `json:"say"`
	Last      string         `json:"last"`
	Door      bool           `json:"door"`
	Declined  bool           `json:"declined"`
	Changed   bool           `json:"changed"`
	Chase     *careChaseView `json:"chase"`
}

type careChaseView struct {
	ID    string `json:"id"`
	Say   string `json:"say"`
	Began string `json:"began_at"`
	Next  string `json:"next_at"`
}

func (h cares) viewRow(r care.Row) careRowView {
	v := careRowView{
		ID: text(r.ID), Household: maybe(r.Household), Building: maybe(r.Building), Place: r.Place, Room: r.Room, Who: r.Who,
		Level: r.LevelNow, LevelName: r.LevelName(), Cohorts: r.Cohorts, State: r.State, Due: day(r.Next.Last), By: stamp(r.Next.By), Say: r.Say,
		Last: day(r.Last), Door: r.Door, Declined: r.Declined != "", Changed: !r.ChangeAt.IsZero() && r.LevelNow == care.A,
	}
	if r.Chase.ID != 0 {
		v.Chase = &careChaseView{text(r.Chase.ID), r.ChaseSay, stamp(r.Chase.BeganAt), stamp(r.Chase.NextAt)}
	}
	return v
}

type sheetView struct {
	careRowView
	Needs []codeView `json:"needs"`
}

type visitView struct {
	ID       string        `json:"id"`
	At       string        `json:"at"`
	Noted    string        `json:"noted_at"`
	Way      care.Way      `json:"way"`
	WayName  string        `json:"way_name"`
	Outcome  care.Outcome  `json:"outcome"`
	Name     string        `json:"outcome_name"`
	Counts   bool          `json:"counts"`
	LateDays int           `json:"late_days"`
	Visitors []visitorView `json:"visitors"`
}

type visitorView struct {
	Person string   `json:"person_id"`
	Name   string   `json:"name"`
	Words  string   `json:"words"`
	Files  []string `json:"file_ids"`
}

type visitedView struct {
	visitView
	Due string `json:"due"`
	Say string `json:"say"`
}

func viewVisit(v care.Visit, by []care.Visitor, names map[int64]string) visitView {
	one := visitView{
		ID: text(v.ID), At: stamp(v.At), Noted: stamp(v.NotedAt), Way: v.Way, WayName: v.Way.Name(), Outcome: v.Outcome, Name: v.Outcome.Name(),
		Counts: v.Counts, LateDays: v.LateDays, Visitors: []visitorView{},
	}
	for _, p := range by {
		if p.Visit != v.ID {
			continue
		}
		w := visitorView{Person: text(p.Person), Name: names[p.Person], Words: p.Words, Files: []string{}}
		for _, f := range p.Files {
			w.Files = append(w.Files, text(f))
		}
		one.Visitors = append(one.Visitors, w)
	}
	return one
}

type careChangeView struct {
	ID       string    `json:"id"`
	Kind     care.Kind `json:"kind"`
	KindName string    `json:"kind_name"`
	Day      string    `json:"day"`
	Until    string    `json:"until"`
	Words    string    `json:"words"`
	Ended    bool      `json:"ended"`
}

type needView struct {
	ID        string         `json:"id"`
	Cared     string         `json:"care_id"`
	Kind      string         `json:"kind"`
	KindName  string         `json:"kind_name"`
	State     care.NeedState `json:"state"`
	StateName string         `json:"state_name"`
	Target    string         `json:"target"`
	Reason    string         `json:"reason"`
	At        string         `json:"at"`
	Can       []string       `json:"can"`
}

func viewNeed(n care.Need, kinds map[string]string) needView {
	return needView{
		text(n.ID), text(n.Cared), n.Kind, kinds[n.Kind], n.State, n.State.Name(), n.Target, n.Reason, stamp(n.At), n.Can(),
	}
}

func (h cares) showNeed(c *fiber.Ctx, _ caller, n care.Need) error {
	kinds, err := h.kinds(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(viewNeed(n, kinds))
}

// carePageView is one of the plan with everything that a keeper reads.
type carePageView struct {
	careRowView
	Names   []string         `json:"names"`
	Set     *careSetView     `json:"set"`
	Refuses string           `json:"declined_why"`
	Visits  []visitView      `json:"visits"`
	Changes []careChangeView `json:"changes"`
	Needs   []needView       `json:"needs"`
	Helpers []personNameView `json:"helpers"`
	Kinds   []codeView       `json:"need_kinds"`
	Can     []string         `json:"can"`
}

type careSetView struct {
	Level     care.Level `json:"level"`
	LevelName string     `json:"level_name"`
	Until     string     `json:"until"`
	Reason    string     `json:"reason"`
	By        string     `json:"by"`
}

func (h cares) showPage(c *fiber.Ctx, _ caller, p care.Page) error {
	var ids []int64
	for _, v := range p.Visitors {
		ids = append(ids, v.Person)
	}
	ids = append(append(ids, p.Helpers...), p.Set.By)
	known, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	names := map[int64]string{}
	for id, one := range known {
		names[id] = one.Name
	}
	v := carePageView{
		careRowView: h.viewRow(p.Row), Names: append([]string{}, p.Names...), Refuses: p.Declined, Visits: []visitView{}, Changes: []careChangeView{},
		Needs: []needView{}, Helpers: []personNameView{}, Kinds: []codeView{}, Can: p.Can,
	}
	if p.Set.Level != "" {
		v.Set = &careSetView{p.Set.Level, p.Set.Level.Name(), day(p.Set.Until), p.Set.Why, names[p.Set.By]}
	}
	kinds := map[string]string{}
	for _, w := range p.Kinds {
		if kinds[w.Code] = w.Name; !w.Hidden {
			v.Kinds = append(v.Kinds, codeView{w.Code, w.Name})
		}
	}
	for _, one := range p.Visits {
		v.Visits = append(v.Visits, viewVisit(one, p.Visitors, names))
	}
	for _, one := range p.Changes {
		v.Changes = append(v.Changes, careChangeView{
			text(one.ID), one.Kind, one.Kind.Name(), day(one.Day), day(one.Until), one.Words, !one.EndedAt.IsZero(),
		})
	}
	for _, one := range p.Needs {
		v.Needs = append(v.Needs, viewNeed(one, kinds))
	}
	for _, id := range p.Helpers {
		v.Helpers = append(v.Helpers, personNameView{text(id), names[id]})
	}
	return c.JSON(v)
}

// showCared shows what a decision left: the page anew, so that the client has one shape.
func (h cares) showCared(c *fiber.Ctx, who caller, cared care.Cared) error {
	p, err := h.service.Page(c.UserContext(), who.Actor, cared.ID)
	if err != nil {
		return err
	}
	return h.showPage(c, who, p)
}

type gapView struct {
	Building string `json:"building_id"`
	Place    string `json:"place"`
	Cared    int    `json:"cared"`
	Due      int    `json:"due"`
	Late     int    `json:"late"`
}

type rateView struct {
	Code      string     `json:"code"`
	Name      string     `json:"name"`
	Level     care.Level `json:"level"`
	LevelName string     `json:"level_name"`
	Cared     int        `json:"cared"`
	Seen      int        `json:"seen"`
}

type surgeView struct {
	ID     string     `json:"id"`
	Areas  []areaLink `json:"areas"`
	Reason string     `json:"reason"`
	From   string     `json:"from"`
	Until  string     `json:"until"`
}

type wantedView struct {
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Households int    `json:"households"`
	Offer      bool   `json:"offer"`
}

type needRowView struct {
	needView
	Of careRowView `json:"of"`
}

type suggestionView struct {
	ID    string      `json:"id"`
	About string      `json:"about"`
	At    string      `json:"at"`
	Of    careRowView `json:"of"`
}

type ownCareView struct {
	Say    string     `json:"say"`
	Visits []seenView `json:"visits"`
}

type seenView struct {
	Day     string `json:"day"`
	Way     string `json:"way"`
	Outcome string `json:"outcome"`
}

type relativeView struct {
	Person string `json:"person_id"`
	Name   string `json:"name"`
	Day    string `json:"day"`
	Say    string `json:"say"`
	Chase  string `json:"chase_id"`
}
