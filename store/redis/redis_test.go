package redis

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/store"

	"github.com/redis/go-redis/v9"

	"github.com/google/go-cmp/cmp"
	"github.com/hibiken/asynq"

	"linli/app/auth"
)

// redisClock is a clock set by the test.
type redisClock struct{ atomic.Int64 }

func newRedisClock() *redisClock {
	c := &redisClock{}
	c.Store(time.Now().UnixNano())
	return c
}
func (c *redisClock) now() time.Time          { return time.Unix(0, c.Load()).UTC() }
func (c *redisClock) forward(d time.Duration) { c.Add(int64(d)) }

// eachRedis runs a test on the embedded server and on the external one of LINLI_TEST_REDIS, if set. live is true on the
// latter, which does not follow the test's clock.
func eachRedis(t *testing.T, test func(t *testing.T, r *Redis, clock *redisClock, live bool)) {
	t.Helper()
	open := func(t *testing.T, url string) (*Redis, *redisClock) {
		clock := newRedisClock()
		r, err := Open(t.Context(), url, clock.now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
		return r, clock
	}
	t.Run("embedded", func(t *testing.T) {
		r, clock := open(t, "")
		test(t, r, clock, false)
	})
	t.Run("real", func(t *testing.T) {
		url := os.Getenv("LINLI_TEST_REDIS")
		if url == "" {
			t.Skip("LINLI_TEST_REDIS is not set")
		}
		r, clock := open(t, url)
		test(t, r, clock, true)
	})
}

func unique(t *testing.T) string { return fmt.Sprintf("%s-%d", t.Name(), time.Now().UnixNano()) }

func TestRedisSession(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		ctx, token := t.Context(), unique(t)
		if _, err := r.Session(ctx, token); !errors.Is(err, auth.ErrLogin) {
			t.Fatalf("session of an unknown token: %v", err)
		}
		want := auth.Session{Person: 7, Identity: 5, Account: auth.MP, OpenID: "oABC", Expires: clock.now().Add(time.Hour).Truncate(time.Millisecond)}
		if err := r.PutSession(ctx, token, want); err != nil {
			t.Fatal(err)
		}
		got, err := r.Session(ctx, token)
		if err != nil || cmp.Diff(want, got) != "" {
			t.Fatalf("%v %s", err, cmp.Diff(want, got))
		}
		for _, bad := range []string{"", token + "x", strings.Repeat("x", 1000)} {
			if _, err := r.Session(ctx, bad); !errors.Is(err, auth.ErrLogin) {
				t.Errorf("token of %d bytes: %v", len(bad), err)
			}
		}
		life, err := r.Client().PTTL(ctx, sessionKey(token)).Result()
		if err != nil || life <= 0 || life > time.Hour {
			t.Errorf("life %v %v", life, err)
		}
		if err := r.DeleteSession(ctx, token); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Session(ctx, token); !errors.Is(err, auth.ErrLogin) {
			t.Fatalf("logged out: %v", err)
		}
		want.Expires = clock.now().Add(-time.Second)
		if err := r.PutSession(ctx, token, want); err == nil {
			t.Error("an expired session was kept")
		}
	})
}

func TestRedisSessionEndsWithTheClock(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, live bool) {
		ctx, token := t.Context(), unique(t)
		if err := r.PutSession(ctx, token, auth.Session{Person: 1, Account: auth.OA, Expires: clock.now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		clock.forward(59 * time.Minute)
		if _, err := r.Session(ctx, token); err != nil {
			t.Fatal(err)
		}
		clock.forward(2 * time.Minute)
		if _, err := r.Session(ctx, token); !errors.Is(err, auth.ErrLogin) {
			t.Fatalf("after its end: %v", err)
		}
		if n := r.Client().Exists(ctx, sessionKey(token)).Val(); !live && n != 0 {
			t.Error("the embedded server kept the key")
		}
	})
}

func TestRedisHoldsNoSessionToken(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		ctx, token := t.Context(), unique(t)
		if err := r.PutSession(ctx, token, auth.Session{Person: 1, Expires: clock.now().Add(time.Minute)}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(sessionKey(token), token) || strings.Contains(r.Client().Get(ctx, sessionKey(token)).Val(), token) {
			t.Error("the token itself is in Redis")
		}
	})
}

