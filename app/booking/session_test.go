package booking

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
)

func TestPlan(t *testing.T) {
	t.Parallel()
	day := when.Date(20261125)
	at := func(hour, minute int) time.Time {
		return time.Date(2026, 11, 25, hour, minute, 0, 0, when.Beijing)
	}
	service := Service{ID: 4, Community: 2, Rules: DefaultRules}
	period := func(begin, end time.Time, first, places, kept int) Period {
		return Period{Community: 2, Service: 4, BeginAt: begin, EndAt: end, First: first, Want: places, Places: places, Kept: kept, Free: places - kept}
	}
	for _, c := range []struct {
		name string
		e    Entry
		want []Period
	}{
		{"one block", Entry{Begin: 540, End: 660, Places: 5}, []Period{period(at(9, 0), at(11, 0), 0, 5, 0)}},
		{"one block with kept places", Entry{Begin: 540, End: 660, Places: 5, WalkIns: 2}, []Period{period(at(9, 0), at(11, 0), 0, 5, 2)}},
		{
			"times, whose last places are kept",
			Entry{Begin: 540, End: 630, Step: 30, Places: 2, WalkIns: 3},
			[]Period{period(at(9, 0), at(9, 30), 100, 2, 0), period(at(9, 30), at(10, 0), 200, 2, 1), period(at(10, 0), at(10, 30), 300, 2, 2)},
		},
		{
			"everything is kept",
			Entry{Begin: 540, End: 600, Step: 30, Places: 1, WalkIns: 2},
			[]Period{period(at(9, 0), at(9, 30), 100, 1, 1), period(at(9, 30), at(10, 0), 200, 1, 1)},
		},
		{
			"numbers of many never meet",
			Entry{Begin: 540, End: 660, Step: 60, Places: 150},
			[]Period{period(at(9, 0), at(10, 0), 400, 150, 0), period(at(10, 0), at(11, 0), 800, 150, 0)},
		},
		{"until midnight", Entry{Begin: 23 * 60, End: 24 * 60, Places: 1}, []Period{period(at(23, 0), at(24, 0), 0, 1, 0)}},
	} {
		s := Plan(service, c.e, day)
		if diff := cmp.Diff(c.want, s.Periods); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for _, p := range s.Periods {
			if !p.Sum() {
				t.Errorf("%s: %+v does not add up", c.name, p)
			}
		}
		if opens := time.Date(2026, 11, 18, 8, 30, 0, 0, when.Beijing); !s.OpensAt.Equal(opens) || s.State != Open || !s.Empty() || s.Week() != 20261123 {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
	service.Rules.Ahead, service.Rules.OpenAt = 0, 0
	if s := Plan(service, Entry{Begin: 540, End: 600, Places: 1}, 20260101); !s.OpensAt.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, when.Beijing)) {
		t.Errorf("opens at %s", s.OpensAt)
	}
}

