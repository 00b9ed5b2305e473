package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-redis/redis_rate/v10"
)

// patience is how much longer than its period a limit may last; one beyond was counted before somebody put the clock back.
const patience = 5 * time.Minute

// Allow says whether key may do something once more, at most n times in per, spread evenly after a burst of n. While Redis
// is away it says yes and returns the error, so that the caller decides whether to be strict.
func (r *Redis) Allow(ctx context.Context, key string, n int, per time.Duration) (bool, error) {
	if n < 1 || per <= 0 {
		return false, errors.New("rate limit must be positive")
	}
	r.beat()
	limit := redis_rate.Limit{Rate: n, Burst: n, Period: per}
	res, err := r.limiter.Allow(ctx, rateKey(key), limit)
	if err == nil && res.Allowed == 0 && res.RetryAfter > per+patience { // nobody waits that long: the clock was put back
		if err = r.limiter.Reset(ctx, rateKey(key)); err == nil {
			res, err = r.limiter.Allow(ctx, rateKey(key), limit)
		}
	}
	if err != nil {
		return true, fmt.Errorf("rate limit: %w", err)
	}
	return res.Allowed > 0, nil
}