func TestRedisFlushed(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, live bool) {
		ctx, token := t.Context(), unique(t)
		ends := clock.now().Add(time.Hour)
		if err := errors.Join(r.PutSession(ctx, token, auth.Session{Person: 1, Expires: ends}), r.SaveToken(ctx, token, "T", ends)); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Allow(ctx, token, 1, time.Hour); err != nil {
			t.Fatal(err)
		}
		release, _, err := r.LockToken(ctx, token, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if live { // the server may be shared: delete only the scripts and keys of this test
			r.Client().ScriptFlush(ctx)
			for _, key := range []string{sessionKey(token), wxTokenKey(token), wxLockKey(token), "rate:" + rateKey(token)} {
				r.Client().Del(ctx, key) // one by one: in a cluster they have different slots
			}
		} else {
			r.Client().FlushAll(ctx)
			r.Client().ScriptFlush(ctx)
		}
		release()
		if _, err := r.Session(ctx, token); !errors.Is(err, auth.ErrLogin) {
			t.Errorf("session: %v", err)
		}
		if tok, _, err := r.LoadToken(ctx, token); tok != "" || err != nil {
			t.Errorf("token: %q %v", tok, err)
		}
		if ok, err := r.Allow(ctx, token, 1, time.Hour); !ok || err != nil {
			t.Errorf("rate: %v %v", ok, err)
		}
		if err := r.DeleteToken(ctx, token, "T"); err != nil {
			t.Errorf("drop: %v", err)
		}
	})
}

func TestRedisToken(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		ctx, app := t.Context(), unique(t)
		load := func() string {
			t.Helper()
			tok, _, err := r.LoadToken(ctx, app)
			if err != nil {
				t.Fatal(err)
			}
			return tok
		}
		if load() != "" {
			t.Fatal("a token where none was saved")
		}
		ends := clock.now().Add(7200 * time.Second).Truncate(time.Millisecond)
		if err := r.SaveToken(ctx, app, "T1", ends); err != nil {
			t.Fatal(err)
		}
		if tok, exp, err := r.LoadToken(ctx, app); tok != "T1" || !exp.Equal(ends) || err != nil {
			t.Fatalf("%q %v %v", tok, exp, err)
		}
		if life := r.Client().PTTL(ctx, wxTokenKey(app)).Val(); life <= 0 || life > 7200*time.Second {
			t.Errorf("life %v", life)
		}
		if err := r.DeleteToken(ctx, app, "T0"); err != nil || load() != "T1" {
			t.Fatalf("deleting another token deleted this one: %v", err)
		}
		if err := r.DeleteToken(ctx, app, "T1"); err != nil || load() != "" {
			t.Fatalf("dropped: %v", err)
		}
		if err := r.SaveToken(ctx, app, "T2", clock.now()); err != nil || load() != "" {
			t.Fatalf("an expired token was kept: %v", err)
		}
		if err := r.SaveToken(ctx, app, "T3", clock.now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		clock.forward(time.Minute)
		if load() != "" {
			t.Error("a token is returned after its end")
		}
		r.Client().Set(ctx, wxTokenKey(app), "garbage", time.Minute)
		if load() != "" {
			t.Error("an unreadable record is returned as a token")
		}
		if err := r.DeleteToken(ctx, app, "T3"); err != nil {
			t.Error(err)
		}
	})
}

func TestRedisTokenLock(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, live bool) {
		ctx, app := t.Context(), unique(t)
		start := make(chan struct{})
		var won atomic.Int32
		var mine atomic.Pointer[func()]
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				<-start
				release, ok, err := r.LockToken(ctx, app, time.Minute)
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
					mine.Store(&release)
				}
			})
		}
		close(start)
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("%d callers hold the lock", won.Load())
		}
		(*mine.Load())()
		release, ok, err := r.LockToken(ctx, app, time.Second)
		if !ok || err != nil {
			t.Fatalf("after release: %v %v", ok, err)
		}
		if live { // the holder stops without a release
			time.Sleep(1100 * time.Millisecond)
		} else {
			clock.forward(2 * time.Second)
		}
		_, ok, err = r.LockToken(ctx, app, time.Minute)
		if !ok || err != nil {
			t.Fatalf("after its end: %v %v", ok, err)
		}
		release() // late: must not release the lock of the new holder
		if _, ok, _ := r.LockToken(ctx, app, time.Minute); ok {
			t.Error("a late release removed the lock of the new holder")
		}
	})
}

func TestRedisAllow(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, live bool) {
		ctx, key := t.Context(), unique(t)
		yes := 0
		for range 10 {
			ok, err := r.Allow(ctx, key, 3, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				yes++
			}
		}
		if yes != 3 {
			t.Fatalf("%d of 3 allowed", yes)
		}
		if ok, _ := r.Allow(ctx, key+"other", 3, time.Minute); !ok {
			t.Error("one person's limit counts for another")
		}
		if !live {
			clock.forward(21 * time.Second)
			if ok, err := r.Allow(ctx, key, 3, time.Minute); !ok || err != nil {
				t.Errorf("after a third of a minute: %v %v", ok, err)
			}
		}
		if ok, err := r.Allow(ctx, key, 0, time.Minute); ok || err == nil {
			t.Error("a limit of zero is accepted")
		}
	})
}

