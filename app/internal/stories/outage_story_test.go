package stories

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/internal/system"

	"github.com/hibiken/asynq"

	"linli/app/fault"
	"linli/app/job"
	"linli/wxmsg/wxsim"
)

// outage takes a part away and returns the function that restores it.
type outage struct {
	name  string
	world func(t *testing.T) (*world, func() (back func()))
}

// outages are the kinds of outages.
func outages() []outage {
	return []outage{
		{"sqlite is locked", func(t *testing.T) (*world, func() func()) {
			w := started(t, nil, true)
			return w, func() func() {
				lock, err := w.records().Conn(w.ctx)
				w.must(err)
				_, err = lock.ExecContext(w.ctx, "BEGIN IMMEDIATE")
				w.must(err)
				return func() {
					_, err := lock.ExecContext(context.Background(), "ROLLBACK")
					w.must(err)
					lock.Close()
				}
			}
		}},
		{"mysql is down", func(t *testing.T) (*world, func() func()) {
			db, _, env := behindProxies(t, serverEnv(t))
			return started(t, env, true), func() func() { db.set("down"); return func() { db.set("") } }
		}},
		{"redis is down", func(t *testing.T) (*world, func() func()) {
			_, redis, env := behindProxies(t, sharedRedis(t))
			return started(t, env, true), func() func() { redis.set("down"); return func() { redis.set("") } }
		}},
		{"redis is down beside mysql", func(t *testing.T) (*world, func() func()) {
			_, redis, env := behindProxies(t, serverEnv(t))
			return started(t, env, true), func() func() { redis.set("down"); return func() { redis.set("") } }
		}},
	}
}

// A job and a recurring run that become due during an outage of the database or Redis, of seconds or hours, are done as
// soon as it is back: each kind of job and each recurring one.
func TestWorkDueInAnOutageIsDoneAfterIt(t *testing.T) {
	t.Parallel()
	for _, o := range outages() {
		for _, long := range []time.Duration{2 * time.Second, 2 * time.Minute, 2 * time.Hour} {
			t.Run(fmt.Sprint(o.name, " for ", long), func(t *testing.T) {
				t.Parallel()
				w, away := o.world(t)
				kinds := w.everyKindDue(time.Second)
				w.exec(`UPDATE job_run SET due_at = ?`, w.now().Add(time.Second).UnixMilli())
				back := away()
				w.clock.Add(long.Milliseconds())
				time.Sleep(2500 * time.Millisecond) // until the sweeper and the queue meet the outage
				back()
				from := w.now().UnixMilli()
				w.until(func() bool {
					w.clock.Add(3) // failed jobs are retried after seconds
					return kinds.done()
				})
				w.until(func() bool {
					w.clock.Add(3)
					return w.count(`SELECT COUNT(*) FROM job_run WHERE done_at >= ?`, from) == len(w.system.Recurring())
				})
			})
		}
	}
}

// kindsDone counts the kinds of jobs that were done.
type kindsDone map[job.Kind]*atomic.Int64

func (k kindsDone) done() bool {
	return !slices.ContainsFunc(slices.Collect(maps.Values(k)), func(n *atomic.Int64) bool { return n.Load() == 0 })
}

// everyKindDue stores one job of each kind, due after d, and counts its runs.
func (w *world) everyKindDue(d time.Duration) kindsDone {
	w.Helper()
	const nothing = 1_000_000_000 // no such id
	counts := kindsDone{}
	kinds := slices.Sorted(maps.Keys(w.system.Duties))
	for _, kind := range kinds {
		counts[kind] = &atomic.Int64{}
	}
	w.until(func() bool { // or the stop would interrupt the first runs
		return w.count(`SELECT COUNT(*) FROM job_run WHERE done_at > 0 AND leased = 0`) == len(w.system.Recurring())
	})
	w.stop()
	w.duties = func(all map[job.Kind]system.Doing) {
		for kind, do := range all {
			all[kind] = func(ctx context.Context, ref int64) (time.Time, error) {
				again, err := do(ctx, ref)
				if f, known := fault.As(err); ref == nothing && again.IsZero() && (err == nil || known && f.Kind == fault.Missing) {
					counts[kind].Add(1)
				}
				return again, err
			}
		}
	}
	w.start()
	for _, kind := range kinds {
		w.exec(`INSERT INTO job_open (kind, ref, due_at, added) VALUES (?, ?, ?, 1)`, string(kind), nothing, w.now().Add(d).UnixMilli())
	}
	return counts
}

