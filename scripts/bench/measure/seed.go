package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// seed writes n reports of the last three years, spread over the communities, 97 % of them finished; open ones are mostly
// new. The database computes the rows from their number, in arithmetic common to both engines; the indexes are made
// afterwards, which is many times faster.
func seed(ctx context.Context, p *place, n int) error {
	drop, create, err := indexes(ctx, p)
	if err != nil {
		return err
	}
	rows := "FROM (SELECT CAST(seq AS SIGNED) AS seq FROM seq_1_to_%d) AS counted"
	if p.root == nil {
		rows = "FROM (WITH RECURSIVE s(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM s WHERE seq < %d) SELECT seq FROM s) AS counted"
	}
	rows = fmt.Sprintf(rows, n)
	residents := max(1000, n/20)
	statements := append(drop, fmt.Sprintf(`INSERT INTO person (id, code, community_id, home_id, name, phone_sealed, phone_index,
			shown, created_at, merged_into)
		SELECT 2000000 + seq, NULL, 0, 0, '居民', '', '', 0, 0, 0 %s WHERE seq <= %d`, rows, residents),
		reportsOf(n, residents, rows, time.Now()))
	statements = append(statements, create...)
	if p.root != nil {
		statements = append(statements, "ANALYZE TABLE report")
	}
	for _, s := range statements {
		if _, err := p.db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%.60s: %w", s, err)
		}
	}
	if p.root == nil {
		_, err = p.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return err
}

func reportsOf(n, residents int, rows string, now time.Time) string {
	const year = 365 * 24 * 3600 * 1000
	step := int64(3*year) / int64(n)
	values := strings.NewReplacer(
		"{n}", fmt.Sprint(n), "{now}", fmt.Sprint(now.UnixMilli()), "{step}", fmt.Sprint(step), "{residents}", fmt.Sprint(residents),
		"{own}", fmt.Sprint(max(1, n/80)), "{communities}", fmt.Sprint(communities), "{buildings}", fmt.Sprint(buildings),
		"{grids}", fmt.Sprint(grids), "{orgs}", fmt.Sprint(orgs), "{rows}", rows,
	)
	return values.Replace(`
		INSERT INTO report (community_id, number, author_id, entered_by, source, external_no, request, category, urgent,
			text, shared, place, area_id, building_id, grid_id, lat, lng, state, is_open, holder_kind, holder_person,
			holder_role, holder_area, holder_org, outcome, result, submitted_at, accepted_at, taken_at, resolved_at,
			closed_at, due_at, question, asked_at, urges, urged_at, reopens, reviewed)
		SELECT c * 1000, 190101000000 + i, CASE WHEN i % {own} = 0 THEN 77 ELSE 2000001 + (i * 37) % {residents} END, 0,
			CASE WHEN i % 3 = 0 THEN 'chat' ELSE 'app' END, '', NULL, 'facility', 0,
			'楼道里的灯坏了，晚上看不见路，老人容易摔倒，请尽快来修。', 0, '小区楼道', c * 1000 + 10 + b, c * 1000 + 10 + b,
			c * 1000 + 1 + b % {grids}, 34.2, 108.0, state, is_open,
			CASE WHEN how = 0 THEN 'post' WHEN how = 1 THEN 'org' ELSE 'person' END,
			CASE WHEN how = 2 THEN 1000000 + c * 1000 + 1 + b % {grids} ELSE 0 END,
			CASE WHEN how = 0 THEN 'clerk' WHEN how = 2 THEN 'grid_officer' ELSE '' END,
			CASE WHEN how = 0 THEN c * 1000 WHEN how = 2 THEN c * 1000 + 1 + b % {grids} ELSE 0 END,
			CASE WHEN how = 1 THEN 1 + i % {orgs} ELSE 0 END,
			CASE WHEN is_open = 1 THEN '' ELSE 'solved' END, CASE WHEN is_open = 1 THEN '' ELSE '已更换灯具，现在亮了。' END, at, at,
			at, CASE WHEN is_open = 1 THEN 0 ELSE at + 86400000 END, CASE WHEN is_open = 1 THEN 0 ELSE at + 172800000 END,
			CASE WHEN is_open = 1 THEN {now} + ((i * 97) % 240 - 72) * 3600000 ELSE at + 259200000 END,
			'', 0, 0, 0, 0, CASE WHEN is_open = 1 THEN 0 ELSE 1 END
		FROM (
			SELECT i, c, b, at, is_open,
				CASE WHEN is_open = 0 AND i % 50 = 0 THEN 'withdrawn' WHEN is_open = 0 AND i > {n} * 0.95 AND i % 3 = 0 THEN 'resolved'
					WHEN is_open = 0 THEN 'closed' WHEN h < 3 THEN 'submitted' WHEN h < 4 THEN 'accepted'
					WHEN h < 6 THEN 'assigned' ELSE 'in_hand' END AS state,
				CASE WHEN h < 4 THEN 0 WHEN h < 6 THEN 1 ELSE 2 END AS how
			FROM (
				SELECT seq AS i, 1 + (seq * 7919) % 1009 % {communities} AS c, (seq * 31) % 1013 % {buildings} AS b,
					(seq * 13) % 101 % 10 AS h, {now} - ({n} - seq) * {step} AS at,
					CASE WHEN seq > {n} * 0.96 AND (seq * 31) % 103 < 70 THEN 1 WHEN (seq * 17) % 1009 < 3 THEN 1 ELSE 0 END AS is_open
				{rows}
			) AS numbered
		) AS made`)
}

// indexes returns the statements that drop the plain indexes of report and make them again in the same order: without
// statistics SQLite chooses between equal ones by age.
func indexes(ctx context.Context, p *place) (drop, create []string, err error) {
	query := `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'report' AND sql IS NOT NULL ORDER BY rowid`
	if p.root != nil {
		query = `SELECT index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics
			WHERE table_schema = DATABASE() AND table_name = 'report' AND non_unique = 1 GROUP BY index_name ORDER BY index_name`
	}
	rows, err := p.db.QueryContext(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, what string
		if err := rows.Scan(&name, &what); err != nil {
			return nil, nil, err
		}
		if p.root == nil {
			drop, create = append(drop, "DROP INDEX "+name), append(create, what)
			continue
		}
		drop, create = append(drop, "DROP "+"INDEX "+name), append(create, "ADD INDEX "+name+" ("+what+")")
	}
	if p.root != nil && len(drop) > 0 { // one statement reads the table once
		drop = []string{"ALTER TABLE report " + strings.Join(drop, ", ")}
		create = []string{"ALTER TABLE report " + strings.Join(create, ", ")}
	}
	return drop, create, rows.Err()
}
