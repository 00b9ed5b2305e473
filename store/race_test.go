package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/chat"
	"linli/app/inbox"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/steward"
)

// Together runs n functions released at the same moment.
func together(n int, do func(i int)) {
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() { <-start; do(i) })
	}
	close(start)
	group.Wait()
}

// wins counts the transactions that return true.
func wins(t *testing.T, db *DB, n int, do func(tx *tx) (bool, error)) int {
	t.Helper()
	var won atomic.Int64
	together(n, func(int) {
		err := db.inTx(t.Context(), func(tx *tx) error {
			ok, err := do(tx)
			if err == nil && ok {
				won.Add(1)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	return int(won.Load())
}

func TestNumbersHaveNoGapsAndNoDoubles(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var mu sync.Mutex
		var got []int
		together(20, func(int) {
			var n int
			err := db.inTx(t.Context(), func(tx *tx) (err error) {
				n, err = tx.NextNumber(t.Context(), 261123)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			got = append(got, n)
			mu.Unlock()
		})
		slices.Sort(got)
		for i, n := range got {
			if n != i+1 {
				t.Fatalf("%v", got)
			}
		}
	})
}

func TestOneCreditIsSpentOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		for i := range 3 { // one is older than the others
			if err := db.inTx(t.Context(), func(tx *tx) error {
				return tx.AddCredit(t.Context(), auth.MP, "o", "T", time.UnixMilli(int64(1000+i/2)))
			}); err != nil {
				t.Fatal(err)
			}
		}
		if n := wins(t, db, 20, func(tx *tx) (bool, error) { return tx.SpendCredit(t.Context(), auth.MP, "o", "T") }); n != 3 {
			t.Fatalf("%d of 3 credits were spent", n)
		}
	})
}

func TestFirstCreditsAtOnceAreAllCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		together(20, func(int) {
			if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddCredit(t.Context(), auth.MP, "o", "T", time.UnixMilli(1000)) }); err != nil {
				t.Error(err)
			}
		})
		var n int
		if err := db.pool.Get(&n, `SELECT COALESCE(SUM(credit), 0) FROM notify_consent`); err != nil || n != 20 {
			t.Fatalf("%d credits, %v", n, err)
		}
	})
}

func TestAnInvitationBindsOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		now := db.now()
		if err := db.inTx(t.Context(), func(tx *tx) error {
			return tx.AddInvitation(t.Context(), "h", 7, 1, now.Add(time.Hour))
		}); err != nil {
			t.Fatal(err)
		}
		var won atomic.Int64
		together(20, func(int) {
			err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.UseInvitation(t.Context(), "h", now); return err })
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, person.ErrInvite):
				t.Error(err)
			}
		})
		if won.Load() != 1 {
			t.Fatalf("%d were bound", won.Load())
		}
	})
}

func TestAStewardIsAlertedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		a := steward.Alert{Report: 1, Person: 2, Community: 3, At: db.now()}
		if n := wins(t, db, 20, func(tx *tx) (bool, error) { return tx.AddAlert(t.Context(), a) }); n != 1 {
			t.Fatalf("%d alerts", n)
		}
		if n := wins(t, db, 20, func(tx *tx) (bool, error) { return tx.AcknowledgeAlert(t.Context(), 1, 2, db.now()) }); n != 1 {
			t.Fatalf("%d first acknowledgements", n)
		}
	})
}

func TestAPushIsTakenOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		push := inbox.Push{Account: auth.OA, Key: "m:1", Kind: inbox.Text}
		var won atomic.Int64
		together(20, func(i int) {
			mine := fmt.Sprint("reply ", i)
			err := db.inTx(t.Context(), func(tx *tx) error {
				if err := tx.AddCredit(t.Context(), auth.MP, "o", "T", time.UnixMilli(1000)); err != nil { // the effect of the push
					return err
				}
				return tx.AddPush(t.Context(), push, mine, db.now())
			})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, inbox.ErrTaken):
				t.Error(err)
			}
		})
		var credit int
		if err := db.pool.Get(&credit, `SELECT COALESCE(SUM(credit), 0) FROM notify_consent`); err != nil || won.Load() != 1 || credit != 1 {
			t.Fatalf("taken %d times, with %d effects, %v", won.Load(), credit, err)
		}
		if reply, err := NewInbox(db).ReplyTo(t.Context(), push); err != nil || reply == "" {
			t.Fatalf("the kept reply is %q, %v", reply, err)
		}
		if err := NewInbox(db).Keep(t.Context(), push, "again", db.now()); !errors.Is(err, inbox.ErrTaken) {
			t.Fatalf("kept again: %v", err)
		}
	})
}

