package handlers

import (
	"time"

	"linli/app/meal"
	"linli/app/person"
	"linli/app/when"
)

// mealBody is what somebody says who wants to take part.
type mealBody struct {
	Programme string   `json:"programme_id"`
	Person    string   `json:"person_id"`
	Way       meal.Way `json:"way"`
	Weekdays  []int    `json:"weekdays"`
	Area      string   `json:"area_id"`
	Room      string   `json:"room"`
	Reason    string   `json:"reason"`
	Diet      string   `json:"diet"`
	Contact   string   `json:"contact"`
	Phone     string   `json:"contact_phone"`
}

func (in mealBody) input() (a meal.Asking, err error) {
	a = meal.Asking{Way: in.Way, Room: in.Room, Reason: in.Reason, Diet: in.Diet, Contact: in.Contact}
	if a.Week, _ = meal.WeekOf(in.Weekdays); a.Week == 0 {
		return a, meal.ErrWeek
	}
	if in.Phone != "" {
		if a.Phone, err = person.ParsePhone(in.Phone); err != nil {
			return a, err
		}
	}
	return a, numbersInto(map[*int64]string{&a.Programme: in.Programme, &a.Person: in.Person, &a.Area: in.Area})
}

type mealDaysBody struct {
	First string `json:"first"`
	Last  string `json:"last"`
	Eat   bool   `json:"eat"`
}

func (in mealDaysBody) input() (meal.Change, error) {
	first, ok := when.ParseDate(in.First)
	last, also := when.ParseDate(in.Last)
	if !ok || !also {
		return meal.Change{}, meal.ErrDates
	}
	return meal.Change{First: first, Last: last, Eat: in.Eat}, nil
}

type mealResultBody struct {
	Outcome meal.Outcome `json:"outcome"`
	At      string       `json:"at"`
}

func (in mealResultBody) input() (meal.Result, error) {
	at, err := instantOf(in.At)
	if err != nil {
		return meal.Result{}, meal.ErrResult
	}
	return meal.Result{Outcome: in.Outcome, At: at}, nil
}

// instantOf reads a time; "" is the zero time.
func instantOf(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, s)
}

type mealWeekBody struct {
	Weekdays []int `json:"weekdays"`
}

func (in mealWeekBody) input() (meal.Week, error) {
	if len(in.Weekdays) == 0 {
		return 0, nil
	}
	week, ok := meal.WeekOf(in.Weekdays)
	if !ok {
		return 0, meal.ErrWeek
	}
	return week, nil
}

type programmeBody struct {
	Community string       `json:"community_id"`
	Name      string       `json:"name"`
	Kitchen   string       `json:"kitchen"`
	Place     string       `json:"place"`
	PlaceID   string       `json:"place_id"`
	KitchenID string       `json:"kitchen_id"`
	Age       int          `json:"age"`
	Tags      []person.Tag `json:"tags"`
	Weekdays  []int        `json:"weekdays"`
	Serve     string       `json:"serve"`
	Cut       string       `json:"cut_off"`
	Price     string       `json:"price"`
	Most      int          `json:"most"`
}

func (in programmeBody) input() (p meal.Programme, err error) {
	p = meal.Programme{Name: in.Name, Kitchen: in.Kitchen, Place: in.Place, Age: in.Age, Tags: in.Tags, Price: in.Price, Most: in.Most}
	var ok, also bool
	p.Serve, ok = minuteOf(in.Serve)
	p.Cut, also = minuteOf(in.Cut)
	if p.Week, _ = meal.WeekOf(in.Weekdays); !ok || !also || p.Week == 0 {
		return p, meal.ErrNumbers
	}
	return p, numbersInto(map[*int64]string{&p.Community: in.Community, &p.PlaceID: in.PlaceID, &p.KitchenID: in.KitchenID})
}

// minuteOf reads "17:00" as minutes after midnight.
func minuteOf(s string) (int, bool) {
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil
}

type menuBody struct {
	Items []dishView `json:"items"`
}

func (in menuBody) input() ([]meal.Dish, error) {
	all := make([]meal.Dish, len(in.Items))
	for i, d := range in.Items {
		day, ok := when.ParseDate(d.Day)
		if !ok {
			return nil, meal.ErrMenu
		}
		all[i] = meal.Dish{Day: day, Words: d.Words}
	}
	return all, nil
}

type carriersBody struct {
	Items []struct {
		Building string `json:"building_id"`
		Person   string `json:"person_id"`
	} `json:"items"`
}

func (in carriersBody) input() ([]meal.Carrier, error) {
	all := make([]meal.Carrier, len(in.Items))
	for i, one := range in.Items {
		if err := numbersInto(map[*int64]string{&all[i].Building: one.Building, &all[i].Person: one.Person}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

type handOverBody struct {
	Buildings []string `json:"building_ids"`
	Person    string   `json:"person_id"`
	Stewards  bool     `json:"stewards"`
}

func (in handOverBody) input() (h meal.Handing, err error) {
	h.Stewards = in.Stewards
	if h.Buildings, err = numbers(in.Buildings); err != nil {
		return h, err
	}
	h.Person, err = number(in.Person)
	return h, err
}
