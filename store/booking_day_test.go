package store

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/when"
)

// at returns the desk at a minute of the session's day.
func (s *salon) at(minute int) *booking.Desk {
	now := s.session.Day.Time().Add(time.Duration(minute) * time.Minute)
	return booking.NewDesk(booking.Config{
		Store: NewBookings(s.db), Areas: fixedAreas{salonTree}, Times: when.NewClocks(NewTimes(s.db), s.db.now), Weeks: noWeeks{},
		Now: func() time.Time { return now },
	})
}

// barber serves in the salon and works nowhere else.
var barber = auth.Actor{Person: 901}

// clerkOfSalon works at the counter of its community.
var clerkOfSalon = auth.Actor{Person: 902, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}

// booked books a place for each of the first n people.
func (s *salon) booked(n int) []booking.Booking {
	s.Helper()
	all := make([]booking.Booking, n)
	for i := range all {
		var err error
		if all[i], err = s.desk.Book(s.Context(), someone(i), booking.Wish{Session: s.session.ID}); err != nil {
			s.Fatal(err)
		}
	}
	return all
}

func (s *salon) told(kind string) int {
	s.Helper()
	var n int
	if err := s.db.pool.Get(&n, `SELECT COUNT(*) FROM notify_notice WHERE kind = ?`, kind); err != nil {
		s.Fatal(err)
	}
	return n
}

func TestTwoProvidersCallTwoPeople(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 12, Providers: []int64{barber.Person, 903}}, 12)
		all, desk := s.booked(12), s.at(9*60)
		together(12, func(i int) {
			if _, err := desk.CheckIn(t.Context(), barber, all[i].ID); err != nil {
				t.Error(err)
			}
		})
		var mu sync.Mutex
		called := map[int]int{}
		nobody := 0
		together(20, func(i int) {
			b, err := desk.CallNext(t.Context(), auth.Actor{Person: []int64{barber.Person, 903}[i%2]}, s.session.ID)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				called[b.Number]++
			case errors.Is(err, booking.ErrNobody):
				nobody++
			default:
				t.Error(err)
			}
		})
		if len(called) != 12 || nobody != 8 || s.told("booking.called") != 12 || s.told("booking.near") != 11 {
			t.Fatalf("%v, %d, %d told, %d near", called, nobody, s.told("booking.called"), s.told("booking.near"))
		}
		s.sums()
	})
}

// Two late arrivals and one walk-in compete for the last place.
func TestLateArrivalsAndAWalkInCompeteForTheLastPlace(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 6, Providers: []int64{barber.Person}}, 30)
		all := s.booked(6)
		if _, err := s.at(11*60).Tend(t.Context(), s.session.ID); err != nil {
			t.Fatal(err)
		}
		if n := s.count(booking.Released); n == 0 {
			t.Fatalf("%d released", n)
		}
		if _, err := db.pool.Exec(`UPDATE booking_period SET places = 1, want = 1, free = 1 WHERE session_id = ? AND taken = 0`, s.session.ID); err != nil {
			t.Fatal(err)
		}
		desk := s.at(10*60 + 50)
		var mu sync.Mutex
		won, full := 0, 0
		together(20, func(i int) {
			var err error
			if i < 6 {
				_, err = desk.CheckIn(t.Context(), barber, all[i].ID)
			} else {
				_, err = desk.WalkIn(t.Context(), clerkOfSalon, booking.Wish{Session: s.session.ID, For: int64(i + 1)})
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.Is(err, booking.ErrFull):
				full++
			default:
				t.Error(err)
			}
		})
		if won != 1 || full != 19 || s.count(booking.Arrived) != 1 {
			t.Fatalf("%d came in, %d did not, %d arrived", won, full, s.count(booking.Arrived))
		}
		s.sums()
	})
}

// All steps of a service day run concurrently: check in, call, finish, mark as no-show, add places, walk in and cancel.
func TestTheDayAddsUp(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 8, WalkIns: 2, Providers: []int64{barber.Person}}, 30)
		for i := range 12 {
			if _, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID}); err != nil {
				t.Fatal(err)
			}
		}
		fine := []error{
			nil, booking.ErrFull, booking.ErrState, booking.ErrNobody, booking.ErrTwice, booking.ErrMissing, booking.ErrEarly, booking.ErrCutoff,
			booking.ErrLimit,
		}
		for round := range 4 {
			desk := s.at(9*60 + round*20)
			together(30, func(i int) {
				b, err := NewBookings(db).Living(t.Context(), s.session.ID, int64(i+1))
				switch {
				case err != nil:
					_, err = desk.WalkIn(t.Context(), clerkOfSalon, booking.Wish{Session: s.session.ID, For: int64(i + 1)})
				case i == 29 || b.State == booking.Called && (i+round)%2 == 0:
					_, err = desk.Finish(t.Context(), barber, b.ID, "理发")
				case b.State == booking.Called:
					_, err = desk.Miss(t.Context(), barber, b.ID)
				case b.State == booking.Arrived:
					_, err = desk.CallNext(t.Context(), barber, s.session.ID)
				case b.State == booking.Waiting && i%2 == 0:
					err = desk.Extend(t.Context(), barber, booking.More{Session: s.session.ID, Places: 1})
				case b.State == booking.Waiting:
					_, err = desk.WalkIn(t.Context(), clerkOfSalon, booking.Wish{Session: s.session.ID, For: int64(i + 1)})
				case (i+round)%3 == 0:
					_, err = desk.Cancel(t.Context(), clerkOfSalon, b.ID, "来不了")
				case (i+round)%3 == 1:
					_, err = desk.Miss(t.Context(), barber, b.ID)
				default:
					_, err = desk.CheckIn(t.Context(), barber, b.ID)
				}
				for _, one := range fine {
					if errors.Is(err, one) {
						return
					}
				}
				t.Error(i, b.State, err)
			})
			s.sums()
		}
		if s.count(booking.Done, booking.Called, booking.Arrived, booking.NoShow) == 0 {
			t.Fatal("nothing happened")
		}
	})
}

