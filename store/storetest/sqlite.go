package storetest

import (
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var emptyFile = sync.OnceValues(makeFile)

// WriteFile writes an SQLite file with all tables and no rows.
func WriteFile(t *testing.T, file string) {
	t.Helper()
	empty, err := emptyFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, empty, 0o600); err != nil {
		t.Fatal(err)
	}
}

// makeFile migrates one SQLite file and returns its bytes.
func makeFile() ([]byte, error) {
	dir, err := os.MkdirTemp("", "linli-empty")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "linli.db")
	if err := Migrate("", file, filepath.Join(dir, "keys")); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(`DELETE FROM vault_key`); err != nil { // each copy makes its own keys
		return nil, err
	}
	if err := db.Close(); err != nil { // closing the last connection merges all into the one file
		return nil, err
	}
	return os.ReadFile(file)
}

// Often returns most where both engines are tested, everyday in other tests.
func Often(most, everyday int) int {
	if os.Getenv(Variable) == "" {
		return everyday
	}
	return most
}
