// Package store keeps all records in MySQL or SQLite. Each file holds one capability; only db.go starts transactions.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/jmoiron/sqlx"

	"linli/app/fault"
	"linli/app/job"
	"linli/app/press"
)

// ErrBusy is returned while the database cannot be reached or does not answer in time.
var ErrBusy = fault.New(fault.Busy, "system.busy", "系统繁忙，请稍后再试")

// DB is the connection pool.
type DB struct {
	pool  pool
	e     *engine
	turn  line // of writing transactions; one on SQLite
	vault *Vault
	now   func() time.Time
	jobs  func([]job.Job)
	kept  *compiled // nil on a server
	probe probe
}

// Config says which database to open.
type Config struct {
	DSN  string // MySQL; empty means SQLite
	File string // the SQLite file
	Keys string // the folder of the keys that encrypt phone numbers
	Now  func() time.Time
}

// tx is one open transaction. It implements the Tx interface of every capability; the methods are in that
// capability's file. It holds no *sqlx.Tx, so none of them can commit.
type tx struct {
	q     sqlx.ExtContext
	e     *engine
	vault *Vault
	now   func() time.Time
	jobs  []job.Job // added; they are saved together just before the commit
	tries int       // savepoints that are open

	reports map[int64][]any // what the rows of locked reports hold
}

// Open connects, brings the tables up to date and opens the keys, which must be those of the database.
func Open(ctx context.Context, c Config) (*DB, error) {
	db := &DB{now: c.Now, jobs: func([]job.Job) {}, e: sqliteEngine}
	open, most, writers := openSQLite, mostFileConns, 1
	at := c.File
	if c.DSN != "" {
		db.e, open, at, most, writers = mysqlEngine, openMySQL, c.DSN, mostConns, mostOpen
	}
	conns, err := open(ctx, at)
	if err != nil {
		return nil, err
	}
	// Without turns writers of SQLite would poll for its lock, and transactions that hold all connections would deadlock when each reads outside of
	// itself.
	db.turn, db.pool = make(line, writers), pool{conns, make(line, most-writers)}
	if err := db.adapt(ctx); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("version of the database: %w", err)
	}
	if err := db.migrate(ctx); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("migrate: %w", err)
	}
	if db.vault, err = db.openKeys(ctx, c.Keys); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("LINLI_KEYSET: %w", err)
	}
	if db.e.oneAtA {
		db.kept = &compiled{pool: db.pool.DB, known: map[string]*sqlx.Stmt{}}
	}
	return db, nil
}

// adapt asks a server which product it is.
func (db *DB) adapt(ctx context.Context) error {
	if db.e.oneAtA {
		return nil
	}
	version, comment, err := versionOf(ctx, db.pool)
	db.e = db.e.on(productOf(version, comment, nil))
	return err
}

// hot runs the reads of every request with cached statements.
func (db *DB) hot() sqlx.QueryerContext {
	if db.kept != nil {
		return compiledReads{db.pool, db.kept}
	}
	return db.pool
}

// Close ends all connections.
func (db *DB) Close() error {
	if db.kept != nil {
		db.kept.close()
	}
	return db.pool.Close()
}

// Ping checks that the database answers.
func (db *DB) Ping(ctx context.Context) error { return outage(db.pool.PingContext(ctx)) }

// Vault returns the vault opened with the keys of this database.
func (db *DB) Vault() *Vault { return db.vault }

// Engine names the database: "mysql" or "sqlite".
func (db *DB) Engine() string { return db.e.name }

// OnJobs sets the function called with committed jobs that are due. They have a kind and a ref, and no id. It must not block.
func (db *DB) OnJobs(f func([]job.Job)) { db.jobs = f }

const maxTries = 3

// inTx runs do in a transaction and commits if it returns nil. After a deadlock do is retried from the start, so it must have
// no effect outside the database.
func (db *DB) inTx(ctx context.Context, do func(*tx) error) error {
	for try := 1; ; try++ {
		err := db.attempt(ctx, do)
		if err == nil || !lockLost(err) || try == maxTries {
			return outage(err)
		}
		select {
		case <-ctx.Done():
			return outage(errors.Join(err, ctx.Err()))
		case <-time.After(time.Duration(try) * time.Duration(5+rand.IntN(20)) * time.Millisecond):
		}
	}
}

