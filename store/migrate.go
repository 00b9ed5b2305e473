package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
)

var schemaData = data{tables: []Table{{Name: "schema_step", Impersonal: "migrations"}}}

//go:embed migrations/*.sql
var migrations embed.FS

// migrate runs the missing migrations, one process at a time. Every finished statement is recorded, so a killed start is
// continued by the next.
func (db *DB) migrate(ctx context.Context) (err error) {
	conn, err := db.pool.Connx(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	release, err := db.lockMigration(ctx, conn)
	if err != nil {
		return err
	}
	defer func() {
		if failed := release(err); err == nil {
			err = failed
		}
	}()
	if _, err := conn.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_step (
		version INT NOT NULL, step INT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (version, step))`); err != nil {
		return fmt.Errorf("schema_step: %w", err)
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	for _, name := range names {
		if err := db.run(ctx, conn, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (db *DB) run(ctx context.Context, conn *sqlx.Conn, file string) error {
	base := strings.TrimPrefix(file, "migrations/")
	version, err := strconv.Atoi(base[:4])
	if err != nil {
		return fmt.Errorf("a migration is named 0001_name.sql: %w", err)
	}
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	var done int
	if err := conn.GetContext(ctx, &done, `SELECT COUNT(*) FROM schema_step WHERE version = ?`, version); err != nil {
		return err
	}
	for step, statement := range db.e.statements(string(text)) {
		if step < done {
			continue
		}
		if _, err := conn.ExecContext(ctx, statement); err != nil && !exists(err) {
			return fmt.Errorf("step %d: %w", step+1, err)
		}
		if _, err := conn.ExecContext(ctx, `INSERT INTO schema_step (version, step, at) VALUES (?, ?, ?)`,
			version, step, ms(db.now())); err != nil {
			return err
		}
	}
	return nil
}

// statements returns the statements of a migration in the engine's dialect.
func (e *engine) statements(text string) []string {
	for word, meaning := range e.words {
		text = strings.ReplaceAll(text, "{{"+word+"}}", meaning)
	}
	var all []string
	for s := range strings.SplitSeq(text, ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// lockMigration takes the lock that only one process can hold.
func (db *DB) lockMigration(ctx context.Context, conn *sqlx.Conn) (release func(error) error, err error) {
	if db.e.lockKey == "" {
		return lockFile(ctx, conn)
	}
	var got int
	if err := conn.GetContext(ctx, &got, `SELECT COALESCE(GET_LOCK(?, 60), 0)`, db.e.lockKey); err != nil || got != 1 {
		return nil, fmt.Errorf("another process is migrating: %w", err)
	}
	return func(error) error {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT RELEASE_LOCK(?)`, db.e.lockKey)
		return nil
	}, nil
}

// lockFile makes all migrations of an SQLite file one transaction, which other processes wait for.
func lockFile(ctx context.Context, conn *sqlx.Conn) (release func(error) error, err error) {
	for _, statement := range []string{`PRAGMA busy_timeout = 60000`, `BEGIN IMMEDIATE`, `PRAGMA busy_timeout = 1000`} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("another process is migrating: %w", err)
		}
	}
	return func(failed error) error {
		end := `COMMIT`
		if failed != nil {
			end = `ROLLBACK`
		}
		_, err := conn.ExecContext(context.WithoutCancel(ctx), end)
		return err
	}, nil
}

// Version returns the number of the newest migration that was run.
func (db *DB) Version(ctx context.Context) (int, error) {
	var v int
	err := db.pool.GetContext(ctx, &v, `SELECT COALESCE(MAX(version), 0) FROM schema_step`)
	return v, outage(err)
}
