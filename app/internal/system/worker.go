package system

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"linli/app/fault"
	"linli/app/job"
	"linli/store"
)

// Doing is the use case for a kind of job, called with the id of its record. It returns the time of the next run, or zero if
// the job is done.
type Doing func(ctx context.Context, ref int64) (again time.Time, err error)

// oneShot returns the Doing of a use case that needs no second run.
func oneShot(do func(ctx context.Context, ref int64) error) Doing {
	return func(ctx context.Context, ref int64) (time.Time, error) { return time.Time{}, do(ctx, ref) }
}

// The limits of background work.
const (
	lease      = 15 * time.Second // a job of a dead process is leased again after this; a running one renews
	renewEvery = lease / 3
	jobTime    = 25 * time.Second // timeout of one run of a job
	runTime    = 10 * time.Minute // timeout of one run of a recurring job
	sweepEvery = 500 * time.Millisecond
	recurEvery = 2 * time.Second // how often due recurring jobs are looked for
	SweepMost  = 500             // jobs that are read at once
	queueMost  = 5000            // jobs that one sweep queues: a long backlog stays in the database
	atOnce     = 16              // jobs that run at once
	// A failed run is retried after this, or after its period if that is shorter.
	retryRun = 30 * time.Second
)

// Worker runs jobs until stop is called.
type Worker struct {
	S      *System
	queue  queue
	works  bool
	wake   chan []job.Job
	cancel context.CancelFunc
	group  sync.WaitGroup
	runs   sync.Map // names of the recurring jobs running in this process
}

// NewQueue starts to queue committed jobs; a process without workers needs only this.
func (s *System) NewQueue(ctx context.Context) *Worker {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	w := &Worker{S: s, queue: s.newQueue(), wake: make(chan []job.Job, 4096), cancel: cancel}
	s.DB.OnJobs(func(jobs []job.Job) {
		select {
		case w.wake <- jobs:
		default: // the sweeper queues them
		}
	})
	w.group.Go(func() { w.enqueueCommitted(ctx) })
	return w
}

// Works says whether this process runs jobs.
func (w *Worker) Works() bool { return w.works }

// work also runs queued jobs, the sweeper and the recurring jobs.
func (w *Worker) work(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	if err := w.queue.start(ctx, w.Run); err != nil {
		return err
	}
	w.works = true
	beat, cancel := context.WithCancel(ctx)
	stopQueue := w.cancel
	w.cancel = func() { cancel(); stopQueue() }
	w.group.Go(func() { every(beat, sweepEvery, w.Sweep) })
	if !w.S.byHand {
		w.group.Go(func() { every(beat, recurEvery, w.recurDue) })
	}
	return nil
}

// Stop waits for running jobs, then stops everything that was started.
func (w *Worker) Stop() error {
	err := w.queue.stop()
	w.cancel()
	w.group.Wait()
	return err
}

// enqueueCommitted queues the jobs of finished transactions, those of many at once when many finish.
func (w *Worker) enqueueCommitted(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case jobs := <-w.wake:
			for more := true; more && len(jobs) < SweepMost; {
				select {
				case others := <-w.wake:
					jobs = append(jobs, others...)
				default:
					more = false
				}
			}
			ids, err := w.S.Jobs.IDs(ctx, jobs)
			for i := 0; i < len(ids) && err == nil; i++ { // the database or Redis is away: the sweeper retries
				err = w.queue.put(ctx, ids[i])
			}
		}
	}
}

// Run runs a job unless another process does. The lease of the row decides, so duplicate tasks are harmless. The queue gets no
// error: a failed job is due again in the database.
func (w *Worker) Run(ctx context.Context, id int64) {
	j, stamp, err := w.S.Jobs.Lease(ctx, id, lease)
	if errors.Is(err, store.ErrJobGone) {
		return
	}
	if err != nil {
		w.S.Metrics.jobs.WithLabelValues("unknown", "not leased").Inc()
		w.S.Log.Error("lease job", "job", id, "err", err)
		return
	}
	release := w.renew(ctx, func(ctx context.Context) error { return w.S.Jobs.Keep(ctx, j, lease) })
	again, err := w.try(ctx, j)
	release()
	if err := w.end(context.WithoutCancel(ctx), j, stamp, again, err); err != nil {
		w.S.Log.Error("end job", "kind", j.Kind, "job", id, "err", err) // its lease expires and it runs again
	}
}

// try runs a job and returns a panic as its error.
func (w *Worker) try(ctx context.Context, j job.Job) (again time.Time, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	do, known := w.S.Duties[j.Kind]
	if !known {
		return time.Time{}, fmt.Errorf("no use case for job %s", j.Kind)
	}
	return do(ctx, j.Ref)
}

// end records the result of a run.
func (w *Worker) end(ctx context.Context, j job.Job, stamp int64, again time.Time, failed error) error {
	count := func(outcome string) { w.S.Metrics.jobs.WithLabelValues(string(j.Kind), outcome).Inc() }
	f, known := fault.As(failed)
	switch {
	case known && f.Kind == fault.Missing: // the record is gone, so the job is done
		count("gone")
		return w.S.Jobs.Done(ctx, j.ID, stamp)
	case failed != nil:
		count("failed")
		w.S.Log.Error("job failed", "kind", j.Kind, "ref", j.Ref, "tries", j.Tries, "err", failed)
		return w.S.Jobs.Again(ctx, j.ID, stamp, w.S.now().Add(job.Backoff(j.Tries)))
	case !again.IsZero():
		count("again")
		return w.S.Jobs.Again(ctx, j.ID, stamp, again)
	}
	count("done")
	return w.S.Jobs.Done(ctx, j.ID, stamp)
}

// renew keeps a lease until the returned function is called.
func (w *Worker) renew(ctx context.Context, keep func(context.Context) error) (release func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		t := time.NewTicker(renewEvery)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if err := keep(ctx); err != nil && ctx.Err() == nil {
					w.S.Log.Error("renew lease", "err", err)
				}
			}
		}
	}()
	return func() { cancel(); <-done }
}

// Sweep queues the jobs that are due, longest due first, at most queueMost of them.
func (w *Worker) Sweep(ctx context.Context) {
	if w.queue.busy() {
		return
	}
	var last job.Job
	for range queueMost / SweepMost {
		due, err := w.S.Jobs.Due(ctx, last, SweepMost)
		if err != nil {
			w.S.Log.Error("sweep jobs", "err", err)
			return
		}
		for _, j := range due {
			if err := w.queue.put(ctx, j.ID); err != nil {
				w.S.Log.Error("queue away", "due", len(due), "err", err)
				return
			}
		}
		if len(due) < SweepMost {
			return
		}
		last = due[len(due)-1]
	}
}

// every calls do at once and after each pause until ctx is done.
func every(ctx context.Context, pause time.Duration, do func(context.Context)) {
	t := time.NewTicker(pause)
	defer t.Stop()
	for {
		do(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
