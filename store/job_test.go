package store

import (
	"testing"
	"time"

	"linli/app/job"
)

// A long backlog is read page by page, each job once, although many are due at the same moment.
func TestABacklogIsReadPageByPage(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, jobs := t.Context(), NewJobs(db)
		const many = 23
		if err := db.inTx(ctx, func(tx *tx) error {
			for i := range int64(many) {
				if err := tx.AddJob(ctx, "k", i+1, db.now().Add(-time.Duration(i%3)*time.Minute)); err != nil {
					return err
				}
			}
			return tx.AddJob(ctx, "k", many+1, db.now().Add(time.Minute))
		}); err != nil {
			t.Fatal(err)
		}
		var last job.Job
		seen := map[int64]bool{}
		for {
			page, err := jobs.Due(ctx, last, 5)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range page {
				if seen[j.ID] || j.DueAt.Before(last.DueAt) {
					t.Errorf("%+v comes after %+v", j, last)
				}
				seen[j.ID], last = true, j
			}
			if len(page) < 5 {
				break
			}
		}
		if len(seen) != many {
			t.Errorf("%d of %d jobs", len(seen), many)
		}
	})
}
