package store

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/store/storetest"
)

// testClock is a clock that tests set.
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
	v, err := createVault(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// openTest gives the test its own empty, migrated SQLite file.
func openTest(t *testing.T) *DB {
	t.Helper()
	file := filepath.Join(t.TempDir(), "t.db")
	storetest.WriteFile(t, file)
	return openFor(t, Config{File: file})
}

// openTestMySQL is openTest on the server of LINLI_TEST_MYSQL.
func openTestMySQL(t *testing.T) *DB {
	t.Helper()
	return openFor(t, Config{DSN: storetest.Migrated(t)})
}

// opened keeps the configuration of each test database, so that it can be opened again.
var opened sync.Map

// openFor opens a database with keys of its own.
func openFor(t *testing.T, c Config) *DB {
	t.Helper()
	c.Keys, c.Now = filepath.Join(t.TempDir(), "keys"), newClock().Now
	db, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	opened.Store(db, c)
	t.Cleanup(func() { opened.Delete(db); db.Close() })
	return db
}

// keysOf returns the folder of the keys of a database that openFor opened.
func keysOf(db *DB) string {
	c, _ := opened.Load(db)
	return c.(Config).Keys
}

// reopen returns the configuration of a test database without the keys.
func reopen(t *testing.T, db *DB, keys string) Config {
	t.Helper()
	c, ok := opened.Load(db)
	if !ok {
		t.Fatal("openFor did not open it")
	}
	other := c.(Config)
	other.Keys = keys
	return other
}

func init() {
	storetest.Migrate = func(dsn, file, keys string) error {
		db, err := Open(context.Background(), Config{DSN: dsn, File: file, Keys: keys, Now: newClock().Now})
		if err != nil {
			return err
		}
		return db.Close()
	}
}

// Of two migrations with one number the second would never run.
func TestMigrationsHaveNumbersOfTheirOwn(t *testing.T) {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, f := range files {
		if other := seen[f.Name()[:4]]; other != "" {
			t.Errorf("%s and %s have one number", other, f.Name())
		}
		seen[f.Name()[:4]] = f.Name()
	}
}

func TestMigrationsRunTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if err := db.migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		// A start that died before a finished statement was recorded runs it again.
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
	old, err := createVault(dir)
	if err != nil {
		t.Fatal(err)
	}
	sealed, index, _ := old.sealPhone("13812345678")
	if err := RotateVault(dir); err != nil {
		t.Fatal(err)
	}
	fresh, err := createVault(dir)
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

// A copy of the migrated database has the same columns, indexes and checks.
func TestACopyIsLikeTheMigratedDatabase(t *testing.T) {
	t.Parallel()
	copied := openTestMySQL(t)
	migrated := openFor(t, Config{DSN: storetest.Empty(t)})
	var tables []string
	if err := migrated.pool.Select(&tables, `SHOW TABLES`); err != nil || len(tables) < 50 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, table := range tables {
		said := func(db *DB) string {
			var name, made string
			if err := db.pool.QueryRow(`SHOW CREATE TABLE `+table).Scan(&name, &made); err != nil {
				t.Fatal(err)
			}
			return regexp.MustCompile(` AUTO_INCREMENT=\d+`).ReplaceAllString(made, "")
		}
		if a, b := said(migrated), said(copied); a != b {
			t.Errorf("%s\nwas copied as\n%s", a, b)
		}
	}
}
