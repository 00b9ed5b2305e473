package handlers

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/home"
	"linli/app/when"
)

// today shows what somebody with a post has to do, with the request of each tap: a telephone keeps both and sends the request when
// it has a network.
func (h homepage) today(c *fiber.Ctx, who caller) error {
	rows, more, err := h.service.Today(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	v := todayView{Day: when.DateOf(h.now()).String(), More: more, Items: make([]taskView, len(rows))}
	for i, r := range rows {
		v.Items[i] = viewTask(tree, r)
	}
	return c.JSON(v)
}

type todayView struct {
	Day   string     `json:"day"`
	Items []taskView `json:"items"`
	More  bool       `json:"more"`
}

type taskView struct {
	Key    string    `json:"key"`
	Kind   home.Kind `json:"kind"`
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Say    string    `json:"say"`
	Place  string    `json:"place"`
	Due    string    `json:"due"`
	Late   bool      `json:"late"`
	Urgent bool      `json:"urgent"`
	Taps   []tapView `json:"taps"`
}

type tapView struct {
	Do    string          `json:"do"`
	Name  string          `json:"name"`
	Asks  home.Asks       `json:"asks"`
	Path  string          `json:"path"`
	Body  json.RawMessage `json:"body"`
	Words string          `json:"words"` // the field of the body that takes the words
	At    string          `json:"at"`    // the field that takes when it was
	Form  []formField     `json:"form"`  // what goes into its values, by key
}

// formField is one question of a form.
type formField struct {
	Key     string   `json:"key"`
	Text    string   `json:"text"`
	Kind    string   `json:"kind"`
	Choices []string `json:"choices"`
	Value   string   `json:"value"`
}

func viewForm(form []home.Field) []formField {
	all := make([]formField, len(form))
	for i, f := range form {
		all[i] = formField{f.Key, f.Text, f.Kind, append([]string{}, f.Choices...), f.Value}
	}
	return all
}

func viewTask(t *area.Tree, r home.Row) taskView {
	place := t.Say(r.Area)
	if r.Room != "" {
		place += " " + r.Room
	}
	v := taskView{
		Key: fmt.Sprintf("%s-%d", r.Kind, r.ID), Kind: r.Kind, ID: maybe(r.ID), Title: r.Title, Say: r.Say, Place: place, Due: stamp(r.Due),
		Late: r.Late, Urgent: r.Urgent, Taps: []tapView{},
	}
	for _, tap := range r.Taps {
		to, ok := taps[tapOf{r.Kind, tap.Do}]
		if !ok && tap.Asks == home.Sheet {
			v.Taps = append(v.Taps, tapView{Do: tap.Do, Name: tap.Name, Asks: tap.Asks, Body: noBody, Form: viewForm(tap.Form)})
		}
		if ok {
			one := tapView{Do: tap.Do, Name: tap.Name, Asks: tap.Asks, Path: fmt.Sprintf(to.path, r.ID), Body: to.body, Words: to.words, Form: viewForm(tap.Form)}
			if tap.At {
				one.At = "at"
			}
			v.Taps = append(v.Taps, one)
		}
	}
	return v
}

// tapOf names a tap: of a kind of row, and what it does.
type tapOf struct {
	kind home.Kind
	do   string
}

// request is what a tap sends: POST to a path below /api/v1 with a body, in which the person's words have a field. The body is JSON already:
// a list of a day has a thousand of them.
type request struct {
	path  string
	body  json.RawMessage
	words string
}

var noBody = json.RawMessage(`{}`)

var taps = map[tapOf]request{
	{home.Report, "take"}:        {"/staff/reports/%d/take", noBody, ""},
	{home.Report, "resolve"}:     {"/staff/reports/%d/resolve", json.RawMessage(`{"outcome":"solved"}`), "words"},
	{home.Alert, "acknowledge"}:  {"/steward/reports/%d/acknowledge", noBody, ""},
	{home.Alert, "look"}:         {"/steward/reports/%d/look", noBody, "words"},
	{home.Call, "acknowledge"}:   {"/calls/%d/acknowledge", noBody, ""},
	{home.Call, "finish"}:        {"/calls/%d/finish", noBody, "words"},
	{home.Door, "told"}:          {"/steward/doors/%d/told", json.RawMessage(`{"how":"上门告知"}`), ""},
	{home.Door, "told_by_staff"}: {"/staff/undelivered/%d/told", json.RawMessage(`{"how":"上门告知"}`), ""},
	{home.Care, "well"}:          {"/staff/care/%d/visits", json.RawMessage(`{"way":"door","outcome":"well"}`), ""},
	{home.Care, "well_by_phone"}: {"/staff/care/%d/visits", json.RawMessage(`{"way":"phone","outcome":"well"}`), ""},
	{home.Care, "visit"}:         {"/staff/care/%d/visits", noBody, ""},
	{home.Collect, "confirm"}:    {"/collect/%d", json.RawMessage(`{"state":"confirmed"}`), ""},
	{home.Collect, "change"}:     {"/collect/%d", json.RawMessage(`{"state":"changed"}`), ""},
	{home.Collect, "absent"}:     {"/collect/%d", json.RawMessage(`{"state":"absent"}`), ""},
	{home.Collect, "refuse"}:     {"/collect/%d", json.RawMessage(`{"state":"refused"}`), ""},
	{home.Suggest, "visit"}:      {"/staff/care/proposals/%d", json.RawMessage(`{"visit":true}`), ""},
	{home.Suggest, "drop"}:       {"/staff/care/proposals/%d", json.RawMessage(`{"visit":false}`), ""},
	{home.Arrival, "confirm"}:    {"/staff/households/%d/confirm", noBody, ""},
}
