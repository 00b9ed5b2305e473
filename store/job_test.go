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

// The jobs of a transaction are saved together: each once and due at the earliest time, an open one again, and a running one runs once more.
func TestTheJobsOfATransaction(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, jobs, now := t.Context(), NewJobs(db), db.now().Truncate(time.Millisecond)
		db.now = func() time.Time { return now }
		var told []job.Job
		db.OnJobs(func(due []job.Job) { told = append(told, due...) })
		add := func(all ...job.Job) {
			t.Helper()
			if err := db.inTx(ctx, func(tx *tx) error {
				for _, j := range all {
					if err := tx.AddJob(ctx, j.Kind, j.Ref, j.DueAt); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		later := now.Add(time.Hour)
		add(job.Job{Kind: "b", Ref: 1, DueAt: later}, job.Job{Kind: "a", Ref: 7, DueAt: later}, job.Job{Kind: "a", Ref: 7, DueAt: now}, job.Job{Kind: "a", Ref: 8, DueAt: now})
		if len(told) != 2 || told[0].Ref != 7 || told[1].Ref != 8 {
			t.Fatalf("due: %v", told)
		}
		ids, err := jobs.IDs(ctx, told)
		if err != nil || len(ids) != 2 {
			t.Fatalf("%v, %v", ids, err)
		}
		j, stamp, err := jobs.Lease(ctx, ids[0], time.Minute)
		if err != nil || j.Ref != 7 {
			t.Fatalf("%+v, %v", j, err)
		}
		add(job.Job{Kind: "b", Ref: 1, DueAt: now}, job.Job{Kind: "a", Ref: 7, DueAt: later}) // sooner than before; and while it runs
		if err := jobs.Done(ctx, j.ID, stamp); err != nil {
			t.Fatal(err)
		}
		due, err := jobs.Due(ctx, job.Job{}, 10)
		if err != nil || len(due) != 3 {
			t.Fatalf("due afterwards: %v, %v", due, err)
		}
		add()
	})
}
