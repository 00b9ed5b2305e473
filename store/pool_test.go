package store

import (
	"context"
	"errors"
	"testing"
	"time"
)

// Reads outside of transactions wait for a place in line, one that gives up is told that the database is busy, and a transaction has its connection.
func TestReadsWaitInLine(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		db.pool.line = make(line, 1)
		leave, err := inLine(t.Context(), db.pool)
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan int)
		for i := range 5 {
			go func() {
				var n int
				if err := get(t.Context(), db.hot(), &n, nil, `SELECT 1`); err != nil {
					t.Error(err)
				}
				served <- i
			}()
		}
		short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		var n int
		if err := get(short, db.pool, &n, nil, `SELECT 1`); !errors.Is(err, ErrBusy) {
			t.Errorf("a read that gives up: %v", err)
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { return get(t.Context(), tx.q, &n, nil, `SELECT 1`) }); err != nil {
			t.Errorf("a read of a transaction: %v", err)
		}
		select {
		case i := <-served:
			t.Errorf("%d was served before its turn", i)
		default:
		}
		leave()
		for range 5 {
			<-served
		}
	})
}
