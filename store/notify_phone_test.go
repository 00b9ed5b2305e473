package store

import (
	"sync/atomic"
	"testing"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Twenty messages at the same moment: no cap is passed, whichever transaction comes first, and none is lost.
func TestCapsOfTheTelephoneAreNeverPassed(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		const day = when.Date(20261123)
		for i, c := range []struct {
			name string
			caps notify.Caps
			same bool // all to one person
			want int
		}{
			{"the cap of a person", notify.Caps{Person: 3, County: 100}, true, 3},
			{"the cap of the county", notify.Caps{Person: 3, County: 7}, false, 7},
			{"no cap", notify.Caps{}, true, 20},
		} {
			channel := []notify.Channel{"sms", "voice", "test"}[i]
			var next atomic.Int64
			got := wins(t, db, 20, func(tx *tx) (bool, error) {
				person := int64(1)
				if !c.same {
					person = next.Add(1)
				}
				return tx.SpendPhone(t.Context(), channel, person, day, c.caps)
			})
			days, err := NewNotices(db).PhoneDays(t.Context(), day)
			if err != nil {
				t.Fatal(err)
			}
			tries := 0
			for _, d := range days {
				if d.Channel == channel {
					tries = d.Tries
				}
			}
			if got != c.want || tries != c.want {
				t.Errorf("%s: %d sent, %d counted, want %d", c.name, got, tries, c.want)
			}
		}
	})
}

// What was not sent is given back, to the person and to the county.
func TestAMessageThatWasNotSentCostsNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		const day = when.Date(20261123)
		caps := notify.Caps{Person: 1, County: 1}
		for _, want := range []bool{true, false} {
			if err := db.inTx(t.Context(), func(tx *tx) error {
				ok, err := tx.SpendPhone(t.Context(), notify.SMS, 1, day, caps)
				if ok != want {
					t.Errorf("spent: %v", ok)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.inTx(t.Context(), func(tx *tx) error {
			if err := tx.ReturnPhone(t.Context(), notify.SMS, 1, day); err != nil {
				return err
			}
			if err := tx.CountPhone(t.Context(), notify.SMS, day, notify.Count{Wrong: 1, Units: 2}); err != nil {
				return err
			}
			ok, err := tx.SpendPhone(t.Context(), notify.SMS, 1, day, caps)
			if !ok {
				t.Error("nothing was given back")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		days, err := NewNotices(db).PhoneDays(t.Context(), day)
		if err != nil || len(days) != 1 || days[0] != (notify.Count{Day: day, Channel: notify.SMS, Tries: 1, Wrong: 1, Units: 2}) {
			t.Errorf("counted %+v: %v", days, err)
		}
	})
}

// A person's number leaves the vault for a message; nobody has none.
func TestTheNumberOfAPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		id := enrolled(t, db, "R9", "13912345678")
		for who, want := range map[int64]string{id: "13912345678", id + 1000: ""} {
			if err := db.inTx(t.Context(), func(tx *tx) error {
				got, err := tx.PhoneOf(t.Context(), who)
				if string(got) != want {
					t.Errorf("number of %d is %q", who, got)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if reason, err := NewNotices(db).PhoneTrouble(t.Context(), notify.SMS, time.Time{}); err != nil || reason != "" {
			t.Errorf("trouble %q: %v", reason, err)
		}
	})
}
