package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/collect"
	"linli/app/household"
	"linli/app/when"
)

// collects are the campaigns of collection (采集), the answers at the door and of residents, and who had no contact for long.
type collects struct {
	web
	service *collect.Service
}

func (h collects) routes() []route {
	return []route{
		{"GET", staff + "/campaigns", login, auth.Keepers, h.list},
		{"POST", staff + "/campaigns", login, auth.Judges, create[campaignBody](h.service.Draft, h.showCampaign)},
		{"GET", staff + "/campaigns/:id", login, auth.Keepers, byID(h.service.Get, h.showBoard)},
		{"PUT", staff + "/campaigns/:id", login, auth.Judges, noted[campaignBody](h.service.Change)},
		{"DELETE", staff + "/campaigns/:id", login, auth.Judges, end(h.service.Delete)},
		{"POST", staff + "/campaigns/:id/start", login, auth.PolicyMakers, end(h.service.Start)},
		{"POST", staff + "/campaigns/:id/end", login, auth.Judges, end(h.service.End)},
		{"GET", staff + "/campaigns/:id/answers", login, auth.Keepers, h.answers},
		{"GET", staff + "/coverage", login, auth.Keepers, h.coverage},
		{"POST", api + "/collect/:id", login, auth.Helpers, noted[givenBody](h.service.Answer)},
		{"GET", api + "/me/collect", login, auth.Everyone, h.own},
		{"POST", api + "/me/collect/:id", login, auth.Everyone, noted[givenBody](h.service.AnswerOwn)},
	}
}

type campaignQuestion struct {
	Text    string        `json:"text"`
	Kind    collect.Kind  `json:"kind"`
	Choices []string      `json:"choices"`
	Known   collect.Known `json:"known"`
	Sealed  bool          `json:"sealed"`
}

// campaignBody is what a clerk writes about a campaign, and reads of it.
type campaignBody struct {
	Area      string             `json:"area_id"`
	Title     string             `json:"title"`
	Purpose   string             `json:"purpose"`
	Basis     string             `json:"basis"`
	Decided   string             `json:"decided"`
	Use       household.Use      `json:"use"`
	Tenure    household.Tenure   `json:"tenure"`
	Doors     bool               `json:"doors"`
	Questions []campaignQuestion `json:"questions"`
	From      string             `json:"from"`
	Until     string             `json:"until"`
	Drop      string             `json:"drop"`
}

func (in campaignBody) input() (c collect.Campaign, err error) {
	c = collect.Campaign{
		Title: in.Title, Purpose: in.Purpose, Basis: in.Basis, Decided: in.Decided, Use: in.Use, Tenure: in.Tenure, Doors: in.Doors,
	}
	for _, q := range in.Questions {
		c.Questions = append(c.Questions, collect.Question(q))
	}
	if err := numbersInto(map[*int64]string{&c.Area: in.Area}); err != nil {
		return c, err
	}
	for field, said := range map[*when.Date]string{&c.From: in.From, &c.Until: in.Until, &c.Drop: in.Drop} {
		ok := false
		if *field, ok = when.ParseDate(said); !ok {
			return c, collect.ErrDays
		}
	}
	return c, nil
}

type givenBody struct {
	State  collect.Answered  `json:"state"`
	Values map[string]string `json:"values"`
}

func (in givenBody) input() (collect.Given, error) {
	g := collect.Given{State: in.State, Values: collect.Values{}}
	for key, value := range in.Values {
		n, err := strconv.Atoi(key)
		if err != nil {
			return g, collect.ErrAnswer
		}
		g.Values[n] = value
	}
	return g, nil
}

type campaignView struct {
	campaignBody
	ID        string        `json:"id"`
	Community string        `json:"community_id"`
	AreaName  string        `json:"area_name"`
	State     collect.State `json:"state"`
	StateName string        `json:"state_name"`
	Counts    []stateCount  `json:"counts"`
}

// stateCount is how many households stand in a state.
type stateCount struct {
	State collect.Answered `json:"state"`
	Name  string           `json:"name"`
	Count int              `json:"count"`
}

func viewCounts(c collect.Counts) []stateCount {
	all := []stateCount{}
	for _, s := range collect.AnswerStates {
		if c[s] > 0 {
			all = append(all, stateCount{s, s.Name(), c[s]})
		}
	}
	return all
}

func viewCampaign(t *area.Tree, c collect.Campaign) campaignView {
	v := campaignView{
		campaignBody: campaignBody{
			Area: text(c.Area), Title: c.Title, Purpose: c.Purpose, Basis: c.Basis, Decided: c.Decided, Use: c.Use, Tenure: c.Tenure, Doors: c.Doors,
			Questions: []campaignQuestion{}, From: day(c.From), Until: day(c.Until), Drop: day(c.Drop),
		},
		ID: text(c.ID), Community: text(c.Community), AreaName: t.Say(c.Area), State: c.State, StateName: c.State.Name(), Counts: viewCounts(c.Counts),
	}
	for _, q := range c.Questions {
		one := campaignQuestion(q)
		one.Choices = append([]string{}, q.Choices...)
		v.Questions = append(v.Questions, one)
	}
	return v
}

