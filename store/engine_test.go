package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// An error that the database cannot work now is an outage and ends the transaction; a wrong statement or a duplicate row is
// neither.
func TestOutageErrorsEndTheTransaction(t *testing.T) {
	for _, number := range []uint16{
		1205, 1213, 1020, // locks
		1021, 1030, 1114, // full
		1290, 1792, 1836, // read-only
		1040, 1203, 1053, 1077, 1927, // too many, going down
		1047, 1180, 3100, 3101, // clusters
		8002, 8022, 8027, 8028, 9001, 9002, 9003, 9004, 9005, 9006, 9007, // TiDB
	} {
		err := fmt.Errorf("save: %w", &mysql.MySQLError{Number: number, Message: "x"})
		if !errors.Is(outage(err), ErrBusy) || !ends(err) {
			t.Errorf("%d: outage %v, ends the transaction %v", number, outage(err), ends(err))
		}
	}
	for _, number := range []uint16{1062, 1064, 1146, 1406, 1451, 3819, 4025} {
		err := fmt.Errorf("save: %w", &mysql.MySQLError{Number: number, Message: "x"})
		if errors.Is(outage(err), ErrBusy) || ends(err) {
			t.Errorf("%d: outage %v, ends the transaction %v", number, outage(err), ends(err))
		}
	}
	for _, err := range []error{driver.ErrBadConn, mysql.ErrInvalidConn} {
		if !errors.Is(outage(err), ErrBusy) || !ends(err) {
			t.Errorf("%v is no outage", err)
		}
	}
}

// The errors of SQLite for a full disk and a read-only file are outages.
func TestAFullDiskIsAnOutage(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	db.kept = nil // one connection, so that its settings apply
	db.pool.SetMaxOpenConns(1)
	if _, err := db.pool.Exec(`PRAGMA max_page_count = 1`); err != nil { // the current number
		t.Fatal(err)
	}
	err := db.inTx(t.Context(), func(tx *tx) error {
		_, err := tx.q.ExecContext(t.Context(), `CREATE TABLE t (x TEXT)`)
		for i := 0; err == nil && i < 1000; i++ {
			_, err = tx.q.ExecContext(t.Context(), `INSERT INTO t VALUES (?)`, fmt.Sprintf("%4000d", i))
		}
		return err
	})
	if !errors.Is(err, ErrBusy) {
		t.Fatalf("a full disk: %v", err)
	}
	if _, err := db.pool.Exec(`PRAGMA query_only = 1`); err != nil {
		t.Fatal(err)
	}
	if err := db.Writable(t.Context()); !errors.Is(err, ErrBusy) {
		t.Fatalf("read-only: %v", err)
	}
}
