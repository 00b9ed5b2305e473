package store

import (
	"context"
	"database/sql"
	"sync"

	"github.com/jmoiron/sqlx"
)

// compiled keeps the statements of transactions, and those that every request asks, compiled on the connections of the
// embedded database, which would otherwise read each one's text anew. A server does that faster than we could ask it to remember.
type compiled struct {
	pool  *sqlx.DB
	mu    sync.RWMutex
	known map[string]*sqlx.Stmt
}

// mostCompiled bounds what is kept: texts with lists of values come in many lengths.
const mostCompiled = 400

// in returns the open transaction with compiled statements.
func (c *compiled) in(open *sqlx.Tx) sqlx.ExtContext { return compiledTx{open, c} }

// of returns a statement, or nil for one that is not kept.
func (c *compiled) of(ctx context.Context, query string) *sqlx.Stmt {
	c.mu.RLock()
	s, n := c.known[query], len(c.known)
	c.mu.RUnlock()
	if s != nil || n >= mostCompiled {
		return s
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.known[query]; s != nil { // somebody was faster
		return s
	}
	s, err := c.pool.PreparexContext(ctx, query) //nolint:sqlclosecheck // close does
	if err != nil {                              // whoever runs it meets the fault
		return nil
	}
	c.known[query] = s
	return s
}

// close forgets all statements.
func (c *compiled) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.known {
		_ = s.Close() // the connections end with it
	}
	clear(c.known)
}

// compiledReads asks outside a transaction.
type compiledReads struct {
	*sqlx.DB
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

// compiledTx is an open transaction.
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
