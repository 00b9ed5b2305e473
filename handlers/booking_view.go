package handlers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/person"
	"linli/app/when"
)

type rulesView struct {
	MinAge    int          `json:"min_age"`
	MaxAge    int          `json:"max_age"`
	Residents bool         `json:"residents_only"`
	Tags      []person.Tag `json:"tags"`
	PerWeek   int          `json:"per_week"`
	Notice    int          `json:"notice_minutes"`
	Cutoff    int          `json:"cutoff_minutes"`
	Ahead     int          `json:"ahead_days"`
	OpenAt    string       `json:"open_at"`
	Hold      int          `json:"hold_minutes"`
	WaitMost  int          `json:"waitlist_most"`
	Late      int          `json:"late_minutes"`
	Door      bool         `json:"door_to_door"`
	Series    bool         `json:"series"`
}

func viewRules(r booking.Rules) rulesView {
	return rulesView{
		MinAge: r.MinAge, MaxAge: r.MaxAge, Residents: r.Residents, Tags: append([]person.Tag{}, r.Tags...), PerWeek: r.PerWeek,
		Notice: r.Notice, Cutoff: r.Cutoff, Ahead: r.Ahead, OpenAt: clock(r.OpenAt), Hold: r.Hold, WaitMost: r.WaitMost, Late: r.Late,
		Door: r.Door, Series: r.Series,
	}
}

func (v rulesView) rules() (booking.Rules, error) {
	open, ok := minute(v.OpenAt)
	if !ok {
		return booking.Rules{}, booking.ErrService.Say("开放时间请这样填写：08:30")
	}
	return booking.Rules{
		MinAge: v.MinAge, MaxAge: v.MaxAge, Residents: v.Residents, Tags: v.Tags, PerWeek: v.PerWeek, Notice: v.Notice, Cutoff: v.Cutoff,
		Ahead: v.Ahead, OpenAt: open, Hold: v.Hold, WaitMost: v.WaitMost, Late: v.Late, Door: v.Door, Series: v.Series,
	}, nil
}

type questionView struct {
	Key      string   `json:"key"`
	Text     string   `json:"text"`
	Choices  []string `json:"choices"`
	Required bool     `json:"required"`
	Health   bool     `json:"health"`
}

type serviceView struct {
	ID        string         `json:"id"`
	Community string         `json:"community_id"`
	Name      string         `json:"name"`
	Kind      booking.Kind   `json:"kind"`
	Area      string         `json:"area_id"`
	Place     string         `json:"place"`
	PlaceID   string         `json:"place_id"`
	FullPlace string         `json:"full_place"`
	About     string         `json:"about"`
	Rules     rulesView      `json:"rules"`
	Questions []questionView `json:"questions"`
	Entries   []entryView    `json:"entries"`
	seen
}

func viewService(t *area.Tree, s booking.Service, entries []booking.Entry) (v serviceView, err error) {
	v = serviceView{
		ID: text(s.ID), Community: text(s.Community), Name: s.Name, Kind: s.Kind, Area: text(s.Area), Place: s.Place, PlaceID: maybe(s.PlaceID),
		FullPlace: booking.SayPlace(t, s), About: s.About, Rules: viewRules(s.Rules), Questions: []questionView{}, Entries: []entryView{},
	}
	for _, q := range s.Questions {
		q.Choices = append([]string{}, q.Choices...)
		v.Questions = append(v.Questions, questionView(q))
	}
	for _, e := range entries {
		view, err := viewEntry(e)
		if err != nil {
			return v, err
		}
		v.Entries = append(v.Entries, view)
	}
	v.Version, err = s.Mark()
	return v, err
}

