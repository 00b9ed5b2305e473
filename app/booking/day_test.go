package booking

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
)

var nine = time.Date(2026, 11, 25, 9, 0, 0, 0, when.Beijing)

func TestQueue(t *testing.T) {
	t.Parallel()
	b := func(id int64, number int, s State, called time.Duration) Booking {
		one := Booking{ID: id, Number: number, State: s}
		if s == Called {
			one.CalledAt = nine.Add(called)
		}
		return one
	}
	ids := func(all []Booking) []int64 {
		found := []int64{}
		for _, b := range all {
			found = append(found, b.ID)
		}
		return found
	}
	for _, c := range []struct {
		name         string
		all          []Booking
		called, next []int64
		before       map[int64]int
	}{
		{"nobody", nil, []int64{}, []int64{}, map[int64]int{9: 0}},
		{
			"a person who has not come is not in it",
			[]Booking{b(1, 1, Confirmed, 0), b(2, 2, Arrived, 0), b(3, 3, Released, 0), b(4, 0, Waiting, 0)},
			[]int64{},
			[]int64{2},
			map[int64]int{1: 0, 2: 0, 3: 1},
		},
		{
			"by number, not by arrival",
			[]Booking{b(7, 3, Arrived, 0), b(8, 1, Arrived, 0), b(9, 2, Arrived, 0)},
			[]int64{},
			[]int64{8, 9, 7},
			map[int64]int{8: 0, 9: 1, 7: 2},
		},
		{
			"the last called is first",
			[]Booking{b(1, 1, Called, time.Minute), b(2, 2, Called, 3*time.Minute), b(3, 3, Called, 2*time.Minute)},
			[]int64{2, 3, 1},
			[]int64{},
			nil,
		},
		{"called in the same moment", []Booking{b(1, 1, Called, 0), b(2, 2, Called, 0)}, []int64{2, 1}, []int64{}, nil},
		{
			"done and missed bookings do not count",
			[]Booking{b(1, 1, Done, 0), b(2, 2, NoShow, 0), b(3, 3, Arrived, 0)},
			[]int64{},
			[]int64{3},
			map[int64]int{3: 0},
		},
	} {
		line := Queue(c.all)
		if diff := cmp.Diff([][]int64{c.called, c.next}, [][]int64{ids(line.Called), ids(line.Next)}); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for _, b := range c.all {
			if want, asked := c.before[b.ID]; asked && line.Before(b) != want {
				t.Errorf("%s: %d before %d, want %d", c.name, line.Before(b), b.ID, want)
			}
		}
	}
}

func TestWhoArrives(t *testing.T) {
	t.Parallel()
	yes, no := func() bool { return true }, func() bool { return false }
	for _, c := range []struct {
		name string
		from State
		seat func() bool
		now  time.Time
		to   State
		err  error
	}{
		{"in time", Confirmed, no, nine.Add(-time.Hour), Arrived, nil},
		{"twice", Arrived, no, nine, Arrived, nil},
		{"after the call", Called, no, nine, Called, nil},
		{"late, with a place left", Released, yes, nine, Arrived, nil},
		{"late, with none left", Released, no, nine, Released, ErrFull},
		{"the day before", Confirmed, yes, nine.AddDate(0, 0, -1), Confirmed, ErrNotToday},
		{"the day after", Released, yes, nine.AddDate(0, 0, 1), Released, ErrNotToday},
		{"from the waitlist", Waiting, yes, nine, Waiting, ErrState},
		{"cancelled", Cancelled, yes, nine, Cancelled, ErrState},
		{"when it is over", NoShow, yes, nine, NoShow, ErrState},
	} {
		b := Booking{State: c.from, BeginAt: nine, ByPhone: true}
		err := b.Arrive(c.seat, c.now)
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) || b.State != c.to {
			t.Errorf("%s: %s, %v", c.name, b.State, err)
		}
		if came := c.from != c.to; came && (!b.ArrivedAt.Equal(c.now) || b.ByPhone) {
			t.Errorf("%s: %+v", c.name, b)
		}
	}
}

func TestVisitsEnd(t *testing.T) {
	t.Parallel()
	for from, want := range map[State]State{Arrived: Done, Called: Done, Done: Done, Confirmed: "", Waiting: "", NoShow: "", Cancelled: ""} {
		b := Booking{State: from, Seated: true, Nth: 1}
		err := b.Finish("理发", nine)
		switch {
		case want == "" && (!errors.Is(err, ErrState) || b.State != from):
			t.Errorf("%s: %s, %v", from, b.State, err)
		case want != "" && (err != nil || b.State != want || !b.Seated || b.Nth != 1):
			t.Errorf("%s: %+v, %v", from, b, err)
		}
	}
}

func TestCodesAreReadAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"LLB12": 12, " llb12\n": 12, "LLB-12": 12, "ＬＬＢ　１２": 12, "llb: 0012": 12, "LLB9223372036854775807": 1<<63 - 1,
		"": 0, "12": 0, "LLB": 0, "LLB0": 0, "LLB+1": 0, "LLB－1": 1, "LLB1x": 0, "LLB9223372036854775808": 0, "LL12": 0, "LLB1_000": 0,
		"https://example.com/LLB12": 0,
	} {
		if got, err := ParseCode(in); got != want || (err == nil) != (want != 0) {
			t.Errorf("%q: %d, %v", in, got, err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"LLB12", "ｌｌｂ１２", "LLB-0", "llb\t99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseCode(s)
		if err != nil {
			if !errors.Is(err, ErrCode) || id != 0 {
				t.Fatal(id, err)
			}
			return
		}
		code := Booking{ID: id}.Code()
		if again, err := ParseCode(code); err != nil || again != id || !strings.HasPrefix(code, "LLB") {
			t.Fatalf("%q is %d, %q is %d, %v", s, id, code, again, err)
		}
	})
}

func TestTheBoardIsInOrder(t *testing.T) {
	t.Parallel()
	var b Board
	b.Sort([]Booking{
		{ID: 1, State: Confirmed, Number: 3},
		{ID: 2, State: Waiting, Rank: 1, Passed: 1},
		{ID: 3, State: NoShow, Number: 1},
		{ID: 4, State: Offered, Rank: 3},
		{ID: 5, State: Waiting, Rank: 2},
		{ID: 6, State: Cancelled, Number: 2},
		{ID: 7, State: Arrived, Number: 2},
	})
	var got []int64
	for _, list := range [][]Booking{b.Seated, b.Waitlist, b.Ended, b.Line.Next} {
		for _, one := range list {
			got = append(got, one.ID)
		}
	}
	if diff := cmp.Diff([]int64{3, 7, 1, 5, 4, 2, 6, 7}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPlaceForWhoWaitsAtTheCounter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		p    Period
		b    Booking
		want *Period // nil: none
	}{
		{
			"the held place",
			Period{ID: 1, Places: 3, Held: 1, Kept: 1, Free: 1},
			Booking{State: Offered, Period: 1},
			&Period{ID: 1, Places: 3, Taken: 1, Numbered: 1, Kept: 1, Free: 1},
		},
		{"not a second one", Period{ID: 2, Places: 2, Kept: 1, Free: 1}, Booking{State: Offered, Period: 1}, nil},
		{
			"a kept one first",
			Period{ID: 1, Places: 2, Kept: 1, Free: 1},
			Booking{State: Waiting},
			&Period{ID: 1, Places: 2, Taken: 1, Numbered: 1, Free: 1},
		},
		{"a free one", Period{ID: 1, Places: 1, Free: 1}, Booking{State: Waiting}, &Period{ID: 1, Places: 1, Taken: 1, Numbered: 1}},
		{"not one that is held for another", Period{ID: 1, Places: 1, Held: 1}, Booking{State: Waiting}, nil},
	} {
		p := c.p
		ok := p.give(&c.b)
		want := c.p
		if c.want != nil {
			want = *c.want
		}
		if diff := cmp.Diff(want, p); diff != "" || ok != (c.want != nil) || !p.Sum() {
			t.Errorf("%s: %v %s", c.name, ok, diff)
		}
	}
}

func TestUsagePeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to when.Date
		days     int // 0: refused
	}{
		{20261101, 20261101, 1},
		{20261101, 20261130, 30},
		{20260101, 20270101, 366},
		{20260101, 20270102, 0},
		{20261102, 20261101, 0},
		{0, 20261101, 0},
		{20261101, 0, 0},
	} {
		begin, end, err := usagePeriod(c.from, c.to)
		if (err == nil) != (c.days > 0) || err == nil && end.Sub(begin) != time.Duration(c.days)*24*time.Hour {
			t.Errorf("%d to %d: %v to %v, %v", c.from, c.to, begin, end, err)
		}
	}
}
