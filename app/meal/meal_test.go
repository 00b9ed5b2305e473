package meal

import (
	"errors"
	"testing"
	"time"

	"linli/app/person"
	"linli/app/when"
)

func moment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestTheListIsFixedTheDayBefore(t *testing.T) {
	t.Parallel()
	p := Programme{Cut: 17 * 60, Serve: 690}
	for now, want := range map[string]when.Date{
		"2026-11-24 16:59": 20261125, "2026-11-24 17:00": 20261126, "2026-12-31 18:00": 20270102, "2026-12-31 00:00": 20270101,
	} {
		if got := p.Open(moment(now)); got != want {
			t.Errorf("at %s the first open day is %v, not %v", now, got, want)
		}
	}
	if got := p.ServedAt(20261125); !got.Equal(moment("2026-11-25 11:30")) {
		t.Error(got)
	}
}

func TestDaysOfTheWeek(t *testing.T) {
	t.Parallel()
	for say, days := range map[string][]int{"周一至周五": {5, 4, 3, 2, 1}, "每天": {1, 2, 3, 4, 5, 6, 7}, "周二、周日": {7, 2}, "周一至周六": {1, 2, 3, 4, 5, 6}} {
		w, ok := WeekOf(days)
		if !ok || w.Say() != say || len(w.Days()) != len(days) {
			t.Errorf("%v: %v %s", days, ok, w.Say())
		}
	}
	for _, bad := range [][]int{nil, {0}, {8}} {
		if _, ok := WeekOf(bad); ok {
			t.Errorf("%v is a week", bad)
		}
	}
	if w, _ := WeekOf([]int{1}); !w.Has(20261123) || w.Has(20261124) {
		t.Error("Monday")
	}
}

func TestWhoMayTakePart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		p    Programme
		born int
		tags []person.Tag
		want bool
	}{
		"everybody":       {Programme{}, 0, nil, true},
		"old enough":      {Programme{Age: 70}, 1956, nil, true},
		"too young":       {Programme{Age: 70}, 1957, nil, false},
		"age unknown":     {Programme{Age: 70}, 0, nil, false},
		"young but frail": {Programme{Age: 70, Tags: []person.Tag{person.Frail}}, 1990, []person.Tag{person.Frail}, true},
		"another tag":     {Programme{Tags: []person.Tag{person.Frail}}, 1930, []person.Tag{person.Aged}, false},
	} {
		if got := c.p.takes(c.born, 2026, c.tags); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhereAMemberStands(t *testing.T) {
	t.Parallel()
	weekdays, _ := WeekOf([]int{1, 2, 3, 4, 5})
	m := Member{State: Agreed, From: 20261124, Week: weekdays}
	for name, c := range map[string]struct {
		m     Member
		today when.Date
		x     Exceptions
		want  State
	}{
		"asked":                     {Member{State: Asked}, 20261124, nil, Asked},
		"not begun":                 {m, 20261123, nil, Agreed},
		"the first day":             {m, 20261124, nil, On},
		"paused today":              {m, 20261124, Exceptions{20261124: false}, Paused},
		"a weekend":                 {m, 20261128, nil, On},
		"a weekend of a pause":      {m, 20261128, Exceptions{20261130: false}, Paused},
		"a weekend before it ended": {m, 20261128, Exceptions{20261127: false}, On},
		"ended":                     {Member{State: Ended}, 20261124, nil, Ended},
	} {
		if got := c.m.At(c.today, c.x); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWhatBecomesOfAPortion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		way      Way
		was, now Outcome
		changed  bool
		err      error
	}{
		"delivered":                  {Deliver, ToDo, Delivered, true, nil},
		"twice":                      {Deliver, Delivered, Delivered, false, nil},
		"something else afterwards":  {Deliver, Delivered, NotWanted, false, ErrDone},
		"nobody opened":              {Deliver, ToDo, NoAnswer, true, nil},
		"found at last":              {Deliver, NoAnswer, Delivered, true, nil},
		"reached by telephone":       {Deliver, NoAnswer, Reached, true, nil},
		"a neighbour is no answer":   {Deliver, NoAnswer, Neighbour, false, ErrDone},
		"reached before the door":    {Deliver, ToDo, Reached, false, ErrResult},
		"nobody opens at the place":  {EatIn, ToDo, NoAnswer, false, ErrResult},
		"no neighbour at the place":  {EatIn, ToDo, Neighbour, false, ErrResult},
		"came to eat":                {EatIn, ToDo, Delivered, true, nil},
		"taken back":                 {Deliver, Delivered, ToDo, false, ErrResult},
		"an outcome nobody knows":    {Deliver, ToDo, "eaten by the cat", false, ErrResult},
		"not wanted after the phone": {Deliver, Reached, NotWanted, false, ErrDone},
	} {
		s := Stop{Way: c.way, Outcome: c.was}
		changed, err := s.record(c.now, 7, moment("2026-11-24 11:40"), moment("2026-11-24 12:40"))
		if changed != c.changed || !errors.Is(err, c.err) || changed && (s.Outcome != c.now || s.By != 7) {
			t.Errorf("%s: %v %v %+v", name, changed, err, s)
		}
	}
}

func TestAProgrammeIsChecked(t *testing.T) {
	t.Parallel()
	good := Programme{Name: "午餐", Kitchen: "食堂", Place: "一楼", Week: EveryDay, Serve: 690, Cut: 1020, Most: 50}
	for name, c := range map[string]struct {
		change func(*Programme)
		want   error
	}{
		"good":              {func(*Programme) {}, nil},
		"no name":           {func(p *Programme) { p.Name = " " }, ErrWritten},
		"no place":          {func(p *Programme) { p.Place = "" }, ErrWritten},
		"a place of its id": {func(p *Programme) { p.Place, p.PlaceID = "", 4 }, nil},
		"no portions":       {func(p *Programme) { p.Most = 0 }, ErrNumbers},
		"no day":            {func(p *Programme) { p.Week = 0 }, ErrNumbers},
		"after midnight":    {func(p *Programme) { p.Cut = 24 * 60 }, ErrNumbers},
		"too old":           {func(p *Programme) { p.Age = 121 }, ErrNumbers},
	} {
		p := good
		c.change(&p)
		if err := p.check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
