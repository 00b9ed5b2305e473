package hall

import (
	"errors"
	"testing"
	"time"

	"linli/app/place"
	"linli/app/when"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWhenAWishFits(t *testing.T) {
	t.Parallel()
	calendar := when.NewCalendar([]when.Special{{Date: 20261001, Off: true, Name: "国庆节"}, {Date: 20261010, Off: false}})
	room := place.Place{Working: "08:30-12:00,14:00-21:00", Resting: "09:00-12:00", Seats: 30, Lending: place.Lending{On: true, PerWeek: 2, Ahead: 14}}
	now := at("2026-09-28 10:00")
	for name, c := range map[string]struct {
		from, to string
		change   func(*place.Place, *Wish)
		want     error
	}{
		"in the afternoon":        {"2026-09-28 14:00", "2026-09-28 16:00", nil, nil},
		"over noon":               {"2026-09-28 11:00", "2026-09-28 15:00", nil, ErrClosed},
		"over noon, open at noon": {"2026-09-28 11:00", "2026-09-28 15:00", func(p *place.Place, _ *Wish) { p.Noon = true }, nil},
		"on a Saturday":           {"2026-10-03 09:00", "2026-10-03 10:00", nil, nil},
		"too late on a Saturday":  {"2026-10-03 14:00", "2026-10-03 15:00", nil, ErrClosed},
		"a Saturday that works":   {"2026-10-10 14:00", "2026-10-10 15:00", nil, nil},
		"a holiday":               {"2026-10-01 14:00", "2026-10-01 15:00", nil, ErrClosed},
		"in its own hours":        {"2026-09-28 21:00", "2026-09-28 22:00", func(p *place.Place, _ *Wish) { p.Lending.Hours = "18:00-22:00" }, nil},
		"out of its own hours":    {"2026-09-28 14:00", "2026-09-28 15:00", func(p *place.Place, _ *Wish) { p.Lending.Hours = "18:00-22:00" }, ErrClosed},
		"never open":              {"2026-09-28 14:00", "2026-09-28 15:00", func(p *place.Place, _ *Wish) { p.Working = "" }, ErrClosed},
		"now":                     {"2026-09-28 10:00", "2026-09-28 11:00", nil, ErrPast},
		"the last day":            {"2026-10-12 14:00", "2026-10-12 15:00", nil, nil},
		"a day after the last":    {"2026-10-13 14:00", "2026-10-13 15:00", nil, ErrAhead},
		"not lent":                {"2026-09-28 14:00", "2026-09-28 15:00", func(p *place.Place, _ *Wish) { p.Lending.On = false }, ErrNotLent},
		"given up":                {"2026-09-28 14:00", "2026-09-28 15:00", func(p *place.Place, _ *Wish) { p.EndedAt = now }, ErrNotLent},
		"too many":                {"2026-09-28 14:00", "2026-09-28 15:00", func(_ *place.Place, w *Wish) { w.People = 31 }, ErrPeople},
	} {
		p, w := room, Wish{From: at(c.from), To: at(c.to), Purpose: "排练", People: 10}
		if c.change != nil {
			c.change(&p, &w)
		}
		if err := w.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := w.fits(p, calendar, now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheLifeOfAUse(t *testing.T) {
	t.Parallel()
	from, to := at("2026-11-25 14:00"), at("2026-11-25 16:00")
	for name, c := range map[string]struct {
		state State
		do    func(*Use) error
		want  error
		then  State
	}{
		"agreed":                     {Asked, func(u *Use) error { return u.decide(Agreed, "", deed{at: from.Add(-time.Hour)}) }, nil, Agreed},
		"agreed too late":            {Asked, func(u *Use) error { return u.decide(Agreed, "", deed{at: from}) }, ErrPast, Asked},
		"declined late":              {Asked, func(u *Use) error { return u.decide(Declined, "没有人", deed{at: to}) }, nil, Declined},
		"declined after agreement":   {Agreed, func(u *Use) error { return u.decide(Declined, "没有人", deed{at: from}) }, ErrState, Agreed},
		"cancelled before":           {Agreed, func(u *Use) error { return u.cancel("", false, deed{at: from.Add(-time.Minute)}) }, nil, Cancelled},
		"cancelled while in use":     {Agreed, func(u *Use) error { return u.cancel("", false, deed{at: from}) }, ErrPast, Agreed},
		"called off while in use":    {Agreed, func(u *Use) error { return u.cancel("停电", true, deed{at: from}) }, nil, Cancelled},
		"cancelled when declined":    {Declined, func(u *Use) error { return u.cancel("", false, deed{}) }, ErrState, Declined},
		"finished":                   {Agreed, func(u *Use) error { return u.finish(Used, nil, deed{at: from}) }, nil, Used},
		"finished before it began":   {Agreed, func(u *Use) error { return u.finish(Used, nil, deed{at: from.Add(-time.Minute)}) }, ErrEarly, Agreed},
		"finished without an answer": {Asked, func(u *Use) error { return u.finish(Used, nil, deed{at: to}) }, ErrState, Asked},
		"finished twice":             {Used, func(u *Use) error { return u.finish(Absent, nil, deed{at: to}) }, ErrState, Used},
	} {
		u := Use{From: from, To: to, State: c.state, Nth: 1}
		if err := c.do(&u); !errors.Is(err, c.want) || u.State != c.then {
			t.Errorf("%s: %v, %s", name, err, u.State)
		}
		if gives := u.State == Declined || u.State == Cancelled; c.want == nil && gives != (u.Nth == 0) {
			t.Errorf("%s: number %d of the week", name, u.Nth)
		}
	}
}

func TestWhatTheClockDoesForAUse(t *testing.T) {
	t.Parallel()
	from, to := at("2026-11-25 14:00"), at("2026-11-25 16:00")
	early, late := at("2026-11-20 09:00"), at("2026-11-25 09:00")
	for name, c := range map[string]struct {
		u    Use
		want time.Time
	}{
		"asked":         {Use{State: Asked}, from},
		"agreed early":  {Use{State: Agreed, DecidedAt: early}, at("2026-11-24 18:00")},
		"agreed late":   {Use{State: Agreed, DecidedAt: late}, at("2026-11-25 12:00")},
		"reminded":      {Use{State: Agreed, Told: Reminded}, to},
		"asked to tidy": {Use{State: Agreed, Told: Reminded | AskedToTidy}, to.Add(24 * time.Hour)},
		"over":          {Use{State: Used}, time.Time{}},
		"declined":      {Use{State: Declined}, time.Time{}},
	} {
		c.u.From, c.u.To = from, to
		if got := c.u.next(); !got.Equal(c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	if n := nextNth(2, []int{1, 2}); n != 0 {
		t.Errorf("a third use: %d", n)
	}
	if n := nextNth(2, []int{2}); n != 1 {
		t.Errorf("a freed number: %d", n)
	}
}
