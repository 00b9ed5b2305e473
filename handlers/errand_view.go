package handlers

import (
	"time"

	"linli/app/errand"
	"linli/app/guide"
	"linli/app/pace"
	"linli/app/person"
	"linli/app/when"
)

type errandView struct {
	ID        string        `json:"id"`
	Number    string        `json:"number"`
	Item      string        `json:"item_id"`
	Version   int           `json:"version"`
	Title     string        `json:"title"`
	Resident  string        `json:"resident"`
	Community string        `json:"community"`
	Source    errand.Source `json:"source"`
	Words     string        `json:"words"`
	State     errand.State  `json:"state"`
	StateName string        `json:"state_name"`
	First     string        `json:"first"`
	Holder    string        `json:"holder"`
	Light     pace.Light    `json:"light"`
	DueAt     string        `json:"due_at"`
	WholeDue  string        `json:"whole_due_at"`
	Trips     int           `json:"trips"`
	Outside   string        `json:"outside_no"`
	Result    string        `json:"result"`
	Door      string        `json:"next_door"`
	Gaps      []string      `json:"missing"`
	AskedAt   string        `json:"asked_at"`
	EndedAt   string        `json:"ended_at"`
	Report    string        `json:"report_id"` // from which it came, or which it became
}

type errandDetailView struct {
	errandView
	Person    string             `json:"person_id"`
	Materials []materialLineView `json:"materials"`
	Mandate   mandateView        `json:"mandate"`
	Events    []errandEventView  `json:"events"`
	Can       []string           `json:"can"`
}

type materialLineView struct {
	Name     string        `json:"name"`
	Form     guide.Form    `json:"form"`
	FormName string        `json:"form_name"`
	From     string        `json:"from"`
	Looked   errand.Looked `json:"looked"`
	Why      string        `json:"why"`
	Paper    string        `json:"paper_id"`
	Late     bool          `json:"late"`
}

type mandateView struct {
	ID      string         `json:"id"` // "" without one
	Proxy   string         `json:"proxy"`
	Powers  []errand.Power `json:"powers"`
	Says    string         `json:"says"`
	Until   string         `json:"until"`
	Way     errand.Way     `json:"way"`
	Given   bool           `json:"given"`
	Ended   bool           `json:"ended"`
	GivenAt string         `json:"given_at"`
	Witness string         `json:"witness"`
}

type errandEventView struct {
	At    string           `json:"at"`
	Kind  errand.EventKind `json:"kind"`
	Name  string           `json:"name"`
	By    string           `json:"by"`
	Words string           `json:"words"`
}

type tripsView struct {
	Community string  `json:"community"`
	Month     string  `json:"month"`
	Item      string  `json:"item_id"`
	Title     string  `json:"title"`
	Errands   int     `json:"errands"`
	Trips     int     `json:"trips"`
	Once      int     `json:"once"`
	Mean      float64 `json:"mean"`
	Few       bool    `json:"few"`
}

type proxyView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Post string `json:"post"`
}

// errandPeople returns who is named beside errands.
func errandPeople(all ...errand.Errand) (ids []int64) {
	for _, e := range all {
		ids = append(ids, e.Person, e.First, e.Holder)
	}
	return ids
}

func viewErrand(e errand.Errand, state string, names map[int64]person.Person, community string, now time.Time) errandView {
	v := errandView{
		ID: text(e.ID), Number: e.Say(), Item: maybe(e.Item), Version: e.Version, Title: e.Title, Resident: names[e.Person].Name, Community: community,
		Source: e.Source, Words: e.Words, State: e.State, StateName: state, First: names[e.First].Name, Holder: names[e.Holder].Name,
		Light: e.Light(now), DueAt: stamp(e.DueAt), WholeDue: stamp(e.WholeDue), Trips: e.Trips, Outside: e.Outside, Result: e.Result,
		Door: e.Door, Gaps: []string{}, AskedAt: stamp(e.AskedAt), EndedAt: stamp(e.EndedAt), Report: maybe(e.Report),
	}
	if e.State.Open() {
		v.Gaps = append(v.Gaps, e.Gaps()...)
	}
	return v
}

func viewErrandMaterial(m errand.Material) materialLineView {
	return materialLineView{
		Name: m.Name, Form: m.Form, FormName: m.Form.Name(), From: m.From, Looked: m.Looked, Why: m.Why, Paper: maybe(m.Paper), Late: m.Late,
	}
}

func viewMandate(m errand.Mandate, names map[int64]person.Person, now time.Time) mandateView {
	if m.ID == 0 {
		return mandateView{Powers: []errand.Power{}}
	}
	return mandateView{
		ID: text(m.ID), Proxy: names[m.Proxy].Name, Powers: m.Powers, Says: errand.SayPowers(m.Powers), Until: m.Until.String(), Way: m.Way,
		Given: m.Way != errand.Unsigned, Ended: !m.EndedAt.IsZero() || m.Until < when.DateOf(now), GivenAt: stamp(m.GivenAt), Witness: names[m.Witness].Name,
	}
}
