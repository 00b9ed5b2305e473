package place

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWhatAPlaceMaySay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Place)
		want   error
	}{
		"plain":               {func(*Place) {}, nil},
		"hours":               {func(p *Place) { p.Working, p.Resting = "08:30-12:00,14:00-18:00", "09:00-17:00" }, nil},
		"looked at":           {func(p *Place) { p.State[3] = Finding{"no", "走廊堆了杂物"} }, nil},
		"no name":             {func(p *Place) { p.Name = "" }, ErrWritten},
		"long name":           {func(p *Place) { p.Name = strings.Repeat("厅", 61) }, ErrWritten},
		"nine functions":      {func(p *Place) { p.Functions = strings.Split("一二三四五六七八九", "") }, ErrWritten},
		"an empty function":   {func(p *Place) { p.Functions = []string{""} }, ErrWritten},
		"less than nothing":   {func(p *Place) { p.Metres = -1 }, ErrNumbers},
		"no use":              {func(p *Place) { p.Use = "" }, ErrState},
		"another class":       {func(p *Place) { p.Class = "best" }, ErrState},
		"half a principle":    {func(p *Place) { p.State[0].Held = "maybe" }, ErrState},
		"eight times a week":  {func(p *Place) { p.Lending.PerWeek = 8 }, ErrLend},
		"a year ahead":        {func(p *Place) { p.Lending.Ahead = 365 }, ErrLend},
		"nothing to close":    {func(p *Place) { p.Lending.Closing = nil }, nil},
		"closing in words":    {func(p *Place) { p.Lending.Closing = []string{""} }, ErrLend},
		"lent in words":       {func(p *Place) { p.Lending.Hours = "晚上" }, ErrHours},
		"hours in words":      {func(p *Place) { p.Working = "上午" }, ErrHours},
		"hours the wrong way": {func(p *Place) { p.Resting = "18:00-09:00" }, ErrHours},
	} {
		p := Place{Name: "文化活动室", Use: Services, Lending: DefaultLending}
		c.change(&p)
		if err := p.check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheShareOfOffices(t *testing.T) {
	t.Parallel()
	got := ShareOf([]Place{{Use: Offices, Metres: 80}, {Use: Services, Metres: 300}, {Use: Services}, {Use: Offices, Metres: 20}})
	if got != (Share{100, 400}) {
		t.Errorf("%+v", got)
	}
}

func TestTheCodeOnTheDoor(t *testing.T) {
	t.Parallel()
	mark := newMark()
	if mark == newMark() || len(mark) != 12 {
		t.Fatalf("%q", mark)
	}
	for name, c := range map[string]struct {
		p    Place
		said string
		want error
	}{
		"scanned":     {Place{Mark: mark}, mark, nil},
		"guessed":     {Place{Mark: mark}, "000000000000", ErrDoor},
		"nothing":     {Place{Mark: mark}, "", ErrDoor},
		"no mark yet": {Place{}, "", ErrDoor},
		"given up":    {Place{Mark: mark, EndedAt: time.Unix(1, 0)}, mark, ErrMissing},
	} {
		if err := c.p.AtDoor(c.said); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
