package plan

import (
	"strings"
	"testing"

	"linli/app/when"
)

func TestAfterAnInterval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from  when.Date
		every Every
		want  when.Date
	}{
		{20261128, Every{7, Day}, 20261205},
		{20261228, Every{7, Day}, 20270104},
		{20260131, Every{1, Month}, 20260228},
		{20240131, Every{1, Month}, 20240229},
		{20261231, Every{2, Month}, 20270228},
		{20261130, Every{1, Quarter}, 20270228},
		{20240229, Every{1, Year}, 20250228},
		{20261128, Every{2, Week}, 20261212},
	} {
		if got := c.every.After(c.from); got != c.want {
			t.Errorf("%s after %d = %d, want %d", c.every.Say(), c.from, got, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit              Unit
		day, first, final when.Date
	}{
		{Day, 20261129, 20261129, 20261129},
		{Week, 20261129, 20261123, 20261129}, // a Sunday
		{Week, 20261130, 20261130, 20261206}, // a Monday
		{Week, 20270101, 20261228, 20270103},
		{Month, 20240215, 20240201, 20240229},
		{Quarter, 20261129, 20261001, 20261231},
		{Quarter, 20260331, 20260101, 20260331},
		{Year, 20261129, 20260101, 20261231},
	} {
		if first, last := c.unit.Period(c.day); first != c.first || last != c.final {
			t.Errorf("%s of %d = %d to %d, want %d to %d", c.unit, c.day, first, last, c.first, c.final)
		}
	}
}

func TestHalfAnInterval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ every, want Every }{
		{Every{7, Day}, Every{4, Day}},
		{Every{1, Day}, Every{1, Day}},
		{Every{2, Month}, Every{1, Month}},
		{Every{1, Month}, Every{15, Day}},
		{Every{1, Quarter}, Every{45, Day}},
		{Every{1, Week}, Every{4, Day}},
	} {
		if got := c.every.Half(); got != c.want {
			t.Errorf("half of %+v = %+v, want %+v", c.every, got, c.want)
		}
	}
}

func TestWindows(t *testing.T) {
	t.Parallel()
	w := Next(20261101, Every{1, Month}, 7)
	if w != (Window{20261124, 20261201}) {
		t.Fatalf("window = %+v", w)
	}
	for _, c := range []struct {
		today when.Date
		state State
		late  int
		say   string
	}{
		{20261123, Later, 0, "12月1日前"},
		{20261124, Open, 0, "12月1日前"},
		{20261201, Open, 0, "今天"},
		{20261202, Late, 1, "已过 1 天"},
		{20270101, Late, 31, "已过 31 天"},
	} {
		if w.At(c.today) != c.state || w.Overdue(c.today) != c.late || w.Say(c.today) != c.say {
			t.Errorf("on %d: %s, %d, %q", c.today, w.At(c.today), w.Overdue(c.today), w.Say(c.today))
		}
	}
	if short := Next(20261101, Every{1, Day}, 2); short.Opens != 20261102 {
		t.Errorf("a window opens before the last deed: %+v", short)
	}
	if (Window{}).At(20261101) != Later {
		t.Error("the zero window opens")
	}
}

func TestCountsNeverBlame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		count Count
		met   bool
		say   string
	}{
		{Count{2, 1, 1}, true, "1 完成 1 有说明"},
		{Count{2, 1, 0}, false, "1 完成 1 还没有"},
		{Count{1, 3, 0}, true, "3 完成"},
	} {
		if c.count.Met() != c.met || c.count.Say() != c.say {
			t.Errorf("%+v: %v, %q", c.count, c.count.Met(), c.count.Say())
		}
	}
	if got := TwoThirds(20261123, 20261129); got != 20261127 {
		t.Errorf("two thirds of a week = %d", got)
	}
}

func TestIntervalsAreChecked(t *testing.T) {
	t.Parallel()
	for _, bad := range []Every{{}, {0, Day}, {1, "hour"}, {-1, Week}, {367, Day}} {
		if bad.Check() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
	for _, u := range Units {
		if err := (Every{1, u}).Check(); err != nil || u.Now() == "" {
			t.Errorf("%s: %v, %q", u, err, u.Now())
		}
	}
}

func TestReasonsAreOfTheList(t *testing.T) {
	t.Parallel()
	for _, key := range Choices() {
		r := Reason{Key: key, Words: " 说明 "}
		if err := r.Check(); err != nil || r.Words != "说明" || ReasonName(key) == "" {
			t.Errorf("%s: %v, %q", key, err, r.Words)
		}
	}
	for _, bad := range []Reason{{}, {Key: "lazy"}, {Key: "other"}, {Key: "other", Words: "  "}, {Key: "sick", Words: strings.Repeat("病", 201)}} {
		if bad.Check() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
}
