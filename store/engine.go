package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// engine is everything in which the two databases differ. Queries elsewhere are in their common subset.
type engine struct {
	name    string
	forUpd  string            // suffix that locks the rows a SELECT found
	words   map[string]string // what {{word}} in a migration stands for
	oneAtA  bool              // one writing transaction at a time
	lockKey string            // takes the migration lock, "" when the transaction itself is one
}

var mysqlEngine = &engine{
	name:   "mysql",
	forUpd: " FOR UPDATE",
	words: map[string]string{
		"id":    "BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT",
		"table": "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
		"text":  "MEDIUMTEXT",
	},
	lockKey: "linli.migrate",
}

var sqliteEngine = &engine{
	name: "sqlite",
	words: map[string]string{
		"id":    "INTEGER PRIMARY KEY AUTOINCREMENT",
		"table": "",
		"text":  "TEXT",
	},
	oneAtA: true,
}

// Connections to a server, and how many transactions of this process write at the same time. The others are for who reads
// beside his own transaction.
const (
	mostConns = 32
	mostOpen  = 24
)

// openMySQL connects with everything set that would go wrong silently (style.md "Hazards").
func openMySQL(ctx context.Context, dsn string) (*sqlx.DB, error) {
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, errors.New("LINLI_MYSQL_DSN cannot be read; it looks like user:password@tcp(host:3306)/linli")
	}
	cfg.Loc, cfg.ClientFoundRows, cfg.InterpolateParams = time.UTC, true, true
	cfg.Timeout, cfg.ReadTimeout, cfg.WriteTimeout = 3*time.Second, 30*time.Second, 30*time.Second
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	cfg.Params["time_zone"] = "'+00:00'"
	cfg.Params["sql_mode"] = "'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"
	cfg.Params["innodb_lock_wait_timeout"] = "5"
	if err := cfg.Apply(mysql.Charset("utf8mb4", "utf8mb4_bin")); err != nil {
		return nil, fmt.Errorf("mysql charset: %w", err)
	}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, errors.New("LINLI_MYSQL_DSN is not usable")
	}
	pool := sqlx.NewDb(sql.OpenDB(readCommitted{connector}), "mysql")
	pool.SetMaxOpenConns(mostConns)
	pool.SetMaxIdleConns(mostConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to MySQL: %w", err)
	}
	return pool, nil
}

// readCommitted sets the isolation level of a connection once, in words that MySQL and MariaDB share, instead of before
// every transaction.
type readCommitted struct{ driver.Connector }

// Connect implements driver.Connector.
func (c readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.(driver.ExecerContext).ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// openSQLite opens or creates the file.
func openSQLite(ctx context.Context, file string) (*sqlx.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(1000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-8000)",
	}}
	pool, err := sqlx.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	pool.SetMaxOpenConns(8)
	pool.SetMaxIdleConns(8)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	return pool, nil
}

// upsert returns the clause that turns an INSERT into "or change these columns of the row with the same key".
func (e *engine) upsert(key string, columns ...string) string {
	set := make([]string, len(columns))
	for i, c := range columns {
		if e == mysqlEngine {
			set[i] = c + " = VALUES(" + c + ")"
		} else {
			set[i] = c + " = excluded." + c
		}
	}
	if e == mysqlEngine {
		return " ON DUPLICATE KEY UPDATE " + strings.Join(set, ", ")
	}
	return " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(set, ", ")
}

// duplicate says that a unique key refused the row.
func duplicate(err error) bool {
	var m *mysql.MySQLError
	var s *sqlite.Error
	switch {
	case errors.As(err, &m):
		return m.Number == 1062
	case errors.As(err, &s):
		return s.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || s.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// lockLost says that the transaction was the victim of a deadlock or waited too long: it may be run again.
func lockLost(err error) bool {
	var m *mysql.MySQLError
	var s *sqlite.Error
	switch {
	case errors.As(err, &m):
		return m.Number == 1213 || m.Number == 1205 || m.Number == 1020
	case errors.As(err, &s):
		return s.Code()&0xff == sqlite3.SQLITE_BUSY || s.Code()&0xff == sqlite3.SQLITE_LOCKED
	}
	return false
}

// exists says that a migration step had been done before.
func exists(err error) bool {
	if duplicate(err) {
		return true
	}
	var m *mysql.MySQLError
	if errors.As(err, &m) {
		return m.Number == 1050 || m.Number == 1060 || m.Number == 1061
	}
	var s *sqlite.Error
	return errors.As(err, &s) && (strings.Contains(s.Error(), "already exists") || strings.Contains(s.Error(), "duplicate column"))
}
