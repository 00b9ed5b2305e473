package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
)

// Reads that wait for a connection get it in the order in which they asked, and one that gives up is told that the database is busy.
func TestReadsWaitInLine(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		db.pool.line = make(chan struct{}, 1)
		leave, err := inLine(t.Context(), db.pool)
		if err != nil {
			t.Fatal(err)
		}
		var order []int
		var group sync.WaitGroup
		for i := range 5 {
			group.Go(func() {
				leave, err := inLine(t.Context(), db.hot())
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, i)
				leave()
			})
			time.Sleep(20 * time.Millisecond)
		}
		short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		var n int
		if err := get(short, db.pool, &n, nil, `SELECT 1`); !errors.Is(err, ErrBusy) {
			t.Errorf("a read that gives up: %v", err)
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { return get(t.Context(), tx.q, &n, nil, `SELECT 1`) }); err != nil {
			t.Errorf("a transaction has its connection: %v", err)
		}
		leave()
		group.Wait()
		if !slices.IsSorted(order) || len(order) != 5 {
			t.Errorf("in the order %v", order)
		}
	})
}
