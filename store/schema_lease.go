package store

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

var errLeaseLost = errors.New("another process took over the migrations")

// leaseDead is how long a holder may show no sign of life before another process takes over. Each process counts its looks in that time,
// because the clocks of two machines may differ by minutes.
const (
	leaseDead = 30 * time.Second
	looks     = 150
)

// lease is the right to migrate, a row of schema_lease. A lock of a connection (GET_LOCK) would be known to one node of a cluster only.
type lease struct {
	db     direct
	holder string
	dead   time.Duration
	stop   context.CancelCauseFunc
	ended  chan struct{}
}

// leaseRow is what others see of the lease: its holder, "" for none, and how often they showed that they live.
type leaseRow struct {
	Holder string `db:"holder"`
	Beat   int64  `db:"beat"`
}

// lease waits until nobody else migrates. The context ends when the lease is lost.
func (db *DB) lease(ctx context.Context, dead time.Duration) (*lease, context.Context, error) {
	l := &lease{db: direct{db}, holder: rand.Text(), dead: dead, ended: make(chan struct{})}
	if _, err := l.db.ExecContext(ctx, `INSERT IGNORE INTO schema_lease (id, holder, beat) VALUES (1, '', 0)`); err != nil && !lockLost(err) {
		return nil, nil, err
	}
	var seen leaseRow
	for still := 0; ; still++ {
		var now leaseRow
		if err := db.pool.GetContext(ctx, &now, `SELECT holder, beat FROM schema_lease WHERE id = 1`); err != nil {
			return nil, nil, err
		}
		if now != seen {
			seen, still = now, 0
		}
		if now.Holder == "" || still >= looks {
			taken, err := l.take(ctx, now)
			if err != nil {
				return nil, nil, err
			}
			if taken {
				ctx, l.stop = context.WithCancelCause(ctx)
				go l.live(ctx)
				return l, ctx, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(dead / looks):
		}
	}
}

// take replaces the holder that was seen, if nothing changed since.
func (l *lease) take(ctx context.Context, seen leaseRow) (bool, error) {
	n, err := change(ctx, l.db, `UPDATE schema_lease SET holder = ?, beat = beat + 1 WHERE id = 1 AND holder = ? AND beat = ?`,
		l.holder, seen.Holder, seen.Beat)
	if err != nil && lockLost(err) { // another node of a cluster was faster
		return false, nil
	}
	return n == 1, err
}

// live shows that the holder lives, until the migrations end or somebody else took over.
func (l *lease) live(ctx context.Context) {
	defer close(l.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(10 * l.dead / looks):
		}
		n, err := change(ctx, l.db, `UPDATE schema_lease SET beat = beat + 1 WHERE id = 1 AND holder = ?`, l.holder)
		if err == nil && n == 0 {
			l.stop(errLeaseLost)
		}
	}
}

// release lets the next process migrate. A failure costs it the time until the lease is dead.
func (l *lease) release() {
	l.stop(nil)
	<-l.ended
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, _ = l.db.ExecContext(ctx, `UPDATE schema_lease SET holder = '' WHERE id = 1 AND holder = ?`, l.holder)
}
