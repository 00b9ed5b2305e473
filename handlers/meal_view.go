package handlers

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/meal"
	"linli/app/person"
)

type mealsView struct {
	Programmes []offeredView `json:"programmes"`
	Members    []ownMealView `json:"members"`
}

type offeredView struct {
	Programme programmeView `json:"programme"`
	Menu      []dishView    `json:"menu"`
}

type ownMealView struct {
	Member memberMealView `json:"member"`
	Mine   bool           `json:"mine"`
	Days   []mealDayView  `json:"days"`
}

type mealDayView struct {
	Day  string `json:"day"`
	Eats bool   `json:"eats"`
	Can  bool   `json:"can"`
	Dish string `json:"dish"`
}

type dishView struct {
	Day   string `json:"day"`
	Words string `json:"words"`
}

func viewMenu(all []meal.Dish) []dishView {
	views := []dishView{}
	for _, d := range all {
		views = append(views, dishView{d.Day.String(), d.Words})
	}
	return views
}

type programmeView struct {
	ID        string       `json:"id"`
	Community string       `json:"community_id"`
	Name      string       `json:"name"`
	Kitchen   string       `json:"kitchen"`
	Place     string       `json:"place"`
	PlaceID   string       `json:"place_id"`
	KitchenID string       `json:"kitchen_id"`
	Age       int          `json:"age"`
	Tags      []person.Tag `json:"tags"`
	Weekdays  []int        `json:"weekdays"`
	Days      string       `json:"days"`
	Serve     string       `json:"serve"`
	Cut       string       `json:"cut_off"`
	Price     string       `json:"price"`
	Most      int          `json:"most"`
}

func viewProgramme(p meal.Programme) programmeView {
	return programmeView{
		ID: text(p.ID), Community: text(p.Community), Name: p.Name, Kitchen: p.Kitchen, Place: p.Place, PlaceID: maybe(p.PlaceID), KitchenID: maybe(p.KitchenID), Age: p.Age,
		Tags: append([]person.Tag{}, p.Tags...), Weekdays: p.Week.Days(), Days: p.Week.Say(), Serve: clockOf(p.Serve), Cut: clockOf(p.Cut), Price: p.Price, Most: p.Most,
	}
}

// clockOf says minutes after midnight: "17:00".
func clockOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

type memberMealView struct {
	ID        string     `json:"id"`
	Programme string     `json:"programme_id"`
	Name      string     `json:"name"`
	Person    string     `json:"person_id"`
	Way       meal.Way   `json:"way"`
	WayName   string     `json:"way_name"`
	Place     string     `json:"place"`
	Weekdays  []int      `json:"weekdays"`
	Days      string     `json:"days"`
	Reason    string     `json:"reason"`
	Diet      string     `json:"diet"`
	Contact   string     `json:"contact"`
	Phone     string     `json:"contact_phone"`
	State     meal.State `json:"state"`
	StateName string     `json:"state_name"`
	AskedAt   string     `json:"asked_at"`
	DueAt     string     `json:"due_at"`
	Late      bool       `json:"late"`
	From      string     `json:"from"`
	Why       string     `json:"why"`
}

func (h meals) members(ctx context.Context, found []meal.Member, states map[int64]meal.State) ([]memberMealView, error) {
	people, err := peopleOf(ctx, h.web, found, func(m meal.Member) int64 { return m.Person })
	if err != nil {
		return nil, err
	}
	t, err := h.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]memberMealView, len(found))
	for i, m := range found {
		state := states[m.ID]
		views[i] = memberMealView{
			ID: text(m.ID), Programme: text(m.Programme), Name: people[m.Person].Name, Person: maybe(m.Person), Way: m.Way, WayName: m.Way.Name(),
			Place: strings.TrimSpace(t.Say(cmp.Or(m.Area, m.Community)) + " " + m.Room), Weekdays: m.Week.Days(), Days: m.Week.Say(), Reason: m.Reason,
			Diet: m.Diet, Contact: m.Contact, Phone: m.Phone.Masked(), State: state, StateName: state.Name(), AskedAt: stamp(m.AskedAt), DueAt: stamp(m.DueAt),
			Late: m.State == meal.Asked && h.now().After(m.DueAt), Why: m.Why,
		}
		if m.From != 0 {
			views[i].From = m.From.String()
		}
	}
	return views, nil
}

type mealRoundsView struct {
	Day   string          `json:"day"`
	Items []mealRoundView `json:"items"`
}

type mealRoundView struct {
	ID        string         `json:"id"`
	Programme string         `json:"programme"`
	Serve     string         `json:"serve"`
	Left      int            `json:"left"`
	Stops     []mealStopView `json:"stops"`
}

