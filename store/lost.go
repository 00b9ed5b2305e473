package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
)

// A server rolls a transaction back by itself after a deadlock, SQLite after an interrupted statement or a full disk. The
// drivers hide this, and each later statement would commit by itself. These types record it on the connection: after a lost
// transaction every further statement and the commit fail with the error that ended it.

// guardedConnector opens guarded connections.
type guardedConnector struct {
	driver.Connector
	// prepare, when set, is run once on every new connection.
	prepare string
}

// Connect implements driver.Connector.
func (c guardedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := opened.(driverConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver lacks what the store needs"), opened.Close())
	}
	if c.prepare != "" {
		if _, err := conn.ExecContext(ctx, c.prepare, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return &guardedConn{driverConn: watch(conn)}, nil
}

// watch wraps every connection; record.go, which is built for benchmarks only, replaces it.
var watch = func(c driverConn) driverConn { return c }

// driverConn is what the connections of both drivers implement.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// guardedConn is a connection that records whether its transaction was lost. One goroutine uses it at a time.
type guardedConn struct {
	driverConn
	open bool  // a transaction is open
	lost error // the error that ended it
}

// note records an error that ended the open transaction, and returns it.
func (c *guardedConn) note(err error) error {
	if c.open && c.lost == nil && err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, driver.ErrSkip) && ends(err) {
		c.lost = err
	}
	return err
}

// BeginTx implements driver.ConnBeginTx.
func (c *guardedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	open, err := c.driverConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	c.open, c.lost = true, nil
	return guardedTx{open, c}, nil
}

// ExecContext implements driver.ExecerContext.
func (c *guardedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if c.lost != nil {
		return nil, c.lost
	}
	res, err := c.driverConn.ExecContext(ctx, query, args)
	return res, c.note(err)
}

// QueryContext implements driver.QueryerContext.
func (c *guardedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if c.lost != nil {
		return nil, c.lost
	}
	rows, err := c.driverConn.QueryContext(ctx, query, args)
	if err != nil {
		return nil, c.note(err)
	}
	return c.rows(rows), nil
}

// PrepareContext implements driver.ConnPrepareContext.
func (c *guardedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if c.lost != nil {
		return nil, c.lost
	}
	s, err := c.driverConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, c.note(err)
	}
	compiled, ok := s.(driverStmt)
	if !ok {
		return nil, errors.Join(errors.New("the driver lacks what the store needs"), s.Close())
	}
	return guardedStmt{compiled, c}, nil
}

// CheckNamedValue implements driver.NamedValueChecker for drivers that have one.
func (c *guardedConn) CheckNamedValue(v *driver.NamedValue) error {
	return checkValue(c.driverConn, v)
}

// checkValue lets a connection or statement check a value, if its driver does that.
func checkValue(of any, v *driver.NamedValue) error {
	if checker, ok := of.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// guardedTx ends a transaction.
type guardedTx struct {
	driver.Tx
	c *guardedConn
}

// Commit implements driver.Tx. It rolls back and fails when the transaction was lost.
func (t guardedTx) Commit() error {
	lost := t.c.lost
	t.c.open, t.c.lost = false, nil
	if lost != nil {
		_ = t.Tx.Rollback() // fails if nothing is left to roll back
		return lost
	}
	return t.Tx.Commit()
}

// Rollback implements driver.Tx.
func (t guardedTx) Rollback() error {
	lost := t.c.lost
	t.c.open, t.c.lost = false, nil
	if err := t.Tx.Rollback(); err != nil && lost == nil {
		return err
	}
	return nil
}

// driverStmt is what the statements of both drivers implement.
type driverStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// guardedStmt is a prepared statement of a guarded connection.
type guardedStmt struct {
	driverStmt
	c *guardedConn
}

// ExecContext implements driver.StmtExecContext.
func (s guardedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if s.c.lost != nil {
		return nil, s.c.lost
	}
	res, err := s.driverStmt.ExecContext(ctx, args)
	return res, s.c.note(err)
}

// QueryContext implements driver.StmtQueryContext.
func (s guardedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if s.c.lost != nil {
		return nil, s.c.lost
	}
	rows, err := s.driverStmt.QueryContext(ctx, args)
	if err != nil {
		return nil, s.c.note(err)
	}
	return s.c.rows(rows), nil
}

// CheckNamedValue implements driver.NamedValueChecker for drivers that have one.
func (s guardedStmt) CheckNamedValue(v *driver.NamedValue) error {
	return checkValue(s.driverStmt, v)
}

// rows guards the rows of a query in a transaction: a lock can be lost while they are read.
func (c *guardedConn) rows(r driver.Rows) driver.Rows {
	if !c.open {
		return r
	}
	return guardedRows{r, c}
}

// guardedRows are the rows of a query in a transaction.
type guardedRows struct {
	driver.Rows
	c *guardedConn
}

// Next implements driver.Rows.
func (r guardedRows) Next(dest []driver.Value) error { return r.c.note(r.Rows.Next(dest)) }
