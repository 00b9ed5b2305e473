package main

import (
	"fmt"
	"log"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// openReports is the number of reports that the sweep checks.
const openReports = 100_000

// sweep is figure (f): the time of a sweep over 100,000 open reports with some just missed deadlines, against a loop of the
// same statements, and the delay of new reports during it.
func (b *bench) sweep(e lab.Engine) error {
	p, err := b.reporting(e, "f", lab.Names("resident", 200))
	if err != nil {
		return err
	}
	defer p.Drop()
	n := pick(b, openReports/10, openReports)
	if err := seed(b.Ctx, p, n); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if err := reopen(p); err != nil {
		return err
	}
	r, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return err
	}
	defer r.Stop()
	tokens, err := b.Login(r, "resident", "mp", 50)
	if err != nil {
		return err
	}
	calm, late := b.during(r, tokens, 5*time.Second), false
	for _, missed := range []int{0, 100, 1000, 5000} {
		if missed > n/10 {
			continue
		}
		took, wait, err := b.sweepOnce(r, tokens, missed)
		if err != nil {
			return err
		}
		floor, ratio := "–", "–"
		if missed > 0 {
			bare, err := bareSweep(p, missed)
			if err != nil {
				return err
			}
			floor, ratio = fmt.Sprintf("%.2f s", bare.Seconds()), fmt.Sprintf("%.2f", bare.Seconds()/took.Seconds())
		}
		b.table.add(row{
			fmt.Sprintf("(f) sweep of %d open reports, %d deadlines missed", n, missed), e.Name, fmt.Sprintf("%.2f s", took.Seconds()),
			floor, ratio, "< 3 s", verdict(took < 3*time.Second),
		})
		late = late || took >= 3*time.Second
		b.table.add(row{
			fmt.Sprintf("(f) p99 of reporting during it (%d)", missed), e.Name, fmt.Sprintf("%.0f ms", wait.Seconds()*1000),
			fmt.Sprintf("%.0f ms", calm.Seconds()*1000), "–", "≤ 2 times the floor", verdict(wait <= 2*calm),
		})
	}
	if late && !b.quick || b.profile {
		b.profiled(r, "f-"+e.Name, 20, func() { _, _, err = b.sweepOnce(r, tokens, min(5000, n/10)) })
	}
	return err
}

// reopen makes every report open, held by a grid officer and due in a month.
func reopen(p *lab.Place) error {
	due := time.Now().AddDate(0, 1, 0).UnixMilli()
	_, err := p.DB.Exec(`UPDATE report SET is_open = 1, state = 'in_hand', outcome = '', resolved_at = 0, closed_at = 0,
		holder_kind = 'post', holder_role = 'grid_officer', holder_area = grid_id, holder_person = 0, holder_org = 0,
		began_at = submitted_at, whole_due_at = ?, whole_unit = 'day', due_at = ?, due_unit = 'day', yellow_at = ?, warned = 1,
		check_at = ?`, due, due, due, due)
	return err
}

// sweepOnce makes some deadlines missed and waits until the sweep has handled them.
func (b *bench) sweepOnce(r *lab.Program, tokens []lab.Entry, missed int) (took, wait time.Duration, err error) {
	last, err := r.Count(b.Ctx, `SELECT done_at FROM job_run WHERE name = 'sweep_deadlines'`)
	if err != nil {
		return 0, 0, err
	}
	past := time.Now().Add(-time.Minute).UnixMilli()
	if _, err := r.DB.Exec(`UPDATE report SET due_at = ?, yellow_at = ?, check_at = ? WHERE id IN
		(SELECT id FROM (SELECT id FROM report WHERE check_at > ? AND level = 0 ORDER BY id LIMIT ?) AS some)`,
		past, past, past, time.Now().UnixMilli(), missed); err != nil {
		return 0, 0, err
	}
	stop, waited := make(chan struct{}), make(chan time.Duration)
	go func() {
		var worst []time.Duration
		for {
			select {
			case <-stop:
				waited <- quantile(worst, .99)
				return
			default:
				got := load.Load{Address: r.Listen, Status: 201, Lines: 4, Next: reporting(tokens)}.Steady(20, time.Second)
				worst = append(worst, got.Elapsed...)
			}
		}
	}()
	defer func() { close(stop); wait = <-waited }()
	for range 600 {
		var began, done int64
		err := r.DB.QueryRow(`SELECT started_at, done_at FROM job_run WHERE name = 'sweep_deadlines'`).Scan(&began, &done)
		if err != nil {
			return 0, 0, err
		}
		left, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM report WHERE is_open = 1 AND level = 0 AND check_at <= `+fmt.Sprint(past))
		if err != nil {
			return 0, 0, err
		}
		if left == 0 && done > int64(last) && done >= began {
			log.Printf("  %d missed: %d ms", missed, done-began)
			return time.Duration(done-began) * time.Millisecond, 0, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return 0, 0, fmt.Errorf("the sweep did not run; %s", r.Log())
}

// during returns the p99 of reporting without other load.
func (b *bench) during(r *lab.Program, tokens []lab.Entry, d time.Duration) time.Duration {
	return load.Load{Address: r.Listen, Status: 201, Lines: 4, Next: reporting(tokens)}.Steady(20, d).Quantile(.99)
}

var submitted int

// reporting returns requests that each make a new report.
func reporting(tokens []lab.Entry) func(int) []byte {
	submitted += 100_000
	base := submitted
	return func(i int) []byte { return submission(tokens[i%len(tokens)].Token, base+i) }
}

func quantile(times []time.Duration, q float64) time.Duration {
	return sortedResult(times).Quantile(q)
}

// bareSweep sends only the statements of the sweep for this many reports: each is locked and written, with a line in its
// timeline and two notices with their jobs, twenty reports in a transaction.
func bareSweep(p *lab.Place, n int) (time.Duration, error) {
	lock := ` FOR UPDATE`
	if p.Root == nil {
		lock = ""
	}
	begin := time.Now()
	now := begin.UnixMilli()
	for at := 0; at < n; at += 20 {
		tx, err := p.DB.Begin()
		if err != nil {
			return 0, err
		}
		for i := at; i < at+20 && i < n; i++ {
			var id, job int64
			if err := tx.QueryRow(`SELECT id FROM report WHERE id = ?`+lock, i+1).Scan(&id); err != nil {
				return 0, err
			}
			for k, s := range []string{
				`INSERT INTO report_event (report_id, at, kind, person_id, request, public, text, state, holder_kind, holder_person,
					holder_role, holder_area, holder_org, files) VALUES (?, ?, 'breach', 0, NULL, 1, '已超时', 'in_hand', 'post', 0, '', 0, 0, '')`,
				`INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded)
					VALUES (?, ?, 'report.breached', 'report:1', '{}', 0, 'pending', 9000000000000, 0, 0, 0, 0)`,
				`INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded)
					VALUES (?, ?, 'report.overdue', 'report:1', '{}', 0, 'pending', 9000000000000, 0, 0, 0, 0)`,
			} {
				res, err := tx.Exec(s, id, now)
				if err != nil {
					return 0, err
				}
				if k == 0 {
					continue
				}
				if job, err = res.LastInsertId(); err != nil {
					return 0, err
				}
				if _, err := tx.Exec(`INSERT INTO job_open (kind, ref, due_at, added) VALUES ('bench.none', ?, 9000000000000, 0)`, job); err != nil {
					return 0, err
				}
			}
			if _, err := tx.Exec(`UPDATE report SET urges = urges, check_at = check_at + 1 WHERE id = ?`, id); err != nil {
				return 0, err
			}
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
	}
	return time.Since(begin), nil
}
