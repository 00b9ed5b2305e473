package wxmsg

import (
	"sync"
	"time"

	"linli/app/when"
)

// rests remembers which APIs of an account said that the day's quota is gone (45009). Quotas begin anew at midnight in
// Beijing; asking before costs time and gains nothing. Each process learns it for itself and forgets it when restarted,
// which is also how an operator reopens an API after clear_quota.
type rests struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// wait returns how long the API is closed, 0 if it is open.
func (r *rests) wait(api string, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(0, r.until[api].Sub(now))
}

// close closes the API until midnight and returns how long that is.
func (r *rests) close(api string, now time.Time) time.Duration {
	_, midnight := when.Day(now)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.until[api] = midnight
	return midnight.Sub(now)
}
