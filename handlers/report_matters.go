package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/danger"
	"linli/app/report"
	"linli/app/wordlist"
)

// categories lists what a report can be about, in the words of a community or else of the county, and the words of danger.
func (h reports) categories(c *fiber.Ctx, _ caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return area.ErrMissing.Because(err)
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	if _, err := tree.Community(community); community != 0 && err != nil {
		return err
	}
	known, err := h.service.CatalogueIn(c.UserContext(), community)
	if err != nil {
		return err
	}
	return c.JSON(mattersView{
		each(known.Kinds, func(k report.Kind) kindView {
			return kindView{string(k.Category), k.Name, k.Family, k.Hidden, each(k.Questions, viewDetail).Items}
		}),
		each(known.Topics, func(t report.Topic) topicView { return topicView{t.Code, t.Category, t.Name, t.Hidden} }).Items,
		each(known.Families, viewNamed).Items,
		each(known.Partners, viewNamed).Items,
		each(known.Dangers.Hints(), func(d danger.Hint) hintView { return hintView{d.Words, d.Say} }).Items,
	})
}

type mattersView struct {
	items[kindView]
	Topics   []topicView `json:"topics"`
	Families []namedView `json:"families"`
	Partners []namedView `json:"partners"`
	Dangers  []hintView  `json:"dangers"`
}

type kindView struct {
	Code      string       `json:"code"`
	Name      string       `json:"name"`
	Family    string       `json:"family"`
	Hidden    bool         `json:"hidden"`
	Questions []detailView `json:"questions"`
}

type topicView struct {
	Code     string          `json:"code"`
	Category report.Category `json:"category"`
	Name     string          `json:"name"`
	Hidden   bool            `json:"hidden"`
}

type namedView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
}

func viewNamed(w wordlist.Word) namedView { return namedView{w.Code, w.Name, w.Hidden} }

type hintView struct {
	Words []string `json:"words"`
	Say   string   `json:"say"`
}
