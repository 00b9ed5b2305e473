package handlers

import (
	"linli/app/area"
	"linli/app/guide"
	"linli/app/when"
)

type guideTermView struct {
	N    int       `json:"n"`
	Unit when.Unit `json:"unit"`
	Say  string    `json:"say"`
}

func (v guideTermView) term() when.Term {
	if v.N == 0 {
		return when.Term{}
	}
	return when.Term{N: v.N, Unit: v.Unit}
}

func viewGuideTerm(t when.Term) guideTermView { return guideTermView{t.N, t.Unit, t.Say()} }

type guideFlagsView struct {
	First   bool `json:"first_asked"`
	Limited bool `json:"in_time"`
	Whole   bool `json:"all_the_way"`
	AtHome  bool `json:"at_home"`
}

type guideMaterialView struct {
	Name     string     `json:"name"`
	Form     guide.Form `json:"form"`
	FormName string     `json:"form_name"`
	From     string     `json:"from"`
	Reusable bool       `json:"reusable"`
	Blank    string     `json:"blank"`
}

func viewMaterial(m guide.Material) guideMaterialView {
	return guideMaterialView{m.Name, m.Form, m.Form.Name(), m.From, m.Reusable, m.Blank}
}

type guideStepView struct {
	Name  string        `json:"name"`
	Who   string        `json:"who"`
	Where string        `json:"where"`
	Limit guideTermView `json:"limit"`
}

func viewGuideStep(s guide.Step) guideStepView {
	return guideStepView{s.Name, s.Who, s.Where, viewGuideTerm(s.Limit)}
}

// guideFields is what an owner writes.
type guideFields struct {
	Code      string              `json:"code"`
	Family    guide.Family        `json:"family"`
	Heading   string              `json:"heading"`
	Name      string              `json:"name"`
	Others    []string            `json:"other_names"`
	Org       string              `json:"org_id"`
	Modes     []guide.Mode        `json:"modes"`
	Flags     guideFlagsView      `json:"flags"`
	Legal     guideTermView       `json:"legal_limit"`
	Promised  guideTermView       `json:"promised_limit"`
	Materials []guideMaterialView `json:"materials"`
	Steps     []guideStepView     `json:"steps"`
	Fee       string              `json:"fee"`
	Where     string              `json:"where"`
	When      string              `json:"when"`
	Gets      string              `json:"gets"`
	Tasks     []string            `json:"tasks"`
	Duties    []string            `json:"duties"`
	Phone     string              `json:"phone"`
}

type guideBody struct {
	Community string `json:"community_id"`
	seen
	guideFields
}

func (in guideBody) input() (guide.Draft, error) {
	d := guide.Draft{Code: in.Code, Seen: in.Version, Content: guide.Content{
		Family: in.Family, Heading: in.Heading, Name: in.Name, Others: in.Others, Modes: in.Modes, Flags: guide.Flags(in.Flags),
		Legal: in.Legal.term(), Promised: in.Promised.term(), Fee: in.Fee, Where: in.Where, When: in.When, Gets: in.Gets,
		Tasks: in.Tasks, Duties: in.Duties, Phone: in.Phone,
	}}
	for _, m := range in.Materials {
		d.Materials = append(d.Materials, guide.Material{Name: m.Name, Form: m.Form, From: m.From, Reusable: m.Reusable, Blank: m.Blank})
	}
	for _, s := range in.Steps {
		d.Steps = append(d.Steps, guide.Step{Name: s.Name, Who: s.Who, Where: s.Where, Limit: s.Limit.term()})
	}
	return d, numbersInto(map[*int64]string{&d.Org: in.Org, &d.Community: in.Community})
}

type publishBody struct {
	ReviewBy string `json:"review_by"`
	seen
}

func (in publishBody) input() (guide.Publishing, error) {
	p := guide.Publishing{Seen: in.Version}
	p.ReviewBy, _ = when.ParseDate(in.ReviewBy) // no date is refused as the day of the review
	return p, nil
}

