package main

import (
	"errors"
	"fmt"
	"log"
	"strconv"
	"time"

	"github.com/hibiken/asynq"

	"linli/scripts/bench/lab"
)

const sendAPI = "/cgi-bin/message/template/send"

// notices is figure (c): urgent notices to this many followers, with their jobs, from the first to the last request at the platform.
func (b *bench) notices(e lab.Engine) error {
	n := pick(b, 300, 1500)
	openids, err := b.Followers(n)
	if err != nil {
		return err
	}
	ours, floor, end, err := b.both(e, "c", "notices", func(p *lab.Place) error { return lab.People(b.Ctx, p, "oa", 5_000_000, openids) })
	defer end()
	if err != nil {
		return err
	}
	for _, r := range []*lab.Program{ours, floor} { // warm-up
		if _, err := b.deliver(r, min(n, 200), true); err != nil {
			return err
		}
	}
	p, err := alternate(pick(b, 2, 5), ours, floor, func(r *lab.Program) (float64, error) { return b.deliver(r, n, true) })
	if err != nil {
		return err
	}
	met := b.table.rates("(c) notices to the platform", e.Name, p, 0.9)
	if err := b.compareStatements("(c) one notice", e, ours, floor, func(r *lab.Program) error {
		_, err := b.deliver(r, 1, true)
		return err
	}); err != nil {
		return err
	}
	floor.Pause()
	if !met && !b.quick || b.profile {
		b.profiled(ours, "c-"+e.Name, pick(b, 1, 5), func() {
			for begin := time.Now(); time.Since(begin) < pick(b, 2*time.Second, 8*time.Second); {
				if _, err := b.deliver(ours, n, true); err != nil {
					log.Print(err)
					return
				}
			}
		})
	}
	found, err := b.deliver(ours, n, false)
	if err != nil {
		return err
	}
	b.table.add(row{
		fmt.Sprintf("(c) a backlog of %d that only the sweeper finds", n), e.Name, fmt.Sprintf("%.0f/s", found),
		fmt.Sprintf("%.0f/s", median(p.floor)), fmt.Sprintf("%.2f", found/median(p.floor)), "≥ 0.8", verdict(found >= .8*median(p.floor)),
	})
	return nil
}

// deliver writes n notices with their jobs, and returns the number per second that reach the platform. With queued set, all jobs are in the
// queue before it starts, as after n commits, and the time of the first message is the beginning; otherwise only the sweeper finds them, and
// its pause counts. The queue of a single process cannot be filled from outside: the sweeper fills it in both cases.
func (b *bench) deliver(r *lab.Program, n int, queued bool) (float64, error) {
	r.Resume()
	first, jobs, err := b.pending(r, n, queued)
	if err != nil {
		return 0, err
	}
	return b.sent(r, "report.new", first, n, jobs)
}

// sent puts the jobs of n notices of a kind, from the first on, into the queue, and returns the number per second that reach the platform. Without
// jobs the sweeper finds them.
func (b *bench) sent(r *lab.Program, kind string, first int64, n int, jobs []int64) (float64, error) {
	queued := len(jobs) > 0
	before := b.Wechat.Calls(sendAPI)
	if queued {
		if err := b.enqueue(r, jobs); err != nil {
			return 0, err
		}
	}
	asked := time.Now()
	var began time.Time // the first message at the platform
	for arrived := 0; arrived < n; time.Sleep(2 * time.Millisecond) {
		arrived = b.Wechat.Calls(sendAPI) - before
		if arrived > 0 && began.IsZero() {
			began = time.Now()
		}
		if time.Since(asked) > 2*time.Minute {
			return 0, fmt.Errorf("%d of %d arrived; %s", arrived, n, r.Log())
		}
	}
	begin := asked // what only the sweeper finds waits for it
	if queued {
		begin = began
	}
	took := time.Since(begin)
	for b.Ctx.Err() == nil { // until the last one is recorded; other notices wait for the morning
		left, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM job_open WHERE kind = 'notify.send' AND due_at <= ?`, asked.UnixMilli())
		if err != nil || left == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if late := time.Since(begin) - took; late > 5*time.Second {
		b.note("(c) on %s: the last job of %d was deleted %s after the last message was sent. End of the log:\n\n```\n%s\n```",
			r.Name, n, late.Round(time.Second), r.Log())
	}
	wrong, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM notify_notice WHERE id >= ? AND kind = ? AND state <> 'sent'`, first, kind)
	if calls := b.Wechat.Calls(sendAPI) - before; err != nil || wrong > 0 || calls != n {
		return 0, fmt.Errorf("%d calls for %d notices, %d not sent: %w", calls, n, wrong, errors.Join(err, errors.New(r.Log())))
	}
	return float64(n) / took.Seconds(), nil
}

