package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/person"
	"linli/app/when"
)

// noWeeks is a cache of weeks that keeps nothing.
type noWeeks struct{}

func (noWeeks) Week(ctx context.Context, _ int64, _ when.Date, load func(context.Context) ([]booking.Session, error)) ([]booking.Session, error) {
	return load(ctx)
}
func (noWeeks) Changed(context.Context, int64) {}

// salon is a community with one service and people who want to go there.
type salon struct {
	*testing.T
	db      *DB
	desk    *booking.Desk
	session booking.Session
}

var salonTree = area.NewTree([]area.Area{
	{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
	{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/", Name: "阳光社区"},
}, nil)

// openSalon opens a session tomorrow with the given places, and adds people with consecutive ids from first.
func openSalon(t *testing.T, db *DB, rules booking.Rules, e booking.Entry, people int) *salon {
	t.Helper()
	s := &salon{T: t, db: db}
	s.desk = booking.NewDesk(booking.Config{
		Store: NewBookings(db), Areas: fixedAreas{salonTree}, Times: when.NewClocks(NewTimes(db), db.now), Weeks: noWeeks{}, Now: db.now,
	})
	tomorrow := when.DateOf(db.now()).Next()
	service := booking.Service{Community: 2, Name: "理发", Kind: booking.Care, Area: 2, Rules: rules}
	if err := db.inTx(t.Context(), func(tx *tx) error {
		if err := tx.AddService(t.Context(), &service); err != nil {
			return err
		}
		e.Community, e.Service, e.From, e.Every, e.Days = 2, service.ID, tomorrow, 1, booking.On(1, 2, 3, 4, 5, 6, 7)
		if e.End == 0 {
			e.Begin, e.End = 9*60, 11*60
		}
		if err := tx.AddEntry(t.Context(), &e); err != nil {
			return err
		}
		for range people {
			if err := tx.AddPerson(t.Context(), &person.Person{Name: "某人", CreatedAt: db.now()}); err != nil {
				return err
			}
		}
		return tx.BumpTimetable(t.Context())
	}); err != nil {
		t.Fatal(err)
	}
	held, err := s.desk.Week(t.Context(), 2, tomorrow)
	if err != nil || len(held) == 0 {
		t.Fatalf("%d sessions, %v", len(held), err)
	}
	for _, h := range held {
		if h.Service.ID == service.ID && s.session.ID == 0 {
			s.session = h.Session
		}
	}
	return s
}

func someone(i int) auth.Actor { return auth.Actor{Person: int64(i + 1)} }

// sums fails if the counters of a period contradict each other or its bookings.
func (s *salon) sums() {
	s.Helper()
	wrong, err := NewBookings(s.db).Unbalanced(s.Context())
	if err != nil || len(wrong) > 0 {
		s.Fatalf("places that do not add up: %+v, %v", wrong, err)
	}
}

func (s *salon) count(states ...booking.State) int {
	s.Helper()
	var n int
	if err := s.db.pool.Get(&n, `SELECT COUNT(*) FROM booking WHERE state IN (`+marks(len(states))+`)`, anys(states)...); err != nil {
		s.Fatal(err)
	}
	return n
}

func TestTwoHundredForTheLastPlaces(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		rules := booking.DefaultRules
		rules.WaitMost = 7
		s := openSalon(t, db, rules, booking.Entry{Places: 3}, 200)
		var booked, waits, full atomic.Int64
		together(200, func(i int) {
			b, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID})
			switch {
			case err == nil && b.State == booking.Confirmed:
				booked.Add(1)
			case err == nil && b.State == booking.Waiting && b.Rank > 0:
				waits.Add(1)
			case errors.Is(err, booking.ErrFull):
				full.Add(1)
			default:
				t.Error(b, err)
			}
		})
		if booked.Load() != 3 || waits.Load() != 7 || full.Load() != 190 {
			t.Fatalf("%d booked, %d wait, %d full", booked.Load(), waits.Load(), full.Load())
		}
		s.sums()
	})
}

func TestTheSameRequestBooksOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 9}, 1)
		who := someone(0)
		who.Request = "once"
		ids := make([]int64, 20)
		together(20, func(i int) {
			b, err := s.desk.Book(t.Context(), who, booking.Wish{Session: s.session.ID})
			if err != nil {
				t.Error(err)
			}
			ids[i] = b.ID
		})
		for _, id := range ids {
			if id != ids[0] {
				t.Fatal(ids)
			}
		}
		s.sums()
	})
}

func TestAPersonHasOnePlaceInASession(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		rules := booking.DefaultRules
		rules.PerWeek = 0
		s := openSalon(t, db, rules, booking.Entry{Places: 1, Step: 30}, 1)
		var won atomic.Int64
		together(20, func(i int) {
			_, err := s.desk.Book(t.Context(), someone(0), booking.Wish{Session: s.session.ID, Period: s.session.Periods[i%4].ID})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, booking.ErrTwice):
				t.Error(err)
			}
		})
		if won.Load() != 1 {
			t.Fatalf("%d places", won.Load())
		}
		s.sums()
	})
}

func TestTheWeeklyLimitHolds(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		rules := booking.DefaultRules
		rules.PerWeek = 2
		s := openSalon(t, db, rules, booking.Entry{Places: 5}, 1)
		monday := when.Date(s.session.Week())
		held, err := s.desk.Week(t.Context(), 2, when.DateOf(monday.Time().AddDate(0, 0, 7)))
		if err != nil || len(held) < 7 {
			t.Fatal(len(held), err)
		}
		if _, err := db.pool.Exec(`UPDATE booking_session SET opens_at = 0`); err != nil {
			t.Fatal(err)
		}
		var won atomic.Int64
		together(21, func(i int) {
			_, err := s.desk.Book(t.Context(), someone(0), booking.Wish{Session: held[i%7].Session.ID})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, booking.ErrLimit) && !errors.Is(err, booking.ErrTwice):
				t.Error(err)
			}
		})
		if won.Load() != 2 {
			t.Fatalf("%d in one week", won.Load())
		}
		s.sums()
	})
}

