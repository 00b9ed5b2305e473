package store

import (
	"context"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/danger"
	"linli/app/inquiry"
	"linli/app/person"
	"linli/app/when"
)

// openOffice returns the inquiry service of a community with residents 1 and 2.
func openOffice(t *testing.T, db *DB) *inquiry.Service {
	t.Helper()
	if err := db.inTx(t.Context(), func(tx *tx) error {
		for range 2 {
			if err := tx.AddPerson(t.Context(), &person.Person{Name: "某人", Community: 2, CreatedAt: db.now()}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	persons := NewPersons(db)
	return inquiry.NewService(inquiry.Config{
		Store: NewInquiries(db), Areas: fixedAreas{salonTree}, Roster: persons, Times: when.NewClocks(NewTimes(db), db.now), Now: db.now,
		Reports: calm{},
	})
}

// calm hears no danger.
type calm struct{ inquiry.Reports }

func (calm) Danger(context.Context, string) (danger.Danger, bool) { return danger.Danger{}, false }

func countRows(t *testing.T, db *DB, query string) (n int) {
	t.Helper()
	if err := db.pool.Get(&n, query); err != nil {
		t.Fatal(err)
	}
	return n
}

// Twenty first questions of one resident at the same moment are one inquiry; a request that arrives again adds nothing.
func TestOneInquiryForEachResident(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openOffice(t, db)
		together(20, func(i int) {
			who := someone(0)
			who.Request = []string{"a", "b", "c", "d"}[i%4]
			if _, _, err := s.Ask(t.Context(), who, inquiry.Question{Words: "在吗"}); err != nil {
				t.Error(err)
			}
		})
		if n := countRows(t, db, `SELECT COUNT(*) FROM inquiry`); n != 1 {
			t.Errorf("%d inquiries", n)
		}
		if n := countRows(t, db, `SELECT COUNT(*) FROM inquiry_message`); n != 4 {
			t.Errorf("%d messages of four requests", n)
		}
	})
}

// Two persons who are one: their open inquiries become one with the words of both, and the files of a person who leaves are let
// go.
func TestInquiriesFollowTheirPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openOffice(t, db)
		for i := range 2 {
			if _, _, err := s.Ask(t.Context(), someone(i), inquiry.Question{Words: "在吗"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { return tx.moveInquiries(t.Context(), 1, 2) }); err != nil {
			t.Fatal(err)
		}
		mine, err := s.Mine(t.Context(), someone(1), 0)
		if err != nil || len(mine.Items) != 1 || mine.Items[0].Messages != 2 {
			t.Fatalf("%+v, %v", mine, err)
		}
		if said, err := s.Messages(t.Context(), mine.Items[0]); err != nil || len(said) != 2 || said[0].Person != 2 {
			t.Errorf("%+v, %v", said, err)
		}
		if err := db.inTx(t.Context(), func(tx *tx) error {
			return tx.leaveInquiries(t.Context(), person.Person{ID: 2}, time.Time{})
		}); err != nil {
			t.Fatal(err)
		}
		if n := countRows(t, db, `SELECT (SELECT COUNT(*) FROM inquiry) + (SELECT COUNT(*) FROM inquiry_message)`); n != 0 {
			t.Errorf("%d rows of a person who left", n)
		}
	})
}

// Two clerks answer at once: both answers are kept, and a request that arrives again answers once.
func TestAnswersAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := openOffice(t, db)
		i, _, err := s.Ask(t.Context(), someone(0), inquiry.Question{Words: "在吗"})
		if err != nil {
			t.Fatal(err)
		}
		together(8, func(n int) {
			clerk := auth.Actor{Person: int64(n%2 + 1), Request: "answer", Postings: salonClerk.Postings}
			if _, err := s.Answer(t.Context(), clerk, i.ID, "在"); err != nil {
				t.Error(err)
			}
		})
		if n := countRows(t, db, `SELECT COUNT(*) FROM inquiry_message WHERE staff = 1`); n != 2 {
			t.Errorf("%d answers of two clerks", n)
		}
	})
}
