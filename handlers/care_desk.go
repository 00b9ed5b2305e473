package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/care"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/wordlist"
)

// forDeciders are the routes of those who look at a whole area.
func (h cares) forDeciders() []route {
	return []route{
		{"GET", staff + "/care/gaps", login, auth.Handlers, h.gaps},
		{"GET", staff + "/care/rates", login, auth.Handlers, h.rates},
		{"GET", staff + "/care/surges", login, auth.Handlers, h.surges},
		{"POST", staff + "/care/surges", login, auth.Publishers, h.raise},
		{"POST", staff + "/care/surges/:id/end", login, auth.Publishers, byID(h.service.StandDown, h.showSurge)},
		{"GET", staff + "/care/rules", login, auth.Handlers, h.rules},
		{"PUT", staff + "/care/rules", login, auth.Centres, h.setRules},
		{"GET", staff + "/needs/wanted", login, auth.Judges, h.wanted},
		{"GET", staff + "/needs", login, auth.Judges, h.needs},
	}
}

func (h cares) gaps(c *fiber.Ctx, who caller) error {
	id, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Gaps(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(g care.Gap) gapView { return gapView{maybe(g.Building), g.Place, g.Cared, g.Due, g.Late} }))
}

func (h cares) rates(c *fiber.Ctx, who caller) error {
	id, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	d, ok := when.ParseDate(c.Query("day", when.DateOf(h.now()).String()))
	if !ok {
		return errBody
	}
	found, err := h.service.Rates(c.UserContext(), who.Actor, id, d)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(r care.Rate) rateView {
		return rateView{r.Cohort.Code, r.Cohort.Name, r.Cohort.Level, r.Cohort.Level.Name(), r.Cared, r.Seen}
	}))
}

