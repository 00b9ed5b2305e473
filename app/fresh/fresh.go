// Package fresh caches what many requests read and few change: the territory, the working time, the rules. A value is at
// most a few seconds old.
package fresh

import (
	"context"
	"sync"
	"time"
)

// Recheck is how long a value is used before its version is read again.
const Recheck = 3 * time.Second

// Source is where a value comes from.
type Source[T any] struct {
	// Version returns a number that grows with every change.
	Version func(ctx context.Context) (int64, error)
	// Load reads the value.
	Load func(ctx context.Context) (T, error)
}

// Value is a cached value. It reads the version at most every three seconds and loads again only when it grew. One caller
// at a time reads the source; meanwhile the others get the last value, or wait for the first one.
type Value[T any] struct {
	from Source[T]
	now  func() time.Time

	mu      sync.Mutex
	value   T
	known   bool
	version int64
	checked time.Time
	changes int  // how often Forget was called
	seen    int  // number of changes in value
	asking  *ask // the read under way
}

// ask is one read of the source.
type ask struct {
	changes int // the number of changes it will see
	done    chan struct{}
	err     error
}

// New returns a value that is loaded when it is first asked for.
func New[T any](from Source[T], now func() time.Time) *Value[T] {
	return &Value[T]{from: from, now: now}
}

// Get returns the value as of at most three seconds ago, or the last one while its source is slow or unavailable. Without
// any value it returns the error of the source or of ctx.
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
		return v.value, nil // an old value is good enough for readers; a writer meets the outage itself
	}
	return v.value, err
}

// load reads the source and keeps the value, unless a later read has finished.
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

// Forget makes the next Get read the source; call it after a change.
func (v *Value[T]) Forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.changes++
}
