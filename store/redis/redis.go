package redis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"linli/store"

	"github.com/alicebob/miniredis/v2"
	"github.com/go-redis/redis_rate/v10"
	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// All keys, each with its life; Redis never has the only copy of anything. The part in braces decides the slot in a
// cluster, so that keys used together stay together.

// sessionKey holds a login for the life of the session. The token itself is never in Redis.
func sessionKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "linli:session:{" + hex.EncodeToString(sum[:]) + "}"
}

// deskCodeKey holds a code that a PC shows, for two minutes. The code itself is in the record, not in the key.
func deskCodeKey(code string) string {
	sum := sha256.Sum256([]byte(code))
	return "linli:desk:code:{" + hex.EncodeToString(sum[:]) + "}"
}

// desksKey lists the PCs on which an identity is logged in, for the life of the longest login.
func desksKey(identity int64) string { return fmt.Sprintf("linli:desks:{%d}", identity) }

// wxTokenKey holds an access token or ticket of WeChat for its life. owner is an appid, for a ticket with its purpose.
func wxTokenKey(owner string) string { return "linli:wx:{" + owner + "}:token" }

// wxLockKey is the lock of the process that fetches the token; its life is set by that process, some seconds.
func wxLockKey(owner string) string { return "linli:wx:{" + owner + "}:lock" }

// rateKey counts attempts; redis_rate adds the prefix "rate:" and expires it when the count is zero again, within one
// period.
func rateKey(key string) string { return "linli:{" + key + "}" }

// stampKey holds the stamp that every change of a community's bookings replaces; it does not expire.
func stampKey(community int64) string { return fmt.Sprintf("linli:week:{%d}:stamp", community) }

// weekKey holds a copy of a community's week for ten seconds.
func weekKey(community int64, monday int) string {
	return fmt.Sprintf("linli:week:{%d}:%d", community, monday)
}

// clocksKey holds how far the clock of each process is ahead of the database's, for a minute.
const clocksKey = "linli:{clocks}"

// redisAway wraps a failure of Redis in a fault.
func redisAway(doing string, err error) error {
	return store.ErrBusy.Because(fmt.Errorf("%s: %w", doing, err))
}

const (
	redisTimeout  = time.Second            // for dial, read, write and the wait for a connection, each
	embeddedBeat  = 100 * time.Millisecond // how often the embedded server reads the clock
	redisPoolSize = 64
	clusterReload = 2 * time.Second // a replaced master is found within this
)

// Redis stores logins, shared tokens of WeChat, rate limits and the queues of asynq. After a flush every person logs in
// again; nothing else is lost.
type Redis struct {
	client   redis.UniversalClient
	options  *redis.UniversalOptions
	cluster  bool
	limiter  *redis_rate.Limiter
	now      func() time.Time
	embedded *miniredis.Miniredis // nil with an external server
	lastBeat atomic.Int64         // nanoseconds
	stop     chan struct{}
	stopOnce sync.Once
	beats    sync.WaitGroup
}

// quiet stops go-redis from writing to stderr: every failure is returned as an error.
var quiet = sync.OnceFunc(logging.Disable)

