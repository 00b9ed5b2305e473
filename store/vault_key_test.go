package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linli/app/person"
	"linli/store/storetest"
)

// again opens the database of db a second time, as another process with these keys would.
func again(t *testing.T, db *DB, keys string) (*DB, error) {
	t.Helper()
	other, err := Open(t.Context(), reopen(t, db, keys))
	if err == nil {
		t.Cleanup(func() { other.Close() })
	}
	return other, err
}

// Several processes make their first start concurrently on one database and one key folder: one set of keys wins, and each
// reads the others' numbers.
func TestFirstStartsAtOnce(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		for range storetest.Often(5, 2) {
			startTogether(t, Config{File: filepath.Join(t.TempDir(), "t.db"), Keys: t.TempDir(), Now: newClock().Now})
		}
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		for range storetest.Often(5, 2) {
			startTogether(t, Config{DSN: storetest.Empty(t), Keys: filepath.Join(t.TempDir(), "keys"), Now: newClock().Now})
		}
	})
}

// A process that starts while another holds an exclusive lock on the new file waits for it.
func TestAStartWaitsForTheFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "t.db")
	other, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	freed := make(chan error, 1)
	time.AfterFunc(1500*time.Millisecond, func() { // longer than a statement waits for a lock
		_, err := other.ExecContext(context.Background(), "ROLLBACK")
		freed <- err
	})
	db, err := Open(t.Context(), Config{File: file, Keys: t.TempDir(), Now: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := <-freed; err != nil {
		t.Fatal(err)
	}
}

func startTogether(t *testing.T, c Config) {
	t.Helper()
	const processes = 4
	var opened [processes]*DB
	together(processes, func(i int) {
		db, err := Open(t.Context(), c)
		if err != nil {
			t.Errorf("process %d: %v", i, err)
			return
		}
		opened[i] = db
	})
	if t.Failed() {
		t.FailNow()
	}
	for i, db := range opened {
		sealed, index, err := db.vault.sealPhone("13812345678")
		if err != nil {
			t.Fatal(err)
		}
		for _, reader := range opened {
			if p, err := reader.vault.openPhone(sealed); err != nil || p != "13812345678" {
				t.Fatalf("what process %d wrote cannot be read: %v", i, err)
			}
			if _, other, _ := reader.vault.sealPhone("13812345678"); other != index {
				t.Fatal("two processes index differently")
			}
		}
	}
	for _, db := range opened {
		db.Close()
	}
}

func TestForeignKeysAreRefused(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if err := db.inTx(t.Context(), func(tx *tx) error {
			return tx.AddPerson(t.Context(), &person.Person{Name: "王", Phone: "13812345678", CreatedAt: db.now()})
		}); err != nil {
			t.Fatal(err)
		}
		foreign := t.TempDir()
		if _, err := createVault(foreign); err != nil {
			t.Fatal(err)
		}
		empty := filepath.Join(t.TempDir(), "keys")
		refused := func(how string) {
			t.Helper()
			if _, err := again(t, db, foreign); !errors.Is(err, errKeysForeign) {
				t.Errorf("%s: another set of keys: %v", how, err)
			}
			if _, err := again(t, db, empty); !errors.Is(err, errKeysMissing) {
				t.Errorf("%s: no keys: %v", how, err)
			}
			if _, err := os.Stat(empty); err == nil {
				t.Errorf("%s: keys were made", how)
			}
		}
		refused("remembered")
		if _, err := db.pool.Exec(`DELETE FROM vault_key`); err != nil {
			t.Fatal(err)
		}
		refused("written before databases remembered")
		if _, err := again(t, db, keysOf(db)); err != nil {
			t.Fatalf("its own keys: %v", err)
		}
	})
}

// After a key was added, a process with only the older keys does not start: it could not read newer numbers.
func TestKeysWithoutTheNewestAreRefused(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		older := t.TempDir()
		if err := os.CopyFS(older, os.DirFS(keysOf(db))); err != nil {
			t.Fatal(err)
		}
		if err := RotateVault(keysOf(db)); err != nil {
			t.Fatal(err)
		}
		if _, err := again(t, db, older); err != nil {
			t.Fatalf("refused before the new key was used: %v", err)
		}
		if _, err := again(t, db, keysOf(db)); err != nil {
			t.Fatal(err)
		}
		if _, err := again(t, db, older); !errors.Is(err, errKeysForeign) {
			t.Fatalf("the older keys: %v", err)
		}
	})
}
