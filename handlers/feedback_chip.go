package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/feedback"
)

// hidingBody names the chips that a community does not offer.
type hidingBody struct {
	items[hiddenView]
	seen
}

type hiddenView struct {
	Kind string `json:"kind"`
	Code string `json:"code"`
}

func (in hidingBody) input() (h feedback.Hiding, err error) {
	h.Seen = in.Version
	for _, one := range in.Items {
		h.All = append(h.All, feedback.Hidden{Kind: feedback.Kind(one.Kind), Code: one.Code})
	}
	return h, nil
}

type chipOfferView struct {
	hiddenView
	KindName string `json:"kind_name"`
	Name     string `json:"name"`
	Hidden   bool   `json:"hidden"`
	Off      bool   `json:"county_hidden"`
}

// chips shows the county's chips and which of them a community hides.
func (h feedbacks) chips(c *fiber.Ctx, _ caller, found feedback.Chips) error {
	view := struct {
		items[chipOfferView]
		seen
		Can []string `json:"can"`
	}{
		items: each(found.All, func(o feedback.Chip) chipOfferView {
			return chipOfferView{hiddenView{string(o.Kind), o.Code}, o.Kind.Name(), o.Name, o.Here, o.Hidden}
		}),
		seen: seen{found.Mark}, Can: []string{},
	}
	if found.Saves {
		view.Can = append(view.Can, "save")
	}
	return c.JSON(view)
}
