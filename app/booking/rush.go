package booking

import (
	"context"
	"sync"
	"time"
)

// In the opening minute thousands of requests compete for the same twelve places. This file keeps load off the
// database; nothing in it decides about a place.

// fullFor is how long a process answers "full" from its cache. A place given back in another process is seen this much
// later, one given back in this process at once.
const fullFor = 250 * time.Millisecond

// fullSessions caches which sessions had neither a place nor room in the waitlist a moment ago.
type fullSessions struct {
	mu   sync.Mutex
	seen map[int64]time.Time
}

func (f *fullSessions) knows(session int64, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, ok := f.seen[session]
	return ok && now.Sub(at).Abs() < fullFor
}

func (f *fullSessions) learn(session int64, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen[session] = now
}

// forget is called after every change in this process.
func (f *fullSessions) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.seen)
}

// At most doorWidth goroutines of a process compete for one session, and read what they need for it; the others wait in order. So it costs only a few
// to find out that a session has just become full.
const (
	doorCount = 64 // sessions may share one
	doorWidth = 4
)

type doors [doorCount]chan struct{}

func newDoors() *doors {
	var d doors
	for i := range d {
		d[i] = make(chan struct{}, doorWidth)
	}
	return &d
}

// enter waits until the goroutine may compete for a place of a session. leave must be called.
func (d *doors) enter(ctx context.Context, session int64) (leave func(), err error) {
	door := d[session%doorCount]
	select {
	case door <- struct{}{}:
		return func() { <-door }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