func (db *DB) attempt(ctx context.Context, do func(*tx) error) error {
	leave, err := db.turn.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	open, err := db.pool.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer open.Rollback() // after Commit this does nothing
	t := &tx{q: open, e: db.e, vault: db.vault, now: db.now}
	if db.kept != nil {
		t.q = db.kept.in(open)
	}
	p := press.From(ctx)
	if err := t.bind(ctx, p); err != nil {
		return err
	}
	if err := do(t); err != nil {
		return err
	}
	due, err := t.saveJobs(ctx)
	if err != nil {
		return err
	}
	if err := open.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if p != nil {
		p.Bind()
	}
	if len(due) > 0 {
		db.jobs(due)
	}
	return nil
}

// Try implements booking.Tx: it runs do in a savepoint. If do fails, only its own writes are rolled back, unless the whole
// transaction was lost.
func (t *tx) Try(ctx context.Context, do func() error) error {
	name := "attempt" + strconv.Itoa(t.tries) // MySQL forgets the outer of two with the same name
	if _, err := t.q.ExecContext(ctx, `SAVEPOINT `+name); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	t.tries++
	known := len(t.jobs)
	err := do()
	t.tries--
	end := `RELEASE SAVEPOINT ` + name
	if err != nil {
		end, t.jobs, t.reports = `ROLLBACK TO SAVEPOINT `+name, t.jobs[:known], nil
	}
	if _, failed := t.q.ExecContext(ctx, end); failed != nil {
		return errors.Join(err, fmt.Errorf("end of a savepoint: %w", failed))
	}
	return err
}

// direct runs single writing statements, each in its own transaction.
type direct struct{ *DB }

// ExecContext implements sqlx.ExecerContext.
func (d direct) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	leave, err := d.turn.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	for try := 1; ; try++ { // a deadlock rolled the statement back, so it is retried
		res, err := d.pool.ExecContext(ctx, query, args...)
		if !lockLost(err) || try == maxTries {
			return res, err
		}
	}
}

// outage returns ErrBusy for an error that means the database is away or too slow, and any other error unchanged.
func outage(err error) error {
	if err == nil {
		return nil
	}
	var n net.Error
	if _, known := fault.As(err); known {
		return err
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, context.DeadlineExceeded) ||
		errors.As(err, &n) || unwell(err) || strings.Contains(err.Error(), "invalid connection") {
		return ErrBusy.Because(err)
	}
	return err
}

// ms returns t as the database keeps it: milliseconds since 1970 in UTC, 0 for no time.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at is the reverse of ms.
func at(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// get reads one row into dest, or returns missing, which is nil where there always is one.
func get(ctx context.Context, q sqlx.QueryerContext, dest any, missing error, query string, args ...any) error {
	leave, err := inLine(ctx, q)
	if err != nil {
		return outage(err)
	}
	defer leave()
	err = sqlx.GetContext(ctx, q, dest, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return missing
	}
	return outage(err)
}

// list reads all rows into dest, a pointer to a slice.
func list(ctx context.Context, q sqlx.QueryerContext, dest any, query string, args ...any) error {
	leave, err := inLine(ctx, q)
	if err != nil {
		return outage(err)
	}
	defer leave()
	return outage(sqlx.SelectContext(ctx, q, dest, query, args...))
}

// insert runs an INSERT and returns the new id.
func insert(ctx context.Context, q sqlx.ExecerContext, query string, args ...any) (int64, error) {
	res, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// change runs a statement and returns the number of affected rows.
func change(ctx context.Context, q sqlx.ExecerContext, query string, args ...any) (int64, error) {
	res, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// first returns the first row of all, or missing.
func first[T any](all []T, err, missing error) (one T, _ error) {
	if err != nil {
		return one, err
	}
	if len(all) == 0 {
		return one, missing
	}
	return all[0], nil
}

// many returns n times the same, with commas between.
func many(n int, one string) string { return strings.TrimSuffix(strings.Repeat(one+", ", n), ", ") }

// marks returns "?, ?, ?" for n values.
func marks(n int) string { return many(n, "?") }

// padded repeats the last value up to a power of two: an IN with the same values has the same text for many lengths, so that it can be cached.
func padded[T any](values []T) []T {
	n := 1
	for n < len(values) {
		n *= 2
	}
	if len(values) == 0 || n == len(values) {
		return values
	}
	return append(slices.Clone(values), slices.Repeat(values[len(values)-1:], n-len(values))...)
}

// columnsOf returns the names of a list of columns.
func columnsOf(columns string) []string {
	return strings.FieldsFunc(columns, func(c rune) bool { return c == ',' || unicode.IsSpace(c) })
}

// setOf returns "community_id = ?, number = ?, …" of a list of columns.
func setOf(columns string) string { return strings.Join(columnsOf(columns), " = ?, ") + " = ?" }

// anys returns the values as arguments of a query.
func anys[T any](values []T) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return args
}
