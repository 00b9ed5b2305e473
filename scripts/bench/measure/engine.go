package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/redis/go-redis/v9"
	_ "modernc.org/sqlite" // the driver
)

// engine is one of the two ways to store records: SQLite with the embedded Redis, or MariaDB with a real Redis.
type engine struct {
	name  string
	facts string
	root  *sql.DB // of MariaDB
	dsn   string
	redis string
}

// roles are the roles of a process that the engine allows, the one that sends nothing first. On SQLite there is only one
// process.
func (e engine) roles() []string {
	if e.dsn == "" {
		return []string{"all"}
	}
	return []string{"web", "all"}
}

// toolUser is this tool's user on MariaDB.
const toolUser = "benchtool"

func openEngine(name string) (engine, error) {
	e := engine{name: name}
	switch name {
	case "sqlite":
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			return e, err
		}
		defer db.Close()
		var version string
		err = db.QueryRow(`SELECT sqlite_version()`).Scan(&version)
		e.facts = "SQLite " + version
		return e, err
	case "mysql":
		e.dsn, e.redis = os.Getenv("LINLI_TEST_MYSQL"), os.Getenv("LINLI_TEST_REDIS")
		if e.dsn == "" || e.redis == "" {
			return e, errors.New("mysql needs LINLI_TEST_MYSQL and LINLI_TEST_REDIS")
		}
		var err error
		if e.root, err = sql.Open("mysql", e.dsn); err != nil {
			return e, err
		}
		for _, s := range []string{"CREATE USER IF NOT EXISTS %s@'127.0.0.1'", "GRANT ALL ON *.* TO %s@'127.0.0.1'"} {
			if _, err := e.root.Exec(fmt.Sprintf(s, toolUser)); err != nil {
				return e, err
			}
		}
		var version string
		err = e.root.QueryRow(`SELECT VERSION()`).Scan(&version)
		e.facts = version
		return e, err
	}
	return e, fmt.Errorf("no engine %q: sqlite or mysql", name)
}

func (e engine) close() {
	if e.root != nil {
		e.root.Close()
	}
}

// place is the storage of one program: a folder, a database and a Redis number.
type place struct {
	engine
	name  string
	dir   string
	mysql string
	redis string
	db    *sql.DB // the tool's own connection
}

// place makes an empty one with all tables.
func (b *bench) place(e engine, name string) (*place, error) {
	b.places++
	p := &place{engine: e, name: fmt.Sprintf("bench_%d_%s", b.places, name)}
	p.dir = filepath.Join(b.work, p.name)
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return nil, err
	}
	driver, source := "sqlite", "file:"+filepath.Join(p.dir, "linli.db")+"?_txlock=immediate&_pragma=busy_timeout(20000)&_pragma=synchronous(OFF)&_pragma=cache_size(-200000)"
	if e.root != nil {
		if _, err := e.root.Exec("CREATE DATABASE " + p.name); err != nil {
			return nil, err
		}
		cfg, err := mysql.ParseDSN(e.dsn)
		if err != nil {
			return nil, err
		}
		cfg.DBName, cfg.InterpolateParams = p.name, true
		p.mysql, p.redis = cfg.FormatDSN(), fmt.Sprintf("%s%d", e.redis, b.places%15+1)
		options, err := redis.ParseURL(p.redis)
		if err != nil {
			return nil, err
		}
		c := redis.NewClient(options)
		defer c.Close()
		if err := c.FlushDB(b.ctx).Err(); err != nil {
			return nil, err
		}
		cfg.User = toolUser // tells the statements of the programs from those of the tool
		driver, source = "mysql", cfg.FormatDSN()
	}
	if err := b.migrate(p); err != nil {
		return nil, err
	}
	var err error
	if p.db, err = sql.Open(driver, source); err != nil {
		return nil, err
	}
	p.db.SetMaxOpenConns(2)
	return p, nil
}

// drop removes all data of the place.
func (p *place) drop() {
	p.db.Close()
	if p.root != nil {
		_, _ = p.root.Exec("DROP DATABASE " + p.name) //nolint:errcheck // the server is removed too
	}
	os.RemoveAll(p.dir)
}

// insert writes many rows of one table.
func (p *place) insert(ctx context.Context, table, columns string, rows [][]any) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for len(rows) > 0 {
		n := min(len(rows), 200)
		one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(rows[0])), ",") + "),"
		var args []any
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO "+table+" ("+columns+") VALUES "+
			strings.TrimSuffix(strings.Repeat(one, n), ","), args...); err != nil {
			return fmt.Errorf("insert into %s: %w", table, err)
		}
		rows = rows[n:]
	}
	return tx.Commit()
}

// count returns the only column of the only row.
func (p *place) count(ctx context.Context, query string, args ...any) (n int, err error) {
	err = p.db.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}
