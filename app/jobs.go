package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"linli/app/account"
	"linli/app/booking"
	"linli/app/job"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/whistle"
	"linli/store"
)

// The queue only says "now": a task carries the id of a row in job_open, where the truth is. What the queue forgets,
// the sweeper says again.
const (
	taskName   = "linli:job"
	lease      = 30 * time.Second // a job of a process that died is taken up again after this
	sweepEvery = 2 * time.Second
	sweepMost  = 500
	atOnce     = 16
)

// does says which use case does a kind of job. It returns when to come back, or zero when the job is done.
func (s *system) does(ctx context.Context, j job.Job) (again time.Time, err error) {
	switch j.Kind {
	case notify.SendJob:
		return s.notices.Send(ctx, j.Ref)
	case report.SubmittedJob:
		return time.Time{}, s.stewards.Alert(ctx, j.Ref)
	case person.HandOverJob:
		return s.reports.HandOver(ctx, j.Ref)
	case steward.PageJob:
		return s.stewards.Page(ctx, j.Ref)
	case account.LeftJob:
		return time.Time{}, s.accounts.Left(ctx, j.Ref)
	case person.LinkJob:
		return time.Time{}, s.persons.Link(ctx, j.Ref)
	case whistle.DueJob:
		return time.Time{}, s.whistles.Due(ctx, j.Ref)
	case booking.TendJob:
		return s.bookings.Tend(ctx, j.Ref)
	case booking.DropJob:
		return time.Time{}, s.bookings.Dropped(ctx, j.Ref)
	case booking.OfferJob:
		return s.bookings.Offer(ctx, j.Ref)
	case media.JobFetch:
		return time.Time{}, s.media.Fetch(ctx, j.Ref)
	case media.JobCheck:
		return time.Time{}, s.media.Check(ctx, j.Ref)
	case media.JobRecheck:
		return time.Time{}, s.media.Recheck(ctx, j.Ref)
	}
	return time.Time{}, fmt.Errorf("no use case for job %s", j.Kind)
}

// recurring is work that is due again and again. Its last run is in the database; /readyz and the log are loud about
// one that did not run.
type recurring struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

func (s *system) recurring() []recurring {
	return []recurring{
		{"sweep_deadlines", 15 * time.Second, func(ctx context.Context) error {
			_, err := s.reports.Sweep(ctx)
			return err
		}},
		{"close_unreviewed", 10 * time.Minute, func(ctx context.Context) error {
			_, err := s.reports.CloseExpired(ctx)
			return err
		}},
		{"make_sessions", time.Hour, s.bookings.Materialise},
		{"end_booking_days", time.Hour, s.bookings.EndDay},
		{"drop_booking_answers", time.Hour, s.bookings.DropAnswers},
		{"check_calendar", 24 * time.Hour, s.checkCalendar},
		{"appraise", time.Hour, s.appraisals.Nightly},
		{"drop_old_drafts", time.Hour, s.chat.Sweep},
		{"check_stewards", 10 * time.Minute, s.stewards.CheckReach},
		{"steward_digest", 10 * time.Minute, s.stewards.Digest},
		{"drop_moves", time.Hour, s.persons.DropMoves},
		{"drop_call_numbers", time.Hour, s.stewards.DropNumbers},
		{"drop_unclaimed_files", time.Hour, func(ctx context.Context) error {
			_, err := s.media.Sweep(ctx)
			return err
		}},
		{"drop_old_receipts", time.Hour, func(ctx context.Context) error {
			return store.NewNotices(s.db).DropReceipts(ctx, s.now().Add(-24*time.Hour))
		}},
	}
}

// worker runs jobs until stop is called.
type worker struct {
	s      *system
	client *asynq.Client
	server *asynq.Server
	wake   chan []int64
	cancel context.CancelFunc
	group  sync.WaitGroup
}

// newQueue starts handing committed jobs to the queue; a process without workers needs only this.
func (s *system) newQueue(ctx context.Context) *worker {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	w := &worker{
		s: s, client: asynq.NewClient(s.redis.AsynqOpt()), wake: make(chan []int64, 4096), cancel: cancel,
	}
	s.db.OnJobs(func(ids []int64) {
		select {
		case w.wake <- ids:
		default: // the sweeper finds them
		}
	})
	w.group.Go(func() { w.enqueueCommitted(ctx) })
	return w
}

