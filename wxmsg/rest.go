package wxmsg

import (
	"sync"
	"time"

	"linli/app/when"
)

// rests remembers which APIs of an account are better left alone for a while: those that said that their quota is
// gone (45009), and those that did not answer several times running. Quotas begin anew at midnight in Beijing; asking
// before costs time and gains nothing. A message to a silent API is a message whose fate nobody knows, so the fewer the
// better. Each process learns it for itself and forgets it when restarted, which is also how an operator reopens an API
// after clear_quota.
type rests struct {
	mu     sync.Mutex
	until  map[string]rest
	silent map[string]int // answers missed in a row
}

type rest struct {
	end  time.Time
	code int // 45009, or 0 for silence
}

const (
	silences   = 5                // so many missed answers in a row
	silentRest = 15 * time.Second // close an API for so long
)

// wait returns how long the API is closed, 0 if it is open, and the errcode that closed it.
func (r *rests) wait(api string, now time.Time) (time.Duration, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(0, r.until[api].end.Sub(now)), r.until[api].code
}

// close closes the API until its quota begins anew, at midnight or with the next minute, and returns how long that is.
func (r *rests) close(api string, now time.Time) time.Duration {
	_, end := when.Day(now)
	if byMinute[api] {
		end = now.Truncate(time.Minute).Add(time.Minute)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.until[api] = rest{end, quotaGone}
	return end.Sub(now)
}

const quotaGone = 45009

// byMinute are the APIs that have no quota of the day: their 45009 is about the minute.
var byMinute = map[string]bool{pageCodeAPI: true}

// heard notes whether the API answered. When it was silent too often it is closed for a moment; then one missed answer
// more closes it again.
func (r *rests) heard(api string, answered bool, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if answered {
		delete(r.silent, api)
		return
	}
	if r.silent[api]++; r.silent[api] >= silences {
		r.until[api] = rest{end: now.Add(silentRest)}
	}
}