func TestTheSameRequestMakesOneReport(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var ids sync.Map
		var number atomic.Int64
		n := wins(t, db, 20, func(tx *tx) (bool, error) {
			r := report.Report{Community: 1, Author: 2, Request: "k", Number: number.Add(1), State: report.Submitted}
			added, err := tx.AddReport(t.Context(), &r)
			ids.Store(r.ID, true)
			return added, err
		})
		different := 0
		ids.Range(func(any, any) bool { different++; return true })
		if n != 1 || different != 1 {
			t.Fatalf("%d added, %d different ids", n, different)
		}
	})
}

func TestAJobIsRunByOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		jobs := NewJobs(db)
		if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddJob(t.Context(), "k", 1, db.now()) }); err != nil {
			t.Fatal(err)
		}
		ids, err := jobs.Due(t.Context(), job.Job{}, 10)
		if err != nil || len(ids) != 1 {
			t.Fatal(ids, err)
		}
		var won atomic.Int64
		var stamp atomic.Int64
		together(20, func(int) {
			_, s, err := jobs.Lease(t.Context(), ids[0].ID, time.Minute)
			switch {
			case err == nil:
				won.Add(1)
				stamp.Store(s)
			case !errors.Is(err, ErrJobGone):
				t.Error(err)
			}
		})
		if won.Load() != 1 {
			t.Fatalf("%d leases", won.Load())
		}
		// Added again while it runs: it stays, due at once.
		if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddJob(t.Context(), "k", 1, db.now()) }); err != nil {
			t.Fatal(err)
		}
		if err := jobs.Done(t.Context(), ids[0].ID, stamp.Load()); err != nil {
			t.Fatal(err)
		}
		if ids, err = jobs.Due(t.Context(), job.Job{}, 10); err != nil || len(ids) != 1 {
			t.Fatalf("%v %v", ids, err)
		}
		_, s, err := jobs.Lease(t.Context(), ids[0].ID, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := jobs.Done(t.Context(), ids[0].ID, s); err != nil {
			t.Fatal(err)
		}
		if ids, err = jobs.Due(t.Context(), job.Job{}, 10); err != nil || len(ids) != 0 {
			t.Fatalf("%v %v", ids, err)
		}
	})
}

func TestARecurringJobRunsOncePerPeriod(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		c := newClock()
		db.now = c.Now
		jobs := NewJobs(db)
		begin := func() int64 {
			var won atomic.Int64
			together(20, func(int) {
				ok, err := jobs.StartRun(t.Context(), "r", time.Hour, 15*time.Second)
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
			return won.Load()
		}
		step := func(what string, forward time.Duration, want int64) {
			t.Helper()
			c.Forward(forward)
			if n := begin(); n != want {
				t.Errorf("%s: %d runs, want %d", what, n, want)
			}
		}
		end := func(failed bool, next time.Duration) {
			t.Helper()
			if err := jobs.EndRun(t.Context(), "r", c.Now().Add(next), failed); err != nil {
				t.Error(err)
			}
		}
		step("the first time", 0, 1)
		step("while it runs", 10*time.Second, 0)
		if err := jobs.KeepRun(t.Context(), "r", 15*time.Second); err != nil {
			t.Error(err)
		}
		step("while it runs and is kept", 14*time.Second, 0)
		step("after its process died", 2*time.Second, 1)
		end(true, 30*time.Second)
		step("just failed", 29*time.Second, 0)
		step("a while after it failed", time.Second, 1)
		end(false, time.Hour)
		step("in the same period", 59*time.Minute, 0)
		step("in the next period", time.Minute, 1)
		end(false, time.Hour)
		step("two hours late", 3*time.Hour, 1)
	})
}