// work also runs what the queue says, the sweeper and the recurring jobs.
func (w *worker) work(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	w.server = asynq.NewServer(w.s.redis.AsynqOpt(), asynq.Config{
		Concurrency: atOnce, TaskCheckInterval: 100 * time.Millisecond, ShutdownTimeout: 15 * time.Second,
		DelayedTaskCheckInterval: time.Second, Logger: quietLogger{w.s.log}, LogLevel: asynq.ErrorLevel,
		RetryDelayFunc: func(n int, _ error, _ *asynq.Task) time.Duration { return job.Backoff(n) },
		BaseContext:    func() context.Context { return ctx },
	})
	if err := w.server.Start(asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
		id, err := strconv.ParseInt(string(t.Payload()), 10, 64)
		if err != nil {
			return nil //nolint:nilerr // not ours; it would never get better
		}
		return w.run(ctx, id)
	})); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	beat, cancel := context.WithCancel(ctx)
	stopQueue := w.cancel
	w.cancel = func() { cancel(); stopQueue() }
	w.group.Go(func() { w.every(beat, sweepEvery, w.sweep) })
	for _, r := range w.s.recurring() {
		w.group.Go(func() { w.every(beat, min(r.every, time.Minute), func(ctx context.Context) { w.recur(ctx, r) }) })
	}
	return nil
}

// stop lets running jobs finish, then ends everything it started.
func (w *worker) stop() error {
	if w.server != nil {
		w.server.Shutdown()
	}
	w.cancel()
	w.group.Wait()
	return w.client.Close()
}

func (w *worker) enqueueCommitted(ctx context.Context) {
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

// enqueue says "now" to one worker. A task that is in the queue already is not put in again.
func (w *worker) enqueue(ctx context.Context, id int64) error {
	name := strconv.FormatInt(id, 10)
	_, err := w.client.EnqueueContext(ctx, asynq.NewTask(taskName, []byte(name)), asynq.TaskID("job-"+name),
		asynq.MaxRetry(5), asynq.Timeout(lease-5*time.Second))
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return nil
	}
	return err
}

// run does one job if nobody else does. The row decides, so it does not matter how often the queue says so.
func (w *worker) run(ctx context.Context, id int64) error {
	j, stamp, err := w.s.jobs.Lease(ctx, id, lease)
	if errors.Is(err, store.ErrJobGone) {
		return nil
	}
	if err != nil {
		return err
	}
	again, err := w.s.does(ctx, j)
	after := context.WithoutCancel(ctx)
	switch {
	case err != nil:
		w.s.metrics.jobs.WithLabelValues(string(j.Kind), "failed").Inc()
		w.s.log.Error("job failed", "kind", j.Kind, "ref", j.Ref, "tries", j.Tries, "err", err)
		return w.s.jobs.Again(after, id, stamp, w.s.now().Add(job.Backoff(j.Tries)))
	case !again.IsZero():
		w.s.metrics.jobs.WithLabelValues(string(j.Kind), "again").Inc()
		return w.s.jobs.Again(after, id, stamp, again)
	}
	w.s.metrics.jobs.WithLabelValues(string(j.Kind), "done").Inc()
	return w.s.jobs.Done(after, id, stamp)
}

func (w *worker) sweep(ctx context.Context) {
	ids, err := w.s.jobs.Due(ctx, sweepMost)
	if err != nil {
		w.s.log.Error("sweep jobs", "err", err)
		return
	}
	for _, id := range ids {
		if err := w.enqueue(ctx, id); err != nil {
			w.s.log.Error("queue away", "due", len(ids), "err", err)
			return
		}
	}
}

func (w *worker) recur(ctx context.Context, r recurring) {
	mine, err := w.s.jobs.StartRun(ctx, r.name, r.every)
	if err != nil || !mine {
		return
	}
	err = r.do(ctx)
	if err != nil {
		w.s.log.Error("recurring job failed", "name", r.name, "err", err)
	}
	if err := w.s.jobs.EndRun(ctx, r.name, err != nil); err != nil {
		w.s.log.Error("recurring job", "name", r.name, "err", err)
	}
}

// every calls do now and then after each pause until ctx ends.
func (w *worker) every(ctx context.Context, pause time.Duration, do func(context.Context)) {
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
