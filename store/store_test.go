package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

var dbSeq atomic.Int64

// testClock is a clock that tests move.
type testClock struct{ at atomic.Int64 }

func (c *testClock) Now() time.Time          { return time.UnixMilli(c.at.Load()).UTC() }
func (c *testClock) Forward(d time.Duration) { c.at.Add(d.Milliseconds()) }

func newClock() *testClock {
	c := &testClock{}
	c.at.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMilli())
	return c
}

// eachEngine runs the test on SQLite, and on MySQL when LINLI_TEST_MYSQL names a server.
func eachEngine(t *testing.T, test func(t *testing.T, db *DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, openTest(t)) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); test(t, openTestMySQL(t)) })
}

func testVault(t *testing.T) *Vault {
	t.Helper()
	v, err := OpenVault(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// openTest gives the test its own empty, migrated SQLite file: a copy of one, for the migrations take longer than most
// tests.
func openTest(t *testing.T) *DB {
	t.Helper()
	file := filepath.Join(t.TempDir(), "t.db")
	empty, err := emptyFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, empty, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(context.Background(), Config{File: file, Vault: testVault(t), Now: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// emptyFile is an SQLite file with all tables and no rows.
var emptyFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "linli-empty")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	vault, err := OpenVault(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "t.db")
	db, err := Open(context.Background(), Config{File: file, Vault: vault, Now: newClock().Now})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil { // the last one to close leaves everything in the one file
		return nil, err
	}
	return os.ReadFile(file)
})

// openTestMySQL is openTest on the server of LINLI_TEST_MYSQL.
func openTestMySQL(t *testing.T) *DB {
	t.Helper()
	dsn := os.Getenv("LINLI_TEST_MYSQL")
	if dsn == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("LINLI_TEST_MYSQL is required in CI")
		}
		t.Skip("LINLI_TEST_MYSQL is not set")
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	root, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.DBName = fmt.Sprintf("t_%d_%d", os.Getpid(), dbSeq.Add(1))
	if _, err := root.Exec("CREATE DATABASE " + cfg.DBName); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Exec("DROP DATABASE " + cfg.DBName); root.Close() })
	db, err := Open(context.Background(), Config{DSN: cfg.FormatDSN(), Vault: testVault(t), Now: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestMigrationsRunTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if err := db.migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		// A start that died after a statement and before it was remembered runs it again.
		if _, err := db.pool.Exec(`DELETE FROM schema_step`); err != nil {
			t.Fatal(err)
		}
		if err := db.migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		if v, err := db.Version(context.Background()); err != nil || v == 0 {
			t.Fatalf("version %d, %v", v, err)
		}
	})
}

func TestPhonesAreSealed(t *testing.T) {
	v := testVault(t)
	a, ia, err := v.sealPhone("13812345678")
	if err != nil {
		t.Fatal(err)
	}
	b, ib, _ := v.sealPhone("13812345678")
	if a == b || ia != ib || strings.Contains(a, "138") {
		t.Fatal("a sealed number must differ each time, its index never")
	}
	if p, err := v.openPhone(a); err != nil || p != "13812345678" {
		t.Fatalf("opened %v", err)
	}
	if _, err := testVault(t).openPhone(a); err == nil || strings.Contains(err.Error(), a) {
		t.Fatalf("another keyset must not open it, nor show it: %v", err)
	}
}

func TestRotatedVaultStillOpens(t *testing.T) {
	dir := t.TempDir()
	old, err := OpenVault(dir)
	if err != nil {
		t.Fatal(err)
	}
	sealed, index, _ := old.sealPhone("13812345678")
	if err := RotateVault(dir); err != nil {
		t.Fatal(err)
	}
	fresh, err := OpenVault(dir)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := fresh.openPhone(sealed); err != nil || p != "13812345678" {
		t.Fatalf("opened %v", err)
	}
	resealed, again, _ := fresh.sealPhone("13812345678")
	if again != index {
		t.Fatal("the index must not change")
	}
	if _, err := old.openPhone(resealed); err == nil {
		t.Fatal("the old keys must not open what the new key sealed")
	}
}
