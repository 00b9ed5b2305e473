package demo

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"linli/app/internal/system"

	"linli/app/area"
	"linli/wxmsg/wxsim"
)

// The states of the platform that the page can choose.
const (
	weatherWell  = "well"
	weatherSlow  = "slow"
	weatherDown  = "down"
	weatherQuota = "quota"
)

type stageView struct {
	Now     time.Time       `json:"now"`
	Clock   string          `json:"clock"` // why it is not the real time, or ""
	Weather string          `json:"weather"`
	Offline []string        `json:"offline"` // whose telephones have no network
	Leads   []string        `json:"leads"`
	People  []*player       `json:"people"`
	Menu    json.RawMessage `json:"menu"`
	Clients bool            `json:"clients"` // whether the program contains the pages of the mini-programs
	Photos  []photoView     `json:"photos"`
	Places  []placeView     `json:"places"`
}

type photoView struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Solved string `json:"solved"`
	URL    string `json:"url"`
}

// placeView is a community, a grid or a building on the map.
type placeView struct {
	ID        int64           `json:"id,string"`
	Kind      area.Kind       `json:"kind"`
	Name      string          `json:"name"`
	Community string          `json:"community"`
	Board     string          `json:"board,omitempty"` // address in the code in the stairwell
	Lat       float64         `json:"lat,omitempty"`
	Lng       float64         `json:"lng,omitempty"`
	Boundary  json.RawMessage `json:"boundary,omitempty"`
}

// stage is everything that the page needs to start.
func (f *demoFront) stage(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	v := stageView{
		Now: f.clock.Now(), Clock: f.clock.say(), Weather: f.weather, Offline: append([]string{}, f.cut...), Leads: leads, People: f.cast.players, Menu: json.RawMessage(system.OwnMenu(f.system.Config.PublicURL)),
		Clients: len(system.ClientPages()) > 0,
	}
	f.mu.Unlock()
	for _, p := range samplePhotos {
		v.Photos = append(v.Photos, photoView{p.Name, p.Title, p.Solved, "/demo/photos/" + p.Name + ".jpg"})
	}
	tree, err := f.system.Areas.Tree(r.Context())
	if err != nil {
		answer(w, nil, err)
		return
	}
	for _, k := range []area.Kind{area.Community, area.Grid, area.Building} {
		for _, a := range tree.Under("/", k) {
			place := placeView{
				ID: a.ID, Kind: k, Name: a.Name, Board: a.Board, Lat: a.Lat, Lng: a.Lng, Boundary: json.RawMessage(a.Boundary),
			}
			if c, ok := tree.Up(a.ID, area.Community); ok {
				place.Community = c.Name
			}
			v.Places = append(v.Places, place)
		}
	}
	answer(w, v, nil)
}

type deliveryView struct {
	At     time.Time `json:"at"`
	Person string    `json:"person"`
	Key    string    `json:"key"`
	Title  string    `json:"title"`
	Status string    `json:"status"`
}

// delivered lists the template messages about a report.
func (f *demoFront) delivered(w http.ResponseWriter, r *http.Request) {
	number, found := r.URL.Query().Get("number"), []deliveryView{}
	for _, d := range f.sim.Delivered(wxsim.OA, "") {
		p := f.cast.openids[d.OpenID]
		if p == nil || number == "" || d.Title == "" || !strings.Contains(d.Text, number) {
			continue
		}
		found = append(found, deliveryView{d.At, p.Name, p.Key, d.Title, d.Status})
	}
	answer(w, map[string]any{"items": found}, nil)
}

// direct sets the state of the platform.
func (f *demoFront) direct(w http.ResponseWriter, r *http.Request) {
	order := r.PathValue("order")
	const templates = "/cgi-bin/message/template/send"
	f.sim.Clear()
	switch order {
	case weatherWell:
	case weatherSlow:
		f.sim.Fail("*", wxsim.Fault{Delay: 3 * time.Second})
	case weatherDown:
		f.sim.Down(true)
	case weatherQuota:
		f.sim.Fail(templates, wxsim.Fault{ErrCode: 45009, ErrMsg: "reach max api daily quota limit"})
	default:
		answer(w, nil, errGesture)
		return
	}
	f.mu.Lock()
	f.weather = order
	f.mu.Unlock()
	f.tell(liveEvent{What: "weather", Text: order})
	answer(w, map[string]string{"weather": order}, nil)
}
