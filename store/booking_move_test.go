package store

import (
	"errors"
	"testing"

	"linli/app/booking"
	"linli/app/when"
)

// inTwoSalons books half of the people in each of two sessions of one day, and returns their bookings and the sessions.
func inTwoSalons(t *testing.T, db *DB, rules booking.Rules, places, people int) (*salon, [2]booking.Session, []booking.Booking) {
	t.Helper()
	s := openSalon(t, db, rules, booking.Entry{Places: places}, people)
	later := s.entry(func(e *booking.Entry) { e.ID, e.Begin, e.End = 0, 14*60, 16*60 })
	if _, _, err := s.desk.SetEntry(t.Context(), salonClerk, later, ""); err != nil {
		t.Fatal(err)
	}
	held, err := s.desk.Week(t.Context(), 2, when.DateOf(db.now()).Next())
	if err != nil {
		t.Fatal(err)
	}
	both := [2]booking.Session{s.session}
	for _, h := range held {
		if h.Session.Day == s.session.Day && h.Session.ID != s.session.ID {
			both[1] = h.Session
		}
	}
	booked := make([]booking.Booking, people)
	for i := range people {
		if booked[i], err = s.desk.Book(t.Context(), someone(i), booking.Wish{Session: both[i%2].ID}); err != nil {
			t.Fatal(err)
		}
	}
	return s, both, booked
}

// Twenty want the one free place of another session: one gets it, and everybody else keeps what they had.
func TestAMovedBookingNeverLosesBothPlaces(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, both, _ := inTwoSalons(t, db, booking.DefaultRules, 11, 20) // ten in each, one free in each
		together(20, func(i int) {
			if i%2 == 1 {
				return
			}
			b, err := NewBookings(db).Living(t.Context(), both[0].ID, int64(i+1))
			if err != nil {
				t.Error(err)
				return
			}
			_, err = s.desk.Move(t.Context(), someone(i), b.ID, booking.Wish{Session: both[1].ID})
			if err != nil && !errors.Is(err, booking.ErrFull) {
				t.Error(err)
			}
		})
		s.sums()
		if n := s.count(booking.Confirmed); n != 20 {
			t.Errorf("%d of 20 have a place", n)
		}
		if n := s.count(booking.Cancelled); n != 1 {
			t.Errorf("%d moved", n)
		}
	})
}

// People of two sessions change places crosswise at the same moment, others cancel: no place is lost and none is given twice.
func TestBookingsMoveCrosswise(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, both, booked := inTwoSalons(t, db, booking.DefaultRules, 12, 20)
		together(20, func(i int) {
			if i < 4 {
				if _, err := s.desk.Cancel(t.Context(), someone(i), booked[i].ID, ""); err != nil {
					t.Error(err)
				}
				return
			}
			_, err := s.desk.Move(t.Context(), someone(i), booked[i].ID, booking.Wish{Session: both[1-i%2].ID})
			if err != nil && !errors.Is(err, booking.ErrFull) {
				t.Error(err)
			}
		})
		s.sums()
		if n := s.count(booking.Confirmed); n != 16 {
			t.Errorf("%d of 16 have a place", n)
		}
	})
}

// The same request moves once, however often it arrives; two requests at once move it once as well.
func TestTheSameRequestMovesOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, both, booked := inTwoSalons(t, db, booking.DefaultRules, 4, 2)
		who := someone(0)
		who.Request = "move"
		ids := make([]int64, 8)
		together(8, func(i int) {
			b, err := s.desk.Move(t.Context(), who, booked[0].ID, booking.Wish{Session: both[1].ID})
			if ids[i] = b.ID; err != nil {
				t.Error(err)
			}
		})
		for _, id := range ids {
			if id == 0 || id != ids[0] {
				t.Fatalf("moved to %v", ids)
			}
		}
		s.sums()
		if n := s.count(booking.Confirmed); n != 2 {
			t.Errorf("%d places", n)
		}
	})
}