// A transaction that lost a deadlock is retried from the start.
func TestDeadlockIsRetried(t *testing.T) {
	t.Parallel()
	db := openTestMySQL(t)
	for n := range int64(2) {
		if err := db.inTx(t.Context(), func(tx *tx) error {
			return tx.AddNotice(t.Context(), &notify.Notice{Person: n + 1, State: notify.Pending})
		}); err != nil {
			t.Fatal(err)
		}
	}
	var tries atomic.Int64
	var barrier sync.WaitGroup
	barrier.Add(2)
	var once [2]sync.Once
	errs := make([]error, 2)
	together(2, func(i int) {
		first, second := int64(1+i), int64(2-i)
		errs[i] = db.inTx(t.Context(), func(tx *tx) error {
			tries.Add(1)
			if _, err := tx.LockNotice(t.Context(), first); err != nil {
				return err
			}
			once[i].Do(func() { barrier.Done(); barrier.Wait() })
			_, err := tx.LockNotice(t.Context(), second)
			return err
		})
	})
	if err := errors.Join(errs...); err != nil || tries.Load() < 3 {
		t.Fatalf("%d tries, %v", tries.Load(), err)
	}
}

// A read outside of its transaction needs a second connection; with a pool of one it hangs and the test fails.
func TestUseCasesReadInsideTheirTransaction(t *testing.T) {
	t.Parallel()
	db := openTestMySQL(t)
	db.pool.SetMaxOpenConns(1)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := NewReports(db).InTx(ctx, func(report.Tx) error { _, err := NewReports(db).Report(ctx, 1); return err })
	if !errors.Is(err, ErrBusy) {
		t.Fatalf("got %v", err)
	}
}

func TestDraftsAreReplaced(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		want := chat.Draft{
			Person: 1, Stage: chat.Pick, Text: "灯坏了", Place: "3号楼", Area: 3, Community: 2, Lat: 34.2, Lng: 108,
			Choices: []int64{4, 5}, Files: []int64{6}, Asked: 1, ExpiresAt: db.now(),
		}
		var got chat.Draft
		err := db.inTx(t.Context(), func(tx *tx) (err error) {
			if err := tx.SaveDraft(t.Context(), chat.Draft{Person: 1, Stage: chat.Place, ExpiresAt: db.now()}); err != nil {
				return err
			}
			if err := tx.SaveDraft(t.Context(), want); err != nil {
				return err
			}
			got, err = tx.Draft(t.Context(), 1)
			return err
		})
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%+v, %v", got, err)
		}
	})
}

// The receipt of a message arrives while the sender saves its message id: one transaction sees the other's row.
func TestReceiptAndSenderMeet(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		for i := range 20 {
			msgid := fmt.Sprint("m", i)
			a := notify.Attempt{Notice: int64(i + 1), Channel: auth.OA}
			if err := db.inTx(ctx, func(tx *tx) error { return tx.AddAttempt(ctx, &a) }); err != nil {
				t.Fatal(err)
			}
			var met atomic.Int64
			found := func(err error) error {
				if err == nil {
					met.Add(1)
				} else if errors.Is(err, notify.ErrMissing) {
					err = nil
				}
				return err
			}
			together(2, func(side int) {
				err := db.inTx(ctx, func(tx *tx) error {
					if side == 0 { // the sender
						saved := a
						saved.MsgID = msgid
						if err := tx.SaveAttempt(ctx, saved); err != nil {
							return err
						}
						_, err := tx.TakeReceipt(ctx, auth.OA, msgid)
						return found(err)
					}
					if _, err := tx.AttemptOf(ctx, auth.OA, msgid); err == nil {
						return found(nil)
					}
					if err := tx.KeepReceipt(ctx, auth.OA, inbox.Receipt{MsgID: msgid, OK: true}, db.now()); err != nil {
						return err
					}
					_, err := tx.LockAttemptOf(ctx, auth.OA, msgid)
					if err == nil {
						_, err = tx.TakeReceipt(ctx, auth.OA, msgid)
					}
					return found(err)
				})
				if err != nil {
					t.Error(err)
				}
			})
			if met.Load() != 1 {
				t.Fatalf("message %d: they met %d times", i, met.Load())
			}
		}
	})
}
