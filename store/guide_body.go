package store

import (
	"encoding/json"
	"fmt"

	"linli/app/guide"
	"linli/app/when"
)

// guideBody is the content of an item as it is stored. Published versions are never written again, so a field keeps its name for ever.
type guideBody struct {
	Family    guide.Family    `json:"family"`
	Heading   string          `json:"heading"`
	Name      string          `json:"name"`
	Others    []string        `json:"others,omitempty"`
	Org       int64           `json:"org,omitempty"`
	Modes     []guide.Mode    `json:"modes,omitempty"`
	First     bool            `json:"first,omitempty"`
	Limited   bool            `json:"limited,omitempty"`
	Whole     bool            `json:"whole,omitempty"`
	AtHome    bool            `json:"at_home,omitempty"`
	Legal     guideTerm       `json:"legal,omitzero"`
	Promised  guideTerm       `json:"promised,omitzero"`
	Materials []guideMaterial `json:"materials,omitempty"`
	Steps     []guideStep     `json:"steps,omitempty"`
	Fee       string          `json:"fee,omitempty"`
	Where     string          `json:"where,omitempty"`
	When      string          `json:"when,omitempty"`
	Gets      string          `json:"gets,omitempty"`
	Tasks     []string        `json:"tasks,omitempty"`
	Duties    []string        `json:"duties,omitempty"`
	Phone     string          `json:"phone,omitempty"`
}

type guideTerm struct {
	N    int       `json:"n"`
	Unit when.Unit `json:"unit"`
}

type guideMaterial struct {
	Name     string     `json:"name"`
	Form     guide.Form `json:"form"`
	From     string     `json:"from,omitempty"`
	Reusable bool       `json:"reusable,omitempty"`
	Blank    string     `json:"blank,omitempty"`
}

type guideStep struct {
	Name  string    `json:"name"`
	Who   string    `json:"who,omitempty"`
	Where string    `json:"where,omitempty"`
	Limit guideTerm `json:"limit,omitzero"`
}

func writeGuide(c guide.Content) (string, error) {
	b := guideBody{
		Family: c.Family, Heading: c.Heading, Name: c.Name, Others: c.Others, Org: c.Org, Modes: c.Modes, First: c.Flags.First, Limited: c.Flags.Limited,
		Whole: c.Flags.Whole, AtHome: c.Flags.AtHome, Legal: guideTerm(c.Legal), Promised: guideTerm(c.Promised), Fee: c.Fee, Where: c.Where, When: c.When,
		Gets: c.Gets, Tasks: c.Tasks, Duties: c.Duties, Phone: c.Phone,
	}
	for _, m := range c.Materials {
		b.Materials = append(b.Materials, guideMaterial(m))
	}
	for _, s := range c.Steps {
		b.Steps = append(b.Steps, guideStep{s.Name, s.Who, s.Where, guideTerm(s.Limit)})
	}
	body, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("write guide: %w", err)
	}
	return string(body), nil
}

func readGuide(body string) (guide.Content, error) {
	if body == "" {
		return guide.Content{}, nil
	}
	var b guideBody
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		return guide.Content{}, fmt.Errorf("read guide: %w", err)
	}
	c := guide.Content{
		Family: b.Family, Heading: b.Heading, Name: b.Name, Others: b.Others, Org: b.Org, Modes: b.Modes,
		Flags: guide.Flags{First: b.First, Limited: b.Limited, Whole: b.Whole, AtHome: b.AtHome},
		Legal: when.Term(b.Legal), Promised: when.Term(b.Promised), Fee: b.Fee, Where: b.Where, When: b.When, Gets: b.Gets, Tasks: b.Tasks, Duties: b.Duties,
		Phone: b.Phone,
	}
	for _, m := range b.Materials {
		c.Materials = append(c.Materials, guide.Material(m))
	}
	for _, s := range b.Steps {
		c.Steps = append(c.Steps, guide.Step{Name: s.Name, Who: s.Who, Where: s.Where, Limit: when.Term(s.Limit)})
	}
	return c, nil
}
