package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// pool is the connections of a process. Reads outside of transactions get theirs in the order in which they ask: database/sql gives a free one
// to any who waits, so in an opening minute one request of a hundred waited several times as long as the others.
type pool struct {
	*sqlx.DB
	line
}

// line is a semaphore. A channel serves those who wait in order.
type line chan struct{}

// enter waits for a turn.
func (l line) enter(ctx context.Context) (leave func(), err error) {
	select {
	case l <- struct{}{}:
		return func() { <-l }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a connection: %w", ctx.Err())
	}
}

// inLine waits for the turn of a read of q, which a transaction need not.
func inLine(ctx context.Context, q sqlx.QueryerContext) (leave func(), err error) {
	if p, ok := q.(interface {
		enter(context.Context) (func(), error)
	}); ok {
		return p.enter(ctx)
	}
	return func() {}, nil
}
