// Command floor is the bare program against which Linli is measured (底线): the same requests, statements, answers and
// libraries, and nothing else. It reads Linli's settings from the environment.
//
//	floor callbacks    a Fiber handler that checks, decrypts and stores a push with one INSERT, and answers it
//	floor reports      a Fiber handler that runs the statements of POST /api/v1/reports
//	floor visits       a Fiber handler that writes the rows of a visit
//	floor bookings     a Fiber handler that decides who gets a place: a conditional UPDATE and an INSERT
//	floor pages        a Fiber handler that sends the statements recorded for a page
//	floor asked        the same as notices, and a Fiber handler that writes 10,000 of them
//	floor notices      an asynq handler that runs the statements of a notice and makes its HTTP call
package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/go-sql-driver/mysql"
	"github.com/gofiber/fiber/v2"
	"github.com/redis/go-redis/v9"
	_ "modernc.org/sqlite" // the driver

	"linli/scripts/bench/replay"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("the argument must be callbacks, reports, visits, bookings, pages, asked or notices")
	}
	r, err := openRecords()
	if err != nil {
		return err
	}
	defer r.pool.Close()
	address, stop, err := openRedis()
	if err != nil {
		return err
	}
	defer stop()
	switch args[0] {
	case "callbacks":
		return serve(ctx, callbacks(r))
	case "reports", "visits":
		handler := map[string]func(*records, *redis.Client) func(*fiber.App){"reports": reports, "visits": visits}[args[0]]
		return serve(ctx, handler(r, redis.NewClient(&redis.Options{Addr: address.Addr, DB: address.DB, PoolSize: 64})))
	case "pages":
		book, err := replay.Open(os.Getenv("LINLI_DATA"))
		if err != nil {
			return err
		}
		return serve(ctx, pages(r, redis.NewClient(&redis.Options{Addr: address.Addr, DB: address.DB, PoolSize: 64}), book))
	case "bookings":
		return serve(ctx, bookings(r))
	case "asked":
		return asked(ctx, r, address)
	case "notices":
		return notices(ctx, r, address)
	}
	return fmt.Errorf("no floor named %s", args[0])
}

// records is the database, opened as Linli does: the same durability and the same pool.
type records struct {
	pool   *sql.DB
	lock   string        // suffix of a SELECT FOR UPDATE
	turns  chan struct{} // SQLite has one writer; waiting here is cheaper than its busy loop
	single bool
}

func openRecords() (*records, error) {
	dsn := os.Getenv("LINLI_MYSQL_DSN")
	if dsn == "" {
		q := url.Values{"_txlock": {"immediate"}, "_pragma": {
			"busy_timeout(1000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-8000)",
		}}
		pool, err := sql.Open("sqlite", "file:"+filepath.Join(os.Getenv("LINLI_DATA"), "linli.db")+"?"+q.Encode())
		if err != nil {
			return nil, err
		}
		pool.SetMaxOpenConns(8)
		pool.SetMaxIdleConns(8)
		return &records{pool: pool, single: true, turns: make(chan struct{}, 1)}, nil
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	cfg.Loc, cfg.ClientFoundRows, cfg.InterpolateParams = time.UTC, true, true
	cfg.Params = map[string]string{"time_zone": "'+00:00'", "innodb_lock_wait_timeout": "5"}
	if err := cfg.Apply(mysql.Charset("utf8mb4", "utf8mb4_bin")); err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(committed{connector})
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(32)
	return &records{pool: pool, lock: " FOR UPDATE"}, nil
}

// committed sets the isolation level once per connection, which saves a command per transaction.
type committed struct{ driver.Connector }

// Connect implements driver.Connector.
func (c committed) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err == nil {
		_, err = conn.(driver.ExecerContext).ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil)
	}
	return conn, err
}

// write runs do alone on an engine with one writer.
func (r *records) write(do func() error) error {
	if r.single {
		r.turns <- struct{}{}
		defer func() { <-r.turns }()
	}
	return do()
}

// inTx runs do in one transaction.
func (r *records) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	return r.write(func() error {
		tx, err := r.pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := do(tx); err != nil {
			return err
		}
		return tx.Commit()
	})
}

// querier is the pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// read runs a query and reads every column of every row.
func read(ctx context.Context, q querier, query string, args ...any) ([][]any, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]any
	for rows.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// one is read for exactly one row.
func one(ctx context.Context, q querier, query string, args ...any) ([]any, error) {
	all, err := read(ctx, q, query, args...)
	if err == nil && len(all) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(strings.Fields(query), " "), err)
	}
	return all[0], nil
}

// openRedis connects to the given Redis or starts one in the process, as Linli does.
func openRedis() (address *redis.Options, stop func(), err error) {
	if text := os.Getenv("LINLI_REDIS_URL"); text != "" {
		address, err = redis.ParseURL(text)
		return address, func() {}, err
	}
	m := miniredis.NewMiniRedis()
	if err := m.Start(); err != nil {
		return nil, nil, err
	}
	return &redis.Options{Addr: m.Addr()}, m.Close, nil
}

func serve(ctx context.Context, add func(*fiber.App)) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true})
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	add(app)
	failed := make(chan error, 1)
	go func() { failed <- app.Listen(os.Getenv("LINLI_LISTEN")) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return app.ShutdownWithTimeout(5 * time.Second)
	}
}

// sessionKey is the key of a token's login.
func sessionKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "linli:session:{" + hex.EncodeToString(sum[:]) + "}"
}