// guideCardView is an item in a list. Its words let a telephone without a network search.
type guideCardView struct {
	ID         string       `json:"id"`
	Code       string       `json:"code"`
	Version    int          `json:"version"`
	State      guide.State  `json:"state"`
	StateName  string       `json:"state_name"`
	Family     guide.Family `json:"family"`
	FamilyName string       `json:"family_name"`
	Heading    string       `json:"heading"`
	Name       string       `json:"name"`
	Others     []string     `json:"other_names"`
	Modes      []string     `json:"mode_names"`
	Own        bool         `json:"own"`   // the community's, not the county's
	Stale      string       `json:"stale"` // words beside an item whose review is overdue
}

func viewGuideCard(i guide.Item, today when.Date) guideCardView {
	v := guideCardView{
		ID: text(i.ID), Code: i.Code, Version: i.Version, State: i.State, StateName: i.State.Name(), Family: i.Family, FamilyName: i.Family.Name(),
		Heading: i.Heading, Name: i.Name, Others: append([]string{}, i.Others...), Modes: []string{}, Own: i.Community != 0,
	}
	for _, m := range i.Modes {
		v.Modes = append(v.Modes, m.Name())
	}
	if i.Stale(today) {
		v.Stale = guide.StaleWords
	}
	return v
}

type guideLocalView struct {
	Who   string `json:"who"`
	Where string `json:"where"`
	When  string `json:"when"`
	Phone string `json:"phone"`
}

type guideView struct {
	ID        string         `json:"id"`
	Version   int            `json:"version"`
	State     guide.State    `json:"state"`
	StateName string         `json:"state_name"`
	Family    string         `json:"family_name"`
	OrgName   string         `json:"org_name"`
	Modes     []string       `json:"mode_names"`
	Flags     []string       `json:"flag_names"`
	ReviewBy  string         `json:"review_by"`
	Stale     string         `json:"stale"`
	Local     guideLocalView `json:"local"`
	Content   guideFields    `json:"content"`
}

func viewGuide(t *area.Tree, i guide.Shown, today when.Date) guideView {
	card := viewGuideCard(i.Item, today)
	v := guideView{
		ID: card.ID, Version: i.Version, State: i.State, StateName: card.StateName, Family: card.FamilyName, OrgName: t.OrgName(i.Org), Modes: card.Modes,
		Flags: append([]string{}, i.Flags.Names()...), Stale: card.Stale, Local: guideLocalView(i.Local),
		Content: guideFields{
			Code: i.Code, Family: i.Family, Heading: i.Heading, Name: i.Name, Others: card.Others, Org: maybe(i.Org), Modes: append([]guide.Mode{}, i.Modes...),
			Flags: guideFlagsView(i.Flags), Legal: viewGuideTerm(i.Legal), Promised: viewGuideTerm(i.Promised), Materials: each(i.Materials, viewMaterial).Items,
			Steps: each(i.Steps, viewGuideStep).Items, Fee: i.Fee, Where: i.Where, When: i.When, Gets: i.Gets, Tasks: append([]string{}, i.Tasks...),
			Duties: append([]string{}, i.Duties...), Phone: i.Phone,
		},
	}
	v.ReviewBy = day(i.ReviewBy)
	return v
}

// sayOwner names the community of an item, "" for the county's.
func sayOwner(t *area.Tree, community int64) string {
	if community == 0 {
		return ""
	}
	return sayArea(t, community)
}

// guideLineView is an item in its owners' list.
type guideLineView struct {
	guideCardView
	OrgName   string `json:"org_name"`
	Community string `json:"community_name"`
	ReviewBy  string `json:"review_by"`
	Changed   bool   `json:"changed"`
}

type guideRowView struct {
	guideView
	Community string   `json:"community_name"`
	Changed   bool     `json:"changed"`
	Mark      string   `json:"mark"`
	Can       []string `json:"can"`
}
