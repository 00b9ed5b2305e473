package system

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"linli/app/fault"
	"linli/app/job"
	"linli/store"
)

// Doing is the use case that does a kind of job, given the id of the record it is about. It returns when to come back, or
// zero when the job is done.
type Doing func(ctx context.Context, ref int64) (again time.Time, err error)

// oneShot is doing for a use case that never comes back.
func oneShot(do func(ctx context.Context, ref int64) error) Doing {
	return func(ctx context.Context, ref int64) (time.Time, error) { return time.Time{}, do(ctx, ref) }
}

// The queue only says "now": a task carries the id of a row in job_open, where the truth is. What the queue forgets,
// the sweeper says again.
const (
	TaskName   = "linli:job"
	QueueName  = "default"
	lease      = 15 * time.Second // work of a process that died is taken up again after this; who is at it renews it
	renewEvery = lease / 3
	jobTime    = 25 * time.Second // how long one try of a job may take
	runTime    = 10 * time.Minute // how long one run of a recurring job may take
	sweepEvery = 2 * time.Second
	SweepMost  = 500
	atOnce     = 16
	// Of one job at most one task is queued in this time. A task that was lost, archived or belongs to a process that died
	// occupies its id no longer.
	taskWindow = 10 * time.Second
	// A run that failed is tried again after this, or after its period where that is shorter.
	retryRun = 30 * time.Second
)

// Worker runs jobs until stop is called.
type Worker struct {
	S      *System
	client *asynq.Client
	queue  *asynq.Inspector
	Server *asynq.Server
	wake   chan []int64
	cancel context.CancelFunc
	group  sync.WaitGroup
	runs   sync.Map // names of the recurring jobs that this process is at
}

// NewQueue starts handing committed jobs to the queue; a process without workers needs only this.
func (s *System) NewQueue(ctx context.Context) *Worker {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	w := &Worker{
		S: s, client: asynq.NewClient(s.Redis.AsynqOpt()), queue: asynq.NewInspector(s.Redis.AsynqOpt()),
		wake: make(chan []int64, 4096), cancel: cancel,
	}
	s.DB.OnJobs(func(ids []int64) {
		select {
		case w.wake <- ids:
		default: // the sweeper finds them
		}
	})
	w.group.Go(func() { w.enqueueCommitted(ctx) })
	return w
}

// work also runs what the queue says, the sweeper and the recurring jobs.
func (w *Worker) work(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	w.Server = asynq.NewServer(w.S.Redis.AsynqOpt(), asynq.Config{
		Concurrency: atOnce, TaskCheckInterval: 100 * time.Millisecond, ShutdownTimeout: 15 * time.Second,
		DelayedTaskCheckInterval: time.Second, Logger: quietLogger{w.S.Log}, LogLevel: asynq.ErrorLevel,
		RetryDelayFunc: func(n int, _ error, _ *asynq.Task) time.Duration { return job.Backoff(n) },
		BaseContext:    func() context.Context { return ctx },
	})
	if err := w.Server.Start(asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
		if id, err := strconv.ParseInt(string(t.Payload()), 10, 64); err == nil { // what is not ours would never get better
			w.Run(ctx, id)
		}
		return nil
	})); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	beat, cancel := context.WithCancel(ctx)
	stopQueue := w.cancel
	w.cancel = func() { cancel(); stopQueue() }
	w.group.Go(func() { every(beat, sweepEvery, w.Sweep) })
	if !w.S.byHand {
		w.group.Go(func() { every(beat, sweepEvery, w.recurDue) })
	}
	return nil
}

// Stop lets running jobs finish, then ends everything it started.
func (w *Worker) Stop() error {
	if w.Server != nil {
		w.Server.Shutdown()
	}
	w.cancel()
	w.group.Wait()
	return errors.Join(w.client.Close(), w.queue.Close())
}

func (w *Worker) enqueueCommitted(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case ids := <-w.wake:
			for _, id := range ids {
				if err := w.enqueue(ctx, id); err != nil { // Redis is away: the sweeper goes on trying
					break
				}
			}
		}
	}
}

// enqueue says "now" to one worker. A task of this window that waits or runs is not put in again; one that an earlier failure
// left behind under that name makes room.
func (w *Worker) enqueue(ctx context.Context, id int64) error {
	name := TaskID(id, w.S.now())
	err := w.put(ctx, id, name)
	if !errors.Is(err, asynq.ErrTaskIDConflict) {
		return err
	}
	left, err := w.queue.GetTaskInfo(QueueName, name)
	switch {
	case errors.Is(err, asynq.ErrTaskNotFound): // it has just ended
	case err != nil:
		return err
	case left.State == asynq.TaskStatePending || left.State == asynq.TaskStateActive:
		return nil
	default:
		if err := w.queue.DeleteTask(QueueName, name); err != nil && !errors.Is(err, asynq.ErrTaskNotFound) {
			return err
		}
	}
	if err := w.put(ctx, id, name); !errors.Is(err, asynq.ErrTaskIDConflict) {
		return err
	}
	return nil
}

func (w *Worker) put(ctx context.Context, id int64, name string) error {
	_, err := w.client.EnqueueContext(ctx, asynq.NewTask(TaskName, []byte(strconv.FormatInt(id, 10))),
		asynq.Queue(QueueName), asynq.TaskID(name), asynq.MaxRetry(1), asynq.Timeout(jobTime))
	return err
}

// TaskID names the task of a job in this window, so that one that a dead process holds stops nobody for longer. There are
// 65,536 names, for the embedded Redis remembers each name for ever.
func TaskID(id int64, now time.Time) string {
	return fmt.Sprintf("job-%d-%d", id%8192, now.Unix()/int64(taskWindow/time.Second)%8)
}

// Run does one job if nobody else does. The row decides, so it does not matter how often the queue says so. The queue
// hears of no failure: a job that is not done is due in the database again.
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
		w.S.Log.Error("end job", "kind", j.Kind, "job", id, "err", err) // its lease ends, and it is done once more
	}
}

// try does a job. A panic in it is an error of this job, like any other.
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

// end writes down what became of a try.
func (w *Worker) end(ctx context.Context, j job.Job, stamp int64, again time.Time, failed error) error {
	count := func(outcome string) { w.S.Metrics.jobs.WithLabelValues(string(j.Kind), outcome).Inc() }
	f, known := fault.As(failed)
	switch {
	case known && f.Kind == fault.Missing: // the record is gone, and nothing is left to do
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

// renew keeps a lease until what it returns is called.
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

// Sweep queues each job that is due.
func (w *Worker) Sweep(ctx context.Context) {
	ids, err := w.S.Jobs.Due(ctx, SweepMost)
	if err != nil {
		w.S.Log.Error("sweep jobs", "err", err)
		return
	}
	for _, id := range ids {
		if err := w.enqueue(ctx, id); err != nil {
			w.S.Log.Error("queue away", "due", len(ids), "err", err)
			return
		}
	}
}

// every calls do now and then after each pause until ctx ends.
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

// quietLogger hands asynq's errors to our log.
type quietLogger struct{ log *slog.Logger }

func (quietLogger) Debug(...any)        {}
func (quietLogger) Info(...any)         {}
func (quietLogger) Warn(...any)         {}
func (l quietLogger) Error(args ...any) { l.log.Error("queue", "err", fmt.Sprint(args...)) }
func (l quietLogger) Fatal(args ...any) { l.log.Error("queue", "err", fmt.Sprint(args...)) }
