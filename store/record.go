//go:build record

package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

// A program built with the tag "record" appends each statement with its values to the file BENCH_RECORD, one JSON object a line, so that a
// bare program can send the same (scripts/bench). The values may be personal: no released program is built with it.
func init() {
	file, err := os.OpenFile(os.Getenv("BENCH_RECORD"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		panic(fmt.Sprint("BENCH_RECORD: ", err))
	}
	r := &statementLog{file: file}
	watch = func(c driverConn) driverConn { return recordedConn{c, r} }
}

type statementLog struct {
	mu   sync.Mutex
	file *os.File
}

// say writes a statement unless the driver left it to another call.
func (r *statementLog) say(err error, query string, args []driver.NamedValue) error {
	if err == driver.ErrSkip { //nolint:errorlint // drivers return it bare
		return err
	}
	values := make([]any, len(args))
	for i, a := range args {
		if _, raw := a.Value.([]byte); raw {
			panic("a value of bytes cannot be recorded: " + query)
		}
		values[i] = a.Value
	}
	line, failed := json.Marshal(map[string]any{"sql": query, "args": values})
	if failed != nil {
		panic(failed)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, failed := r.file.Write(append(line, '\n')); failed != nil {
		panic(failed)
	}
	return err
}

type recordedConn struct {
	driverConn
	r *statementLog
}

// QueryContext implements driver.QueryerContext.
func (c recordedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.driverConn.QueryContext(ctx, query, args)
	return rows, c.r.say(err, query, args)
}

// ExecContext implements driver.ExecerContext.
func (c recordedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	res, err := c.driverConn.ExecContext(ctx, query, args)
	return res, c.r.say(err, query, args)
}

// BeginTx implements driver.ConnBeginTx.
func (c recordedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	open, err := c.driverConn.BeginTx(ctx, opts)
	return recordedTx{open, c.r}, c.r.say(err, "BEGIN", nil)
}

// PrepareContext implements driver.ConnPrepareContext.
func (c recordedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := c.driverConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return recordedStmt{s.(driverStmt), query, c.r}, nil
}

// CheckNamedValue implements driver.NamedValueChecker for drivers that have one.
func (c recordedConn) CheckNamedValue(v *driver.NamedValue) error {
	return checkValue(c.driverConn, v)
}

type recordedStmt struct {
	driverStmt
	query string
	r     *statementLog
}

// ExecContext implements driver.StmtExecContext.
func (s recordedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	res, err := s.driverStmt.ExecContext(ctx, args)
	return res, s.r.say(err, s.query, args)
}

// QueryContext implements driver.StmtQueryContext.
func (s recordedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := s.driverStmt.QueryContext(ctx, args)
	return rows, s.r.say(err, s.query, args)
}

// CheckNamedValue implements driver.NamedValueChecker for drivers that have one.
func (s recordedStmt) CheckNamedValue(v *driver.NamedValue) error {
	return checkValue(s.driverStmt, v)
}

type recordedTx struct {
	driver.Tx
	r *statementLog
}

// Commit implements driver.Tx.
func (t recordedTx) Commit() error { return t.r.say(t.Tx.Commit(), "COMMIT", nil) }

// Rollback implements driver.Tx.
func (t recordedTx) Rollback() error { return t.r.say(t.Tx.Rollback(), "ROLLBACK", nil) }
