package redis

import (
	"slices"
	"testing"
	"time"
)

func TestClocksOfTheProcesses(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, _ *redisClock, _ bool) {
		for _, c := range []struct {
			process string
			ahead   time.Duration
			want    []time.Duration
		}{
			{"a", 0, []time.Duration{0}},
			{"b", 5 * time.Minute, []time.Duration{0, 5 * time.Minute}},
			{"a", -7 * time.Millisecond, []time.Duration{-7 * time.Millisecond, 5 * time.Minute}},
		} {
			all, err := r.Clocks(t.Context(), c.process, c.ahead)
			slices.Sort(all)
			if err != nil || !slices.Equal(all, c.want) {
				t.Errorf("after %s the clocks are %v, %v; wanted %v", c.process, all, err, c.want)
			}
		}
	})
}
