package wxmsg

import (
	"crypto/sha256"
	"sync"
	"time"
)

// maxReplays bounds the memory of replays: when it is full, the older half of a window is dropped early.
const maxReplays = 20000

// replays remembers the body of each plain signature. A plain signature does not cover the body, so a leaked URL could be
// used with another body; retries of the platform repeat the body and pass. Duplicates are removed by the inbox, not here.
type replays struct {
	mu   sync.Mutex
	seen map[string]replay
}

type replay struct {
	body  [sha256.Size]byte
	until time.Time
}

// known says whether this signature was used with a different body, and remembers it for the window.
func (r *replays) known(signature string, body []byte, now time.Time, window time.Duration) bool {
	sum := sha256.Sum256(body)
	r.mu.Lock()
	defer r.mu.Unlock()
	if was, ok := r.seen[signature]; ok && now.Before(was.until) {
		return was.body != sum
	}
	if len(r.seen) >= maxReplays {
		r.forget(now, window)
	}
	if r.seen == nil {
		r.seen = map[string]replay{}
	}
	r.seen[signature] = replay{body: sum, until: now.Add(2 * window)} // a signature is valid from -window to +window
	return false
}

func (r *replays) forget(now time.Time, window time.Duration) {
	for _, limit := range []time.Time{now, now.Add(window)} {
		for signature, was := range r.seen {
			if was.until.Before(limit) {
				delete(r.seen, signature)
			}
		}
		if len(r.seen) < maxReplays {
			return
		}
	}
	clear(r.seen)
}
