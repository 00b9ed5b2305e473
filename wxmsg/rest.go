package wxmsg

import (
	"sync"
	"time"

	"linli/app/when"
)

// rests remembers which APIs of an account are closed: those whose quota is used up (45009) until midnight in Beijing, and
// those that failed to answer several times, because the fate of a message to them is unknown. Each process learns it alone
// and forgets it when restarted, so a restart reopens an API after clear_quota.
type rests struct {
	mu     sync.Mutex
	until  map[string]rest
	silent map[string]int // consecutive missed answers
}

type rest struct {
	end  time.Time
	code int // 45009, or 0 for missed answers
}

const (
	silences   = 5                // consecutive missed answers that close an API
	silentRest = 15 * time.Second // how long they close it
)

// wait returns how long the API stays closed, 0 if it is open, and the errcode that closed it.
func (r *rests) wait(api string, now time.Time) (time.Duration, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(0, r.until[api].end.Sub(now)), r.until[api].code
}

// close closes the API until its quota is reset, at midnight or in the next minute, and returns the time until then.
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

// byMinute are the APIs without a daily quota: their 45009 is about the minute.
var byMinute = map[string]bool{pageCodeAPI: true}

// heard records whether the API answered. Too many missed answers close it for a moment; afterwards one more closes it
// again.
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
