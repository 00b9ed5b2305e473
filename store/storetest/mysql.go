// Package storetest gives each test a database of its own, copied from one that was migrated once: migrations are slower
// than most tests.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// Variable names the server for tests, as a DSN without a database.
const Variable = "LINLI_TEST_MYSQL"

var (
	number   atomic.Int64
	template = sync.OnceValues(makeTemplate)
	// Migrate migrates the database of the DSN, or an SQLite file when it is "". keys is the folder of its keys. The tested
	// package sets it before its first test.
	Migrate func(dsn, file, keys string) error
)

// copying are the statements that copy the template, with %s for the name of the new database.
type copying struct {
	root *sql.DB
	make string
}

// Empty makes a database without tables on the server of Variable and returns its DSN; it is dropped when the test ends.
// Without a server the test is skipped; in continuous integration it fails.
func Empty(t *testing.T) string {
	t.Helper()
	return own(t, "CREATE DATABASE %[1]s")
}

// Migrated is Empty with all tables and no rows.
func Migrated(t *testing.T) string {
	t.Helper()
	need(t)
	c, err := template()
	if err != nil {
		t.Fatal(err)
	}
	return own(t, c.make)
}

// need skips the test without a server.
func need(t *testing.T) {
	t.Helper()
	if os.Getenv(Variable) != "" {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatal(Variable + " is required in CI")
	}
	t.Skip(Variable + " is not set")
}

func own(t *testing.T, statements string) string {
	t.Helper()
	need(t)
	cfg, root, err := server()
	if err != nil {
		t.Fatal(err)
	}
	cfg.DBName = fmt.Sprintf("t_%d_%d", os.Getpid(), number.Add(1))
	t.Cleanup(func() {
		_, _ = root.Exec("DROP DATABASE IF EXISTS " + cfg.DBName)
		root.Close()
	})
	if _, err := root.Exec(fmt.Sprintf(statements, cfg.DBName)); err != nil {
		t.Fatal(err)
	}
	return cfg.FormatDSN()
}

// server connects to the server; cfg names no database and allows one statement at a time.
func server() (cfg *mysql.Config, root *sql.DB, err error) {
	if cfg, err = mysql.ParseDSN(os.Getenv(Variable)); err != nil {
		return nil, nil, err
	}
	many := cfg.Clone()
	many.MultiStatements = true
	connector, err := mysql.NewConnector(many)
	if err != nil {
		return nil, nil, err
	}
	return cfg, sql.OpenDB(connector), nil
}

// makeTemplate migrates one database and returns how to copy it. The template is not dropped.
func makeTemplate() (copying, error) {
	cfg, root, err := server()
	if err != nil {
		return copying{}, err
	}
	cfg.DBName = fmt.Sprintf("template_%d", os.Getpid())
	if _, err := root.Exec("CREATE DATABASE " + cfg.DBName); err != nil {
		return copying{}, err
	}
	keys, err := os.MkdirTemp("", "linli-keys")
	if err != nil {
		return copying{}, err
	}
	defer os.RemoveAll(keys)
	if err := Migrate(cfg.FormatDSN(), "", keys); err != nil {
		return copying{}, err
	}
	statements := []string{"CREATE DATABASE %[1]s"}
	tables, err := names(root, cfg.DBName)
	if err != nil {
		return copying{}, err
	}
	for _, t := range tables {
		statements = append(statements, fmt.Sprintf("CREATE TABLE %%[1]s.%s LIKE %s.%[1]s", t, cfg.DBName))
		var rows int
		if err := root.QueryRow(fmt.Sprintf("SELECT COUNT(*) FROM %s.%s", cfg.DBName, t)).Scan(&rows); err != nil {
			return copying{}, err
		}
		if rows > 0 && t != "vault_key" { // each copy makes its own keys
			statements = append(statements, fmt.Sprintf("INSERT INTO %%[1]s.%s SELECT * FROM %s.%[1]s", t, cfg.DBName))
		}
	}
	return copying{root, strings.Join(statements, "; ")}, nil
}

// names returns the tables of a database.
func names(root *sql.DB, database string) (tables []string, err error) {
	rows, err := root.QueryContext(context.Background(),
		"SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name", database)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, rows.Err()
}