func (h collects) list(c *fiber.Ctx, who caller) error {
	found, err := h.service.List(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(one collect.Campaign) campaignView { return viewCampaign(t, one) }))
}

func (h collects) showCampaign(c *fiber.Ctx, _ caller, one collect.Campaign) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewCampaign(t, one))
}

type campaignPage struct {
	campaignView
	Buildings []progressView `json:"buildings"`
	Can       []string       `json:"can"`
}

type progressView struct {
	Building string       `json:"building_id"`
	Name     string       `json:"name"`
	Total    int          `json:"total"`
	Left     int          `json:"left"`
	Counts   []stateCount `json:"counts"`
}

func (h collects) showBoard(c *fiber.Ctx, _ caller, b collect.Board) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	v := campaignPage{viewCampaign(t, b.Campaign), []progressView{}, b.Can}
	for _, p := range b.Buildings {
		v.Buildings = append(v.Buildings, progressView{text(p.Building), t.Say(p.Building), p.Total(), p.Left(), viewCounts(p.Counts)})
	}
	return c.JSON(v)
}

type answeredDoor struct {
	Household string           `json:"household_id"`
	Place     string           `json:"place"`
	Room      string           `json:"room"`
	State     collect.Answered `json:"state"`
	StateName string           `json:"state_name"`
	HowName   string           `json:"how_name"`
	At        string           `json:"at"`
	Values    []valueView      `json:"values"`
}

type valueView struct {
	Text  string `json:"text"`
	Value string `json:"value"`
}

func (h collects) answers(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	building, err := number(c.Query("building_id"))
	if err != nil {
		return err
	}
	campaign, found, err := h.service.Answers(c.UserContext(), who.Actor, id, building)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(d collect.Door) answeredDoor {
		v := answeredDoor{
			Household: text(d.Household), Place: t.Say(d.Home.Area), Room: d.Home.SayRoom(), State: d.State, StateName: d.State.Name(),
			HowName: d.How.Name(), At: stamp(d.At), Values: []valueView{},
		}
		for i, q := range campaign.Questions {
			if said := d.Values[i+1]; said != "" {
				v.Values = append(v.Values, valueView{q.Text, said})
			}
		}
		return v
	}))
}

type silentView struct {
	Household string `json:"household_id"`
	Place     string `json:"place"`
	Room      string `json:"room"`
	Size      int    `json:"size"`
	Last      string `json:"last_at"`
	Visit     string `json:"visit_on"`
}

type coverageView struct {
	items[silentView]
	AreaName  string            `json:"area_name"`
	Total     int               `json:"total"`
	More      bool              `json:"more"`
	Buildings []silentCountView `json:"buildings"`
}

type silentCountView struct {
	Building string `json:"building_id"`
	Name     string `json:"name"`
	Count    int    `json:"count"`
}

func (h collects) coverage(c *fiber.Ctx, who caller) error {
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	months, err := number(c.Query("months"))
	if err != nil {
		return err
	}
	found, err := h.service.Coverage(c.UserContext(), who.Actor, in, int(min(months, 1000)))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	v := coverageView{AreaName: t.Say(in), Total: found.Total, More: found.More, Buildings: []silentCountView{}}
	v.items = each(found.Silent, func(s collect.Silent) silentView {
		return silentView{text(s.Household), t.Say(s.Home.Area), s.Home.SayRoom(), s.Size, stamp(s.Last), day(s.Visit)}
	})
	for _, b := range found.Buildings {
		v.Buildings = append(v.Buildings, silentCountView{text(b.Building), t.Say(b.Building), b.Count})
	}
	return c.JSON(v)
}

// ownAskingView is what one of the caller's households is asked.
type ownAskingView struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Purpose   string           `json:"purpose"`
	Basis     string           `json:"basis"`
	Decided   string           `json:"decided"`
	Until     string           `json:"until"`
	Drop      string           `json:"drop"`
	Place     string           `json:"place"`
	Room      string           `json:"room"`
	State     collect.Answered `json:"state"`
	StateName string           `json:"state_name"`
	At        string           `json:"at"`
	OneTap    bool             `json:"one_tap"`
	Open      bool             `json:"open"`
	Form      []formField      `json:"form"`
}

func (h collects) own(c *fiber.Ctx, who caller) error {
	found, err := h.service.Own(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(a collect.Asking) ownAskingView {
		d := a.Door
		return ownAskingView{
			ID: text(d.ID), Title: a.Title, Purpose: a.Purpose, Basis: a.Basis, Decided: a.Decided, Until: day(a.Until), Drop: day(a.Drop),
			Place: t.Say(d.Home.Area), Room: d.Home.SayRoom(), State: d.State, StateName: d.State.Name(), At: stamp(d.At),
			OneTap: a.OneTap(a.Known), Open: d.State == collect.Todo || d.State == collect.Absent, Form: viewForm(a.Form()),
		}
	}))
}
