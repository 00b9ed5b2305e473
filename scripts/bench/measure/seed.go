package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/scripts/bench/lab"
)

// seed writes n reports of the last three years, spread over the lab.Communities, 97 % of them finished; open ones are mostly
// new. The database computes the rows from their number, in arithmetic common to both engines; the indexes are made
// afterwards, which is many times faster.
func seed(ctx context.Context, p *lab.Place, n int) error {
	drop, create, err := indexes(ctx, p, "report")
	if err != nil {
		return err
	}
	rows := "FROM " + numbers(p, n)
	residents := max(1000, n/20)
	statements := append(drop, fmt.Sprintf(`INSERT INTO person (id, code, community_id, home_id, name, phone_sealed, phone_index,
			shown, created_at, merged_into)
		SELECT 2000000 + seq, NULL, 0, 0, '居民', '', '', 0, 0, 0 %s WHERE seq <= %d`, rows, residents),
		reportsOf(n, residents, rows, time.Now()))
	statements = append(statements, create...)
	if p.Root != nil {
		statements = append(statements, "ANALYZE TABLE report")
	}
	for _, s := range statements {
		if _, err := p.DB.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%.60s: %w", s, err)
		}
	}
	if p.Root == nil {
		_, err = p.DB.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return err
}

// numbers is the SQL of a table of the numbers from 1 to n, in the column seq.
func numbers(p *lab.Place, n int) string {
	if p.Root == nil {
		return fmt.Sprintf("(WITH RECURSIVE s(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM s WHERE seq < %d) SELECT seq FROM s) AS counted", n)
	}
	return fmt.Sprintf("(SELECT CAST(seq AS SIGNED) AS seq FROM seq_1_to_%d) AS counted", n)
}

// The reports tell a thing, what is wrong with it and a wish; one in 100,000 has a word that no other has. Their words are as
// often repeated as those of a real community.
var (
	things = []string{
		"楼道里的灯", "三单元的电梯", "小区大门的门禁", "楼前的井盖", "地下车库的排水沟", "健身器材", "垃圾桶", "消防通道", "楼顶的防水层", "暖气管道",
		"充电桩", "儿童滑梯", "围墙", "路边的树", "自来水管", "下水道", "停车位", "公告栏", "摄像头", "单元门", "晾衣架", "花坛", "污水井", "信报箱",
	}
	troubles = []string{
		"坏了，晚上看不见路", "停了两天没有人管", "一直在响，老人睡不着", "堵住了，水漫到一楼", "被人占用，车开不出去", "裂开一道口子，怕砸到孩子", "生锈断了", "漏水，墙皮掉了一大块",
		"味道很大，窗户不敢开", "松动了，踩上去会晃", "没有人打扫，蚊子很多", "被撞歪了，随时会倒", "打不开，进出要等半天", "半夜施工吵得厉害", "不热，家里只有十三度", "有人乱扔烟头",
	}
	wishes = []string{"请尽快来修。", "希望社区协调物业处理。", "上个月也报过一次。", "楼里住着好几位八十多岁的老人。", "请派人来看看，谢谢！", "拍了照片，请看。", "孩子上学要从那里过。", "邻居们都有意见。"}
	spots  = []string{"小区楼道", "东门旁边", "西南角", "五号楼前", "中心花园", "地下二层", "幼儿园门口", "菜市场对面", "公交站", "河边步道"}
	texts  = "CONCAT(" + strings.Join([]string{
		among("i * 7", things), among("i * 11 + i % 101", troubles), "'，'", among("i * 3 + i % 97", wishes),
		"CASE WHEN i % 100003 = 5 THEN '空调外机要掉' ELSE '' END",
	}, ", ") + ")"
)

// among is the SQL that chooses one of the texts by a number.
func among(number string, all []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CASE (%s) %% %d", number, len(all))
	for i, one := range all {
		fmt.Fprintf(&b, " WHEN %d THEN '%s'", i, one)
	}
	return b.String() + " END"
}

func reportsOf(n, residents int, rows string, now time.Time) string {
	const year = 365 * 24 * 3600 * 1000
	step := int64(3*year) / int64(n)
	values := strings.NewReplacer(
		"{n}", fmt.Sprint(n), "{now}", fmt.Sprint(now.UnixMilli()), "{step}", fmt.Sprint(step), "{residents}", fmt.Sprint(residents),
		"{own}", fmt.Sprint(max(1, n/80)), "{communities}", fmt.Sprint(lab.Communities), "{buildings}", fmt.Sprint(lab.Buildings),
		"{grids}", fmt.Sprint(lab.Grids), "{orgs}", fmt.Sprint(lab.Orgs), "{rows}", rows, "{text}", texts, "{spot}", among("i * 13", spots),
	)
	return values.Replace(`
		INSERT INTO report (community_id, number, author_id, entered_by, source, external_no, request, category, urgent,
			text, shared, place, area_id, building_id, grid_id, lat, lng, state, is_open, holder_kind, holder_person,
			holder_role, holder_area, holder_org, outcome, result, submitted_at, accepted_at, taken_at, resolved_at,
			closed_at, due_at, question, asked_at, urges, urged_at, reopens, reviewed)
		SELECT c * 1000, 190101000000 + i, CASE WHEN i % {own} = 0 THEN 77 ELSE 2000001 + (i * 37) % {residents} END, 0,
			CASE WHEN i % 1009 = 1 THEN 'hotline' WHEN i % 3 = 0 THEN 'chat' ELSE 'app' END, '', NULL,
			CASE WHEN i % 5003 = 1 THEN 'relief' WHEN i % 11 = 1 THEN 'noise' WHEN i % 7 = 1 THEN 'sanitation' ELSE 'facility' END, 0,
			{text}, 0, {spot}, c * 1000 + 10 + b, c * 1000 + 10 + b,
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

// indexes returns the statements that drop the plain indexes of a table and make them again in the same order: without
// statistics SQLite chooses between equal ones by age.
func indexes(ctx context.Context, p *lab.Place, table string) (drop, create []string, err error) {
	query := `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY rowid`
	if p.Root != nil {
		query = `SELECT index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics
			WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 1 GROUP BY index_name ORDER BY index_name`
	}
	rows, err := p.DB.QueryContext(ctx, query, table)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, what string
		if err := rows.Scan(&name, &what); err != nil {
			return nil, nil, err
		}
		if p.Root == nil {
			drop, create = append(drop, "DROP INDEX "+name), append(create, what)
			continue
		}
		drop, create = append(drop, "DROP "+"INDEX "+name), append(create, "ADD INDEX "+name+" ("+what+")")
	}
	if p.Root != nil && len(drop) > 0 { // one statement reads the table once
		drop = []string{"ALTER TABLE " + table + " " + strings.Join(drop, ", ")}
		create = []string{"ALTER TABLE " + table + " " + strings.Join(create, ", ")}
	}
	return drop, create, rows.Err()
}
