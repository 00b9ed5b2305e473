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
// that grew, so a change is seen by every process within seconds.
type Value[T any] struct {
	from    Source[T]
	now     func() time.Time
	mu      sync.Mutex
	value   T
	known   bool
	version int64
	checked time.Time
}

// New returns a value that is loaded when it is first asked for.
func New[T any](from Source[T], now func() time.Time) *Value[T] {
	return &Value[T]{from: from, now: now}
}

// Get returns the value as of at most three seconds ago. While its source is away it returns the last one.
func (v *Value[T]) Get(ctx context.Context) (T, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	if v.known && now.Sub(v.checked).Abs() < Recheck {
		return v.value, nil
	}
	if err := v.load(ctx); err != nil {
		if v.known {
			return v.value, nil //nolint:nilerr // an old value serves; whoever writes next meets the outage
		}
		return v.value, err
	}
	v.checked = now
	return v.value, nil
}

func (v *Value[T]) load(ctx context.Context) error {
	version, err := v.from.Version(ctx)
	if err != nil || v.known && version == v.version {
		return err
	}
	value, err := v.from.Load(ctx)
	if err != nil {
		return err
	}
	v.value, v.version, v.known = value, version, true
	return nil
}

// Forget makes the next Get ask the source, for whoever has just changed something.
func (v *Value[T]) Forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.checked = time.Time{}
}
