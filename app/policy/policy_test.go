package policy

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linli/app/when"
)

func TestWhatIsInForce(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	on := func(community int64, from, until time.Duration) Switch {
		return Switch{Community: community, Key: "x", On: true, From: now.Add(from), Until: now.Add(until)}
	}
	off := Switch{Community: 4, Key: "x", From: now.Add(-time.Hour), Until: now}
	for name, c := range map[string]struct {
		own, county Switch
		want        bool
	}{
		"nobody decided":            {Switch{}, Switch{}, false},
		"its own":                   {on(4, -1, 1), Switch{}, true},
		"from its first moment":     {on(4, 0, 1), Switch{}, true},
		"not before":                {on(4, 1, 2), Switch{}, false},
		"off at its end":            {on(4, -1, 0), Switch{}, false},
		"the county's":              {Switch{}, on(0, -1, 1), true},
		"own one off, county's on":  {off, on(0, -1, 1), false},
		"own one over, county's on": {on(4, -2, -1), on(0, -1, 1), false},
		"own one on, county's over": {on(4, -1, 1), on(0, -2, -1), true},
	} {
		if got := Decides(c.own, c.county).InForce(now); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestWhatASettingNeeds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	r := Rule{MostDays: 90, MostKeep: 30}
	day := func(n int) when.Date { return when.DateOf(now.AddDate(0, 0, n)) }
	for name, c := range map[string]struct {
		in   Setting
		want error
	}{
		"whole":              {Setting{"核对值守", "7号文", day(90), 30}, nil},
		"at least tomorrow":  {Setting{"核对值守", "7号文", day(1), 0}, nil},
		"today":              {Setting{"核对值守", "7号文", day(0), 0}, ErrUntil},
		"no day":             {Setting{"核对值守", "7号文", 0, 0}, ErrUntil},
		"too long":           {Setting{"核对值守", "7号文", day(91), 0}, ErrUntil},
		"no purpose":         {Setting{" 。 ", "7号文", day(9), 0}, ErrPurpose},
		"a novel of purpose": {Setting{strings.Repeat("值", 201), "7号文", day(9), 0}, ErrPurpose},
		"no basis":           {Setting{"核对值守", "文", day(9), 0}, ErrBasis},
		"kept too long":      {Setting{"核对值守", "7号文", day(9), 31}, ErrKeep},
		"kept less than no":  {Setting{"核对值守", "7号文", day(9), -1}, ErrKeep},
	} {
		if _, err := c.in.check(r, now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestWhenANoticeIsDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	for left, want := range map[time.Duration]Told{
		8 * 24 * time.Hour: ToldOn, 7 * 24 * time.Hour: ToldEnding, time.Second: ToldEnding, 0: ToldEnded, -time.Hour: ToldEnded,
	} {
		if got := (Switch{Until: now.Add(left)}).due(now); got != want {
			t.Errorf("%s before the end: %d, want %d", left, got, want)
		}
	}
}
