package booking

import (
	"sync"
	"time"
)

// fullFor is how long a process says "full" from memory. In the opening minute thousands ask for the same twelve places; a
// place that another process gives back is seen this much later, and one that this process gives back at once.
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
