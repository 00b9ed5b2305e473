package whistle

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	nine   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	ten    = nine.Add(time.Hour) // the time to muster
	eleven = nine.Add(2 * time.Hour)
)

func TestMusterStates(t *testing.T) {
	t.Parallel()
	come := func(m *Muster, now time.Time) error { return m.Come("张队", now, ten, now) }
	decline := func(m *Muster, now time.Time) error { return m.Decline("出警", ten, now) }
	arrive := func(m *Muster, now time.Time) error { return m.Arrive(7, ten, now) }
	finish := func(m *Muster, now time.Time) error { return m.Finish("拆了", now) }
	for _, c := range []struct {
		name string
		from MusterState
		do   func(*Muster, time.Time) error
		now  time.Time
		want Muster
		err  error
	}{
		{"comes", Called, come, nine, Muster{State: Coming, Who: "张队", Arrival: nine, AnsweredAt: nine}, nil},
		{"comes after declining", Declined, come, nine, Muster{State: Coming, Who: "张队", Arrival: nine, AnsweredAt: nine}, nil},
		{"says too late that it comes", Called, come, eleven, Muster{State: Coming, Late: true, Who: "张队", Arrival: eleven, AnsweredAt: eleven}, nil},
		{"declines", Called, decline, nine, Muster{State: Declined, Reason: "出警", AnsweredAt: nine}, nil},
		{"declines after the time", Coming, decline, eleven, Muster{State: Declined, Late: true, Reason: "出警", AnsweredAt: eleven}, nil},
		{"musters without an answer", Called, arrive, nine, Muster{State: Mustered, MusteredBy: 7, MusteredAt: nine}, nil},
		{"musters at the exact time", Coming, arrive, ten, Muster{State: Mustered, MusteredBy: 7, MusteredAt: ten}, nil},
		{"musters late", Coming, arrive, eleven, Muster{State: Mustered, Late: true, MusteredBy: 7, MusteredAt: eleven}, nil},
		{"musters twice", Mustered, arrive, nine, Muster{State: Mustered}, ErrState},
		{"answers after mustering", Mustered, come, nine, Muster{State: Mustered}, ErrState},
		{"declines after mustering", Done, decline, nine, Muster{State: Done}, ErrState},
		{"finishes", Mustered, finish, eleven, Muster{State: Done, Result: "拆了", DoneAt: eleven}, nil},
		{"finishes without mustering", Coming, finish, nine, Muster{State: Coming}, ErrState},
		{"finishes twice", Done, finish, nine, Muster{State: Done}, ErrState},
		{"finishes without words", Mustered, func(m *Muster, now time.Time) error { return m.Finish("", now) }, nine, Muster{State: Mustered}, ErrWords},
		{"declines without a reason", Called, func(m *Muster, now time.Time) error { return m.Decline("", ten, now) }, nine, Muster{State: Called}, ErrWords},
		{"comes without a name", Called, func(m *Muster, now time.Time) error { return m.Come("", now, ten, now) }, nine, Muster{State: Called}, ErrAnswer},
		{"arrives in the past", Called, func(m *Muster, now time.Time) error { return m.Come("张", nine.Add(-time.Hour), ten, now) }, nine, Muster{State: Called}, ErrBy},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := Muster{State: c.from}
			if err := c.do(&m, c.now); !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
				t.Fatalf("%v, want %v", err, c.err)
			}
			if diff := cmp.Diff(c.want, m); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestALateMusterStaysLate(t *testing.T) {
	t.Parallel()
	m := Muster{State: Called}
	m.pass(ten, ten)
	if m.Late {
		t.Fatal("late at the exact time")
	}
	m.pass(ten, ten.Add(time.Millisecond))
	if err := errors.Join(m.Decline("出警", ten, eleven), m.Come("张队", eleven, ten, eleven), m.Arrive(7, ten, eleven),
		m.Finish("好了", eleven)); err != nil || !m.Late {
		t.Fatalf("%v %+v", err, m)
	}
}

func TestWhistleStates(t *testing.T) {
	t.Parallel()
	closes := func(words string) func(*Whistle) error {
		return func(w *Whistle) error { return w.Close(words, eleven) }
	}
	cancels := func(words string) func(*Whistle) error {
		return func(w *Whistle) error { return w.Cancel(words, nine) }
	}
	for _, c := range []struct {
		name    string
		state   State
		musters []MusterState
		do      func(*Whistle) error
		want    State
		late    bool
		err     error
	}{
		{"results are in", Open, []MusterState{Done, Declined}, closes(""), Closed, false, nil},
		{"one has not finished", Open, []MusterState{Done, Mustered}, closes(""), Open, false, ErrWords},
		{"one has not finished, and why", Open, []MusterState{Done, Mustered}, closes("已由物业处理"), Closed, false, nil},
		{"closed although one never came", Open, []MusterState{Done, Coming}, closes("没有来"), Closed, true, nil},
		{"closed twice", Closed, []MusterState{Done}, closes("好"), Closed, false, ErrState},
		{"cancelled", Open, []MusterState{Coming, Declined}, cancels("已经解决"), Cancelled, false, nil},
		{"cancelled without a reason", Open, []MusterState{Called}, cancels(""), Open, false, ErrWords},
		{"cancelled after a muster", Open, []MusterState{Called, Mustered}, cancels("算了"), Open, false, ErrState},
		{"cancelled after a result", Open, []MusterState{Called, Done}, cancels("算了"), Open, false, ErrState},
		{"cancelled twice", Cancelled, []MusterState{Called}, cancels("算了"), Cancelled, false, ErrState},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := Whistle{State: c.state, By: ten}
			for _, s := range c.musters {
				w.Musters = append(w.Musters, Muster{State: s})
			}
			if err := c.do(&w); !errors.Is(err, c.err) || (err == nil) != (c.err == nil) || w.State != c.want || w.Late() != c.late {
				t.Fatalf("%v %s late %v, want %v %s", err, w.State, w.Late(), c.err, c.want)
			}
		})
	}
}

func TestMissReturnsLateOrgsOnce(t *testing.T) {
	t.Parallel()
	w := Whistle{State: Open, By: ten, Musters: []Muster{
		{Org: 1, State: Called},
		{Org: 2, State: Coming},
		{Org: 3, State: Declined},
		{Org: 4, State: Mustered},
		{Org: 5, State: Mustered, Late: true},
	}}
	if late := w.Miss(ten); late != nil {
		t.Fatal("late at the exact time", late)
	}
	if diff := cmp.Diff([]int64{1, 2, 5}, w.Miss(eleven)); diff != "" {
		t.Fatal(diff)
	}
	if again := w.Miss(eleven); again != nil {
		t.Fatal("late twice", again)
	}
	ended := Whistle{State: Closed, By: ten, Musters: []Muster{{Org: 1, State: Called}}}
	if late := ended.Miss(eleven); late != nil {
		t.Fatal("late after the end", late)
	}
}