// pending writes the rows that use cases would have committed, and returns the first notice and the ids of the jobs. With queued set the jobs
// are leased until then, so that the sweeper does not begin early.
func (b *bench) pending(r *lab.Program, n int, queued bool) (first int64, ids []int64, err error) {
	if err := r.DB.QueryRow(`SELECT COALESCE(MAX(id), 0) + 1 FROM notify_notice`).Scan(&first); err != nil {
		return 0, nil, err
	}
	now := time.Now().UnixMilli()
	var lease int64
	if queued {
		lease = now + 3_600_000
	}
	const facts = `{"at":"2026年11月23日 09:00","by":"第一社区工作人员","category":"公共设施","due":"2026年11月24日 09:00",` +
		`"number":"261123-001","place":"第一小区1号楼","state":"待受理","title":"三号楼门口的路灯不亮了","words":"请尽快处理"}`
	var notices, jobs [][]any
	for i := range n {
		notices = append(notices, []any{first + int64(i), 5_000_000 + i, 1000, "report.new", "report:1", facts, 1, "pending", now, now, 0, 0, 0})
		jobs = append(jobs, []any{"notify.send", first + int64(i), now, now, lease})
	}
	if err := r.Insert(b.Ctx, "notify_notice",
		"id, person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded", notices); err != nil {
		return 0, nil, err
	}
	if err := r.Insert(b.Ctx, "job_open", "kind, ref, due_at, added, leased", jobs); err != nil || !queued {
		return first, nil, err
	}
	ids, err = b.jobsOf(r, first)
	return first, ids, err
}

// jobsOf returns the ids of the jobs that send the notices from one on.
func (b *bench) jobsOf(r *lab.Program, first int64) (ids []int64, err error) {
	rows, err := r.DB.QueryContext(b.Ctx, `SELECT id FROM job_open WHERE kind = 'notify.send' AND ref >= ? ORDER BY id`, first)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// enqueue frees the jobs, and adds them to the paused queue of the program where there is one in Redis.
func (b *bench) enqueue(r *lab.Program, jobs []int64) error {
	free := func() error { _, err := r.DB.Exec(`UPDATE job_open SET leased = 0`); return err }
	if r.Redis == "" && !r.Bare {
		return free()
	}
	o, err := r.RedisOptions()
	if err != nil {
		return err
	}
	at := asynq.RedisClientOpt{Addr: o.Addr, DB: o.DB}
	client, inspector := asynq.NewClient(at), asynq.NewInspector(at)
	defer client.Close()
	defer inspector.Close()
	const queue = "default"
	if err := inspector.PauseQueue(queue); err != nil {
		return fmt.Errorf("pause: %w", err)
	}
	for _, id := range jobs {
		name := strconv.FormatInt(id, 10)
		if _, err := client.Enqueue(asynq.NewTask("linli:job", []byte(name)), asynq.TaskID("job-"+name), asynq.MaxRetry(5),
			asynq.Timeout(25*time.Second)); err != nil {
			return fmt.Errorf("enqueue: %w", err)
		}
	}
	if err := free(); err != nil {
		return err
	}
	return inspector.UnpauseQueue(queue)
}
