package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"linli/app/fault"
	"linli/app/job"
)

var jobData = data{tables: []Table{
	{Name: "job_open", Impersonal: "numbers of records"},
	{Name: "job_run", Impersonal: "times of jobs"},
}}

// How many jobs one statement writes and finds. There is a compiled statement for each number that is written.
const (
	mostAdded = 16
	mostFound = 200
)

// Jobs keeps the open jobs.
type Jobs struct{ db *DB }

// NewJobs returns the open jobs.
func NewJobs(db *DB) *Jobs { return &Jobs{db} }

// ErrJobGone means that a job is done, leased by another process, or not due yet.
var ErrJobGone = fault.New(fault.Missing, "job.gone", "任务已处理")

type jobRow struct {
	ID    int64    `db:"id"`
	Kind  job.Kind `db:"kind"`
	Ref   int64    `db:"ref"`
	DueAt int64    `db:"due_at"`
	Tries int      `db:"tries"`
}

// AddJob saves a job to run after the commit. An open job of the same kind and ref is reused: it is due at the earlier of
// both times and, if it is running now, runs once more.
func (t *tx) AddJob(_ context.Context, kind job.Kind, ref int64, due time.Time) error {
	t.jobs = append(t.jobs, job.Job{Kind: kind, Ref: ref, DueAt: due})
	return nil
}

