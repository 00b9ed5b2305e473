package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-redis/redis_rate/v10"
)

// patience is how much longer than its period a limit may last; a longer one was counted before the clock was set back.
const patience = 5 * time.Minute

// Allow says whether key may act once more: at most n times in per, spread evenly after a burst of n. While Redis is
// unavailable it returns true and the error, so that the caller decides.
func (r *Redis) Allow(ctx context.Context, key string, n int, per time.Duration) (bool, error) {
	if n < 1 || per <= 0 {
		return false, errors.New("rate limit must be positive")
	}
	r.beat()
	limit := redis_rate.Limit{Rate: n, Burst: n, Period: per}
	res, err := r.limiter.Allow(ctx, rateKey(key), limit)
	if err == nil && res.Allowed == 0 && res.RetryAfter > per+patience { // no limit lasts that long: the clock was set back
		if err = r.limiter.Reset(ctx, rateKey(key)); err == nil {
			res, err = r.limiter.Allow(ctx, rateKey(key), limit)
		}
	}
	if err != nil {
		return true, fmt.Errorf("rate limit: %w", err)
	}
	return res.Allowed > 0, nil
}
