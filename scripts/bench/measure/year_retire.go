package main

import (
	"fmt"
	"log"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
	"linli/scripts/bench/year"
)

// tables says how many bytes a row of the large tables takes, with its indexes.
func (b *bench) tables(e lab.Engine, p *lab.Place) error {
	var detail strings.Builder
	for _, table := range []string{"report", "report_event", "notify_notice", "work_line"} {
		rows, err := p.Count(b.Ctx, `SELECT COUNT(*) FROM `+table)
		if err != nil {
			return err
		}
		query := `SELECT SUM(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = ?)`
		if p.Root != nil {
			query = `SELECT SUM(stat_value) * @@innodb_page_size FROM mysql.innodb_index_stats
				WHERE database_name = DATABASE() AND stat_name = 'size' AND table_name = ?`
		}
		var bytes float64
		if err := p.DB.QueryRowContext(b.Ctx, query, table).Scan(&bytes); err != nil {
			return err
		}
		fmt.Fprintf(&detail, "| %s | %d | %.0f | %.2f |\n", table, rows, bytes/float64(rows), bytes/1e9)
	}
	b.note("(o) on %s: the large tables with their indexes\n\n| table | rows | bytes a row | GB |\n|---|---|---|---|\n%s", e.Name, detail.String())
	return nil
}

// retire says how fast the program deletes rows that are too old, from a table of millions, and how long residents wait meanwhile. On MariaDB it also
// tries what is not done: the table in twelve partitions, of which the oldest is dropped.
func (t *town) retire(e lab.Engine) error {
	old := pick(t.bench, 5_000, 200_000)
	if _, err := t.r.DB.ExecContext(t.Ctx, `UPDATE notify_notice SET created_at = created_at - ? WHERE id <= (SELECT * FROM (SELECT MIN(id) + ? FROM notify_notice) AS first)`,
		(370 * 24 * time.Hour).Milliseconds(), old); err != nil {
		return err
	}
	tooOld := time.Now().UnixMilli() - (366 * 24 * time.Hour).Milliseconds()
	count := func() (int, error) {
		return t.r.Count(t.Ctx, `SELECT COUNT(*) FROM notify_notice WHERE created_at < ?`, tooOld)
	}
	before, err := count()
	if err != nil {
		return err
	}
	if _, err := t.r.DB.ExecContext(t.Ctx, `UPDATE job_run SET due_at = 0 WHERE name = 'drop_old_rows'`); err != nil {
		return err
	}
	begin := time.Now()
	meanwhile := make(chan load.Result, 1)
	go func() { meanwhile <- t.reporting(pick(t.bench, 2*time.Second, 20*time.Second)) }()
	left := before
	for ; left > 0 && time.Since(begin) < 3*time.Minute; time.Sleep(200 * time.Millisecond) {
		if left, err = count(); err != nil {
			return err
		}
	}
	took := time.Since(begin)
	got := <-meanwhile
	if got.Failed > 0 {
		return fmt.Errorf("reports: %d failed: %s", got.Failed, got.First)
	}
	calm := t.reporting(pick(t.bench, 2*time.Second, 20*time.Second))
	t.table.add(row{
		fmt.Sprintf("(o) %d notices of millions are too old and deleted by one run: a second", before-left), e.Name, fmt.Sprintf("%.0f/s", float64(before-left)/took.Seconds()),
		"–", "–", "all in one run", verdict(left == 0),
	})
	t.note("(o) on %s: p99 of reporting, twenty a second, was %.0f ms while %d notices were deleted in %s, and %.0f ms afterwards; %d were left.", e.Name,
		got.Quantile(.99).Seconds()*1000, before-left, took.Round(100*time.Millisecond), calm.Quantile(.99).Seconds()*1000, left)
	if e.Root == nil {
		return nil
	}
	return t.part(e)
}

func (t *town) reporting(long time.Duration) load.Result {
	return load.Load{Address: t.r.Listen, Status: 201, Lines: 16, Next: t.source(year.Report, 0)}.Steady(20, long)
}

// part tries partitions by id.
func (t *town) part(e lab.Engine) error {
	pages := func() (time.Duration, error) {
		c := load.Dial(t.r.Listen)
		defer c.Close()
		var all []time.Duration
		for i := range pick(t.bench, 20, 200) {
			times, _, err := asked(c, t.get(t.residents[i], "/api/v1/notices"), 3)
			if err != nil {
				return 0, err
			}
			all = append(all, times...)
		}
		return sortedResult(all).Quantile(.95), nil
	}
	whole, err := pages()
	if err != nil {
		return err
	}
	first, err := t.r.Count(t.Ctx, `SELECT MIN(id) FROM notify_notice`)
	if err != nil {
		return err
	}
	last, err := t.r.Count(t.Ctx, `SELECT MAX(id) FROM notify_notice`)
	if err != nil {
		return err
	}
	var parts []string
	for i := 1; i < 12; i++ {
		parts = append(parts, fmt.Sprintf("PARTITION p%d VALUES LESS THAN (%d)", i, first+(last-first)*i/12))
	}
	begin := time.Now()
	if _, err := t.r.DB.ExecContext(t.Ctx, `ALTER TABLE notify_notice PARTITION BY RANGE (id) (`+strings.Join(parts, ", ")+`, PARTITION p12 VALUES LESS THAN MAXVALUE)`); err != nil {
		return err
	}
	parted := time.Since(begin)
	log.Printf("  parted in %s", parted)
	many, err := pages()
	if err != nil {
		return err
	}
	begin = time.Now()
	if _, err := t.r.DB.ExecContext(t.Ctx, `ALTER TABLE notify_notice DROP PARTITION p1`); err != nil {
		return err
	}
	t.note("(o) on %s, tried and not done: %d notices were put into twelve partitions in %s, for which nobody could write; the oldest of them was dropped in %s. The p95 of a resident's notices was %.1f ms before and %.1f ms after.",
		e.Name, last-first, parted.Round(time.Second), time.Since(begin).Round(time.Millisecond), whole.Seconds()*1000, many.Seconds()*1000)
	return nil
}