func (h cares) surges(c *fiber.Ctx, who caller) error {
	found, err := h.service.Surges(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	all := items[surgeView]{[]surgeView{}}
	for _, s := range found {
		v, err := h.viewSurge(c, s)
		if err != nil {
			return err
		}
		all.Items = append(all.Items, v)
	}
	return c.JSON(all)
}

func (h cares) raise(c *fiber.Ctx, who caller) error {
	var in struct {
		Areas  []string `json:"area_ids"`
		Reason string   `json:"reason"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	areas, err := numbers(in.Areas)
	if err != nil {
		return err
	}
	s, err := h.service.Raise(c.UserContext(), who.Actor, areas, in.Reason)
	if err != nil {
		return err
	}
	return h.showSurge(c.Status(fiber.StatusCreated), who, s)
}

func (h cares) showSurge(c *fiber.Ctx, _ caller, s care.Surge) error {
	v, err := h.viewSurge(c, s)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

func (h cares) viewSurge(c *fiber.Ctx, s care.Surge) (surgeView, error) {
	t, err := h.tree(c)
	v := surgeView{ID: text(s.ID), Areas: []areaLink{}, Reason: s.Why, From: day(s.From), Until: day(s.Until)}
	if err != nil {
		return v, err
	}
	for _, at := range s.Areas {
		v.Areas = append(v.Areas, areaLink{text(at), t.Say(at)})
	}
	return v, nil
}

func (h cares) rules(c *fiber.Ctx, who caller) error {
	r, seen, err := h.service.Rules(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	tags, err := h.words.Words(c.UserContext(), wordlist.Tags)
	if err != nil {
		return err
	}
	v := shownCareRules{viewCareRules(r), []string{}, careChoices(tags)}
	v.Version = seen
	if who.Need(auth.Centres...) == nil {
		v.Can = append(v.Can, "set")
	}
	return c.JSON(v)
}

type shownCareRules struct {
	careRulesView
	Can     []string        `json:"can"`
	Choices careChoicesView `json:"choices"`
}

// careChoicesView is what the rules can be made of.
type careChoicesView struct {
	Tags     []choiceView `json:"tags"`
	Levels   []choiceView `json:"levels"`
	Units    []choiceView `json:"units"`
	Deeds    []choiceView `json:"deeds"`
	Features []choiceView `json:"features"`
}

func careChoices(tags []wordlist.Word) careChoicesView {
	return careChoicesView{
		Tags:     each(tags, func(w wordlist.Word) choiceView { return choiceView{w.Code, w.Name} }).Items,
		Levels:   each(care.Levels, func(l care.Level) choiceView { return choiceView{string(l), l.Name()} }).Items,
		Units:    each(plan.Units, func(u plan.Unit) choiceView { return choiceView{string(u), u.Name()} }).Items,
		Deeds:    each(care.Deeds, func(d care.Do) choiceView { return choiceView{string(d), d.Name()} }).Items,
		Features: each(care.Features, func(f care.Feature) choiceView { return choiceView{string(f), f.Name()} }).Items,
	}
}

func (h cares) setRules(c *fiber.Ctx, who caller) error {
	var in careRulesView
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.SetRules(c.UserContext(), who.Actor, in.rules(), in.Version); err != nil {
		return err
	}
	return h.rules(c, who)
}

// rhythmView is one level.
type rhythmView struct {
	Level  care.Level `json:"level"`
	Name   string     `json:"name"`
	N      int        `json:"n"`
	Unit   plan.Unit  `json:"unit"`
	Before int        `json:"before"`
	Say    string     `json:"say"`
}

type cohortView struct {
	Code  string       `json:"code"`
	Name  string       `json:"name"`
	Tags  []person.Tag `json:"tags"`
	Age   int          `json:"age"`
	Alone bool         `json:"alone"`
	Level care.Level   `json:"level"`
}

type careStepView struct {
	Do      care.Do    `json:"do"`
	Name    string     `json:"name"`
	Minutes int        `json:"minutes"`
	Level   care.Level `json:"level"`
}

type careRulesView struct {
	Levels      []rhythmView   `json:"levels"`
	Cohorts     []cohortView   `json:"cohorts"`
	Steps       []careStepView `json:"steps"`
	Halved      []care.Feature `json:"halved"`
	ChangeDays  int            `json:"change_days"`
	ChangeHours int            `json:"change_hours"`
	MostNeeds   int            `json:"most_needs"`
	Version     string         `json:"version"`
}

func viewCareRules(r care.Rules) careRulesView {
	v := careRulesView{
		Halved: append([]care.Feature{}, r.Halved...), ChangeDays: r.ChangeDays, ChangeHours: r.ChangeHours, MostNeeds: r.MostNeeds,
	}
	for _, l := range care.Levels {
		rh := r.Levels[l]
		v.Levels = append(v.Levels, rhythmView{l, l.Name(), rh.Every.N, rh.Every.Unit, rh.Before, rh.Every.Say()})
	}
	for _, c := range r.Cohorts {
		v.Cohorts = append(v.Cohorts, cohortView{c.Code, c.Name, append([]person.Tag{}, c.Tags...), c.Age, c.Alone, c.Level})
	}
	for _, s := range r.Steps {
		v.Steps = append(v.Steps, careStepView{s.Do, s.Do.Name(), int(s.Wait / time.Minute), s.Level})
	}
	return v
}

func (v careRulesView) rules() care.Rules {
	r := care.Rules{
		Levels: map[care.Level]care.Rhythm{}, Halved: v.Halved, ChangeDays: v.ChangeDays, ChangeHours: v.ChangeHours, MostNeeds: v.MostNeeds,
	}
	for _, l := range v.Levels {
		r.Levels[l.Level] = care.Rhythm{Every: plan.Every{N: l.N, Unit: l.Unit}, Before: l.Before}
	}
	for _, c := range v.Cohorts {
		r.Cohorts = append(r.Cohorts, care.Cohort(c))
	}
	for _, s := range v.Steps {
		r.Steps = append(r.Steps, care.Step{Do: s.Do, Wait: time.Duration(s.Minutes) * time.Minute, Level: s.Level})
	}
	return r
}

func (h cares) wanted(c *fiber.Ctx, who caller) error {
	found, err := h.service.Wanted(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(w care.Wanted) wantedView {
		return wantedView{w.Kind.Code, w.Kind.Name, w.Households, w.Offer}
	}))
}

func (h cares) needs(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.Needs(c.UserContext(), who.Actor, care.NeedState(c.Query("state", string(care.OpenNeed))), c.Query("kind"), before)
	if err != nil {
		return err
	}
	kinds, err := h.kinds(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(h.showNeeds(found, kinds))
}

// kinds returns the county's names of needs by code.
func (h cares) kinds(ctx context.Context) (map[string]string, error) {
	found, err := h.words.Words(ctx, wordlist.Needs)
	names := map[string]string{}
	for _, w := range found {
		names[w.Code] = w.Name
	}
	return names, err
}
