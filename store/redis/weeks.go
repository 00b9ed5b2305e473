package redis

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/singleflight"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/when"
)

// weekLife is the longest time that a week is stale after a process ended between its commit and Changed.
const weekLife = 10 * time.Second

// Weeks implements booking.Weeks. The stamp of a community in Redis is a random word that every change replaces; a copy is
// valid only for the stamp read before its load. A random word, unlike a counter, cannot repeat after a flush.
type Weeks struct {
	r      *Redis
	flight singleflight.Group
	mu     sync.Mutex
	copies map[string]weekCopy // decoded copies of this process
	turn   atomic.Int64        // number of changes by this process; a call after a change joins no load from before it
}

type weekCopy struct {
	Stamp    string
	Sessions []booking.Session
	At       time.Time // when its load began
}

// NewWeeks returns the cache.
func NewWeeks(r *Redis) *Weeks { return &Weeks{r: r, copies: map[string]weekCopy{}} }

// Week implements booking.Weeks. While Redis is unavailable every call reads the database.
func (w *Weeks) Week(ctx context.Context, community int64, monday when.Date, load func(context.Context) ([]booking.Session, error)) ([]booking.Session, error) {
	stamp, err := w.stamp(ctx, community)
	key := weekKey(community, int(monday))
	if err == nil {
		if c, ok := w.own(key, stamp); ok {
			return c.Sessions, nil
		}
	}
	found, loadErr, _ := w.flight.Do(fmt.Sprint(key, stamp, w.turn.Load()), func() (any, error) {
		if c, ok := w.shared(ctx, key, stamp); ok {
			return c.Sessions, nil
		}
		began := w.r.now()
		shared, end := lasting(ctx)
		defer end()
		sessions, err := load(shared)
		if err == nil && stamp != "" {
			w.keep(ctx, key, weekCopy{Stamp: stamp, Sessions: sessions, At: began})
		}
		return sessions, err
	})
	if loadErr != nil {
		return nil, loadErr
	}
	return found.([]booking.Session), nil //nolint:forcetypeassert // the type of the load above
}

// lasting returns a context for a shared load: it outlives a cancelled first caller, but not the deadline of any caller.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	if end, ok := ctx.Deadline(); ok {
		return context.WithDeadline(context.WithoutCancel(ctx), end)
	}
	return context.WithoutCancel(ctx), func() {}
}

// Changed implements booking.Weeks.
func (w *Weeks) Changed(ctx context.Context, community int64) {
	w.turn.Add(1)
	word, err := auth.NewToken()
	if err == nil {
		w.r.beat()
		err = w.r.client.Set(ctx, stampKey(community), word, 0).Err()
	}
	_ = err // while Redis is unavailable copies expire by themselves
}

// stamp returns the community's stamp, and creates a missing one.
func (w *Weeks) stamp(ctx context.Context, community int64) (string, error) {
	w.r.beat()
	word, err := w.r.client.Get(ctx, stampKey(community)).Result()
	if !errors.Is(err, redis.Nil) {
		return word, err
	}
	fresh, err := auth.NewToken()
	if err != nil {
		return "", err
	}
	if err := w.r.client.SetNX(ctx, stampKey(community), fresh, 0).Err(); err != nil {
		return "", err
	}
	return w.r.client.Get(ctx, stampKey(community)).Result()
}

func (w *Weeks) own(key, stamp string) (weekCopy, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, ok := w.copies[key]
	return c, ok && c.Stamp == stamp && w.young(c)
}

func (w *Weeks) young(c weekCopy) bool { return w.r.now().Sub(c.At).Abs() < weekLife }

// shared returns the copy in Redis.
func (w *Weeks) shared(ctx context.Context, key, stamp string) (weekCopy, bool) {
	var c weekCopy
	b, err := w.r.client.Get(ctx, key).Bytes()
	if err != nil || gob.NewDecoder(bytes.NewReader(b)).Decode(&c) != nil || c.Stamp != stamp || !w.young(c) {
		return c, false
	}
	w.remember(key, c)
	return c, true
}

func (w *Weeks) keep(ctx context.Context, key string, c weekCopy) {
	w.remember(key, c)
	var b bytes.Buffer
	if gob.NewEncoder(&b).Encode(c) == nil {
		w.r.client.Set(ctx, key, b.Bytes(), weekLife) // an error here costs only another load
	}
}

// remember keeps a copy in this process and removes copies that are no longer used.
func (w *Weeks) remember(key string, c weekCopy) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for k, old := range w.copies {
		if !w.young(old) {
			delete(w.copies, k)
		}
	}
	w.copies[key] = c
}
