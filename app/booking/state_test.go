package booking

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every state with every move: a move that the table does not list is refused with ErrState and changes nothing.
func TestMoves(t *testing.T) {
	t.Parallel()
	free := func() bool { return true }
	allowed := map[string]map[State]State{
		"cancel":  {Waiting: Cancelled, Offered: Cancelled, Confirmed: Cancelled, Released: Cancelled, Arrived: Cancelled, Called: Cancelled},
		"accept":  {Offered: Confirmed},
		"decline": {Offered: Declined},
		"arrive":  {Confirmed: Arrived, Arrived: Arrived, Called: Called, Released: Arrived},
		"call":    {Arrived: Called, Called: Called},
		"finish":  {Arrived: Done, Called: Done, Done: Done},
	}
	moves := map[string]func(*Booking) error{
		"cancel":  func(b *Booking) error { return b.Cancel("来不了", nine) },
		"accept":  func(b *Booking) error { return b.Accept(7, nine) },
		"decline": func(b *Booking) error { return b.Decline(nine) },
		"arrive":  func(b *Booking) error { return b.Arrive(free, nine) },
		"call":    func(b *Booking) error { return b.Call(nine) },
		"finish":  func(b *Booking) error { return b.Finish("好了", nine) },
	}
	for name, move := range moves {
		for _, from := range States {
			t.Run(fmt.Sprintf("%s from %s", name, from), func(t *testing.T) {
				b := Booking{State: from, Seated: seated(from), Nth: 1, Period: 3, BeginAt: nine, OfferTill: nine.Add(time.Minute)}
				before := b
				err := move(&b)
				to, ok := allowed[name][from]
				if !ok {
					if diff := cmp.Diff(before, b); !errors.Is(err, ErrState) || diff != "" {
						t.Fatalf("got %v, changed %s", err, diff)
					}
					return
				}
				if err != nil || b.State != to {
					t.Fatalf("to %s: %v, want %s", b.State, err, to)
				}
				if b.Seated != seated(to) {
					t.Fatalf("seated %v as %s", b.Seated, to)
				}
				if counts := to.Alive() || to == Done; counts != (b.Nth != 0) {
					t.Fatalf("place %d of the week as %s", b.Nth, to)
				}
			})
		}
	}
}

// seated says whether a booking in a state takes a place.
func seated(s State) bool {
	return s == Confirmed || s == Arrived || s == Called || s == Done || s == NoShow
}

func TestEveryStateHasAName(t *testing.T) {
	t.Parallel()
	alive := 0
	for _, s := range States {
		if s.Name() == "" {
			t.Errorf("%s has no name", s)
		}
		if s.Alive() {
			alive++
		}
	}
	if len(stateNames) != len(States) || alive != 6 {
		t.Errorf("%d names, %d of %d alive", len(stateNames), alive, len(States))
	}
}

func TestAnOfferEndsAtItsVeryMoment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		now    time.Time
		passed int
		accept error
		over   bool
		to     State
	}{
		{"a moment before", nine.Add(-time.Millisecond), 0, nil, false, Offered},
		{"at its end", nine, 0, ErrOfferOver, true, Waiting},
		{"days later", nine.AddDate(0, 0, 3), 0, ErrOfferOver, true, Waiting},
		{"for the second time", nine, 1, ErrOfferOver, true, Expired},
	} {
		offered := Booking{State: Offered, Period: 3, Passed: c.passed, Rank: 4, OfferAt: nine.Add(-time.Hour), OfferTill: nine}
		b := offered
		if err := b.Accept(1, c.now); !errors.Is(err, c.accept) || (err == nil) != (c.accept == nil) {
			t.Errorf("%s: accepted with %v", c.name, err)
		}
		b = offered
		if over := b.Expire(c.now); over != c.over || b.State != c.to || b.Rank != 4 {
			t.Errorf("%s: %v, %+v", c.name, over, b)
		}
		if b.State == Waiting && (b.Period != 0 || !b.OfferTill.IsZero() || b.Passed != 1) {
			t.Errorf("%s: still holds an offer %+v", c.name, b)
		}
	}
	for _, s := range States {
		b := Booking{State: s, OfferTill: nine}
		if over := b.Expire(nine); over != (s == Offered) {
			t.Errorf("%s expires: %v", s, over)
		}
	}
}

func TestTheCutoff(t *testing.T) {
	t.Parallel()
	for _, s := range States {
		for after, late := range map[time.Duration]bool{-2*time.Hour - time.Millisecond: false, -2 * time.Hour: true, time.Hour: true} {
			err := Booking{State: s, BeginAt: nine}.MayCancel(2*time.Hour, nine.Add(after))
			if want := late && (s == Confirmed || s == Arrived || s == Called); want != errors.Is(err, ErrCutoff) { // a waiting or late booking may always be given back: others can use the place
				t.Errorf("%s after %s: %v", s, after, err)
			}
		}
	}
}

func TestAFreshBookingCanBeUndone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		state  State
		before time.Duration // from booking to the beginning
		after  time.Duration // since booking
		want   error
	}{
		{"made just before, undone at once", Confirmed, 25 * time.Minute, time.Second, nil},
		{"the last moment", Confirmed, 25 * time.Minute, Grace - time.Millisecond, nil},
		{"after the grace", Confirmed, 25 * time.Minute, Grace, ErrCutoff},
		{"it has begun", Confirmed, time.Minute, time.Minute, ErrCutoff},
		{"already there", Arrived, 25 * time.Minute, time.Second, ErrCutoff},
	} {
		b := Booking{State: c.state, CreatedAt: nine.Add(-c.before), BeginAt: nine}
		if got := b.MayCancel(2*time.Hour, b.CreatedAt.Add(c.after)); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestReminders(t *testing.T) {
	t.Parallel()
	six := nine.Add(-15 * time.Hour)
	good := Booking{State: Confirmed, CreatedAt: six.Add(-time.Minute), BeginAt: nine}
	for _, c := range []struct {
		name   string
		change func(*Booking)
		now    time.Time
		want   bool
	}{
		{"at six", func(*Booking) {}, six, true},
		{"before it", func(*Booking) {}, six.Add(-time.Millisecond), false},
		{"late, when the program was down", func(*Booking) {}, six.Add(3 * time.Hour), true},
		{"the next morning", func(*Booking) {}, nine.Add(-time.Hour - time.Millisecond), true},
		{"when the one of the hour before is due", func(*Booking) {}, nine.Add(-time.Hour), false},
		{"when it has begun", func(*Booking) {}, nine, false},
		{"twice", func(b *Booking) { b.Reminded = DayBefore }, six, false},
		{"after another one", func(b *Booking) { b.Reminded = HourBefore | OfOffer }, six, true},
		{"booked after six", func(b *Booking) { b.CreatedAt = six }, six.Add(time.Hour), false},
		{"in the waitlist", func(b *Booking) { b.State = Waiting }, six, false},
		{"arrived already", func(b *Booking) { b.State = Arrived }, six, false},
	} {
		b := good
		c.change(&b)
		if got := b.Due(DayBefore, six, c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