// saveJobs writes the jobs of the transaction together, at its end: a submission has three, and others wait for its locks. It returns those that
// are due.
func (t *tx) saveJobs(ctx context.Context) (due []job.Job, err error) {
	// Two transactions with the same jobs lock them in the same order.
	slices.SortStableFunc(t.jobs, func(a, b job.Job) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ref, b.Ref), a.DueAt.Compare(b.DueAt))
	})
	all := slices.CompactFunc(t.jobs, func(a, b job.Job) bool { return a.Kind == b.Kind && a.Ref == b.Ref })
	now, sooner := t.now(), t.e.given(`due_at`)
	again := t.e.again(`kind, ref`, `due_at = CASE WHEN due_at > `+sooner+` THEN `+sooner+` ELSE due_at END, added = added + 1`)
	for some := range slices.Chunk(all, mostAdded) {
		args := make([]any, 0, 4*len(some))
		for _, j := range some {
			args = append(args, j.Kind, j.Ref, ms(j.DueAt), ms(now))
			if !j.DueAt.After(now) {
				due = append(due, j)
			}
		}
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO job_open (kind, ref, due_at, added) VALUES `+many(len(some), `(?, ?, ?, ?)`)+again, args...); err != nil {
			return nil, fmt.Errorf("add jobs: %w", err)
		}
	}
	return due, nil
}

// IDs returns the ids of these jobs that are open, oldest first.
func (s *Jobs) IDs(ctx context.Context, jobs []job.Job) ([]int64, error) {
	refs := map[job.Kind][]int64{}
	for _, j := range jobs {
		refs[j.Kind] = append(refs[j.Kind], j.Ref)
	}
	var found []int64
	for kind, of := range refs {
		for some := range slices.Chunk(of, mostFound) {
			var ids []int64
			if err := list(ctx, s.db.pool, &ids, `
				SELECT id FROM job_open WHERE kind = ? AND ref IN (`+marks(len(some))+`) LIMIT `+strconv.Itoa(mostFound),
				append([]any{kind}, anys(some)...)...); err != nil {
				return found, err
			}
			found = append(found, ids...)
		}
	}
	slices.Sort(found)
	return found, nil
}

// absurd is further ahead than any lease or start can be: a later time was written before the clock was set back.
const absurd = 5 * time.Minute

// Lease claims a due job for d, so that no other process runs it, or returns ErrJobGone. The stamp it returns is for Done.
func (s *Jobs) Lease(ctx context.Context, id int64, d time.Duration) (job.Job, int64, error) {
	now := s.db.now()
	n, err := change(ctx, direct{s.db}, `
		UPDATE job_open SET leased = ?, tries = tries + 1
		WHERE  id = ? AND due_at <= ? AND (leased <= ? OR leased > ?)`, ms(now.Add(d)), id, ms(now), ms(now), ms(now.Add(absurd)))
	if err != nil {
		return job.Job{}, 0, outage(fmt.Errorf("lease job %d: %w", id, err))
	}
	if n == 0 {
		return job.Job{}, 0, ErrJobGone
	}
	var r struct {
		jobRow
		Added int64 `db:"added"`
	}
	if err := get(ctx, s.db.pool, &r, ErrJobGone, `
		SELECT id, kind, ref, due_at, tries, added FROM job_open WHERE id = ?`, id); err != nil {
		return job.Job{}, 0, err
	}
	return r.job(), r.Added, nil
}

// Keep renews the lease of a job for d, unless another process has leased it meanwhile.
func (s *Jobs) Keep(ctx context.Context, j job.Job, d time.Duration) error {
	_, err := change(ctx, direct{s.db}, `
		UPDATE job_open SET leased = ? WHERE id = ? AND tries = ? AND leased > 0`, ms(s.db.now().Add(d)), j.ID, j.Tries)
	return outage(err)
}

func (r jobRow) job() job.Job {
	return job.Job{ID: r.ID, Kind: r.Kind, Ref: r.Ref, DueAt: at(r.DueAt), Tries: r.Tries}
}

// Done deletes a finished job. If it was added again meanwhile, it stays open and due.
func (s *Jobs) Done(ctx context.Context, id, stamp int64) error {
	n, err := change(ctx, direct{s.db}, `DELETE FROM job_open WHERE id = ? AND added = ?`, id, stamp)
	if err == nil && n == 0 {
		_, err = change(ctx, direct{s.db}, `UPDATE job_open SET leased = 0, tries = 0 WHERE id = ?`, id)
	}
	return outage(err)
}

// Again makes a job due at the given time, or at the time it was added for again meanwhile.
func (s *Jobs) Again(ctx context.Context, id, stamp int64, due time.Time) error {
	_, err := change(ctx, direct{s.db}, `
		UPDATE job_open SET leased = 0, due_at = CASE WHEN added = ? THEN ? ELSE due_at END WHERE id = ?`, stamp, ms(due), id)
	return outage(err)
}

// Due returns jobs that can be leased now, longest due first, after the given one; the zero job begins. They have an id and a due time only.
func (s *Jobs) Due(ctx context.Context, after job.Job, most int) ([]job.Job, error) {
	now := s.db.now()
	var rows []jobRow
	err := list(ctx, s.db.pool, &rows, `
		SELECT id, due_at FROM job_open
		WHERE  due_at <= ? AND (due_at > ? OR due_at = ? AND id > ?) AND (leased <= ? OR leased > ?) ORDER BY due_at, id LIMIT ?`,
		ms(now), ms(after.DueAt), ms(after.DueAt), after.ID, ms(now), ms(now.Add(absurd)), most)
	found := make([]job.Job, len(rows))
	for i, r := range rows {
		found[i] = r.job()
	}
	return found, err
}

// Backlog returns how many jobs are due and since when the oldest is.
func (s *Jobs) Backlog(ctx context.Context) (due int, oldest time.Time, err error) {
	var r struct {
		N      int   `db:"n"`
		Oldest int64 `db:"oldest"`
	}
	err = get(ctx, s.db.pool, &r, ErrJobGone, `
		SELECT COUNT(*) AS n, COALESCE(MIN(due_at), 0) AS oldest FROM job_open WHERE due_at <= ?`, ms(s.db.now()))
	return r.N, at(r.Oldest), err
}

// Run is the state of a recurring job.
type Run struct {
	Started time.Time // the last run began
	Done    time.Time // the last run that succeeded
	Failed  time.Time // the last run that failed
	Due     time.Time // the next run; zero if none ever ended
	Leased  time.Time // end of the current lease
}

// DueIn returns the time until the next run: negative if it is late, zero if it never ran, positive while it is running.
func (r Run) DueIn(now time.Time, every time.Duration) time.Duration {
	switch {
	case r.Leased.After(now) && !r.Leased.After(now.Add(absurd)):
		return r.Leased.Sub(now)
	case r.Due.IsZero() || r.Due.After(now.Add(every+absurd)): // the latter was written before the clock was set back
		return 0
	}
	return r.Due.Sub(now)
}

// Late returns how late the job is: the time since it was due or, if runs fail, since the last success less the period.
func (r Run) Late(now time.Time, every time.Duration) time.Duration {
	return max(now.Sub(r.Due), now.Sub(r.Done)-every, 0)
}

// StartRun leases a recurring job for d. It returns false when the job is not due or another process runs it.
func (s *Jobs) StartRun(ctx context.Context, name string, every, d time.Duration) (bool, error) {
	now := s.db.now()
	n, err := change(ctx, direct{s.db}, `
		UPDATE job_run SET started_at = ?, leased = ?
		WHERE  name = ? AND (due_at <= ? OR due_at > ?) AND (leased <= ? OR leased > ?)`,
		ms(now), ms(now.Add(d)), name, ms(now), ms(now.Add(every+absurd)), ms(now), ms(now.Add(absurd)))
	if err != nil || n > 0 {
		return n > 0, outage(err)
	}
	_, err = insert(ctx, direct{s.db}, `
		INSERT INTO job_run (name, started_at, done_at, failed_at, due_at, leased) VALUES (?, ?, 0, 0, 0, ?)`, name, ms(now), ms(now.Add(d)))
	if duplicate(err) {
		return false, nil
	}
	return err == nil, outage(err)
}

// KeepRun renews the lease of StartRun for d.
func (s *Jobs) KeepRun(ctx context.Context, name string, d time.Duration) error {
	_, err := change(ctx, direct{s.db}, `UPDATE job_run SET leased = ? WHERE name = ? AND leased > 0`, ms(s.db.now().Add(d)), name)
	return outage(err)
}

// EndRun records the result of the run and when the next is due.
func (s *Jobs) EndRun(ctx context.Context, name string, due time.Time, failed bool) error {
	column := "done_at"
	if failed {
		column = "failed_at"
	}
	_, err := change(ctx, direct{s.db}, `UPDATE job_run SET `+column+` = ?, due_at = ?, leased = 0 WHERE name = ?`, ms(s.db.now()), ms(due), name)
	return outage(err)
}

// Runs returns the recurring jobs by name.
func (s *Jobs) Runs(ctx context.Context) (map[string]Run, error) {
	var rows []struct {
		Name    string `db:"name"`
		Started int64  `db:"started_at"`
		Done    int64  `db:"done_at"`
		Failed  int64  `db:"failed_at"`
		Due     int64  `db:"due_at"`
		Leased  int64  `db:"leased"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT name, started_at, done_at, failed_at, due_at, leased FROM job_run ORDER BY name LIMIT 100`); err != nil {
		return nil, err
	}
	runs := map[string]Run{}
	for _, r := range rows {
		runs[r.Name] = Run{at(r.Started), at(r.Done), at(r.Failed), at(r.Due), at(r.Leased)}
	}
	return runs, nil
}
