package booking

import (
	"context"
	"sync"
	"time"
)

// In the opening minute thousands press for the same twelve places. What follows keeps them from standing in one another's
// way; none of it decides about a place.

// fullFor is how long a process says "full" from memory. A place that another process gives back is seen this much later,
// and one that this process gives back at once.
const fullFor = 250 * time.Millisecond

// fullSessions remembers which sessions had neither a place nor room in the waitlist a moment ago.
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

// forget is called after every change that this process makes.
func (f *fullSessions) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.seen)
}

// Doors are narrow: of each process only a few at a time try for a place of one session. Who had to wait before the door
// looks again whether there is anything to try for, instead of waiting for the lock of a row with a connection in his hand.
const (
	doorCount = 64 // several sessions may share one
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

// enter waits until somebody may try for a place of a session, and says whether he had to wait. leave must be called.
func (d *doors) enter(ctx context.Context, session int64) (leave func(), waited bool, err error) {
	door := d[session%doorCount]
	leave = func() { <-door }
	select {
	case door <- struct{}{}:
		return leave, false, nil
	default:
	}
	select {
	case door <- struct{}{}:
		return leave, true, nil
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}
