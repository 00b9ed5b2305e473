package store

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
)

var schemaData = data{tables: []Table{
	{Name: "schema_step", Impersonal: "migrations"},
	{Name: "schema_lease", Impersonal: "migrations"},
}}

// schemaTables are there before the first migration.
var schemaTables = []string{
	`CREATE TABLE IF NOT EXISTS schema_step (version INT NOT NULL, step INT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (version, step))`,
	`CREATE TABLE IF NOT EXISTS schema_lease (id INT NOT NULL PRIMARY KEY, holder VARCHAR(40) NOT NULL, beat INT NOT NULL)`,
}

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
	if db.e.oneAtA {
		return db.alone(ctx, conn)
	}
	for _, table := range schemaTables {
		if _, err := conn.ExecContext(ctx, table); err != nil {
			return fmt.Errorf("tables of the schema: %w", err)
		}
	}
	l, ctx, err := db.lease(ctx, leaseDead)
	if err != nil {
		return fmt.Errorf("another process is migrating: %w", err)
	}
	defer l.release()
	return db.runAll(ctx, conn, l.holder)
}

// alone makes all migrations of an SQLite file one transaction, which other processes wait for.
func (db *DB) alone(ctx context.Context, conn *sqlx.Conn) (err error) {
	for _, statement := range append([]string{`PRAGMA busy_timeout = 60000`, `BEGIN IMMEDIATE`, `PRAGMA busy_timeout = 1000`}, schemaTables...) {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("another process is migrating: %w", err)
		}
	}
	err = db.runAll(ctx, conn, "")
	end := `COMMIT`
	if err != nil {
		end = `ROLLBACK`
	}
	_, failed := conn.ExecContext(context.WithoutCancel(ctx), end)
	return cmp.Or(err, failed)
}

// runAll runs the migrations that are not recorded, as the holder of the lease, "" in a file.
func (db *DB) runAll(ctx context.Context, conn *sqlx.Conn, holder string) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	for _, name := range names {
		if err := db.run(ctx, conn, name, holder); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (db *DB) run(ctx context.Context, conn *sqlx.Conn, file, holder string) error {
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
		if err := db.record(ctx, conn, version, step, holder); err != nil {
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

// record notes that a statement ran, unless another process holds the lease by now.
func (db *DB) record(ctx context.Context, conn *sqlx.Conn, version, step int, holder string) error {
	if holder == "" {
		_, err := conn.ExecContext(ctx, `INSERT INTO schema_step (version, step, at) VALUES (?, ?, ?)`, version, step, ms(db.now()))
		return err
	}
	n, err := change(ctx, conn, `INSERT INTO schema_step (version, step, at) SELECT ?, ?, ? FROM schema_lease WHERE holder = ?`,
		version, step, ms(db.now()), holder)
	if err == nil && n == 0 {
		return errLeaseLost
	}
	return err
}

// Version returns the number of the newest migration that was run.
func (db *DB) Version(ctx context.Context) (int, error) {
	var v int
	err := db.pool.GetContext(ctx, &v, `SELECT COALESCE(MAX(version), 0) FROM schema_step`)
	return v, outage(err)
}
