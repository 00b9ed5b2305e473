package store

import (
	"context"
	"database/sql"
	"sync"

	"github.com/jmoiron/sqlx"
)

// compiled caches prepared statements of transactions and hot reads. It serves SQLite only: on a server, preparing costs an
// extra round trip.
type compiled struct {
	pool  *sqlx.DB
	mu    sync.RWMutex
	known map[string]*sqlx.Stmt
}

// mostCompiled bounds the cache: a query with a list of values has a text for each length.
const mostCompiled = 400

// in returns the open transaction with cached statements.
func (c *compiled) in(open *sqlx.Tx) sqlx.ExtContext { return compiledTx{open, c} }

// of returns the cached statement, or nil if it cannot be cached.
func (c *compiled) of(ctx context.Context, query string) *sqlx.Stmt {
	c.mu.RLock()
	s, n := c.known[query], len(c.known)
	c.mu.RUnlock()
	if s != nil || n >= mostCompiled {
		return s
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.known[query]; s != nil { // another goroutine was faster
		return s
	}
	s, err := c.pool.PreparexContext(ctx, query) //nolint:sqlclosecheck // close does
	if err != nil {                              // running the query reports the error
		return nil
	}
	c.known[query] = s
	return s
}

// close closes all statements and empties the cache.
func (c *compiled) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.known {
		_ = s.Close() // the connections are closed anyway
	}
	clear(c.known)
}

// compiledReads queries outside a transaction.
type compiledReads struct {
	pool
	all *compiled
}

// QueryxContext implements sqlx.QueryerContext.
func (r compiledReads) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	if s := r.all.of(ctx, query); s != nil { //nolint:sqlclosecheck // it is kept
		return s.QueryxContext(ctx, args...)
	}
	return r.DB.QueryxContext(ctx, query, args...)
}

// QueryRowxContext implements sqlx.QueryerContext.
func (r compiledReads) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	if s := r.all.of(ctx, query); s != nil { //nolint:sqlclosecheck // it is kept
		return s.QueryRowxContext(ctx, args...)
	}
	return r.DB.QueryRowxContext(ctx, query, args...)
}

// compiledTx is an open transaction that uses cached statements.
type compiledTx struct {
	*sqlx.Tx
	all *compiled
}

// ExecContext implements sqlx.ExecerContext.
func (t compiledTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := t.all.of(ctx, query); s != nil {
		return t.StmtxContext(ctx, s).ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryxContext implements sqlx.QueryerContext.
func (t compiledTx) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	if s := t.all.of(ctx, query); s != nil {
		return t.StmtxContext(ctx, s).QueryxContext(ctx, args...) //nolint:sqlclosecheck // the transaction closes it
	}
	return t.Tx.QueryxContext(ctx, query, args...)
}

// QueryRowxContext implements sqlx.QueryerContext.
func (t compiledTx) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	if s := t.all.of(ctx, query); s != nil {
		return t.StmtxContext(ctx, s).QueryRowxContext(ctx, args...) //nolint:sqlclosecheck // the transaction closes it
	}
	return t.Tx.QueryRowxContext(ctx, query, args...)
}
