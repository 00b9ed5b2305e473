package store

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/app/booking"
	"linli/app/job"
	"linli/app/person"
)

// A failed Try rolls back its own writes and jobs, and nothing else of the transaction.
func TestTryUndoesItselfAlone(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var told []job.Job
		db.OnJobs(func(due []job.Job) { told = append(told, due...) })
		failed := errors.New("it does not work out")
		err := db.inTx(t.Context(), func(tx *tx) error {
			add := func(name string) error {
				if err := tx.AddPerson(t.Context(), &person.Person{Name: name, CreatedAt: db.now()}); err != nil {
					return err
				}
				return tx.AddJob(t.Context(), booking.TendJob, int64(len(name)), db.now().Add(-time.Minute))
			}
			if err := add("甲"); err != nil {
				return err
			}
			if err := tx.Try(t.Context(), func() error { return errors.Join(add("乙乙"), failed) }); !errors.Is(err, failed) {
				t.Errorf("what was tried says %v", err)
			}
			return tx.Try(t.Context(), func() error { // one inside another
				if err := tx.Try(t.Context(), func() error { return errors.Join(add("丁"), failed) }); !errors.Is(err, failed) {
					t.Errorf("what was tried inside says %v", err)
				}
				return tx.Try(t.Context(), func() error { return add("丙丙丙") })
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		if err := db.pool.Select(&names, `SELECT name FROM person ORDER BY id`); err != nil {
			t.Fatal(err)
		}
		if len(names) != 2 || names[0] != "甲" || names[1] != "丙丙丙" || len(told) != 2 {
			t.Fatalf("%v, %d jobs", names, len(told))
		}
	})
}

// With the maximum of open transactions, each still gets a connection to read outside of itself.
func TestReadersBesideTheirTransactions(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var inside sync.WaitGroup
		inside.Add(cap(db.turn))
		together(cap(db.turn), func(int) {
			if err := db.inTx(t.Context(), func(*tx) error {
				inside.Done()
				inside.Wait()
				var n int
				return get(t.Context(), db.pool, &n, booking.ErrMissing, `SELECT COUNT(*) FROM person`)
			}); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestPaddedRepeatsTheLastValueUpToAPowerOfTwo(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, 2: 2, 3: 4, 4: 4, 5: 8, 50: 64} {
		values := make([]int64, n)
		for i := range values {
			values[i] = int64(i + 1)
		}
		got := padded(values)
		if len(got) != want {
			t.Errorf("%d values become %d, want %d", n, len(got), want)
		}
		if n > 0 && (!slices.Equal(got[:n], values) || slices.Max(got) != int64(n)) {
			t.Errorf("%d values become %v", n, got)
		}
	}
}
