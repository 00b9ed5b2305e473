package handlers

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/patrol"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/report"
)

type stopView struct {
	Area     string `json:"area_id"`
	Place    string `json:"place_id"`
	Name     string `json:"name"`
	Building string `json:"building"`
	Hazard   bool   `json:"hazard"`
	Seen     string `json:"seen_at"`
}

// viewStop shows a point with the last of some scans of it.
func viewStop(t *area.Tree, p patrol.Point, scans []patrol.Scan) stopView {
	v := stopView{Area: text(p.Area), Place: maybe(p.Place), Name: p.Name, Hazard: p.Place == 0 && p.Name != ""}
	if p.Name == "" {
		v.Name = patrol.Near(t, p.Area)
	}
	v.Building = patrol.Near(t, p.Area)
	if b, ok := t.Up(p.Area, area.Building); ok {
		v.Building = patrol.Near(t, b.ID)
	}
	var last time.Time
	for _, s := range scans {
		if p.SeenBy(s) && s.At.After(last) {
			last = s.At
		}
	}
	v.Seen = stamp(last)
	return v
}

type dayCountView struct {
	Wanted    int    `json:"wanted"`
	Done      int    `json:"done"`
	Explained int    `json:"explained"`
	Say       string `json:"say"`
}

type plannedView struct {
	Plan   string       `json:"plan_id"`
	Name   string       `json:"name"`
	Area   string       `json:"area_name"`
	Day    string       `json:"day"`
	Say    string       `json:"say"`
	Count  dayCountView `json:"count"`
	Due    string       `json:"due"`
	Late   bool         `json:"late"`
	Need   int          `json:"need"`
	Points []stopView   `json:"points"`
	Topics []string     `json:"topics"`
	Reason string       `json:"reason"`
}

func viewPlanned(t *area.Tree, p patrol.Planned) plannedView {
	v := plannedView{
		Plan: text(p.ID), Name: p.Name, Area: t.Say(p.Area), Day: p.Day.String(), Say: p.Say(), Due: stamp(p.Due), Late: p.Late, Need: p.Need,
		Count:  dayCountView{p.Count.Wanted, p.Count.Done, p.Count.Explained, p.Count.Say()},
		Points: each(p.Points, func(o patrol.Point) stopView { return viewStop(t, o, p.Seen) }).Items, Topics: append([]string{}, p.Topics...),
	}
	if p.Reason != nil {
		v.Reason = plan.ReasonName(p.Reason.Key)
	}
	return v
}

type scannedView struct {
	Name  string `json:"name"`
	At    string `json:"at"`
	Floor string `json:"floor"`
}

type roundView struct {
	ID        string        `json:"id"`
	Plan      string        `json:"plan_id"`
	Community string        `json:"community_id"`
	Area      string        `json:"area_name"`
	Begin     string        `json:"begin"`
	Last      string        `json:"last"`
	Closed    string        `json:"closed_at"`
	Open      bool          `json:"open"`
	Minutes   int           `json:"minutes"`
	Metres    int           `json:"metres"`
	Tracking  bool          `json:"tracking"`
	Seen      int           `json:"seen"`
	Words     string        `json:"words"`
	Scans     []scannedView `json:"scans"`
}

func viewRound(t *area.Tree, p patrol.Patrol) roundView {
	return roundView{
		ID: text(p.ID), Plan: maybe(p.Plan), Community: text(p.Community), Area: t.Say(p.Area), Begin: stamp(p.Begin), Last: stamp(p.Last), Closed: stamp(p.ClosedAt), Open: p.Open(),
		Minutes: p.Minutes, Metres: p.Metres, Tracking: p.Tracking, Seen: p.Seen(), Words: p.Words,
		Scans: each(p.Scans, func(s patrol.Scan) scannedView {
			name := s.Name
			if name == "" {
				name = patrol.Near(t, s.Area)
			}
			return scannedView{name, stamp(s.At), s.Floor}
		}).Items,
	}
}

