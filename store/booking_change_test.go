package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/when"
)

var salonClerk = auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}

// entry returns the line of the timetable as the clerk sends it, with the changes.
func (s *salon) entry(change func(*booking.Entry)) booking.Entry {
	s.Helper()
	_, all, err := s.desk.Services(s.Context(), 2)
	if err != nil {
		s.Fatal(err)
	}
	e := all[s.session.Service][0]
	change(&e)
	return e
}

// A clerk changes the hours repeatedly while forty residents book: each gets the time they saw, and every booking keeps its
// period.
func TestTheTimetableIsEditedWhilePeopleBook(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 30}, 40)
		seen := s.session.BeginAt
		together(41, func(i int) {
			if i == 40 {
				for n := range 6 {
					e := s.entry(func(e *booking.Entry) { e.Begin, e.End = (9+5*((n+1)%2))*60, (11+5*((n+1)%2))*60 })
					if _, _, err := s.desk.SetEntry(t.Context(), salonClerk, e, ""); err != nil {
						t.Error(err)
					}
				}
				return
			}
			b, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID, BeginAt: seen})
			switch {
			case errors.Is(err, booking.ErrChanged), errors.Is(err, booking.ErrFull), errors.Is(err, booking.ErrNoSession):
			case err != nil:
				t.Error(err)
			case b.State == booking.Confirmed && !b.BeginAt.Equal(seen):
				t.Errorf("wanted %s, got %s", seen, b.BeginAt)
			}
		})
		s.sums()
		var lost int
		if err := db.pool.Get(&lost, `SELECT COUNT(*) FROM booking WHERE seated = 1 AND period_id NOT IN (SELECT id FROM booking_period)`); err != nil || lost != 0 {
			t.Fatalf("%d bookings without a period, %v", lost, err)
		}
	})
}

func TestPlacesGrowAndShrinkWhilePeopleBook(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 10}, 30)
		together(31, func(i int) {
			if i == 30 {
				for n := range 8 {
					e := s.entry(func(e *booking.Entry) { e.Places = []int{2, 12, 1, 6}[n%4] })
					if _, _, err := s.desk.SetEntry(t.Context(), salonClerk, e, ""); err != nil {
						t.Error(err)
					}
				}
				return
			}
			b, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID})
			if err == nil && i%3 == 0 {
				_, err = s.desk.Cancel(t.Context(), someone(i), b.ID, "")
			}
			if err != nil && !errors.Is(err, booking.ErrFull) {
				t.Error(err)
			}
		})
		s.sums()
		now, err := NewBookings(db).Session(t.Context(), s.session.ID)
		if err != nil || now.Periods[0].Want != 6 || now.Periods[0].Places < 6 || now.Periods[0].Free > 0 && now.Waiting > 0 {
			t.Fatalf("%+v, %v", now, err)
		}
	})
}

// A booking made while its session is cancelled is either refused, or cancelled with a notice.
func TestBookingMeetsTheEndOfTheSession(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 10}, 30)
		together(31, func(i int) {
			if i == 30 {
				if n, err := s.desk.CancelSessions(t.Context(), salonClerk, []int64{s.session.ID}, "停水"); n != 1 || err != nil {
					t.Error(n, err)
				}
				return
			}
			_, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID})
			if err != nil && !errors.Is(err, booking.ErrFull) && !errors.Is(err, booking.ErrCancelled) {
				t.Error(err)
			}
		})
		together(2, func(int) { // the job runs twice
			if err := s.desk.TellCalledOff(t.Context(), s.session.ID); err != nil {
				t.Error(err)
			}
		})
		s.sums()
		var alive, booked, told int
		for to, q := range map[*int]string{
			&alive: `SELECT COUNT(*) FROM booking WHERE alive = 1`, &booked: `SELECT COUNT(*) FROM booking`,
			&told: `SELECT COUNT(*) FROM notify_notice WHERE kind = 'booking.session_cancelled'`,
		} {
			if err := db.pool.Get(to, q); err != nil {
				t.Fatal(err)
			}
		}
		if alive != 0 || told != booked {
			t.Fatalf("%d of %d still count, %d notified", alive, booked, told)
		}
	})
}

