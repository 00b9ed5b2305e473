package counter

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/booking"
	"linli/app/when"
)

func plain() Counter {
	return Counter{Name: "综合窗口", Kind: General, A: 1, B: 2, Working: "08:30-12:00,14:00-18:00", Resting: "09:00-12:00", Places: 2}
}

func TestWhatACounterMaySay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Counter)
		want   error
	}{
		"plain":                  {func(*Counter) {}, nil},
		"special":                {func(c *Counter) { c.Kind, c.Headings = Special, []string{"养老", "养老"} }, nil},
		"special without":        {func(c *Counter) { c.Kind = Special }, ErrKind},
		"general with":           {func(c *Counter) { c.Headings = []string{"养老"} }, ErrKind},
		"no name":                {func(c *Counter) { c.Name = " " }, ErrWritten},
		"no hours":               {func(c *Counter) { c.Working, c.Resting = "", "" }, ErrHours},
		"only days off":          {func(c *Counter) { c.Working = "" }, nil},
		"not on the half-hour":   {func(c *Counter) { c.Working = "08:45-12:00" }, ErrHours},
		"no hours that overlap":  {func(c *Counter) { c.Working = "08:30-12:00,11:00-18:00" }, ErrHours},
		"nobody":                 {func(c *Counter) { c.A = 0 }, ErrPosts},
		"the same person twice":  {func(c *Counter) { c.B = 1 }, ErrPosts},
		"without a second":       {func(c *Counter) { c.B, c.NoonB = 0, true }, nil},
		"too many at the window": {func(c *Counter) { c.Places = 11 }, ErrPlaces},
	} {
		one := plain()
		c.change(&one)
		if err := one.check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if one.B == 0 && one.NoonB {
			t.Errorf("%s: nobody sits there at noon", name)
		}
	}
}

// The calendar: 2026-02-14 is a Saturday on which people work, 2026-02-17 is the first day of 春节.
var days = when.NewCalendar([]when.Special{{Date: 20260214}, {Date: 20260217, Off: true, Name: "春节"}})

func TestTheHoursOfADay(t *testing.T) {
	t.Parallel()
	clock := func(parts []Part) (all []string) {
		for _, p := range parts {
			said := p.From.In(when.Beijing).Format("15:04") + "-" + p.To.In(when.Beijing).Format("15:04")
			if p.First == 2 {
				said += " B"
			}
			all = append(all, said)
		}
		return all
	}
	noon := func(c *Counter) { c.Noon, c.NoonB = true, true }
	for name, c := range map[string]struct {
		change func(*Counter)
		day    when.Date
		want   []string
	}{
		"a working day":        {func(*Counter) {}, 20260213, []string{"08:30-12:00", "14:00-18:00"}},
		"a working Saturday":   {func(*Counter) {}, 20260214, []string{"08:30-12:00", "14:00-18:00"}},
		"a Sunday":             {noon, 20260215, []string{"09:00-12:00"}},
		"a public holiday":     {func(*Counter) {}, 20260217, nil},
		"open on holidays too": {func(c *Counter) { c.Holidays = true }, 20260217, []string{"09:00-12:00"}},
		"over noon":            {noon, 20260213, []string{"08:30-12:00", "12:00-14:00 B", "14:00-18:00"}},
		"over noon, A":         {func(c *Counter) { c.Noon = true }, 20260213, []string{"08:30-12:00", "12:00-14:00", "14:00-18:00"}},
	} {
		one := plain()
		c.change(&one)
		if got := clock(one.Parts(c.day, days)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		sum := time.Duration(0) // what can be booked is what is open
		for _, e := range one.lines(20260101) {
			if held, ok := e.On(c.day, days, nil); ok {
				sum += time.Duration(held.End-held.Begin) * time.Minute
			}
		}
		for _, p := range one.Parts(c.day, days) {
			sum -= p.To.Sub(p.From)
		}
		if sum != 0 {
			t.Errorf("%s: the timetable differs by %v", name, sum)
		}
	}
}

func TestWhoSitsThere(t *testing.T) {
	t.Parallel()
	c := plain()
	for name, one := range map[string]struct {
		part Part
		here []int64
		who  int64
		as   Duty
	}{
		"A":               {Part{First: 1, Second: 2}, []int64{1, 2}, 1, DutyA},
		"A is away":       {Part{First: 1, Second: 2}, []int64{2}, 2, DutyB},
		"B's noon":        {Part{First: 2, Second: 1}, []int64{1, 2}, 2, DutyB},
		"B's noon, no B":  {Part{First: 2, Second: 1}, []int64{1}, 1, DutyA},
		"both away":       {Part{First: 1, Second: 2}, nil, 0, Nobody},
		"there was no B":  {Part{First: 1}, nil, 0, Nobody},
		"nobody is no id": {Part{First: 1}, []int64{0}, 0, Nobody},
	} {
		who, as := c.Sits(one.part, func(id int64) bool { return slices.Contains(one.here, id) })
		if who != one.who || as != one.as {
			t.Errorf("%s: %d %q, want %d %q", name, who, as, one.who, one.as)
		}
	}
}

func TestNumbersOfADayAreGivenOnce(t *testing.T) {
	t.Parallel()
	c, seen := plain(), map[int]bool{}
	for _, e := range c.lines(20260101) {
		if e.Only != booking.WorkingDays {
			continue
		}
		for _, p := range booking.Plan(c.service("大厅"), e, 20260213).Periods {
			if seen[p.First] {
				t.Errorf("%d twice", p.First)
			}
			seen[p.First] = true
		}
	}
	if !seen[850] || !seen[900] || !seen[1400] || len(seen) != 15 {
		t.Error(seen)
	}
}
