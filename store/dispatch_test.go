package store

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/app/auth"
	"linli/app/dispatch"
	"linli/app/job"
	"linli/app/pace"
	"linli/app/report"
	"linli/app/when"
)

func termOf(n int, u when.Unit) when.Term { return when.Term{N: n, Unit: u} }

// fullTable uses every column to its bounds.
func fullTable(lines int) report.Limits {
	table := make(report.Limits, lines)
	for i := range table {
		table[i] = report.Limit{
			Category: "sanitation", Topic: "greenery", Urgent: i%2 == 0, Intake: termOf(10_000, when.WorkingHours),
			Dispatch: termOf(i+1, when.Minutes), Whole: termOf(2_500, when.WorkingDays), Escalate: termOf(1, when.Days),
		}
		for s := range 6 {
			table[i].Steps = append(table[i].Steps, pace.Step{
				Name: strings.Repeat("步", 9) + fmt.Sprint(s), Term: termOf(10_000, when.WorkingHours),
			})
		}
	}
	return table
}

func TestDecisionsComeBackAsTheyWere(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		var all []report.Category
		for _, k := range report.Shipped.Kinds {
			all = append(all, k.Category)
		}
		want := map[int64]report.Ruling{
			0: {Limits: fullTable(100)},
			7: {Limits: fullTable(1), Routes: report.Routes{
				{Name: strings.Repeat("名", 20), Categories: all, Area: 9, Hour: report.OffHours, To: report.Holder{Kind: report.ByOrg, Org: 3}},
				{Name: "二", To: report.Holder{Kind: report.ByPost, Role: auth.GridOfficer}},
			}},
		}
		for range 2 { // the second time replaces the first
			for community, r := range want {
				if err := NewDispatch(db).InTx(ctx, func(tx dispatch.Tx) error {
					return errors.Join(tx.BumpRules(ctx), tx.SaveLimits(ctx, community, r.Limits), tx.SaveRoutes(ctx, community, r.Routes))
				}); err != nil {
					t.Fatal(err)
				}
			}
		}
		got, err := NewDispatch(db).Rulings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(report.Route{}, "ID")); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		if v, err := NewDispatch(db).Version(ctx); err != nil || v != 4 {
			t.Fatalf("version %d, %v", v, err)
		}
	})
}

// Two secretaries save at the same moment: one of the two tables is stored completely.
func TestDecisionsAtOnceDoNotMix(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		together(20, func(i int) {
			if err := NewDispatch(db).InTx(ctx, func(tx dispatch.Tx) error {
				if err := tx.BumpRules(ctx); err != nil {
					return err
				}
				return errors.Join(tx.SaveLimits(ctx, 7, fullTable(i+1)), tx.SaveRoutes(ctx, 7, make(report.Routes, i+1)))
			}); err != nil {
				t.Error(err)
			}
		})
		got, err := NewDispatch(db).Rulings(ctx)
		if n := len(got[7].Limits); err != nil || n == 0 || n != len(got[7].Routes) {
			t.Fatalf("%d limits, %d routes, %v", n, len(got[7].Routes), err)
		}
	})
}

func TestOneJoinsOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if n := wins(t, db, 20, func(tx *tx) (bool, error) { return tx.AddJoin(t.Context(), 1, 2, db.now()) }); n != 1 {
			t.Fatalf("joined %d times", n)
		}
	})
}

// Of several workers at one report, one changes it; the others see that under the lock and do nothing.
func TestOneWorkerHandlesALapsedDeadline(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, now := t.Context(), db.now()
		r := report.Report{Community: 1, Author: 1, State: report.Accepted, Source: report.App, SubmittedAt: now}
		r.CheckAt = now
		if err := db.inTx(ctx, func(tx *tx) error { _, err := tx.AddReport(ctx, &r); return err }); err != nil {
			t.Fatal(err)
		}
		ids, err := NewReports(db).Lapsed(ctx, now, 10)
		if err != nil || len(ids) != 1 {
			t.Fatalf("%v %v", ids, err)
		}
		n := wins(t, db, 20, func(tx *tx) (bool, error) {
			found, err := tx.LockReport(ctx, r.ID)
			if err != nil || found.CheckAt.After(now) {
				return false, err
			}
			found.Level, found.CheckAt = found.Level+1, now.Add(time.Hour)
			return true, tx.SaveReport(ctx, found)
		})
		if found, err := NewReports(db).Report(ctx, r.ID); n != 1 || err != nil || found.Level != 1 {
			t.Fatalf("%d did it, level %d, %v", n, found.Level, err)
		}
	})
}

// The clock is set back by hours: jobs begun or leased "in the future" run again within minutes, once.
func TestAClockPutBackStopsNoWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		c := newClock()
		db.now = c.Now
		ctx, jobs := t.Context(), NewJobs(db)
		if err := db.inTx(ctx, func(tx *tx) error { return tx.AddJob(ctx, "k", 1, db.now().Add(-12*time.Hour)) }); err != nil {
			t.Fatal(err)
		}
		ids, err := jobs.Due(ctx, job.Job{}, 10)
		if err != nil || len(ids) != 1 {
			t.Fatalf("%v %v", ids, err)
		}
		if _, _, err := jobs.Lease(ctx, ids[0].ID, 30*time.Second); err != nil {
			t.Fatal(err)
		}
		if ok, err := jobs.StartRun(ctx, "sweep", 15*time.Second, 30*time.Second); !ok || err != nil {
			t.Fatal(ok, err)
		}
		c.Forward(-10 * time.Second) // a small clock error
		if ok, err := jobs.StartRun(ctx, "sweep", 15*time.Second, 30*time.Second); ok || err != nil {
			t.Fatalf("begun %v, %v", ok, err)
		}
		if due, err := jobs.Due(ctx, job.Job{}, 10); len(due) != 0 || err != nil {
			t.Fatalf("%v %v", due, err)
		}
		c.Forward(-6 * time.Hour)
		if due, err := jobs.Due(ctx, job.Job{}, 10); len(due) != 1 || err != nil {
			t.Fatalf("%v %v", due, err)
		}
		var leased, begun atomic.Int64
		together(20, func(int) {
			if _, _, err := jobs.Lease(ctx, ids[0].ID, 30*time.Second); err == nil {
				leased.Add(1)
			}
			if ok, _ := jobs.StartRun(ctx, "sweep", 15*time.Second, 30*time.Second); ok {
				begun.Add(1)
			}
		})
		if leased.Load() != 1 || begun.Load() != 1 {
			t.Fatalf("leased %d times, begun %d times", leased.Load(), begun.Load())
		}
	})
}
