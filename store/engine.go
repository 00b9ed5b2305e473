package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// engine holds every difference between the two databases. All other queries run on both.
type engine struct {
	name   string
	forUpd string            // suffix of a SELECT that locks its rows
	forShr string            // the same against writers only
	words  map[string]string // replacements for {{word}} in a migration
	urgent string            // the index that finds the urgent reports that are open
	oneAtA bool              // one writing transaction at a time
}

var mysqlEngine = &engine{
	name:   "mysql",
	forUpd: " FOR UPDATE",
	forShr: " LOCK IN SHARE MODE",
	words: map[string]string{
		"id": "BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT",
		// TiDB alone reads the comment: ids grow in the order of the inserts, on which timelines and cursors depend.
		"table": "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin /*T![auto_id_cache] AUTO_ID_CACHE 1 */",
		"text":  "MEDIUMTEXT",
	},
}

var sqliteEngine = &engine{
	name:   "sqlite",
	urgent: " INDEXED BY report_urgent", // without statistics it prefers one that reads every open report
	words: map[string]string{
		"id":    "INTEGER PRIMARY KEY AUTOINCREMENT",
		"table": "",
		"text":  "TEXT",
	},
	oneAtA: true,
}

// Connections to a server, and the most concurrent write transactions of this process. The remaining connections are for
// reads outside of those transactions.
const (
	mostConns = 48
	mostOpen  = 24

	mostFileConns = 8 // to a file, of which one writes
)

// on returns the engine for a product. TiDB and OceanBase have no lock against writers only: it would be no lock at all, so the rows
// are locked for one.
func (e *engine) on(p Product) *engine {
	if p != ProductTiDB && p != ProductOceanBase {
		return e
	}
	other := *e
	other.forShr = other.forUpd
	return &other
}

// openMySQL connects, and overrides the settings whose defaults cause silent errors.
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
	pool := sqlx.NewDb(sql.OpenDB(guardedConnector{
		Connector: connector,
		// Set once per connection instead of before every transaction, in syntax that MySQL and MariaDB share.
		prepare: "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
	}), "mysql")
	pool.SetMaxOpenConns(mostConns)
	pool.SetMaxIdleConns(mostConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to MySQL: %w", err)
	}
	return pool, nil
}

// openSQLite opens or creates the file.
func openSQLite(ctx context.Context, file string) (*sqlx.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(1000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-8000)",
	}}
	if err := private(file); err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	connector, err := sqlite.NewConnector("file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	pool := sqlx.NewDb(sql.OpenDB(guardedConnector{Connector: connector}), "sqlite")
	pool.SetMaxOpenConns(mostFileConns)
	pool.SetMaxIdleConns(mostFileConns)
	if err := pingSQLite(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	return pool, nil
}

// pingSQLite opens the first connection, which switches a new file to write-ahead logging. That needs an exclusive lock, and
// SQLite does not wait for it: while other processes start on the same file, the ping is retried for a minute.
func pingSQLite(ctx context.Context, pool *sqlx.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		err := pool.PingContext(ctx)
		if err == nil || !lockLost(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// private creates the file if it is missing and makes it readable by its owner only. SQLite gives its side files the same
// mode.
func private(file string) error {
	f, err := os.OpenFile(filepath.Clean(file), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// again returns the clause that turns an INSERT into "or set this in the row with the same key".
func (e *engine) again(key, set string) string {
	if e.oneAtA {
		return " ON CONFLICT (" + key + ") DO UPDATE SET " + set
	}
	return " ON DUPLICATE KEY UPDATE " + set
}

// given names the value that the INSERT has for a column.
func (e *engine) given(column string) string {
	if e.oneAtA {
		return "excluded." + column
	}
	return "VALUES(" + column + ")"
}

// upsert returns the clause that turns an INSERT into "or change these columns of the row with the same key".
func (e *engine) upsert(key string, columns ...string) string {
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = c + " = " + e.given(c)
	}
	return e.again(key, strings.Join(set, ", "))
}

// count returns the clause that turns an INSERT into "or add one to this column of the row with the same key".
func (e *engine) count(key, column string) string {
	return e.again(key, column+" = "+column+" + 1")
}

// duplicate says whether a unique key refused the row.
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

// lockLost says whether the transaction lost a deadlock or timed out waiting for a lock, so that it can be retried.
func lockLost(err error) bool {
	var m *mysql.MySQLError
	var s *sqlite.Error
	switch {
	case errors.As(err, &m):
		return slices.Contains(tryAgain, m.Number)
	case errors.As(err, &s):
		return s.Code()&0xff == sqlite3.SQLITE_BUSY || s.Code()&0xff == sqlite3.SQLITE_LOCKED
	}
	return false
}

// Error numbers of MySQL, MariaDB and TiDB. The names are those of their manuals.
var (
	// tryAgain: lock wait timeout, deadlock, record changed since last read (MariaDB), rolled back by group replication;
	// write conflicts and changed schemas of TiDB.
	tryAgain = []uint16{1205, 1213, 1020, 3101, 8002, 8022, 8028, 9007}
	// rolledBack: other errors that end a transaction: lock table full, node not ready (Galera), error during commit.
	rolledBack = []uint16{1206, 1047, 1180}
	// away: disk full, table full, engine error, error writing a file, too many connections, shutdown, read-only in its
	// forms, connection killed, group replication; TiDB without a store that answers.
	away = []uint16{
		3, 1021, 1026, 1030, 1040, 1053, 1077, 1079, 1114, 1129, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1290, 1317, 1792, 1836,
		1927, 3024, 3100, 8027, 9001, 9002, 9003, 9004, 9005, 9006,
	}
)

// ends says whether the failed statement ended its transaction, or may have.
func ends(err error) bool {
	var m *mysql.MySQLError
	var s *sqlite.Error
	switch {
	case errors.As(err, &m):
		return unwell(err)
	case errors.As(err, &s):
		switch s.Code() & 0xff {
		case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_RANGE:
			return false
		}
	}
	return true
}

// unwell says whether the database cannot work now: it is away, full, read-only, overloaded or failing over.
func unwell(err error) bool {
	var m *mysql.MySQLError
	var s *sqlite.Error
	switch {
	case errors.As(err, &m):
		return slices.Contains(tryAgain, m.Number) || slices.Contains(rolledBack, m.Number) || slices.Contains(away, m.Number)
	case errors.As(err, &s):
		switch s.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
			sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PROTOCOL:
			return true
		}
	}
	return false
}

// exists says whether the error means that a migration step was already done.
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
