package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/app/booking"
)

// mark writes a row of its own: a job is only saved at the end of a transaction.
func mark(ctx context.Context, tx *tx, ref int64) error {
	_, err := tx.q.ExecContext(ctx, `INSERT INTO job_open (kind, ref, due_at, added) VALUES ('probe', ?, 0, 0)`, ref)
	return err
}

// A deadlock rolls the transaction back at the server: nothing that the closure writes afterwards is committed.
func TestNothingStandsAfterADeadlock(t *testing.T) {
	for name, closure := range map[string]func(ctx context.Context, tx *tx, lose func() error) error{
		"before the writes": func(ctx context.Context, tx *tx, lose func() error) error {
			_ = lose()
			return mark(ctx, tx, 1)
		},
		"between the writes": func(ctx context.Context, tx *tx, lose func() error) error {
			return errors.Join(mark(ctx, tx, 1), lose(), mark(ctx, tx, 2)) //nolint:errorlint // what the rule forbids
		},
		"after the writes, passed over": func(ctx context.Context, tx *tx, lose func() error) error {
			_, _ = mark(ctx, tx, 1), lose()
			return nil
		},
		"in Try, passed over inside": func(ctx context.Context, tx *tx, lose func() error) error {
			_ = tx.Try(ctx, func() error { _ = lose(); return nil })
			return mark(ctx, tx, 1)
		},
		"in Try, passed over outside": func(ctx context.Context, tx *tx, lose func() error) error {
			_ = tx.Try(ctx, func() error { _ = mark(ctx, tx, 1); return lose() })
			_ = tx.Try(ctx, func() error { return mark(ctx, tx, 2) })
			return nil
		},
		"while rows are read": func(ctx context.Context, tx *tx, lose func() error) error {
			_ = lose()
			var n int
			if err := get(ctx, tx.q, &n, sql.ErrNoRows, `SELECT COUNT(*) FROM job_open`); err == nil {
				return mark(ctx, tx, 1)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := openTestMySQL(t)
			end := errors.New("the second try ends here")
			tries, lost := 0, false
			err := db.inTx(t.Context(), func(tx *tx) error {
				if tries++; tries > 1 {
					return end
				}
				return closure(t.Context(), tx, func() error {
					err := loseLock(t, db, tx)
					lost = lockLost(err)
					return err
				})
			})
			if !lost {
				t.Fatal("the transaction was no victim")
			}
			if tries != 2 || !errors.Is(err, end) {
				t.Errorf("%d tries ended with %v", tries, err)
			}
			var n int
			if err := db.pool.Get(&n, `SELECT COUNT(*) FROM job_open WHERE kind = 'probe'`); err != nil || n != 0 {
				t.Fatalf("%d rows stand, %v", n, err)
			}
		})
	}
}

// loseLock makes the open transaction lose a deadlock and returns the error of its statement.
func loseLock(t *testing.T, db *DB, victim *tx) error {
	t.Helper()
	ctx := context.Background()
	for _, name := range []string{"a", "b"} {
		if _, err := db.pool.Exec(`INSERT INTO job_run (name, started_at, done_at, failed_at) VALUES (?, 0, 0, 0)`, name); err != nil {
			t.Fatal(err)
		}
	}
	rival, err := db.pool.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 { // the server rolls back the transaction that changed less
		if _, err := rival.Exec(`INSERT INTO job_run (name, started_at, done_at, failed_at) VALUES (?, 0, 0, 0)`, fmt.Sprint("r", i)); err != nil {
			t.Fatal(err)
		}
	}
	const touch = `UPDATE job_run SET started_at = started_at + 1 WHERE name = ?`
	if _, err := rival.Exec(touch, "b"); err != nil {
		t.Fatal(err)
	}
	if _, err := victim.q.ExecContext(ctx, touch, "a"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := rival.Exec(touch, "a")
		done <- err
	}()
	_, err = victim.q.ExecContext(ctx, touch, "b") // the second of the two waits closes the circle, whichever it is
	if rivalErr := errors.Join(<-done, rival.Rollback()); rivalErr != nil {
		t.Fatalf("the rival: %v", rivalErr)
	}
	return err
}

// SQLite rolls a transaction back when one of its statements is interrupted: later writes are not committed.
func TestNothingStandsAfterAnInterruption(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	err := db.inTx(t.Context(), func(tx *tx) error {
		if err := mark(t.Context(), tx, 1); err != nil {
			return err
		}
		short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // long enough to begin it on a busy machine
		defer cancel()
		_, err := tx.q.ExecContext(short, `INSERT INTO job_run (name, started_at, done_at, failed_at)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT 'n' || i, 0, 0, 0 FROM n`)
		if err == nil {
			t.Error("the long statement was not interrupted")
		}
		_ = mark(t.Context(), tx, 2)
		return tx.AddJob(t.Context(), booking.TendJob, 3, tx.now())
	})
	if err == nil {
		t.Error("the commit was not refused")
	}
	var n int
	if err := db.pool.Get(&n, `SELECT COUNT(*) FROM job_open`); err != nil || n != 0 {
		t.Fatalf("%d rows stand, %v", n, err)
	}
}

// A duplicate key does not end the transaction.
func TestADuplicateDoesNotEndTheTransaction(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		err := db.inTx(t.Context(), func(tx *tx) error {
			for range 2 {
				_, err := tx.q.ExecContext(t.Context(), `INSERT INTO job_run (name, started_at, done_at, failed_at) VALUES ('x', 0, 0, 0)`)
				if err != nil && !duplicate(err) {
					return err
				}
			}
			return tx.AddJob(t.Context(), booking.TendJob, 1, tx.now())
		})
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.pool.Get(&n, `SELECT COUNT(*) FROM job_open`); err != nil || n != 1 {
			t.Fatalf("%d rows stand, %v", n, err)
		}
	})
}
