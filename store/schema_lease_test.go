package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/store/storetest"
)

// Three processes start on an empty database at once: each statement runs once, and all three serve.
func TestThreeProcessesMigrateAtOnce(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	all := make([]*DB, 3)
	together(len(all), func(i int) {
		db := &DB{e: mysqlEngine, now: newClock().Now, turn: make(line, mostOpen), pool: pool{line: make(line, 1)}}
		var err error
		if db.pool.DB, err = openMySQL(t.Context(), dsn); err == nil {
			err = db.migrate(t.Context())
		}
		if err != nil {
			t.Error(err)
		}
		all[i] = db
	})
	for _, db := range all {
		defer db.pool.Close()
	}
	var left leaseRow
	if err := all[0].pool.Get(&left, `SELECT holder, beat FROM schema_lease`); err != nil || left.Holder != "" || left.Beat < 3 {
		t.Fatalf("the lease at the end: %+v, %v", left, err)
	}
}

func TestALeaseOfMigrations(t *testing.T) {
	t.Parallel()
	const dead = 600 * time.Millisecond
	db := openTestMySQL(t)
	first, _, err := db.lease(t.Context(), dead)
	if err != nil {
		t.Fatal(err)
	}
	// Somebody who lives is waited for.
	short, cancel := context.WithTimeout(t.Context(), 3*dead)
	defer cancel()
	if _, _, err := db.lease(short, dead); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("two processes migrate: %v", err)
	}
	first.release()
	// Somebody who died is replaced, and records nothing any more.
	if _, err := db.pool.Exec(`UPDATE schema_lease SET holder = 'dead'`); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	second, running, err := db.lease(t.Context(), dead)
	if err != nil || time.Since(began) < dead {
		t.Fatalf("taken over after %s, %v", time.Since(began), err)
	}
	conn, err := db.pool.Connx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := db.record(t.Context(), conn, 9999, 0, "dead"); !errors.Is(err, errLeaseLost) {
		t.Fatalf("a dead process recorded a step: %v", err)
	}
	if err := db.record(t.Context(), conn, 9999, 0, second.holder); err != nil {
		t.Fatal(err)
	}
	// Somebody who was taken over hears of it.
	if _, err := db.pool.Exec(`UPDATE schema_lease SET holder = 'other'`); err != nil {
		t.Fatal(err)
	}
	<-running.Done()
	if !errors.Is(context.Cause(running), errLeaseLost) {
		t.Fatal(context.Cause(running))
	}
	second.release()
	var left leaseRow
	if err := db.pool.Get(&left, `SELECT holder, beat FROM schema_lease`); err != nil || left.Holder != "other" {
		t.Fatalf("a lost lease was given back: %+v, %v", left, err)
	}
}