type spottedView struct {
	Report string `json:"report_id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Place  string `json:"place"`
	State  string `json:"state"`
	Spot   bool   `json:"spot"`
	Result string `json:"result"`
	At     string `json:"at"`
}

func viewSpotted(f patrol.Found) spottedView {
	return spottedView{text(f.Report), f.Number, f.Title, f.Place, f.State, f.Spot, f.Result, stamp(f.At)}
}

type choiceView struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// patrolTopics shows the topics that are offered, and those that some plans have.
func patrolTopics(all []patrol.Topic, plans ...patrol.Plan) []choiceView {
	offered := slices.DeleteFunc(slices.Clone(all), func(t patrol.Topic) bool {
		return t.Hidden && !slices.ContainsFunc(plans, func(p patrol.Plan) bool { return slices.Contains(p.Topics, t.Code) })
	})
	return each(offered, func(t patrol.Topic) choiceView { return choiceView{t.Code, t.Name} }).Items
}

func patrolKinds() []choiceView {
	return each(patrol.Kinds, func(k patrol.Kind) choiceView { return choiceView{string(k), k.Name()} }).Items
}

type patrolDayView struct {
	Day         string        `json:"day"`
	Planned     []plannedView `json:"planned"`
	Rounds      []roundView   `json:"rounds"`
	Finds       []spottedView `json:"finds"`
	Log         string        `json:"log"`
	Unexplained []plannedView `json:"unexplained"`
	Reasons     []choiceView  `json:"reasons"`
	Topics      []choiceView  `json:"topics"`
	Track       []choiceView  `json:"track"`
	Minimum     bool          `json:"minimum"`
}

func viewPatrolDay(t *area.Tree, d patrol.Day) patrolDayView {
	planned := func(p patrol.Planned) plannedView { return viewPlanned(t, p) }
	return patrolDayView{
		Day: d.Day.String(), Planned: each(d.Planned, planned).Items, Unexplained: each(d.Unexplained, planned).Items, Log: d.Log,
		Rounds: each(d.Rounds, func(p patrol.Patrol) roundView { return viewRound(t, p) }).Items, Finds: each(d.Finds, viewSpotted).Items,
		Reasons: each(plan.Choices(), func(key string) choiceView { return choiceView{key, plan.ReasonName(key)} }).Items, Topics: patrolTopics(d.Topics),
		Track: each(d.Track, func(a area.Area) choiceView { return choiceView{text(a.ID), a.Name} }).Items, Minimum: d.Minimum,
	}
}

// showFind answers with what the finder reads of their report.
func (h patrols) showFind(c *fiber.Ctx, _ caller, r report.Report) error {
	return c.JSON(fiber.Map{"report_id": text(r.ID), "number": r.Say(), "title": r.Title(), "state": r.State, "urgent": r.Urgent})
}

type trackView struct {
	At  string  `json:"at"`
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

type unseenView struct {
	Point stopView `json:"point"`
	Plan  string   `json:"plan_name"`
	Days  int      `json:"days"`
	Seen  string   `json:"seen_at"`
}

type walkedView struct {
	roundView
	Person string `json:"person_name"`
}

type patrolsView struct {
	Gaps   []unseenView  `json:"gaps"`
	Days   []plannedView `json:"days"`
	Rounds []walkedView  `json:"rounds"`
	Finds  []spottedView `json:"finds"`
}

func viewOverview(t *area.Tree, o patrol.Overview, people map[int64]person.Person) patrolsView {
	return patrolsView{
		Gaps: each(o.Gaps, func(g patrol.Gap) unseenView {
			return unseenView{viewStop(t, g.Point, nil), g.Plan, g.Since, stamp(g.Seen)}
		}).Items,
		Days: each(o.Days, func(p patrol.Planned) plannedView { return viewPlanned(t, p) }).Items,
		Rounds: each(o.Rounds, func(p patrol.Patrol) walkedView {
			return walkedView{viewRound(t, p), people[p.Person].Name}
		}).Items,
		Finds: each(o.Finds, viewSpotted).Items,
	}
}

type patrolPlanView struct {
	ID       string         `json:"id"`
	Area     string         `json:"area_id"`
	AreaName string         `json:"area_name"`
	Name     string         `json:"name"`
	Kind     patrol.Kind    `json:"kind"`
	KindName string         `json:"kind_name"`
	Say      string         `json:"say"`
	Points   []stopView     `json:"points"`
	Need     int            `json:"need"`
	Weekdays []time.Weekday `json:"weekdays"`
	Windows  string         `json:"windows"`
	Roles    []auth.Role    `json:"roles"`
	Posts    string         `json:"posts"`
	Class    person.Class   `json:"class"`
	Topics   []string       `json:"topics"`
}

func viewPatrolPlan(t *area.Tree, p patrol.Plan) patrolPlanView {
	v := patrolPlanView{
		ID: text(p.ID), Area: text(p.Area), AreaName: t.Say(p.Area), Name: p.Name, Kind: p.Kind, KindName: p.Kind.Name(), Say: p.Say(),
		Points: each(p.Points, func(o patrol.Point) stopView { return viewStop(t, o, nil) }).Items, Need: p.Need,
		Weekdays: append([]time.Weekday{}, p.Weekdays...), Windows: p.Windows.String(), Roles: append([]auth.Role{}, p.Roles...), Class: p.Class,
		Topics: append([]string{}, p.Topics...),
	}
	for i, r := range p.Roles {
		if i > 0 {
			v.Posts += "、"
		}
		v.Posts += r.Name()
	}
	if p.Class != "" {
		v.Posts += "（" + p.Class.Name() + "）"
	}
	return v
}

func (h patrols) showPlan(c *fiber.Ctx, _ caller, p patrol.Plan) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewPatrolPlan(t, p))
}

type raiseView struct {
	ID       string `json:"id"`
	AreaName string `json:"area_name"`
	Windows  string `json:"windows"`
	Reason   string `json:"reason"`
	From     string `json:"from"`
	Until    string `json:"until"`
}

func viewRaise(t *area.Tree, r patrol.Raise) raiseView {
	return raiseView{text(r.ID), t.Say(r.Area), r.Windows.String(), r.Reason, stamp(r.From), stamp(r.Until)}
}

func (h patrols) showRaise(c *fiber.Ctx, _ caller, r patrol.Raise) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewRaise(t, r))
}

type patrolPlansView struct {
	items[patrolPlanView]
	Raises []raiseView  `json:"raises"`
	Kinds  []choiceView `json:"kinds"`
	Topics []choiceView `json:"topics"`
}
