package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// The program dies after a missed deadline, and again before the next rung is asked.
func TestTheLadderSurvivesARestart(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		id := wangsLamp(w)
		w.alerted()
		w.stop()
		w.at("2026-11-23 11:00") // the deadline passes while the program is down
		w.start()
		w.sweeps()
		same(w, "the first rung", map[string]int{"breached": 1, "overdue": 2, "pushed": 1, "breach": 1}, w.breaches())
		w.stop()
		w.at("2026-11-25 08:00") // and so does the next one
		w.recurring = true
		w.start()
		w.until(func() bool { return w.breaches()["breach"] == 2 }) // without an operator
		w.sweeps()
		same(w, "the second rung", map[string]int{"breached": 2, "overdue": 4, "pushed": 1, "breach": 2}, w.breaches())
		w.wants(w.clerk().sees("staff", id), fields{"asked": "城关街道工作人员", "asked_due_at": "2026-11-25T14:30:00+08:00"})
	})
}

// The clock is set ahead by days, which is noticed, and back again.
func TestTheLadderSurvivesAClockThatJumps(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		id := wangsLamp(w)
		w.at("2026-12-20 09:00") // almost four weeks: one rung, not four
		w.sweeps()
		w.sweeps()
		first := map[string]int{"breached": 1, "overdue": 2, "pushed": 1, "breach": 1}
		same(w, "clock set ahead", first, w.breaches())
		w.recurs("sweep_deadlines")
		w.until(func() bool { // the run in the future is recorded
			return w.count(`SELECT COUNT(*) FROM job_run WHERE name = 'sweep_deadlines' AND started_at > ?`, beijing("2026-12-19 09:00").UnixMilli()) == 1
		})
		w.at("2026-11-23 12:00")
		w.sweeps()
		same(w, "clock set back", first, w.breaches())
		w.recurs("sweep_deadlines")
		w.until(func() bool { // it runs anyway
			return w.count(`SELECT COUNT(*) FROM job_run WHERE name = 'sweep_deadlines' AND done_at < ?`, beijing("2026-11-24 09:00").UnixMilli()) == 1
		})
		w.wants(w.clerk().sees("staff", id), fields{"asked": "阳光社区书记"})
		w.wants(w.clerk().acts(id, "accept", nil), fields{"asked": "", "light": "green", "due_at": "2026-11-24T09:00:00+08:00"})
		fresh := wangsLamp(w) // and a new report is warned on time
		w.at("2026-11-23 16:00")
		w.sweeps()
		w.wants(w.clerk().sees("staff", fresh), fields{"asked": "阳光社区书记"})
	})
}

// Two workers, and then twenty, sweep at once: each step happens once.
func TestManySweepAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		all := ids(45, func() string { return wangsLamp(w) })
		sweep := func(workers int) {
			w.Helper()
			var group sync.WaitGroup
			start := make(chan struct{})
			for range workers {
				group.Go(func() {
					<-start
					if _, err := w.system.Reports.Sweep(w.ctx); err != nil {
						w.Error(err)
					}
				})
			}
			close(start)
			group.Wait()
		}
		n := len(all)
		w.at("2026-11-23 10:37")
		sweep(2)
		same(w, "warned by two", map[string]int{"due_soon": 2 * n}, w.breaches()) // two clerks
		w.at("2026-11-23 11:00")
		sweep(20)
		same(w, "breach by twenty", map[string]int{"due_soon": 2 * n, "breached": n, "overdue": 2 * n, "pushed": n, "breach": n}, w.breaches())
		w.at("2026-11-23 17:00")
		sweep(20)
		same(w, "the next rung", map[string]int{"due_soon": 2 * n, "breached": 2 * n, "overdue": 4 * n, "pushed": n, "breach": 2 * n}, w.breaches())
	})
}

// One report cannot be saved, whatever the reason: all others are swept, and the error is returned.
func TestOneBrokenReportDelaysNoOther(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		all := ids(25, func() string { return wangsLamp(w) })
		w.breaks(all[3])
		w.at("2026-11-23 11:00")
		if _, err := w.system.Reports.Sweep(w.ctx); err == nil || !strings.Contains(err.Error(), "report "+all[3]) {
			w.Fatalf("%v", err)
		}
		if n := w.breaches()["breach"]; n != 24 {
			w.Fatalf("%d of 24 were swept", n)
		}
		w.recurs("sweep_deadlines")
		w.until(func() bool {
			return w.count(`SELECT COUNT(*) FROM job_run WHERE name = 'sweep_deadlines' AND failed_at > 0`) == 1
		})
		w.exec(`DROP TRIGGER broken`)
		w.sweeps()
		same(w, "after the repair", 25, w.breaches()["breach"])

		// The same for reports that are closed automatically.
		clerk := w.clerk()
		for _, id := range all[:3] {
			w.takes(clerk, id)
			clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
		}
		w.breaks(all[0])
		w.at("2026-12-01 11:00")
		if n, err := w.system.Reports.CloseExpired(w.ctx); n > 2 || err == nil {
			w.Fatalf("%d, %v", n, err)
		}
		same(w, "closed", 2, w.count(`SELECT COUNT(*) FROM report WHERE state = 'closed'`))
		w.exec(`DROP TRIGGER broken`)
	})
}

// breaks makes one report impossible to save.
func (w *world) breaks(id string) {
	w.Helper()
	refuse := `SELECT RAISE(ABORT, 'broken')`
	if w.config.MySQL != "" {
		w.exec(`CREATE TRIGGER broken BEFORE UPDATE ON report FOR EACH ROW
			IF NEW.id = ` + id + ` THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken'; END IF`)
		return
	}
	w.exec(`CREATE TRIGGER broken BEFORE UPDATE ON report WHEN NEW.id = ` + id + ` BEGIN ` + refuse + `; END`)
}

// Redis is flushed and the database hangs while deadlines pass: afterwards the sweep continues.
func TestASweepContinuesAfterAnOutage(t *testing.T) {
	t.Parallel()
	db, redis, env := behindProxies(t, serverEnv(t))
	w := newWorld(t, env)
	w.imports(staffed())
	all := ids(5, func() string { return wangsLamp(w) })
	w.alerted()
	w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
	redis.set("down")
	db.set("down")
	w.at("2026-11-23 11:00")
	if _, err := w.system.Reports.Sweep(w.ctx); err == nil {
		w.Fatal("the sweep succeeded without a database")
	}
	db.set("")
	redis.set("")
	w.until(func() bool { return w.system.DB.Ping(w.ctx) == nil })
	w.until(func() bool { _, err := w.system.Reports.Sweep(w.ctx); return err == nil })
	n := len(all)
	same(w, "afterwards", map[string]int{"breached": n, "overdue": 2 * n, "pushed": n, "breach": n}, w.breaches())
}

// A sweep that does not run shows in the readiness and metrics.
func TestASweepThatDoesNotRunIsReported(t *testing.T) {
	t.Parallel()
	eachRecurring(t, func(w *world) {
		ran := func() bool {
			return w.count(`SELECT COUNT(*) FROM job_run WHERE name = 'sweep_deadlines' AND done_at > 0`) == 1
		}
		w.until(ran)
		state := func() string {
			w.Helper()
			return w.system.Ready(w.ctx).Parts["recurring.sweep_deadlines"]
		}
		same(w, "readiness now", "ok", state())
		w.must(w.running.Stop())
		w.running = nil
		w.later(3 * time.Minute)
		same(w, "three minutes later", "late 2m45s", state())
		w.must(w.system.Close())
	})
}
