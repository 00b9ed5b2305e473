package store

import (
	"context"
	"sync"
	"time"
)

var readyData = data{tables: []Table{{Name: "ready_probe", Impersonal: "a time"}}}

// probe remembers the last write that only asked whether the database takes one.
type probe struct {
	mu   sync.Mutex
	at   time.Time
	last error
}

const (
	probeEvery = 10 * time.Second // while it works; after a failure each question tries again
	probeTime  = 2 * time.Second
)

// Writable returns nil when the database takes a write: one that answers but is read-only, full or locked does not. The
// answer is at most ten seconds old.
func (db *DB) Writable(ctx context.Context) error {
	db.probe.mu.Lock()
	defer db.probe.mu.Unlock()
	if now := db.now(); db.probe.last == nil && now.Sub(db.probe.at).Abs() < probeEvery {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	_, err := change(ctx, direct{db}, `INSERT INTO ready_probe (id, at) VALUES (1, ?)`+db.e.upsert("id", "at"), ms(db.now()))
	db.probe.at, db.probe.last = db.now(), outage(err)
	return db.probe.last
}
