package store

import (
	"errors"
	"testing"

	"linli/app/report"
)

// A report is saved with what its deed changed: other columns keep what else wrote them in the transaction, and what a failed Try undid is written
// again.
func TestSavingAReport(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, reports := t.Context(), NewReports(db)
		r := report.Report{Community: 1, Number: 1, Author: 2, Text: "灯坏了", State: report.InHand, SubmittedAt: db.now()}
		in := func(do func(*tx) error) {
			t.Helper()
			if err := db.inTx(ctx, do); err != nil {
				t.Fatal(err)
			}
		}
		read := func() report.Report {
			t.Helper()
			got, err := reports.Report(ctx, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		in(func(tx *tx) error { _, err := tx.AddReport(ctx, &r); return err })
		in(func(tx *tx) error {
			got, err := tx.LockReport(ctx, r.ID)
			if err != nil {
				return err
			}
			if _, err := tx.q.ExecContext(ctx, `UPDATE report SET urges = 7 WHERE id = ?`, r.ID); err != nil {
				return err
			}
			got.Place = "3号楼"
			return errors.Join(tx.SaveReport(ctx, got), tx.SaveReport(ctx, got))
		})
		if got := read(); got.Place != "3号楼" || got.Urges != 7 || got.Text != r.Text {
			t.Errorf("one column was changed: %+v", got)
		}
		undone := errors.New("undone")
		in(func(tx *tx) error {
			got, err := tx.LockReport(ctx, r.ID)
			if err != nil {
				return err
			}
			got.Result = "换好了"
			if err := tx.Try(ctx, func() error { return errors.Join(tx.SaveReport(ctx, got), undone) }); !errors.Is(err, undone) {
				return err
			}
			return tx.SaveReport(ctx, got)
		})
		if got := read(); got.Result != "换好了" {
			t.Errorf("saved after a failed Try: %q", got.Result)
		}
		whole := read()
		whole.Reopens, whole.Outcome = 2, report.Solved
		in(func(tx *tx) error { return tx.SaveReport(ctx, whole) }) // it was read before
		if got := read(); got.Reopens != 2 || got.Outcome != report.Solved || got.Urges != 7 {
			t.Errorf("saved without a lock: %+v", got)
		}
	})
}
