package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/cadence"
	"linli/app/linkage"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// cadences are how often who does what (七个一).
type cadences struct {
	web
	service *cadence.Service
}

func (h cadences) routes() []route {
	return []route{
		{"GET", api + "/work/cadences", login, auth.Posted, h.own},
		{"POST", api + "/work/cadences/:key/reason", login, auth.Posted, h.explain},
		{"GET", staff + "/cadences", login, auth.Deciders, h.under},
		{"GET", staff + "/cadences/rules", login, auth.Deciders, h.rules},
		{"PUT", staff + "/cadences/rules", login, auth.Centres, h.setRules},
	}
}

func (h cadences) own(c *fiber.Ctx, who caller) error {
	found, err := h.service.Own(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(ownCadencesView{each(found, func(s cadence.Standing) standingView { return viewStanding(tree, s, "") }), reasonViews()})
}

type ownCadencesView struct {
	items[standingView]
	Reasons []reasonView `json:"reasons"`
}

type reasonView struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// reasonViews are the reasons from which somebody chooses.
func reasonViews() []reasonView {
	views := []reasonView{}
	for _, key := range plan.Choices() {
		views = append(views, reasonView{key, plan.ReasonName(key)})
	}
	return views
}

type standingView struct {
	Key        string        `json:"key"`
	Name       string        `json:"name"`
	Basis      string        `json:"basis"`
	PersonName string        `json:"person_name"`
	AreaName   string        `json:"area_name"`
	Period     string        `json:"period"`
	First      string        `json:"first"`
	Last       string        `json:"last"`
	Wanted     int           `json:"wanted"`
	Done       int           `json:"done"`
	Counted    string        `json:"counted"`
	State      cadence.State `json:"state"`
	StateName  string        `json:"state_name"`
	Reason     string        `json:"reason"`
}

func viewStanding(t *area.Tree, s cadence.Standing, name string) standingView {
	v := standingView{
		Key: s.Key, Name: s.Name, Basis: s.Basis, PersonName: name, AreaName: t.Say(s.Area), Period: s.Unit.Now(), First: s.First.String(),
		Last: s.Last.String(), Wanted: s.Wanted, Done: s.Count.Done, Counted: s.Counted(), State: s.State(), StateName: s.State().Name(),
	}
	if s.Reason.Key != "" {
		v.Reason = plan.ReasonName(s.Reason.Key)
		if s.Reason.Words != "" {
			v.Reason += "：" + s.Reason.Words
		}
	}
	return v
}

func (h cadences) explain(c *fiber.Ctx, who caller) error {
	var in struct {
		Day    string `json:"day"`
		Reason string `json:"reason"`
		Words  string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	var day when.Date
	if in.Day != "" {
		ok := false
		if day, ok = when.ParseDate(in.Day); !ok {
			return cadence.ErrOld
		}
	}
	if err := h.service.Explain(c.UserContext(), who.Actor, c.Params("key"), day, plan.Reason{Key: in.Reason, Words: in.Words}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h cadences) under(c *fiber.Ctx, who caller) error {
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Under(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	people, err := peopleOf(c.UserContext(), h.web, found, func(s cadence.Standing) int64 { return s.Person })
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(s cadence.Standing) standingView { return viewStanding(tree, s, people[s.Person].Name) }))
}

type cadenceView struct {
	Key     string         `json:"key"`
	Name    string         `json:"name"`
	Roles   []auth.Role    `json:"roles"`
	Ties    []linkage.Kind `json:"ties"`
	Kind    work.Kind      `json:"kind"`
	Deed    work.Deed      `json:"deed"`
	Unit    plan.Unit      `json:"unit"`
	Times   int            `json:"times"`
	Basis   string         `json:"basis"`
	Minutes int            `json:"minutes"`
	Target  cadence.Target `json:"target"`
	Who     string         `json:"who"`
	What    string         `json:"what"`
	Say     string         `json:"say"`
}

type cadencesView struct {
	items[cadenceView]
	Mark    string             `json:"mark"`
	Can     []string           `json:"can"`
	Choices cadenceChoicesView `json:"choices"`
}

// cadenceChoicesView is what a cadence can be made of.
type cadenceChoicesView struct {
	Roles   []choiceView        `json:"roles"`
	Ties    []choiceView        `json:"ties"`
	Kinds   []cadenceKindChoice `json:"kinds"`
	Units   []choiceView        `json:"units"`
	Targets []choiceView        `json:"targets"`
}

type cadenceKindChoice struct {
	choiceView
	Deeds []choiceView `json:"deeds"`
}

func viewCadenceChoices(kinds work.Book) (v cadenceChoicesView) {
	v.Roles = each(cadence.Roles, func(r auth.Role) choiceView { return choiceView{string(r), r.Name()} }).Items
	v.Ties = each(cadence.Ties, func(t linkage.Kind) choiceView { return choiceView{string(t), t.Name()} }).Items
	v.Units = each(plan.Units, func(u plan.Unit) choiceView { return choiceView{string(u), u.Each()} }).Items
	v.Kinds = each(kinds.Kinds(), func(k work.Kind) cadenceKindChoice {
		return cadenceKindChoice{choiceView{string(k), kinds.Name(k)}, each(work.DeedsOf(k), func(d work.Deed) choiceView { return choiceView{string(d), d.Name()} }).Items}
	}).Items
	return v
}

func (h cadences) rules(c *fiber.Ctx, who caller) error {
	all, seen, err := h.service.Rules(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	kinds, err := work.BookOf(c.UserContext(), h.words)
	if err != nil {
		return err
	}
	can := []string{}
	if who.Need(auth.Centres...) == nil {
		can = append(can, "set")
	}
	choices := viewCadenceChoices(kinds)
	targets, names, err := h.service.Choices(c.UserContext())
	if err != nil {
		return err
	}
	said := map[cadence.Target]string{}
	for i, t := range targets {
		choices.Targets, said[t] = append(choices.Targets, choiceView{string(t), names[i]}), names[i]
	}
	return c.JSON(cadencesView{each(all, func(one cadence.Cadence) cadenceView { return viewCadence(kinds, one, said[one.Target]) }), seen, can, choices})
}

func viewCadence(kinds work.Book, one cadence.Cadence, target string) cadenceView {
	v := cadenceView{
		Key: one.Key, Name: one.Name, Roles: append([]auth.Role{}, one.Roles...), Ties: append([]linkage.Kind{}, one.Ties...), Kind: one.Kind,
		Deed: one.Deed, Unit: one.Unit, Times: one.Times, Basis: one.Basis, Minutes: one.Minutes, Target: one.Target, What: kinds.Name(one.Kind), Say: one.Say(),
	}
	if one.Deed != "" {
		v.What += "（" + one.Deed.Name() + "）"
	}
	if target != "" {
		v.What += "：" + target
	}
	for _, r := range one.Roles {
		v.Who += "、" + r.Name()
	}
	for _, t := range one.Ties {
		v.Who += "、" + t.Name()
	}
	v.Who = v.Who[len("、"):]
	return v
}

func (h cadences) setRules(c *fiber.Ctx, who caller) error {
	var in struct {
		Items []cadenceView `json:"items"`
		Mark  string        `json:"mark"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if in.Items == nil { // a body without them is no decision for none
		return cadence.ErrRules
	}
	all := make([]cadence.Cadence, len(in.Items))
	for i, v := range in.Items {
		all[i] = cadence.Cadence{Key: v.Key, Name: v.Name, Roles: v.Roles, Ties: v.Ties, Kind: v.Kind, Deed: v.Deed, Unit: v.Unit, Times: v.Times, Basis: v.Basis, Minutes: v.Minutes, Target: v.Target}
	}
	if err := h.service.SetRules(c.UserContext(), who.Actor, all, in.Mark); err != nil {
		return err
	}
	return h.rules(c, who)
}
