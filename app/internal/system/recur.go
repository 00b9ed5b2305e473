package system

import (
	"context"
	"time"
)

// Recurring is a recurring job. The database holds its next due time; /readyz names a late one.
type Recurring struct {
	Name  string
	every time.Duration
	do    func(context.Context) error
}

// recurDue starts each due recurring job that is not already running in this process.
func (w *Worker) recurDue(ctx context.Context) {
	runs, err := w.S.Jobs.Runs(ctx)
	if err != nil {
		w.S.Log.Error("recurring jobs", "err", err)
		return
	}
	for _, r := range w.S.Recurring() {
		if runs[r.Name].DueIn(w.S.now(), r.every) > 0 {
			continue
		}
		if _, busy := w.runs.LoadOrStore(r.Name, true); busy {
			continue
		}
		w.group.Go(func() {
			defer w.runs.Delete(r.Name)
			w.Recur(ctx, r)
		})
	}
}

// Recur runs a recurring job if it is due and no other process runs it. After a failure, or the death of its process, it is
// retried soon instead of after its period.
func (w *Worker) Recur(ctx context.Context, r Recurring) {
	mine, err := w.S.Jobs.StartRun(ctx, r.Name, r.every, lease)
	if err != nil || !mine {
		return
	}
	began := w.S.now()
	release := w.renew(ctx, func(ctx context.Context) error { return w.S.Jobs.KeepRun(ctx, r.Name, lease) })
	limited, cancel := context.WithTimeout(ctx, runTime)
	failed := r.do(limited)
	cancel()
	release()
	due := began.Add(r.every)
	if failed != nil {
		w.S.Log.Error("recurring job failed", "name", r.Name, "err", failed)
		due = w.S.now().Add(min(r.every, retryRun))
	}
	if err := w.S.Jobs.EndRun(context.WithoutCancel(ctx), r.Name, due, failed != nil); err != nil {
		w.S.Log.Error("recurring job", "name", r.Name, "err", err)
	}
}

// late returns how late each recurring job is that ever succeeded, by name.
func (s *System) late(ctx context.Context) (map[string]time.Duration, error) {
	runs, err := s.Jobs.Runs(ctx)
	if err != nil {
		return nil, err
	}
	late := map[string]time.Duration{}
	for _, r := range s.Recurring() {
		if run, ok := runs[r.Name]; ok && !run.Done.IsZero() {
			late[r.Name] = run.Late(s.now(), r.every)
		}
	}
	return late, nil
}
