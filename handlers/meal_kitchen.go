package handlers

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"linli/app/meal"
)

// kitchenView is the list of a day as the kitchen reads it: nobody's door and no telephone number.
type kitchenView struct {
	Programme string     `json:"programme_id"`
	Name      string     `json:"name"`
	Place     string     `json:"place"`
	Serve     string     `json:"serve"`
	Cut       string     `json:"cut_off"`
	Day       string     `json:"day"`
	Fixed     bool       `json:"fixed"`
	FixedAt   string     `json:"fixed_at"`
	PrintedAt string     `json:"printed_at"`
	Dish      string     `json:"dish"`
	EatIn     int        `json:"eat_in"`
	Deliver   int        `json:"deliver"`
	Bags      []bagView  `json:"bags"`
	Diets     []dietView `json:"diets"`
}

type bagView struct {
	Carrier  string `json:"carrier"`
	Portions int    `json:"portions"`
}

type dietView struct {
	Name    string   `json:"name"`
	Way     meal.Way `json:"way"`
	Carrier string   `json:"carrier"`
	Diet    string   `json:"diet"`
}

// bag says where a portion goes.
func (d dietView) bag() string {
	if d.Way == meal.EatIn {
		return d.Way.Name()
	}
	return cmp.Or(d.Carrier, "还没有人送")
}

func viewKitchen(s meal.Sheet) kitchenView {
	p := s.Programme
	return kitchenView{
		Programme: text(p.ID), Name: p.Name, Place: p.Place, Serve: clockOf(p.Serve), Cut: clockOf(p.Cut), Day: s.Day.On.String(), Fixed: s.Day.ID != 0,
		FixedAt: stamp(s.Day.FixedAt), PrintedAt: stamp(s.Day.PrintedAt), Dish: s.Dish, EatIn: s.Eating[meal.EatIn], Deliver: s.Eating[meal.Deliver],
		Bags: []bagView{}, Diets: []dietView{},
	}
}

// portions adds the bags and the diets of a list, in the order of the way.
func (h meals) portions(c *fiber.Ctx, s meal.Sheet) (kitchenView, error) {
	v := viewKitchen(s)
	stops, err := h.stops(c, s.Stops, &s)
	if err != nil {
		return v, err
	}
	at := map[int64]int{}
	for i, one := range s.Stops {
		if one.Way == meal.Deliver {
			if _, known := at[one.Round]; !known {
				at[one.Round] = len(v.Bags)
				v.Bags = append(v.Bags, bagView{Carrier: stops[i].Carrier})
			}
			v.Bags[at[one.Round]].Portions++
		}
		if stops[i].Diet != "" {
			v.Diets = append(v.Diets, dietView{stops[i].Name, one.Way, stops[i].Carrier, stops[i].Diet})
		}
	}
	return v, nil
}

// kitchens shows how many portions the caller's org cooks today and tomorrow.
func (h meals) kitchens(c *fiber.Ctx, who caller) error {
	found, err := h.service.Kitchens(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, viewKitchen))
}

func (h meals) kitchen(c *fiber.Ctx, who caller) error {
	programme, day, err := mealDayOf(c)
	if err != nil {
		return err
	}
	sheet, err := h.service.Kitchen(c.UserContext(), who.Actor, programme, day)
	if err != nil {
		return err
	}
	v, err := h.portions(c, sheet)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

// printKitchen sends the list that the kitchen prints itself.
func (h meals) printKitchen(c *fiber.Ctx, who caller) error {
	programme, day, err := mealDayOf(c)
	if err != nil {
		return err
	}
	sheet, err := h.service.PrintKitchen(c.UserContext(), who.Actor, programme, day)
	if err != nil {
		return err
	}
	v, err := h.portions(c, sheet)
	if err != nil {
		return err
	}
	v.Day = sayDay(sheet.Day.On.Time())
	file, err := drawKitchenPortions(v, h.now())
	if err != nil {
		return err
	}
	return sendPDF(c, "kitchen.pdf", file)
}