// An old task in the queue with a job's name, from a failure or an earlier version, does not keep the job from being
// done.
func TestNoTaskLeftBehindStopsAJob(t *testing.T) {
	t.Parallel()
	eachRecurring(t, func(w *world) {
		if w.config.Redis == "" {
			return // the queue is in the process and leaves nothing behind
		}
		counts := w.everyKindDue(time.Minute)
		queue := asynq.NewInspector(w.system.Redis.AsynqOpt())
		client := asynq.NewClient(w.system.Redis.AsynqOpt())
		w.Cleanup(func() { client.Close(); queue.Close() })
		w.must(queue.PauseQueue(system.QueueName))
		var left []string
		for id := range int64(200) {
			left = append(left, fmt.Sprint("job-", id)) // the name in an older version
			for window := range 8 {
				left = append(left, system.TaskID(id, time.Unix(int64(window)*10, 0)))
			}
		}
		for i, name := range left {
			_, err := client.Enqueue(asynq.NewTask(system.TaskName, []byte("0")), asynq.TaskID(name), asynq.Retention(time.Hour), asynq.ProcessIn(time.Hour))
			if errors.Is(err, asynq.ErrTaskIDConflict) { // of a job that is under way: a reminder of the calendar's day
				continue
			}
			w.must(err)
			if i%3 != 0 {
				w.must(queue.ArchiveTask(system.QueueName, name))
			}
		}
		w.must(queue.UnpauseQueue(system.QueueName))
		w.clock.Add(time.Minute.Milliseconds())
		w.until(counts.done)
	})
}

// A worker is killed during an alert: another worker sends it within thirty seconds.
func TestTheJobOfAKilledWorkerIsTakenOver(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); killedInTheMiddle(t, newVictim(t, sharedRedis(t))) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); killedInTheMiddle(t, newVictim(t, serverEnv(t))) })
}

func killedInTheMiddle(t *testing.T, w *victim) {
	t.Helper()
	w.spawn()
	steward, wang := w.sim.Person("赵红"), w.sim.Person("老王")
	_, err := steward.Follow("")
	w.must(err)
	w.bind(steward, "mp", "19900000003")
	_, err = wang.Follow("")
	w.must(err)
	w.until(w.quiet)
	const send = "/cgi-bin/message/template/send"
	before := w.sim.Calls(send)
	w.sim.Fail(send, wxsim.Fault{Hang: true, Times: 1})
	w.report(wang, map[string]bool{})
	w.until(func() bool { return w.sim.Calls(send) > before }) // the alert is being sent
	w.kill()
	killed := time.Now()
	w.spawn()
	w.until(func() bool { return len(w.sim.Delivered(wxsim.OA, steward.OpenID(wxsim.OA))) > 0 })
	if took := time.Since(killed); took > 30*time.Second {
		t.Fatalf("the alert took %s", took)
	}
}

// A database that refuses writes makes the process not ready, so that the load balancer avoids it.
func TestReadinessTriesAWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.request("", "GET", "/readyz", nil, 200, nil)
	lock, err := w.records().Conn(w.ctx)
	w.must(err)
	_, err = lock.ExecContext(w.ctx, "BEGIN IMMEDIATE")
	w.must(err)
	w.clock.Add(time.Minute.Milliseconds())
	var state struct{ Parts map[string]string }
	w.request("", "GET", "/readyz", nil, 503, &state)
	if state.Parts["database"] == "ok" {
		w.Fatalf("%v", state.Parts)
	}
	_, err = lock.ExecContext(w.ctx, "ROLLBACK")
	w.must(err)
	w.must(lock.Close())
	w.request("", "GET", "/readyz", nil, 200, nil)
}