type entryView struct {
	ID        string   `json:"id"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Days      []int    `json:"days"`
	Every     int      `json:"every_weeks"`
	Nth       int      `json:"nth_of_month"`
	Begin     string   `json:"begin"`
	End       string   `json:"end"`
	Step      int      `json:"step_minutes"`
	Places    int      `json:"places"`
	WalkIns   int      `json:"walk_ins"`
	Providers []string `json:"provider_ids"`
	Host      string   `json:"host"`
	Holidays  bool     `json:"holidays"`
	seen
}

func viewEntry(e booking.Entry) (v entryView, err error) {
	v = entryView{
		ID: text(e.ID), From: e.From.String(), Days: e.Days.Days(), Every: e.Every, Nth: e.Nth, Begin: clock(e.Begin), End: clock(e.End),
		Step: e.Step, Places: e.Places, WalkIns: e.WalkIns, Providers: make([]string, len(e.Providers)), Host: e.Host, Holidays: e.Holidays,
	}
	if e.To != 0 {
		v.To = e.To.String()
	}
	for i, p := range e.Providers {
		v.Providers[i] = text(p)
	}
	v.Version, err = e.Mark()
	return v, err
}

// entry reads a line of the timetable.
func (v entryView) entry() (booking.Entry, error) {
	e := booking.Entry{Every: v.Every, Nth: v.Nth, Step: v.Step, Places: v.Places, WalkIns: v.WalkIns, Host: v.Host, Holidays: v.Holidays}
	var ok, also, begin, end bool
	e.From, ok = when.ParseDate(v.From)
	if e.To, also = when.ParseDate(v.To); v.To == "" {
		also = true
	}
	e.Begin, begin = minute(v.Begin)
	e.End, end = minute(v.End)
	for _, d := range v.Days {
		if d < 1 || d > 7 {
			return e, booking.ErrEntry.Say("请选择星期几")
		}
	}
	e.Days = booking.On(v.Days...)
	if !ok || !also || !begin || !end {
		return e, booking.ErrEntry.Say("日期请填 2026-11-30，时间请填 09:00")
	}
	var err error
	e.Providers, err = numbers(v.Providers)
	return e, err
}

type periodView struct {
	ID      string `json:"id"`
	BeginAt string `json:"begin_at"`
	EndAt   string `json:"end_at"`
	Places  int    `json:"places"`
	Free    int    `json:"free"`
}

type sessionView struct {
	ID       string               `json:"id"`
	Service  string               `json:"service_id"`
	Day      string               `json:"day"`
	BeginAt  string               `json:"begin_at"`
	EndAt    string               `json:"end_at"`
	OpensAt  string               `json:"opens_at"`
	State    booking.SessionState `json:"state"`
	Reason   string               `json:"reason"`
	Host     string               `json:"host"`
	Places   int                  `json:"places"`
	Free     int                  `json:"free"`
	Taken    int                  `json:"taken"`
	Waiting  int                  `json:"waiting"`
	WaitMost int                  `json:"waitlist_most"`
	Periods  []periodView         `json:"periods"`
}

// viewSession shows a session with its free places at the time: a period that has begun has none.
func viewSession(s booking.Session, now time.Time) sessionView {
	s.Periods = slices.Clone(s.Periods)
	for i := range s.Periods {
		if p := &s.Periods[i]; !p.BeginAt.After(now) {
			p.Free = 0
		}
	}
	sum := s.Totals()
	v := sessionView{
		ID: text(s.ID), Service: text(s.Service), Day: s.Day.String(), BeginAt: stamp(s.BeginAt), EndAt: stamp(s.EndAt),
		OpensAt: stamp(s.OpensAt), State: s.State, Reason: s.Reason, Host: s.Host, Places: sum.Places, Free: sum.Free, Taken: sum.Taken,
		Waiting: s.Waiting, WaitMost: s.WaitMost, Periods: make([]periodView, len(s.Periods)),
	}
	for i, p := range s.Periods {
		v.Periods[i] = periodView{ID: text(p.ID), BeginAt: stamp(p.BeginAt), EndAt: stamp(p.EndAt), Places: p.Places, Free: p.Free}
	}
	return v
}

// weekView is what a community offers in a week.
type weekView struct {
	items[sessionView]
	Monday string `json:"monday"`
}

type effectView struct {
	Changed int           `json:"changed"`
	Kept    []sessionView `json:"kept"` // unchanged because they have bookings
}

func viewEffect(e booking.Effect, now time.Time) effectView {
	v := effectView{Changed: e.Changed, Kept: []sessionView{}}
	for _, s := range e.Kept {
		v.Kept = append(v.Kept, viewSession(s, now))
	}
	return v
}

// aheadView is what a change would do.
type aheadView struct {
	Changed int          `json:"changed"`
	Kept    []bookedView `json:"kept"`
}

type bookedView struct {
	BeginAt string `json:"begin_at"`
	EndAt   string `json:"end_at"`
	Booked  int    `json:"booked"`
	Waiting int    `json:"waiting"`
}

func viewAhead(e booking.Effect) aheadView {
	v := aheadView{Changed: e.Changed, Kept: []bookedView{}}
	for _, s := range e.Kept {
		sum := s.Totals()
		v.Kept = append(v.Kept, bookedView{stamp(s.BeginAt), stamp(s.EndAt), sum.Taken + sum.Held, s.Waiting})
	}
	return v
}

// clock writes a minute of the day: 09:30.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// minute is the reverse of clock; the day may end at 24:00.
func minute(s string) (int, bool) {
	spans, err := when.ParseSpans("00:00-" + strings.TrimSpace(s))
	if err != nil || len(spans) != 1 {
		return 0, s == "00:00"
	}
	return int(spans[0].To.Minutes()), true
}
