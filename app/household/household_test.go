package household

import (
	"errors"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/when"
)

func TestRooms(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]struct {
		room  string
		floor int
	}{
		"302":    {"302", 3},
		" ３０２ 室": {"302", 3}, //nolint:gocritic // blanks as people type them
		"1203号":  {"1203", 12},
		"a1502房": {"A1502", 15},
		"3-302":  {"3-302", 3},
		"东户":     {"东户", 0},
		"5":      {"5", 0},
		"5号院":    {"5", 0},
		"12院":    {"12", 0},
		"东院":     {"东院", 0},
		"东302":   {"东302", 3},
	} {
		room, err := ParseRoom(said)
		if err != nil || room != want.room || FloorOf(room) != want.floor {
			t.Errorf("%q: %q on floor %d, %v", said, room, FloorOf(room), err)
		}
	}
	for _, said := range []string{"", "  ", "室", "——", "这是一个非常非常长的房号真的"} {
		if room, err := ParseRoom(said); !errors.Is(err, ErrRoom) {
			t.Errorf("%q is %q: %v", said, room, err)
		}
	}
}

func TestCourtyardsHaveNoFloor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in    area.Area
		room  string
		floor int
		said  string
	}{
		"a road":                   {area.Area{Kind: area.Building, Name: "东街"}, "101", 0, "101号"},
		"a road, a low number":     {area.Area{Kind: area.Building, Name: "河沿路"}, "5", 0, "5号"},
		"a road, a word":           {area.Area{Kind: area.Building, Name: "东街"}, "东院", 0, "东院"},
		"a building without units": {area.Area{Kind: area.Building, Name: "建设路12号"}, "101", 1, "101"},
		"a unit":                   {area.Area{Kind: area.Unit, Name: "2单元"}, "302", 3, "302"},
	} {
		var d Dwelling
		if d.Number(c.room, c.in); d.Floor != c.floor || d.SayRoom() != c.said {
			t.Errorf("%s: %s on floor %d", name, d.SayRoom(), d.Floor)
		}
	}
}

func FuzzParseRoom(f *testing.F) {
	f.Add("302 室")
	f.Add("Ａ－1203")
	f.Add("ލ000")
	f.Fuzz(func(t *testing.T, said string) {
		room, err := ParseRoom(said)
		if err != nil {
			return
		}
		if again, err := ParseRoom(room); err != nil || again != room {
			t.Errorf("%q is %q, and that is %q: %v", said, room, again, err)
		}
		if n := FloorOf(room); n < 0 || n > 99 {
			t.Errorf("%q is on floor %d", room, n)
		}
	})
}

func TestHowNeighboursAddressAHousehold(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"王秀英": "王家", "欧阳明": "欧阳家", "欧阳": "欧家", "李": "李家", "": ""} {
		if got := Address(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestTheLifeOfAHousehold(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 19, 30, 0, 0, when.Beijing)
	by := deedBy{person: 7, at: now, request: "r"}
	h := Household{State: Reported, Size: 2, Due: now.AddDate(0, 0, 4)}
	if h.Overdue(h.Due) || !h.Overdue(h.Due.Add(time.Second)) {
		t.Error("overdue")
	}
	if err := h.confirm(3, by); err != nil || h.State != Confirmed || h.Size != 3 || h.DecidedBy != 7 || h.Overdue(now.AddDate(1, 0, 0)) {
		t.Errorf("%+v, %v", h, err)
	}
	if err := h.confirm(3, by); !errors.Is(err, ErrState) {
		t.Errorf("confirmed twice: %v", err)
	}
	if err := h.grow(MaxSize, by); !errors.Is(err, ErrFull) {
		t.Errorf("grown beyond the limit: %v", err)
	}
	for range 2 {
		if err := h.shrink(by); err != nil || h.State != Confirmed {
			t.Errorf("%+v, %v", h, err)
		}
	}
	if err := h.shrink(by); err != nil || h.State != Ended || h.Until != 20261128 {
		t.Errorf("the last one left: %+v, %v", h, err)
	}
	for what, err := range map[string]error{"end": h.end(by), "grow": h.grow(1, by)} {
		if !errors.Is(err, ErrState) {
			t.Errorf("%s after the end: %v", what, err)
		}
	}
}

func TestWhatIsSaidOfNewcomers(t *testing.T) {
	t.Parallel()
	const today = when.Date(20261128)
	for name, c := range map[string]struct {
		a    Arrival
		want error
	}{
		"room and number": {Arrival{Room: "302", Size: 2}, nil},
		"no room":         {Arrival{Size: 2}, ErrRoom},
		"nobody":          {Arrival{Room: "302"}, ErrSize},
		"a crowd":         {Arrival{Room: "302", Size: MaxSize + 1}, ErrSize},
		"tomorrow":        {Arrival{Room: "302", Size: 2, Since: 20261129}, ErrSince},
		"vacant":          {Arrival{Room: "302", Size: 2, Tenure: Vacant}, ErrWord},
		"a word":          {Arrival{Room: "302", Size: 2, How: "x"}, ErrWord},
	} {
		if err := c.a.check(today); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if c.want == nil && (c.a.Since != today || c.a.Stay != Permanent || c.a.Tenure != Unknown) {
			t.Errorf("%s: %+v", name, c.a)
		}
	}
}

func TestRelationsFollowTheContactPerson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ was, before, child, parent, flatmate Relation }{
		{Spouse, Spouse, Child, Unsaid, Flatmate},
		{Child, Parent, Unsaid, Unsaid, Flatmate},
		{Parent, Child, Unsaid, Unsaid, Flatmate},
		{Flatmate, Flatmate, Unsaid, Unsaid, Flatmate},
	} {
		if c.was.back() != c.before || Child.beside(c.was) != c.child || Parent.beside(c.was) != c.parent || Flatmate.beside(c.was) != c.flatmate {
			t.Errorf("%s: %s, %s, %s, %s", c.was, c.was.back(), Child.beside(c.was), Parent.beside(c.was), Flatmate.beside(c.was))
		}
	}
}
