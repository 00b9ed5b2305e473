package redis

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/booking"
)

// lookout is the view of several processes on one week. The true value is a number in the host of its only session.
type lookout struct {
	*testing.T
	clock     *redisClock
	community int64
	truth     atomic.Int64
	loads     atomic.Int64
	processes []*Weeks
}

var weeksSeq atomic.Int64

// lookAt makes n processes read a week through one Redis.
func lookAt(t *testing.T, r *Redis, clock *redisClock, n int) *lookout {
	t.Helper()
	l := &lookout{T: t, clock: clock, community: time.Now().UnixNano() + weeksSeq.Add(1)}
	for i := range n {
		one := r
		if i > 0 {
			var err error
			if one, err = Open(t.Context(), "redis://"+r.options.Addrs[0]+fmt.Sprint("/", r.options.DB), clock.now); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { one.Close() })
		}
		l.processes = append(l.processes, NewWeeks(one))
	}
	return l
}

func (l *lookout) load(context.Context) ([]booking.Session, error) {
	l.loads.Add(1)
	return []booking.Session{{Host: fmt.Sprint(l.truth.Load())}}, nil
}

// sees fails unless a process reads this number.
func (l *lookout) sees(process int, want int64) {
	l.Helper()
	got, err := l.processes[process].Week(l.Context(), l.community, 20261123, l.load)
	if err != nil || len(got) != 1 || got[0].Host != fmt.Sprint(want) {
		l.Errorf("process %d sees %v, %v, not %d", process, got, err, want)
	}
}

// changes commits a change in a process, which calls Changed unless it dies before.
func (l *lookout) changes(process int, lives bool) {
	l.truth.Add(1)
	if lives {
		l.processes[process].Changed(l.Context(), l.community)
	}
}

func TestAChangeIsSeenAtOnceByEveryProcess(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		l := lookAt(t, r, clock, 3)
		for i := range 9 {
			want := l.truth.Load()
			for process := range 3 {
				l.sees(process, want)
				l.sees(process, want)
			}
			l.changes(i%3, true)
		}
		if n := l.loads.Load(); n != 9 {
			t.Fatalf("54 looks with 9 changes loaded %d times", n)
		}
	})
}

func TestEachWeekAndCommunityHasItsOwnCopy(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		l := lookAt(t, r, clock, 1)
		l.sees(0, 0)
		for _, c := range []struct{ community, monday int64 }{{l.community, 20261130}, {l.community + 1, 20261123}} {
			before := l.loads.Load()
			if _, err := l.processes[0].Week(t.Context(), c.community, 20261130, l.load); err != nil || l.loads.Load() != before+1 {
				t.Fatalf("%v returned a copy of another stamp, %v", c, err)
			}
		}
		l.processes[0].Changed(t.Context(), l.community+1)
		before := l.loads.Load()
		if l.sees(0, 0); l.loads.Load() != before {
			t.Fatal("a change of another community dropped the week")
		}
	})
}

// A load from before a change is not returned to a call after it.
func TestALoadFromBeforeAChangeIsNotServedAfterIt(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		for changer := range 2 {
			l := lookAt(t, r, clock, 2)
			slow(l, func() { l.changes(changer, true) }, func() { l.sees(0, 1); l.sees(1, 1) })
			l.sees(0, 1)
			l.sees(1, 1)
		}
	})
}

// slow starts a load in process 0; after its read and before its end, between and then meanwhile run.
func slow(l *lookout, between, meanwhile func()) {
	l.Helper()
	reading, finish := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		_, err := l.processes[0].Week(l.Context(), l.community, 20261123, func(ctx context.Context) ([]booking.Session, error) {
			found, err := l.load(ctx)
			close(reading)
			<-finish
			return found, err
		})
		if err != nil {
			l.Error(err)
		}
	})
	<-reading
	between()
	meanwhile()
	close(finish)
	group.Wait()
}

// After a process dies between commit and Changed, a copy is stale for at most ten seconds, also where it was passed on.
func TestADeadProcessLeavesStaleCopiesForTenSeconds(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		l := lookAt(t, r, clock, 3)
		l.sees(0, 0)
		l.changes(0, false)
		clock.forward(9 * time.Second)
		l.sees(1, 0)                   // from Redis: nine seconds old
		clock.forward(2 * time.Second) // eleven
		for process := range 3 {
			l.sees(process, 1)
		}
	})
}

func TestTheWeekAfterAFlushAndDuringAnOutage(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, live bool) {
		l := lookAt(t, r, clock, 2)
		l.sees(0, 0)
		l.sees(1, 0)
		if err := r.Client().Del(t.Context(), stampKey(l.community), weekKey(l.community, 20261123)).Err(); err != nil {
			t.Fatal(err)
		}
		l.changes(0, false) // the stamp of before must not return
		l.sees(0, 1)
		l.sees(1, 1)
		if live {
			return
		}
		r.embedded.Close()
		for range 3 { // every call reads the database
			l.changes(0, true)
			l.sees(0, l.truth.Load())
			l.sees(1, l.truth.Load())
		}
		slow(l, func() { l.changes(0, true) }, func() { l.sees(0, l.truth.Load()) })
		if err := r.embedded.Restart(); err != nil {
			t.Fatal(err)
		}
		clock.forward(weekLife)
		l.sees(0, l.truth.Load())
		l.sees(1, l.truth.Load())
		l.changes(1, true)
		l.sees(0, l.truth.Load())
	})
}

func TestConcurrentCallsLoadOnce(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		l := lookAt(t, r, clock, 1)
		if _, err := l.processes[0].stamp(t.Context(), l.community); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() { l.sees(0, 0) })
		}
		group.Wait()
		if n := l.loads.Load(); n != 1 {
			t.Fatalf("100 looks loaded %d times", n)
		}
	})
}

// When the first caller goes away, the others still get the load. With a hanging database every caller ends at its own
// deadline.
func TestASharedLoadKeepsEachDeadline(t *testing.T) {
	r, err := Open(t.Context(), "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	w := NewWeeks(r)
	ctx, gone := context.WithCancel(t.Context())
	found, err := w.Week(ctx, 1, 20261123, func(ctx context.Context) ([]booking.Session, error) {
		gone()
		return []booking.Session{{ID: 7}}, ctx.Err()
	})
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	brief, end := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer end()
	_, err = w.Week(brief, 2, 20261123, func(ctx context.Context) ([]booking.Session, error) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Second):
			return nil, nil
		}
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
}
