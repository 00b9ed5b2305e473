package main

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"linli/scripts/bench/lab"
)

// history writes n rows of what belongs to the reports of seed: for each seven events, and as many notices and lines of work as are left, half of
// each. Notices and lines are from before the longest period of retention until now, two of a hundred of them too old to be kept.
func history(ctx context.Context, p *lab.Place, n, reports int) error {
	const events, day = 7, int64(86_400_000)
	rest := (n - events*reports) / 2
	now := time.Now().UnixMilli()
	for _, t := range []struct {
		table  string
		rows   int
		insert string
	}{
		{"report_event", events * reports, `INSERT INTO report_event (report_id, at, kind, person_id, request, public, text, state, holder_kind, holder_person, holder_role,
				holder_area, holder_org, files)
			SELECT r.id, r.submitted_at + counted.seq * 3600000,
				CASE counted.seq WHEN 1 THEN 'submit' WHEN 2 THEN 'route' WHEN 3 THEN 'acknowledge' WHEN 4 THEN 'accept' WHEN 5 THEN 'take' WHEN 6 THEN 'reply' ELSE 'resolve' END,
				CASE counted.seq WHEN 1 THEN r.author_id ELSE 1500000 + r.community_id END, NULL, 1,
				CASE counted.seq WHEN 1 THEN '' WHEN 6 THEN '电工已到现场，灯具老化，需要更换，明天上午完成。' ELSE '已受理，今天下午派人去看。' END,
				'accepted', r.holder_kind, r.holder_person, r.holder_role, r.holder_area, r.holder_org, ''
			FROM report r CROSS JOIN ` + numbers(p, events) + ` WHERE r.id > {from} AND r.id <= {to}`},
		{"notify_notice", rest, fmt.Sprintf(`INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded)
			SELECT 2000001 + (seq * 37) %% %d, 1000 * (1 + seq * 7919 %% 1009 %% %d), 'report.replied', CONCAT('report:', 1 + seq %% %d),
				'{"at":"2026年11月23日 09:00","category":"公共设施","number":"261123-001","place":"第一小区1号楼","title":"三号楼门口的路灯不亮了","words":"电工已到现场，明天上午完成。"}',
				0, 'sent', at, at, at, CASE WHEN seq %% 3 = 0 THEN 0 ELSE at END, 0
			FROM (SELECT seq, %d - (%d - seq) * %d AS at FROM (SELECT seq + {from} AS seq FROM %s) AS shifted) AS made`,
			max(1000, reports/20), lab.Communities, reports, now, rest, 373*day/int64(rest), "{numbers}")},
		{"work_line", rest, fmt.Sprintf(`INSERT INTO work_line (community_id, person_id, role, post_area_id, org_id, day, at, minutes, kind, about, deed, area_id, household_id, served_id,
				place, words, files, noted, is_sensitive)
			SELECT c, 1000001 + c + seq %% %d, 'grid_officer', c + 1 + seq %% %d, 0, 20260101 + seq %% 28, at, 20, 'visit', CONCAT('care:', seq), 'visit', c + 10 + seq %% %d, 0,
				3000000 + seq %% 60000, '第一小区1号楼', '都好，按时吃药', '', 0, 0
			FROM (SELECT seq, %d - (%d - seq) * %d AS at, 1000 * (1 + seq * 7919 %% 1009 %% %d) AS c FROM (SELECT seq + {from} AS seq FROM %s) AS shifted) AS made`,
			lab.Grids, lab.Grids, lab.Buildings, now, rest, 1120*day/int64(rest), lab.Communities, "{numbers}")},
	} {
		begin := time.Now()
		if err := pour(ctx, p, t.table, t.insert, t.rows, reports); err != nil {
			return fmt.Errorf("%s: %w", t.table, err)
		}
		log.Printf("  %d rows of %s written in %s", t.rows, t.table, time.Since(begin).Round(time.Second))
	}
	return nil
}

// pour writes rows in steps of 250,000 without the plain indexes of their table, which are made afterwards. Events go by the ids of their reports.
func pour(ctx context.Context, p *lab.Place, table, insert string, rows, reports int) error {
	drop, create, err := indexes(ctx, p, table)
	if err != nil {
		return err
	}
	const step = 250_000
	statements := drop
	most := rows
	if !strings.Contains(insert, "{numbers}") {
		most = reports
	}
	for from := 0; from < most; from += step {
		n := min(step, most-from)
		statements = append(statements, strings.NewReplacer("{numbers}", numbers(p, n), "{from}", fmt.Sprint(from), "{to}", fmt.Sprint(from+n)).Replace(insert))
	}
	if p.Root != nil {
		create = append(create, "ANALYZE TABLE "+table)
	}
	for _, s := range append(statements, create...) {
		if _, err := p.DB.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%.60s: %w", s, err)
		}
	}
	return nil
}