func TestAnswersAreErasedAMonthLater(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		rules := booking.DefaultRules
		rules.Door = true
		s := openSalon(t, db, rules, booking.Entry{Places: 2, Providers: []int64{barber.Person}}, 1)
		b, err := s.desk.Book(t.Context(), someone(0), booking.Wish{Session: s.session.ID, Answers: booking.Answers{Area: 2, Address: "3号楼101"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			days   int
			erased bool
		}{{29, false}, {30, false}, {31, true}} {
			if err := s.at(c.days * 24 * 60).EraseOldAnswers(t.Context()); err != nil {
				t.Fatal(err)
			}
			found, err := NewBookings(db).Booking(t.Context(), b.ID)
			if err != nil || found.Answers.IsZero() != c.erased {
				t.Fatalf("after %d days: %+v, %v", c.days, found.Answers, err)
			}
		}
	})
}

func TestAProviderSeesHisSessions(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 2, Providers: []int64{90, barber.Person, 19}}, 1)
		if _, err := s.desk.Week(t.Context(), 2, when.DateOf(s.session.Day.Time().AddDate(0, 0, 7))); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[int64]int{barber.Person: 8, 90: 8, 19: 8, 9: 0, 1: 0, 190: 0} {
			held, err := s.at(8*60).Serving(t.Context(), auth.Actor{Person: who})
			if err != nil || len(held) != want {
				t.Fatalf("%d sees %d sessions, %v", who, len(held), err)
			}
			for _, h := range held {
				if len(h.Session.Periods) != 1 || h.Service.Name != "理发" {
					t.Fatalf("%+v", h)
				}
			}
		}
	})
}

func TestUsageIsCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 3, Providers: []int64{barber.Person}}, 9)
		s.booked(5) // two of them wait
		first := s.session.ID
		desk := s.at(9 * 60)
		must := func(_ booking.Booking, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		living := func(i int) int64 {
			t.Helper()
			b, err := NewBookings(db).Living(t.Context(), first, int64(i+1))
			must(b, err)
			return b.ID
		}
		must(s.desk.Cancel(t.Context(), someone(1), living(1), ""))
		must(s.desk.Accept(t.Context(), someone(3), living(3)))
		must(desk.CheckIn(t.Context(), barber, living(0)))
		must(desk.CallNext(t.Context(), barber, first))
		must(desk.Finish(t.Context(), barber, living(0), "理发"))
		must(s.at(10*60+55).Miss(t.Context(), barber, living(2)))
		if _, err := db.pool.Exec(`UPDATE booking_session SET state = 'cancelled' WHERE day = ?`, s.session.Day.Next()); err != nil {
			t.Fatal(err)
		}
		day := s.session.Day
		found, err := s.at(12*60).Usage(t.Context(), clerkOfSalon, 2, day, day.Next())
		want := booking.Usage{Over: 1, Dropped: 1, Places: 3, Taken: 3, Served: 1, Missed: 1, Waited: 2, Promoted: 1, Cancelled: 1}
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		want.Service = found[0].Service
		if diff := cmp.Diff(want, found[0]); diff != "" {
			t.Fatal(diff)
		}
		found, err = s.at(12*60).Usage(t.Context(), clerkOfSalon, 2, 20260101, 20260102)
		if err != nil || len(found) != 1 || !found[0].Empty() {
			t.Fatal(found, err)
		}
	})
}

// A client repeats a request that got no answer, possibly while the first is still running.
func TestTheSamePressCallsOneAndAddsOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 3, Providers: []int64{barber.Person}}, 3)
		desk := s.at(9 * 60)
		for _, b := range s.booked(3) {
			if _, err := desk.CheckIn(t.Context(), barber, b.ID); err != nil {
				t.Fatal(err)
			}
		}
		again := barber
		again.Request = "press-1"
		together(10, func(int) {
			if b, err := desk.CallNext(t.Context(), again, s.session.ID); err != nil || b.Number != 1 {
				t.Error(b.Number, err)
			}
			if err := desk.Extend(t.Context(), again, booking.More{Session: s.session.ID, Places: 5}); err != nil {
				t.Error(err)
			}
		})
		now, err := NewBookings(db).Session(t.Context(), s.session.ID)
		if err != nil || now.Totals().Places != 8 || s.count(booking.Called) != 1 || s.told("booking.called") != 1 {
			t.Fatalf("%d places, %d called, %v", now.Totals().Places, s.count(booking.Called), err)
		}
		s.sums()
	})
}

// A resident who arrived and was never called counts as served; one who still waits in a session that runs late is not
// changed.
func TestAnArrivedResidentNeverCalledCountsAsServed(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 2, Providers: []int64{barber.Person}}, 2)
		all := s.booked(2)
		if _, err := s.at(9*60).CheckIn(t.Context(), barber, all[0].ID); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ hour, arrived, done int }{{11, 1, 0}, {16, 1, 0}, {18, 0, 1}} {
			if err := s.at(c.hour * 60).EndDay(t.Context()); err != nil {
				t.Fatal(err)
			}
			if arrived, done := s.count(booking.Arrived), s.count(booking.Done); arrived != c.arrived || done != c.done {
				t.Fatalf("at %d: %d arrived, %d done", c.hour, arrived, done)
			}
		}
		s.sums()
	})
}
