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

	"linli/app/job"
)

// queue triggers jobs that are due. It holds ids only and may lose them: the row in job_open decides, and the sweeper queues again.
type queue interface {
	// put queues a job unless it waits already.
	put(ctx context.Context, id int64) error
	// busy says whether enough jobs wait that the sweeper need not look for more.
	busy() bool
	// start runs queued jobs, several at once, until stop.
	start(ctx context.Context, run func(ctx context.Context, id int64)) error
	// stop waits for running jobs.
	stop() error
}

// newQueue returns the queue of this installation: in Redis when processes share one, otherwise in this process.
func (s *System) newQueue() queue {
	if s.Config.Redis == "" {
		return &localQueue{waiting: make(chan int64, queueMost), stages: map[int64]stage{}, log: s.Log}
	}
	o := s.Redis.AsynqOpt()
	return &sharedQueue{opt: o, client: asynq.NewClient(o), look: asynq.NewInspector(o), now: s.now, log: s.Log}
}

// localQueue is the queue of an installation with one process.
type localQueue struct {
	waiting chan int64
	workers sync.WaitGroup
	cancel  context.CancelFunc // ends the workers; nil without any
	log     *slog.Logger

	mu     sync.Mutex
	stages map[int64]stage // of the jobs that wait or run
}

// stage is what becomes of a job in a localQueue.
type stage int

const (
	waits     stage = iota + 1
	runs            // a worker has it
	runsAgain       // it was put again while a worker has it
)

func (q *localQueue) put(_ context.Context, id int64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch q.stages[id] {
	case waits, runsAgain:
	case runs:
		q.stages[id] = runsAgain
	default:
		select {
		case q.waiting <- id:
			q.stages[id] = waits
		default: // full: the sweeper comes back for it
		}
	}
	return nil
}

func (q *localQueue) busy() bool { return len(q.waiting) >= SweepMost }

func (q *localQueue) start(ctx context.Context, run func(ctx context.Context, id int64)) error {
	ending, cancel := context.WithCancel(ctx)
	q.cancel = cancel
	for range atOnce {
		q.workers.Go(func() {
			for {
				select {
				case <-ending.Done():
					return
				case id := <-q.waiting:
					q.run(ctx, id, run)
				}
			}
		})
	}
	return nil
}

// run runs a job, and queues it again if it was put meanwhile.
func (q *localQueue) run(ctx context.Context, id int64, run func(ctx context.Context, id int64)) {
	q.mu.Lock()
	q.stages[id] = runs
	q.mu.Unlock()
	q.limited(ctx, id, run)
	q.mu.Lock()
	again := q.stages[id] == runsAgain
	delete(q.stages, id)
	q.mu.Unlock()
	if again {
		_ = q.put(ctx, id) //nolint:errcheck // it has no errors
	}
}

// limited runs a job for at most jobTime. A panic outside its use case ends the run, not the process: the lease expires, and the job runs again.
func (q *localQueue) limited(ctx context.Context, id int64, run func(ctx context.Context, id int64)) {
	ctx, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			q.log.Error("run job", "job", id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	run(ctx, id)
}

func (q *localQueue) stop() error {
	if q.cancel != nil {
		q.cancel()
	}
	q.workers.Wait()
	return nil
}

// The tasks of a sharedQueue.
const (
	TaskName  = "linli:job"
	QueueName = "default"
	// A job has at most one task in this time. A task that was lost or archived, or whose process died, blocks its id no longer.
	taskWindow = 10 * time.Second
)

// sharedQueue is the queue of several processes, in Redis. A task holds only the id of a row in job_open.
type sharedQueue struct {
	opt    asynq.RedisConnOpt
	client *asynq.Client
	look   *asynq.Inspector
	server *asynq.Server // nil without workers
	now    func() time.Time
	log    *slog.Logger
}

// put replaces a failed task with the same name.
func (q *sharedQueue) put(ctx context.Context, id int64) error {
	name := TaskID(id, q.now())
	err := q.add(ctx, id, name)
	if !errors.Is(err, asynq.ErrTaskIDConflict) {
		return err
	}
	left, err := q.look.GetTaskInfo(QueueName, name)
	switch {
	case errors.Is(err, asynq.ErrTaskNotFound): // the task has just ended
	case err != nil:
		return err
	case left.State == asynq.TaskStatePending || left.State == asynq.TaskStateActive:
		return nil
	default:
		if err := q.look.DeleteTask(QueueName, name); err != nil && !errors.Is(err, asynq.ErrTaskNotFound) {
			return err
		}
	}
	if err := q.add(ctx, id, name); !errors.Is(err, asynq.ErrTaskIDConflict) {
		return err
	}
	return nil
}

func (q *sharedQueue) add(ctx context.Context, id int64, name string) error {
	_, err := q.client.EnqueueContext(ctx, asynq.NewTask(TaskName, []byte(strconv.FormatInt(id, 10))),
		asynq.Queue(QueueName), asynq.TaskID(name), asynq.MaxRetry(1), asynq.Timeout(jobTime))
	return err
}

func (q *sharedQueue) busy() bool {
	last, err := q.look.ListPendingTasks(QueueName, asynq.PageSize(1), asynq.Page(SweepMost))
	return err == nil && len(last) > 0
}

func (q *sharedQueue) start(ctx context.Context, run func(ctx context.Context, id int64)) error {
	q.server = asynq.NewServer(q.opt, asynq.Config{
		Concurrency: atOnce, TaskCheckInterval: 100 * time.Millisecond, ShutdownTimeout: 15 * time.Second,
		DelayedTaskCheckInterval: time.Second, Logger: quietLogger{q.log}, LogLevel: asynq.ErrorLevel,
		RetryDelayFunc: func(n int, _ error, _ *asynq.Task) time.Duration { return job.Backoff(n) },
		BaseContext:    func() context.Context { return ctx },
	})
	if err := q.server.Start(asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
		if id, err := strconv.ParseInt(string(t.Payload()), 10, 64); err == nil { // a payload that is no id is not retried
			run(ctx, id)
		}
		return nil
	})); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	return nil
}

func (q *sharedQueue) stop() error {
	if q.server != nil {
		q.server.Shutdown()
	}
	return errors.Join(q.client.Close(), q.look.Close())
}

// TaskID names the task of a job in this window, so that a task of a dead process blocks the job no longer.
func TaskID(id int64, now time.Time) string {
	return fmt.Sprintf("job-%d-%d", id, now.Unix()/int64(taskWindow/time.Second)%8)
}

// quietLogger passes asynq's errors to the log of the service.
type quietLogger struct{ log *slog.Logger }

func (quietLogger) Debug(...any)        {}
func (quietLogger) Info(...any)         {}
func (quietLogger) Warn(...any)         {}
func (l quietLogger) Error(args ...any) { l.log.Error("queue", "err", fmt.Sprint(args...)) }
func (l quietLogger) Fatal(args ...any) { l.log.Error("queue", "err", fmt.Sprint(args...)) }
