package lab

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/redis/go-redis/v9"
	_ "modernc.org/sqlite" // the driver
)

// Engine is one of the two ways to store records: SQLite with the embedded Redis, or MariaDB with a real Redis.
type Engine struct {
	Name  string
	Facts string
	Root  *sql.DB // of MariaDB
	DSN   string
	Redis string
}

// Roles are the roles of a process that the engine allows, the one that sends nothing first. On SQLite there is only one
// process.
func (e Engine) Roles() []string {
	if e.DSN == "" {
		return []string{"all"}
	}
	return []string{"web", "all"}
}

// ToolUser is this tool's user on MariaDB.
const ToolUser = "benchtool"

// OpenEngine returns "sqlite", or "mysql" with the servers of the environment.
func OpenEngine(name string) (Engine, error) {
	e := Engine{Name: name}
	switch name {
	case "sqlite":
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			return e, err
		}
		defer db.Close()
		var version string
		err = db.QueryRow(`SELECT sqlite_version()`).Scan(&version)
		e.Facts = "SQLite " + version
		return e, err
	case "mysql":
		e.DSN, e.Redis = os.Getenv("LINLI_TEST_MYSQL"), os.Getenv("LINLI_TEST_REDIS")
		if e.DSN == "" || e.Redis == "" {
			return e, errors.New("mysql needs LINLI_TEST_MYSQL and LINLI_TEST_REDIS")
		}
		var err error
		if e.Root, err = sql.Open("mysql", e.DSN); err != nil {
			return e, err
		}
		for _, s := range []string{"CREATE USER IF NOT EXISTS %s@'127.0.0.1'", "GRANT ALL ON *.* TO %s@'127.0.0.1'"} {
			if _, err := e.Root.Exec(fmt.Sprintf(s, ToolUser)); err != nil {
				return e, err
			}
		}
		var version string
		err = e.Root.QueryRow(`SELECT VERSION()`).Scan(&version)
		e.Facts = version
		return e, err
	}
	return e, fmt.Errorf("no engine %q: sqlite or mysql", name)
}

// Close ends the connection.
func (e Engine) Close() {
	if e.Root != nil {
		e.Root.Close()
	}
}

// Place is the storage of one program: a folder, a database and a Redis number.
type Place struct {
	Engine
	Name  string
	Dir   string
	MySQL string
	Redis string
	DB    *sql.DB // the tool's own connection
}

// Place makes an empty one with all tables.
func (b *Lab) Place(e Engine, name string) (*Place, error) {
	b.places++
	p := &Place{Engine: e, Name: fmt.Sprintf("bench_%d_%s", b.places, name)}
	p.Dir = filepath.Join(b.Work, p.Name)
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, err
	}
	driver, source := "sqlite", "file:"+filepath.Join(p.Dir, "linli.db")+"?_txlock=immediate&_pragma=busy_timeout(20000)&_pragma=synchronous(OFF)&_pragma=cache_size(-200000)"
	if e.Root != nil {
		if _, err := e.Root.Exec("CREATE DATABASE " + p.Name); err != nil {
			return nil, err
		}
		cfg, err := mysql.ParseDSN(e.DSN)
		if err != nil {
			return nil, err
		}
		cfg.DBName, cfg.InterpolateParams = p.Name, true
		p.MySQL, p.Redis = cfg.FormatDSN(), fmt.Sprintf("%s%d", e.Redis, b.places%15+1)
		options, err := redis.ParseURL(p.Redis)
		if err != nil {
			return nil, err
		}
		c := redis.NewClient(options)
		defer c.Close()
		if err := c.FlushDB(b.Ctx).Err(); err != nil {
			return nil, err
		}
		cfg.User = ToolUser // tells the statements of the programs from those of the tool
		driver, source = "mysql", cfg.FormatDSN()
	}
	if err := b.Migrate(p); err != nil {
		return nil, err
	}
	var err error
	if p.DB, err = sql.Open(driver, source); err != nil {
		return nil, err
	}
	p.DB.SetMaxOpenConns(2)
	return p, nil
}

// Drop removes all data of the place.
func (p *Place) Drop() {
	p.DB.Close()
	if p.Root != nil {
		_, _ = p.Root.Exec("DROP DATABASE " + p.Name) //nolint:errcheck // the server is removed too
	}
	os.RemoveAll(p.Dir)
}

// Insert writes many rows of one table.
func (p *Place) Insert(ctx context.Context, table, columns string, rows [][]any) error {
	tx, err := p.DB.BeginTx(ctx, nil)
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

// Count returns the only column of the only row.
func (p *Place) Count(ctx context.Context, query string, args ...any) (n int, err error) {
	err = p.DB.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// Rest waits until no job is due.
func (p *Place) Rest(ctx context.Context, patience time.Duration) error {
	end := time.Now().Add(patience)
	for {
		n, err := p.Count(ctx, `SELECT COUNT(*) FROM job_open WHERE due_at <= ?`, time.Now().UnixMilli())
		if err == nil && n == 0 {
			return nil
		}
		if time.Now().After(end) {
			return errors.Join(fmt.Errorf("%d jobs are still due", n), err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// At returns a place on servers that exist already: an empty MySQL database and a Redis of any kind. It makes the tables.
func (b *Lab) At(dsn, redisURL string) (*Place, error) {
	p := &Place{Engine: Engine{Name: "mysql"}, Name: "scale", MySQL: dsn, Redis: redisURL, Dir: filepath.Join(b.Work, "scale")}
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, err
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	cfg.InterpolateParams = true
	cfg.Timeout, cfg.ReadTimeout = 3*time.Second, 20*time.Second
	if err := b.Migrate(p); err != nil {
		return nil, err
	}
	p.DB, err = sql.Open("mysql", cfg.FormatDSN())
	return p, err
}
