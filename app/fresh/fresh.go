// Package fresh hands out what everybody reads and few change: the territory, the working time, the rules. It is a few
// seconds old at the most.
package fresh

import (
	"context"
	"sync"
	"time"
)

// Recheck is how long a value is used before its version is asked for again.
const Recheck = 3 * time.Second

// Source is where a value comes from.
type Source[T any] struct {
	// Version returns a number that grows with every change.
	Version func(ctx context.Context) (int64, error)
	// Load reads the value.
	Load func(ctx context.Context) (T, error)
}

// Value is a value that changes seldom. It asks for the version at most every three seconds and loads again only when
// that grew, so a change is seen by every process within seconds. One caller at a time asks the source; the others use
// the last value meanwhile, or share what that caller gets where they cannot.
type Value[T any] struct {
	from Source[T]
	now  func() time.Time

	mu      sync.Mutex
	value   T
	known   bool
	version int64
	checked time.Time
	changes int  // how often Forget was called
	seen    int  // the changes that value knows of
	asking  *ask // who asks the source now
}

// ask is one question to the source.
type ask struct {
	changes int // the changes it is going to see
	done    chan struct{}
	err     error
}

// New returns a value that is loaded when it is first asked for.
func New[T any](from Source[T], now func() time.Time) *Value[T] {
	return &Value[T]{from: from, now: now}
}

// Get returns the value as of at most three seconds ago. While its source is away or slow it returns the last one. It
// returns the error of the source, or of ctx, when there is none yet.
func (v *Value[T]) Get(ctx context.Context) (T, error) {
	v.mu.Lock()
	current := v.known && v.seen == v.changes
	if current && v.now().Sub(v.checked).Abs() < Recheck {
		defer v.mu.Unlock()
		return v.value, nil
	}
	a := v.asking
	if a != nil && a.changes == v.changes {
		if current {
			defer v.mu.Unlock()
			return v.value, nil
		}
		v.mu.Unlock()
		select {
		case <-a.done:
			return v.last(a.err)
		case <-ctx.Done():
			return v.last(ctx.Err())
		}
	}
	a = &ask{changes: v.changes, done: make(chan struct{})}
	v.asking = a
	known, version := v.known, v.version
	v.mu.Unlock()
	a.err = v.load(ctx, a, known, version)
	close(a.done)
	return v.last(a.err)
}

// last returns the value, or err when there is none yet.
func (v *Value[T]) last(err error) (T, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known {
		return v.value, nil // an old value serves; whoever writes next meets the outage
	}
	return v.value, err
}

// load asks the source and keeps what it says, unless a later question was answered meanwhile.
func (v *Value[T]) load(ctx context.Context, a *ask, known bool, had int64) error {
	began := v.now()
	version, err := v.from.Version(ctx)
	var value T
	same := known && version == had
	if err == nil && !same {
		value, err = v.from.Load(ctx)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.asking == a {
		v.asking = nil
	}
	if err != nil || a.changes < v.seen {
		return err
	}
	if !same {
		v.value, v.version, v.known = value, version, true
	}
	v.checked, v.seen = began, a.changes
	return nil
}

// Forget makes the next Get ask the source, for whoever has just changed something.
func (v *Value[T]) Forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.changes++
}