type mealStopView struct {
	ID       string       `json:"id"`
	Key      string       `json:"key"`
	Name     string       `json:"name"`
	Place    string       `json:"place"`
	Building string       `json:"building_id"`
	Way      meal.Way     `json:"way"`
	Outcome  meal.Outcome `json:"outcome"`
	Said     string       `json:"said"`
	At       string       `json:"at"`
	Carrier  string       `json:"carrier"`
	Diet     string       `json:"diet"`
	Can      []string     `json:"can"`
	Calling  string       `json:"calling"`
}

// stops shows portions; with a sheet also who carries them, what they may not hold, and how a call stands.
func (h meals) stops(c *fiber.Ctx, found []meal.Stop, sheet *meal.Sheet) ([]mealStopView, error) {
	var ids []int64
	for _, one := range found {
		ids = append(ids, one.Person)
	}
	if sheet != nil {
		for _, r := range sheet.Rounds {
			ids = append(ids, r.Person)
		}
	}
	people := map[int64]person.Person{}
	for rest := distinct(ids); len(rest) > 0; {
		part := rest[:min(len(rest), 1000)]
		rest = rest[len(part):]
		known, err := h.names.Persons(c.UserContext(), part)
		if err != nil {
			return nil, err
		}
		for id, p := range known {
			people[id] = p
		}
	}
	t, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	views := make([]mealStopView, len(found))
	for i, one := range found {
		views[i] = mealStopView{
			ID: text(one.ID), Key: "meal-" + text(one.ID), Name: people[one.Person].Name, Place: strings.TrimSpace(t.Say(cmp.Or(one.Area, one.Community)) + " " + one.Room),
			Building: maybe(one.Building), Way: one.Way, Outcome: one.Outcome, Said: one.Name(), At: stamp(one.At), Can: one.Can(),
		}
		if sheet == nil {
			continue
		}
		views[i].Carrier, views[i].Diet = people[sheet.Rounds[one.Round].Person].Name, sheet.Diets[one.Member]
		if call, open := sheet.Calls[one.ID]; open && call.EndedAt.IsZero() {
			views[i].Calling = "正在打电话"
			if call.Chase != 0 {
				views[i].Calling = "已请红管家去看"
			}
		}
	}
	return views, nil
}

type mealNumbersView struct {
	Phone        string `json:"phone"`
	Contact      string `json:"contact"`
	ContactPhone string `json:"contact_phone"`
}

type carrierView struct {
	Building string `json:"building_id"`
	Place    string `json:"place"`
	Person   string `json:"person_id"`
	Name     string `json:"name"`
}

type mealSheetView struct {
	Programme programmeView  `json:"programme"`
	Day       string         `json:"day"`
	Fixed     bool           `json:"fixed"`
	FixedAt   string         `json:"fixed_at"`
	PrintedAt string         `json:"printed_at"`
	Dish      string         `json:"dish"`
	EatIn     int            `json:"eat_in"`
	Deliver   int            `json:"deliver"`
	Stops     []mealStopView `json:"stops"`
}

func (h meals) sheet(c *fiber.Ctx, s meal.Sheet) (mealSheetView, error) {
	stops, err := h.stops(c, s.Stops, &s)
	return mealSheetView{
		Programme: viewProgramme(s.Programme), Day: s.Day.On.String(), Fixed: s.Day.ID != 0, FixedAt: stamp(s.Day.FixedAt), PrintedAt: stamp(s.Day.PrintedAt),
		Dish: s.Dish, EatIn: s.Eating[meal.EatIn], Deliver: s.Eating[meal.Deliver], Stops: stops,
	}, err
}

type movedView struct {
	Moved int `json:"moved"`
}

type mealMonthView struct {
	Programme string `json:"programme_id"`
	Name      string `json:"name"`
	EatenIn   int    `json:"eaten_in"`
	Delivered int    `json:"delivered"`
	Neighbour int    `json:"neighbour"`
	NoAnswer  int    `json:"no_answer"`
	NotWanted int    `json:"not_wanted"`
	Open      int    `json:"open"`
}

func viewMonth(m meal.Month) mealMonthView {
	v := mealMonthView{Programme: text(m.Programme.ID), Name: m.Programme.Name}
	for _, c := range m.Counts {
		switch c.Outcome {
		case meal.Delivered:
			if c.Way == meal.EatIn {
				v.EatenIn += c.N
			} else {
				v.Delivered += c.N
			}
		case meal.Neighbour:
			v.Neighbour += c.N
		case meal.NoAnswer, meal.Reached:
			v.NoAnswer += c.N
		case meal.NotWanted:
			v.NotWanted += c.N
		case meal.ToDo:
			v.Open += c.N
		}
	}
	return v
}