func TestBookable(t *testing.T) {
	t.Parallel()
	rules := DefaultRules
	rules.Notice = 60
	s := Session{State: Open, OpensAt: nine.AddDate(0, 0, -7), BeginAt: nine, EndAt: nine.Add(2 * time.Hour)}
	p := Period{BeginAt: nine, EndAt: nine.Add(2 * time.Hour)}
	for _, c := range []struct {
		name    string
		state   SessionState
		counter bool
		now     time.Time
		want    error
	}{
		{"a moment too early", Open, false, s.OpensAt.Add(-time.Millisecond), ErrNotYet},
		{"at the moment", Open, false, s.OpensAt, nil},
		{"the counter before it", Open, true, s.OpensAt.Add(-time.Hour), nil},
		{"in time", Open, false, nine.Add(-time.Hour - time.Millisecond), nil},
		{"too late", Open, false, nine.Add(-time.Hour), ErrLate},
		{"the counter while it lasts", Open, true, nine.Add(time.Hour), nil},
		{"the counter at its end", Open, true, nine.Add(2 * time.Hour), ErrLate},
		{"cancelled", CalledOff, false, nine.AddDate(0, 0, -1), ErrCancelled},
		{"cancelled, at the counter", CalledOff, true, nine.AddDate(0, 0, -1), ErrCancelled},
		{"cancelled long ago", CalledOff, false, nine.AddDate(0, 0, 9), ErrCancelled},
		{"over", Over, true, nine, ErrLate},
	} {
		s.State = c.state
		if err := s.Bookable(rules, p, c.counter, c.now); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A wish for any time gets a period that has not begun.
func TestWhateverIsFreeIsStillAhead(t *testing.T) {
	t.Parallel()
	s := Plan(Service{Rules: DefaultRules}, Entry{Begin: 540, End: 660, Step: 30, Places: 1}, 20261125)
	for i := range s.Periods {
		s.Periods[i].ID = int64(i + 1)
	}
	s.Periods[2].Free, s.Periods[2].Kept = 0, 1
	for _, c := range []struct {
		name    string
		period  int64
		counter bool
		after   time.Duration
		want    []int64
	}{
		{"before it begins", 0, false, -time.Minute, []int64{1, 2, 4}},
		{"as it begins", 0, false, 0, []int64{2, 4}},
		{"in the middle", 0, false, 45 * time.Minute, []int64{4}},
		{"when the last has begun", 0, false, 90 * time.Minute, nil},
		{"at the counter, the one that is under way", 0, true, 45 * time.Minute, []int64{2, 3, 4}},
		{"at the counter, a kept one", 0, true, 60 * time.Minute, []int64{3, 4}},
		{"the wished one", 2, false, -time.Minute, []int64{2}},
		{"the wished one has begun", 2, false, 31 * time.Minute, nil},
		{"the wished one is kept", 3, false, -time.Minute, nil},
	} {
		a := attempt{wish: Wish{Period: c.period}, service: Service{Rules: DefaultRules}, session: s, counter: c.counter}
		var got []int64
		for _, p := range a.candidates(nine.Add(c.after)) {
			got = append(got, p.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// After any sequence of changes to a period the places add up, and no booking with a place or an offer loses it.
func TestPlacesAlwaysAddUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		dice := rand.New(rand.NewPCG(seed, 1))
		p := Plan(Service{Rules: DefaultRules}, Entry{Begin: 540, End: 660, Places: 1 + dice.IntN(6), WalkIns: dice.IntN(2)}, 20261125).Periods[0]
		for step := range 200 {
			was := p
			lost := tumble(&p, dice)
			if !p.Sum() || p.Taken+p.Held < was.Taken+was.Held-lost || p.Places < p.Taken+p.Held || p.Numbered < was.Numbered {
				t.Fatalf("seed %d, step %d: %+v became %+v", seed, step, was, p)
			}
			if p.Places > max(p.Want, was.Places) {
				t.Fatalf("seed %d, step %d: more places than there should be: %+v", seed, step, p)
			}
		}
	}
}

// tumble does one thing that may happen to a period, and says how many places were given back by it.
func tumble(p *Period, dice *rand.Rand) (lost int) {
	switch dice.IntN(7) {
	case 0:
		p.Resize(dice.IntN(8))
	case 1:
		p.retake()
	case 2:
		p.give(&Booking{State: Waiting})
	case 3: // accepted
		p.give(&Booking{State: Offered, Period: p.ID})
		if p.Held < 0 { // there was no offer
			p.Held, p.Taken, p.Numbered = 0, p.Taken-1, p.Numbered-1
		}
	case 4: // given back, to everybody or to the waitlist
		from := []*int{&p.Taken, &p.Held, &p.Kept}[dice.IntN(3)]
		if *from == 0 {
			return 0
		}
		if from != &p.Kept {
			lost = 1
		}
		if *from--; p.shrink() {
			return lost
		}
		if dice.IntN(2) == 0 {
			p.Held++
			return lost
		}
		p.Free++
	case 5:
		p.Extra++
		p.Resize(p.Want + 1)
	case 6:
		p.Resize(p.Want)
	}
	return lost
}

func FuzzPlacesAddUp(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		dice := rand.New(rand.NewPCG(a, b))
		p := Period{}
		p.Resize(3)
		for range 50 {
			if was := p; tumble(&p, dice) > 1 || !p.Sum() {
				t.Fatalf("%+v became %+v", was, p)
			}
		}
	})
}