// A thousand sessions are cancelled in one step, or none.
func TestAThousandSessionsAreCancelledAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 3}, 3)
		if err := db.inTx(t.Context(), func(tx *tx) error {
			for day := range 999 {
				one := s.session
				one.Entry, one.Day, one.Periods = int64(1000+day), s.session.Day, []booking.Period{s.session.Periods[0]}
				if _, err := tx.AddSession(t.Context(), &one); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var ids []int64
		if err := db.pool.Select(&ids, `SELECT id FROM booking_session WHERE day = ? ORDER BY id`, s.session.Day); err != nil || len(ids) != 1000 {
			t.Fatal(len(ids), err)
		}
		for i, id := range []int64{ids[0], ids[500], ids[999]} {
			if _, err := s.desk.Book(t.Context(), someone(i), booking.Wish{Session: id}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.desk.CancelSessions(t.Context(), salonClerk, append(ids[:999:999], 999_999), "放假"); !errors.Is(err, booking.ErrNoSession) {
			t.Fatal(err)
		}
		if n, err := s.desk.CancelSessions(t.Context(), salonClerk, ids, "放假"); n != 1000 || err != nil {
			t.Fatal(n, err)
		}
		for _, id := range ids {
			if err := s.desk.TellCalledOff(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		var alive, jobs int
		if err := errors.Join(db.pool.Get(&alive, `SELECT COUNT(*) FROM booking WHERE alive = 1`),
			db.pool.Get(&jobs, `SELECT COUNT(*) FROM job_open WHERE kind = ?`, booking.CalledOffJob)); err != nil || alive != 0 || jobs != 1000 {
			t.Fatal(fmt.Sprint(alive, jobs), err)
		}
		s.sums()
	})
}

// A process dies after the timetable was changed and before its sessions were: the hourly job completes the change. Places
// added for one day stay.
func TestTheHourlyJobCompletesAnInterruptedChange(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 3}, 1)
		if err := s.desk.Extend(t.Context(), salonClerk, booking.More{Session: s.session.ID, Places: 2}); err != nil {
			t.Fatal(err)
		}
		e := s.entry(func(e *booking.Entry) { e.Places = 4 })
		if err := db.inTx(t.Context(), func(tx *tx) error {
			return errors.Join(tx.SaveEntry(t.Context(), e), tx.BumpTimetable(t.Context()))
		}); err != nil {
			t.Fatal(err)
		}
		again := booking.NewDesk(booking.Config{
			Store: NewBookings(db), Areas: fixedAreas{salonTree}, Times: when.NewClocks(NewTimes(db), db.now), Weeks: noWeeks{}, Now: db.now,
		})
		for range 2 {
			if err := again.Materialise(t.Context()); err != nil {
				t.Fatal(err)
			}
			now, err := NewBookings(db).Session(t.Context(), s.session.ID)
			if err != nil || now.Periods[0].Want != 6 || now.Periods[0].Extra != 2 || now.Periods[0].Free != 6 {
				t.Fatalf("%+v, %v", now.Periods, err)
			}
		}
		s.sums()
	})
}

