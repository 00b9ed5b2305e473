package fresh

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAValueFollowsItsSource(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	version, loads, away := int64(1), 0, error(nil)
	v := New(Source[int64]{
		Version: func(context.Context) (int64, error) { return version, away },
		Load:    func(context.Context) (int64, error) { loads++; return version * 10, away },
	}, func() time.Time { return now })
	for _, s := range []struct {
		name  string
		do    func()
		want  int64
		loads int
	}{
		{"first", func() {}, 10, 1},
		{"changed just now", func() { version = 2 }, 10, 1},
		{"three seconds later", func() { now = now.Add(Recheck) }, 20, 2},
		{"nothing changed", func() { now = now.Add(time.Hour) }, 20, 2},
		{"forgotten after a change", func() { version = 3; v.Forget() }, 30, 3},
		{"the source is unavailable", func() { version, away = 4, errors.New("away"); now = now.Add(time.Hour) }, 30, 3},
		{"and back", func() { away = nil }, 40, 4},
		{"the clock ran back", func() { version, now = 5, now.Add(-2*time.Hour) }, 50, 5},
	} {
		s.do()
		if got, err := v.Get(t.Context()); err != nil || got != s.want || loads != s.loads {
			t.Fatalf("%s: %d (%v), loaded %d times; want %d, %d times", s.name, got, err, loads, s.want, s.loads)
		}
	}
	away = errors.New("away")
	if _, err := New(v.from, v.now).Get(t.Context()); !errors.Is(err, away) {
		t.Fatalf("no value and no source: %v", err)
	}
}

// While the source hangs, one caller waits for it; the others get the last value or share that call.
func TestAHangingSourceBlocksOneCallerOnly(t *testing.T) {
	var asked atomic.Int64
	var clock atomic.Int64
	hang := make(chan struct{})
	v := New(Source[int]{
		Version: func(ctx context.Context) (int64, error) {
			n := asked.Add(1)
			select {
			case <-hang:
				return n, nil
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		},
		Load: func(context.Context) (int, error) { return 7, nil },
	}, func() time.Time { return time.UnixMilli(clock.Load()) })
	everybody := func(ctx context.Context) (got, failed int64) {
		var ok, bad atomic.Int64
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if n, err := v.Get(ctx); err != nil || n != 7 {
					bad.Add(1)
					return
				}
				ok.Add(1)
			})
		}
		group.Wait()
		return ok.Load(), bad.Load()
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if ok, bad := everybody(short); ok != 0 || bad != 50 {
		t.Fatalf("without a value: %d got it, %d failed", ok, bad)
	}
	close(hang)
	if _, err := v.Get(t.Context()); err != nil {
		t.Fatal(err)
	}
	hang = make(chan struct{})
	clock.Add(time.Hour.Milliseconds())
	before := asked.Load()
	slow, stop := context.WithCancel(t.Context())
	first := make(chan struct{})
	go func() { defer close(first); _, _ = v.Get(slow) }()
	for asked.Load() == before { // one caller hangs
		time.Sleep(time.Millisecond)
	}
	if ok, bad := everybody(t.Context()); ok != 50 || bad != 0 || asked.Load() != before+1 {
		t.Fatalf("%d got the last value, %d failed, the source was asked %d times", ok, bad, asked.Load()-before)
	}
	stop()
	<-first
}

// A caller that calls Forget reads its change, although an older read was under way.
func TestForgetDuringALoadReadsAgain(t *testing.T) {
	version := int64(1)
	inside, goOn := make(chan struct{}), make(chan struct{})
	var calls atomic.Int64
	v := New(Source[int64]{
		Version: func(context.Context) (int64, error) {
			read := version
			if calls.Add(1) == 1 {
				close(inside)
				<-goOn
			}
			return read, nil
		},
		Load: func(context.Context) (int64, error) { return version, nil },
	}, func() time.Time { return time.UnixMilli(0) })
	done := make(chan struct{})
	go func() { defer close(done); _, _ = v.Get(t.Context()) }()
	<-inside
	version = 2
	v.Forget()
	if got, err := v.Get(t.Context()); got != 2 || err != nil {
		t.Fatal(got, err)
	}
	close(goOn)
	<-done
	if got, err := v.Get(t.Context()); got != 2 || err != nil {
		t.Fatalf("the older read overwrote the newer value: %d, %v", got, err)
	}
}