// Open connects to the Redis of a URL, or starts one inside the process when url is empty. Accepted are
// redis://[user:password@]host:port[/db], rediss:// for TLS, several addresses separated by commas (or ?cluster=1) for a
// cluster, and redis+sentinel://[user:password@]host:port,host:port/master[/db]. It fails when the server does not answer.
// now is the clock by which logins and tokens expire; the embedded server follows it too.
func Open(ctx context.Context, url string, now func() time.Time) (*Redis, error) {
	quiet()
	r := &Redis{now: now, stop: make(chan struct{})}
	if url == "" {
		if err := r.embed(); err != nil {
			return nil, err
		}
		url = "redis://" + r.embedded.Addr()
	}
	options, cluster, err := parseRedisURL(url)
	if err != nil {
		r.stopEmbedded()
		return nil, err
	}
	r.options, r.cluster = options, cluster
	r.client = newClient(options, cluster)
	r.limiter = redis_rate.NewLimiter(r.client)
	if err := r.Ping(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// embed starts a server on a free loopback port that follows the clock of this program.
func (r *Redis) embed() error {
	m := miniredis.NewMiniRedis()
	began := r.now()
	r.lastBeat.Store(began.UnixNano())
	m.SetTime(began)
	m.ClockTTL(true)
	if err := m.Start(); err != nil {
		return fmt.Errorf("start embedded redis: %w", err)
	}
	r.embedded = m
	r.beats.Go(func() {
		tick := time.NewTicker(embeddedBeat)
		defer tick.Stop()
		for {
			select {
			case <-r.stop:
				return
			case <-tick.C:
				r.beat()
			}
		}
	})
	return nil
}

// beat sets the clock of the embedded server. Our methods call it first, so that a changed clock counts at once. It acts
// once per embeddedBeat, as each change scans all keys that expire.
func (r *Redis) beat() {
	if r.embedded == nil {
		return
	}
	now := r.now()
	if was := r.lastBeat.Load(); (now.Sub(time.Unix(0, was))/embeddedBeat) != 0 && r.lastBeat.CompareAndSwap(was, now.UnixNano()) {
		r.embedded.SetTime(now)
	}
}

// Client returns the connection, for commands that Redis does not wrap.
func (r *Redis) Client() redis.UniversalClient { return r.client }

// Address returns the address of the server without a password.
func (r *Redis) Address() string {
	switch {
	case r.embedded != nil:
		return "embedded " + r.embedded.Addr()
	case r.options.MasterName != "":
		return fmt.Sprintf("sentinel %v master %s", r.options.Addrs, r.options.MasterName)
	case r.cluster:
		return fmt.Sprintf("cluster %v", r.options.Addrs)
	}
	return r.options.Addrs[0]
}

// Ping returns nil when the server answers.
func (r *Redis) Ping(ctx context.Context) error {
	if err := r.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("redis at %s: %w", r.Address(), withoutAddress(err))
	}
	return nil
}

// withoutAddress removes the address that network errors repeat.
func withoutAddress(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return fmt.Errorf("%s: %w", op.Op, op.Err)
	}
	return err
}

// AsynqOpt makes asynq use the same server with the same timeouts.
func (r *Redis) AsynqOpt() asynq.RedisConnOpt { return queueOpt{r} }

// queueOpt implements asynq.RedisConnOpt. The options of asynq cannot set how soon a cluster client finds a replaced
// master.
type queueOpt struct{ r *Redis }

// MakeRedisClient implements asynq.RedisConnOpt.
func (q queueOpt) MakeRedisClient() any { return newClient(q.r.options, q.r.cluster) }

// newClient connects to a server, to the master named by sentinels, or to a cluster.
func newClient(o *redis.UniversalOptions, cluster bool) redis.UniversalClient {
	if !cluster {
		return redis.NewUniversalClient(o)
	}
	c := o.Cluster()
	c.ClusterStateReloadInterval = clusterReload
	return redis.NewClusterClient(c)
}

// Close closes the connections and the embedded server.
func (r *Redis) Close() error {
	err := r.client.Close()
	r.stopEmbedded()
	if err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("close redis: %w", err)
	}
	return nil
}

func (r *Redis) stopEmbedded() {
	r.stopOnce.Do(func() {
		close(r.stop)
		r.beats.Wait()
		if r.embedded != nil {
			r.embedded.Close()
		}
	})
}

// bounded gives every command and every wait a timeout: a hanging Redis must not use up the five seconds of a callback.
func bounded(o *redis.UniversalOptions) {
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = redisTimeout, redisTimeout, redisTimeout, redisTimeout
	o.DialerRetries, o.MaxRetries = 1, 1
	o.ContextTimeoutEnabled = true
	o.PoolSize = redisPoolSize
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
}