func TestRedisAway(t *testing.T) {
	clock := newRedisClock()
	r, err := Open(t.Context(), "", clock.now)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.embedded.Close()
	ctx := t.Context()
	if _, err := r.Session(ctx, "token"); !errors.Is(err, store.ErrBusy) || errors.Is(err, auth.ErrLogin) {
		t.Errorf("session: %v", err)
	}
	if err := r.PutSession(ctx, "token", auth.Session{Person: 1, Expires: clock.now().Add(time.Hour)}); !errors.Is(err, store.ErrBusy) {
		t.Errorf("put: %v", err)
	}
	if err := r.DeleteSession(ctx, "token"); !errors.Is(err, store.ErrBusy) {
		t.Errorf("drop: %v", err)
	}
	if ok, err := r.Allow(ctx, "k", 1, time.Minute); !ok || err == nil {
		t.Errorf("rate: %v %v", ok, err)
	}
	if _, _, err := r.LoadToken(ctx, "wx"); err == nil {
		t.Error("token: no error")
	}
	if _, _, err := r.LockToken(ctx, "wx", time.Second); err == nil {
		t.Error("lock: no error")
	}
}

// A server that accepts connections but never answers costs seconds, and no more than the caller's deadline.
func TestRedisHangs(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err = Open(ctx, "redis://user:hunter2@"+ln.Addr().String(), time.Now)
	if err == nil || time.Since(began) > 2*time.Second {
		t.Fatalf("%v after %v", err, time.Since(began))
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("password in %q", err)
	}
}

func TestRedisURL(t *testing.T) {
	for _, c := range []struct {
		url     string
		addrs   []string
		cluster bool
		master  string
		db      int
		user    string
		pass    string
		tls     bool
	}{
		{url: "redis://h", addrs: []string{"h:6379"}},
		{url: "redis://h:1/3", addrs: []string{"h:1"}, db: 3},
		{url: "redis://[::1]:7", addrs: []string{"[::1]:7"}},
		{url: "redis://:p%40ss@h:1", addrs: []string{"h:1"}, pass: "p@ss"},
		{url: "redis://u:p@h:1", addrs: []string{"h:1"}, user: "u", pass: "p"},
		{url: "rediss://h:1", addrs: []string{"h:1"}, tls: true},
		{url: "redis://h:1?cluster=1", addrs: []string{"h:1"}, cluster: true},
		{url: "redis://u:p@h:1,i:2,j", addrs: []string{"h:1", "i:2", "j:6379"}, cluster: true, user: "u", pass: "p"},
		{url: "redis://h:1,redis://i:2", addrs: []string{"h:1", "i:2"}, cluster: true},
		{url: "redis+sentinel://u:p@h,i:5/mine/2", addrs: []string{"h:26379", "i:5"}, master: "mine", db: 2, user: "u", pass: "p"},
		{url: "redis-sentinel://h?master=mine", addrs: []string{"h:26379"}, master: "mine"},
	} {
		o, cluster, err := parseRedisURL(c.url)
		if err != nil {
			t.Errorf("%s: %v", c.url, err)
			continue
		}
		if diff := cmp.Diff(c.addrs, o.Addrs); diff != "" || cluster != c.cluster || o.MasterName != c.master || o.DB != c.db ||
			o.Username != c.user || o.Password != c.pass || (o.TLSConfig != nil) != c.tls {
			t.Errorf("%s: %s %+v", c.url, diff, o)
		}
	}
	for _, bad := range []string{"h:1", "http://h", "redis://", "redis://h:1,", "redis+sentinel://h", "redis://h/x", "redis://h,i/1", "redis://a:hunter2@h h"} {
		if _, _, err := parseRedisURL(bad); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// asynq works with AsynqOpt.
func TestRedisQueue(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, _ *redisClock, _ bool) {
		c := asynq.NewClient(r.AsynqOpt())
		defer c.Close()
		id, queue := unique(t), strings.NewReplacer("/", "-").Replace(unique(t))
		if _, err := c.Enqueue(asynq.NewTask("x", nil), asynq.TaskID(id), asynq.Queue(queue)); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Enqueue(asynq.NewTask("x", nil), asynq.TaskID(id), asynq.Queue(queue)); !errors.Is(err, asynq.ErrTaskIDConflict) {
			t.Errorf("the same task twice: %v", err)
		}
		i := asynq.NewInspector(r.AsynqOpt())
		defer i.Close()
		if err := i.DeleteQueue(queue, true); err != nil {
			t.Error(err)
		}
	})
}

// A cluster client finds a replaced master within seconds, for our commands and for the queue.
func TestAClusterIsReloadedOften(t *testing.T) {
	o, cluster, err := parseRedisURL("redis://127.0.0.1:1,127.0.0.1:2")
	if err != nil || !cluster {
		t.Fatal(cluster, err)
	}
	r := &Redis{options: o, cluster: cluster}
	for name, client := range map[string]any{"commands": newClient(o, cluster), "queue": r.AsynqOpt().MakeRedisClient()} {
		c, ok := client.(*redis.ClusterClient)
		if !ok {
			t.Fatalf("%s: %T", name, client)
		}
		if got := c.Options(); got.ClusterStateReloadInterval > 5*time.Second || got.ReadTimeout != redisTimeout {
			t.Errorf("%s: looked at every %s, read in %s", name, got.ClusterStateReloadInterval, got.ReadTimeout)
		}
		c.Close()
	}
}