// Kept places follow the timetable while nobody has booked, until they are released to all residents.
func TestKeptPlacesFollowTheTimetable(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 4}, 2)
		keep := func(n int) {
			t.Helper()
			if _, _, err := s.desk.SetEntry(t.Context(), salonClerk, s.entry(func(e *booking.Entry) { e.WalkIns = n }), ""); err != nil {
				t.Fatal(err)
			}
		}
		kept := func(name string, want int) {
			t.Helper()
			now, err := NewBookings(db).Session(t.Context(), s.session.ID)
			if p := now.Periods[0]; err != nil || p.Kept != want || !p.Sum() {
				t.Fatalf("%s: %+v, %v", name, p, err)
			}
		}
		keep(2)
		kept("an empty session", 2)
		keep(1)
		kept("fewer", 1)
		first, err := s.desk.Book(t.Context(), someone(0), booking.Wish{Session: s.session.ID})
		if err != nil {
			t.Fatal(err)
		}
		keep(3)
		kept("somebody has booked", 1)
		if _, err := s.desk.Cancel(t.Context(), someone(0), first.ID, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Materialise(t.Context()); err != nil {
			t.Fatal(err)
		}
		kept("empty again", 3)
		if _, err := db.pool.Exec(`UPDATE booking_session SET tended_at = begin_at - 1800000 WHERE id = ?`, s.session.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := db.pool.Exec(`UPDATE booking_period SET free = free + kept, kept = 0 WHERE session_id = ?`, s.session.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Materialise(t.Context()); err != nil {
			t.Fatal(err)
		}
		kept("everybody's", 0)
		s.sums()
	})
}

// After a session is cancelled and before its notices are sent, no place in it can be booked or accepted.
func TestAnOfferOfACancelledSessionIsVoid(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 1}, 2)
		first, err := s.desk.Book(t.Context(), someone(0), booking.Wish{Session: s.session.ID})
		second, err2 := s.desk.Book(t.Context(), someone(1), booking.Wish{Session: s.session.ID})
		_, err3 := s.desk.Cancel(t.Context(), someone(0), first.ID, "")
		_, err4 := s.desk.CancelSessions(t.Context(), salonClerk, []int64{s.session.ID}, "停电")
		if err := errors.Join(err, err2, err3, err4); err != nil {
			t.Fatal(err)
		}
		if _, err := s.desk.Accept(t.Context(), someone(1), second.ID); !errors.Is(err, booking.ErrCancelled) {
			t.Fatal(err)
		}
		if err := s.desk.TellCalledOff(t.Context(), s.session.ID); err != nil || s.count(booking.Cancelled) != 2 {
			t.Fatal(s.count(booking.Cancelled), err)
		}
		s.sums()
	})
}

// A booking for any period, made at 9:50, gets a period that has not begun, although earlier ones are free.
func TestNobodyIsGivenATimeThatHasBegun(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 1, Step: 30}, 3)
		now := s.session.BeginAt.Add(50 * time.Minute)
		desk := booking.NewDesk(booking.Config{
			Store: NewBookings(db), Areas: fixedAreas{salonTree}, Times: when.NewClocks(NewTimes(db), db.now), Weeks: noWeeks{},
			Now: func() time.Time { return now },
		})
		for i, want := range []time.Duration{time.Hour, 90 * time.Minute} {
			b, err := desk.Book(t.Context(), someone(i), booking.Wish{Session: s.session.ID})
			if err != nil || !b.BeginAt.Equal(s.session.BeginAt.Add(want)) {
				t.Fatal(b.BeginAt, err)
			}
		}
		if b, err := desk.Book(t.Context(), someone(2), booking.Wish{Session: s.session.ID, NoWait: true}); !errors.Is(err, booking.ErrFull) {
			t.Fatal(b, err)
		}
		s.sums()
	})
}

// A session read while the clerk changes its hours has the periods of its own timetable.
func TestASessionIsReadWithItsOwnPeriods(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openSalon(t, db, booking.DefaultRules, booking.Entry{Places: 3}, 1)
		together(5, func(i int) {
			for n := range 60 {
				if i == 4 {
					e := s.entry(func(e *booking.Entry) { e.Begin, e.End = (9+5*((n+1)%2))*60, (11+5*((n+1)%2))*60 })
					if _, _, err := s.desk.SetEntry(t.Context(), salonClerk, e, ""); err != nil {
						t.Error(err)
					}
					continue
				}
				now, err := NewBookings(db).Session(t.Context(), s.session.ID)
				if err != nil || !now.BeginAt.Equal(now.Periods[0].BeginAt) {
					t.Errorf("a session at %s with a period at %v, %v", now.BeginAt, now.Periods, err)
				}
			}
		})
	})
}
