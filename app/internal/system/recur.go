package system

import (
	"context"
)

// recurDue begins each recurring job that is due and that this process is not at already.
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

// Recur does a recurring job if it is due and no other process is at it. One that failed, or whose process died, is due
// again soon and not only after its period.
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
