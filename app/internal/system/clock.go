package system

import (
	"context"
	"slices"
	"sync/atomic"
	"time"
)

const (
	clockEvery  = 5 * time.Second // how often the clocks are compared
	clockWithin = time.Second     // a smaller difference is no fault
)

// Clock is the clock of this process, moved to where most clocks of the installation are (对时). A machine whose clock is wrong would open a
// booking too early for its residents, take jobs that another process has, and save alerts that are due only minutes later.
type Clock struct {
	own   func() time.Time
	shift atomic.Int64
}

// NewClock returns a clock that is right until another one says otherwise.
func NewClock(own func() time.Time) *Clock { return &Clock{own: own} }

// Now returns the corrected time.
func (c *Clock) Now() time.Time { return c.own().Add(c.Shift()) }

// Shift returns the correction.
func (c *Clock) Shift() time.Duration { return time.Duration(c.shift.Load()) }

// agreed returns by how much a clock must be corrected, when all are how far the clock of each process, this one too, is ahead of the
// database's. The database has a voice like every process, so a node with a wrong clock moves nobody; on a tie its clock decides. false: there
// is no other process, so it is not known which clock is wrong.
func agreed(own time.Duration, all []time.Duration) (time.Duration, bool) {
	voices := append(slices.Clone(all), 0)
	if len(voices) < 3 {
		return 0, false
	}
	slices.Sort(voices)
	middle := voices[len(voices)/2]
	if other := voices[(len(voices)-1)/2]; other.Abs() < middle.Abs() {
		middle = other
	}
	if shift := middle - own; shift.Abs() > clockWithin {
		return shift, true
	}
	return 0, true
}

// compare corrects the clock of this process. While the database or Redis is away the correction stays as it is.
func (s *System) compare(ctx context.Context) {
	ahead, err := s.DB.Ahead(ctx, s.clock.own)
	if err != nil {
		return
	}
	all, err := s.Redis.Clocks(ctx, s.process, ahead)
	if err != nil {
		return
	}
	was := s.clock.Shift()
	if now, ok := agreed(ahead, all); ok && (now-was).Abs() > clockWithin {
		s.clock.shift.Store(int64(now))
		s.Log.Warn("the clock of this machine differs from the others and is corrected", "by", now.Round(time.Millisecond).String())
	}
}

// readyClock says by how much the clock is corrected.
func (s *System) readyClock() string {
	if s.clock == nil || s.clock.Shift() == 0 {
		return "ok"
	}
	return "corrected by " + s.clock.Shift().Round(time.Second).String()
}
