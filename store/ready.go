package store

import (
	"context"
	"sync"
	"time"
)

var readyData = data{tables: []Table{{Name: "ready_probe", Impersonal: "a time"}}}

// probe keeps the result of the last test write.
type probe struct {
	mu   sync.Mutex
	at   time.Time
	last error
}

const (
	probeEvery = 10 * time.Second // after a success; after a failure each call probes again
	probeTime  = 2 * time.Second
)

// Writable returns an error if the database refuses a write because it is away, read-only, full or locked. The result is at
// most ten seconds old.
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