// Residents book, cancel, accept, decline and let offers expire concurrently: the counters stay right, and nobody waits
// while a place is free.
func TestBookingCancellingAndExpiringMeet(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 4}, 30)
		for round := range 6 {
			together(30, func(i int) {
				who := someone(i)
				b, err := NewBookings(db).Living(t.Context(), s.session.ID, who.Person)
				switch {
				case errors.Is(err, booking.ErrMissing):
					_, err = s.desk.Book(t.Context(), who, booking.Wish{Session: s.session.ID})
				case err != nil:
				case b.State == booking.Offered && (i+round)%3 == 0:
					_, err = s.desk.Accept(t.Context(), who, b.ID)
				case b.State == booking.Offered && (i+round)%3 == 1:
					_, err = s.desk.Decline(t.Context(), who, b.ID)
				case b.State == booking.Offered:
					if _, err = db.pool.Exec(`UPDATE booking SET offer_till = 1 WHERE id = ?`, b.ID); err == nil {
						_, err = s.desk.Offer(t.Context(), b.ID)
					}
				case (i+round)%2 == 0:
					_, err = s.desk.Cancel(t.Context(), who, b.ID, "")
				}
				for _, fine := range []error{
					nil, booking.ErrFull, booking.ErrState, booking.ErrOfferOver, booking.ErrTwice, booking.ErrLimit, booking.ErrMissing,
				} {
					if errors.Is(err, fine) {
						return
					}
				}
				t.Error(err)
			})
			s.sums()
		}
		var free, waiting int
		if err := db.pool.Get(&free, `SELECT SUM(free) FROM booking_period WHERE session_id = ?`, s.session.ID); err != nil {
			t.Fatal(err)
		}
		if err := db.pool.Get(&waiting, `SELECT COUNT(*) FROM booking WHERE state = 'waiting' AND passed = 0`); err != nil {
			t.Fatal(err)
		}
		if free > 0 && waiting > 0 {
			t.Fatalf("%d places are free while %d wait", free, waiting)
		}
	})
}

func TestAnOfferIsAcceptedOrExpires(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		for i := range 10 {
			s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 1}, 30)
			base := i * 30
			first, err := s.desk.Book(t.Context(), someone(base), booking.Wish{Session: s.session.ID})
			if err != nil {
				t.Fatal(err)
			}
			second, err := s.desk.Book(t.Context(), someone(base+1), booking.Wish{Session: s.session.ID})
			if err != nil || second.State != booking.Waiting {
				t.Fatal(second, err)
			}
			if _, err := s.desk.Cancel(t.Context(), someone(base), first.ID, ""); err != nil {
				t.Fatal(err)
			}
			var accepted, declined error
			together(2, func(side int) {
				if side == 0 {
					_, accepted = s.desk.Accept(t.Context(), someone(base+1), second.ID)
					return
				}
				_, declined = s.desk.Decline(t.Context(), someone(base+1), second.ID)
			})
			if (accepted == nil) == (declined == nil) {
				t.Fatal(fmt.Sprint(accepted, declined))
			}
			s.sums()
		}
	})
}

// Unbalanced reports nothing while residents book, cancel and are offered places.
func TestPlacesAreCountedWhilePeopleBook(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 4}, 24)
		done := make(chan struct{})
		asked := make(chan int)
		go func() {
			n := 0
			defer func() { asked <- n }()
			for {
				select {
				case <-done:
					return
				default:
				}
				if wrong, err := NewBookings(db).Unbalanced(t.Context()); err != nil || len(wrong) > 0 {
					t.Errorf("%+v, %v", wrong, err)
					return
				}
				n++
			}
		}()
		for range 3 {
			together(24, func(i int) {
				b, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID})
				if errors.Is(err, booking.ErrTwice) {
					b, err = NewBookings(db).Living(t.Context(), s.session.ID, someone(i).Person)
				}
				if err == nil && b.State == booking.Offered && i%2 == 0 {
					_, err = s.desk.Accept(t.Context(), someone(i), b.ID)
				} else if err == nil && i%3 != 0 {
					_, err = s.desk.Cancel(t.Context(), someone(i), b.ID, "")
				}
				if err != nil && !errors.Is(err, booking.ErrFull) && !errors.Is(err, booking.ErrState) {
					t.Error(err)
				}
			})
		}
		close(done)
		if n := <-asked; n == 0 {
			t.Error("no check ran")
		}
		s.sums()
		for _, by := range []string{`free = free + 1`, `taken = taken - 1, held = held + 1, places = places + 1`, `free = -1, taken = taken + free + 1`} {
			if _, err := db.pool.Exec(`UPDATE booking_period SET ` + by); err == nil {
				t.Errorf("the database took %s", by)
			}
		}
		if _, err := db.pool.Exec(`UPDATE booking SET seated = 1 - seated WHERE state = ?`, booking.Confirmed); err != nil {
			t.Fatal(err)
		}
		if wrong, err := NewBookings(db).Unbalanced(t.Context()); s.count(booking.Confirmed) > 0 && (err != nil || len(wrong) != 1) {
			t.Fatalf("a broken record is not found: %+v, %v", wrong, err)
		}
	})
}
