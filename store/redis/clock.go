package redis

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// compareClocks records how far a clock is ahead and returns the numbers of all processes that were heard in the last minute, by the clock of
// Redis.
//
//	KEYS[1] clocks    ARGV[1] process, ARGV[2] milliseconds    result: milliseconds of each
var compareClocks = redis.NewScript(`
local now = tonumber(redis.call('TIME')[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. now)
redis.call('EXPIRE', KEYS[1], 120)
local all, found = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
	local ahead, heard = string.match(all[i + 1], '^(-?%d+) (%d+)$')
	if not ahead or now - tonumber(heard) > 60 then
		redis.call('HDEL', KEYS[1], all[i])
	else
		found[#found + 1] = tonumber(ahead)
	end
end
return found
`)

// Clocks records how far the clock of a process is ahead of the database's, and returns that of each process that runs now, this one too.
func (r *Redis) Clocks(ctx context.Context, process string, ahead time.Duration) ([]time.Duration, error) {
	r.beat()
	found, err := compareClocks.Run(ctx, r.client, []string{clocksKey}, process, ahead.Milliseconds()).Int64Slice()
	if err != nil {
		return nil, redisAway("compare clocks", err)
	}
	all := make([]time.Duration, len(found))
	for i, ms := range found {
		all[i] = time.Duration(ms) * time.Millisecond
	}
	return all, nil
}
