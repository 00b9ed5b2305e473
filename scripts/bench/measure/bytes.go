package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// sizes is figure (n): how much the database grows with one report from its submission to its appraisal, with its timeline, its notices to the
// author, the steward and staff, and its place in the search.
func (b *bench) sizes(e lab.Engine) error {
	p, err := b.reporting(e, "n", nil)
	if err != nil {
		return err
	}
	defer p.Drop()
	if err := b.Stewards(p); err != nil {
		return err
	}
	r, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return err
	}
	defer r.Stop()
	const residents = 50
	own, err := b.Login(r, "resident", "mp", residents)
	if err != nil {
		return err
	}
	clerk, err := b.Enter(r.Listen, "staff", "staff", 0)
	if err != nil {
		return err
	}
	if _, err := r.DB.Exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
		VALUES (?, 'centre', ?, 0, 0, 0, 0, 0, 0)`, clerk.Person, lab.CountyID); err != nil {
		return err
	}
	c := load.Dial(r.Listen)
	defer c.Close()
	n := pick(b, 100, 1000)
	life := func(from int) error {
		for i := from; i < from+n; i++ {
			if err := b.lifeOf(c, own[i%residents].Token, clerk.Token, i); err != nil {
				return err
			}
		}
		return r.Rest(b.Ctx, time.Minute)
	}
	if err := life(0); err != nil { // the first ones fill pages that are there already
		return err
	}
	before, err := b.size(r)
	if err != nil {
		return err
	}
	if err := life(n); err != nil {
		return err
	}
	after, err := b.size(r)
	if err != nil {
		return err
	}
	b.table.add(row{
		"(n) bytes of one report with all that belongs to it", e.Name, fmt.Sprintf("%.1f kB", float64(after-before)/float64(n)/1000), "–", "–", "none", "–",
	})
	return nil
}

// lifeOf lets a resident report something, staff accept, answer and settle it, and the resident appraise that.
func (b *bench) lifeOf(c *load.Client, resident, clerk string, i int) error {
	ask := func(token, path, body string, want int) (map[string]any, error) {
		status, answer, err := c.Do(load.Request("POST", "/api/v1"+path, map[string]string{
			"Authorization": "Bearer " + token, "Content-Type": "application/json",
		}, []byte(body)), true)
		if err != nil || status != want {
			return nil, fmt.Errorf("%s: %d %s: %v", path, status, answer, err)
		}
		var said map[string]any
		return said, json.Unmarshal(answer, &said)
	}
	building := (1+i%lab.Communities)*1000 + 10 + i/lab.Communities%lab.Buildings
	made, err := ask(resident, "/reports", fmt.Sprintf(`{"text":"三号楼门口的路灯不亮了，晚上老人出门看不清台阶，请尽快来修。%d","area_id":"%d"}`, i, building), 201)
	if err != nil {
		return err
	}
	for _, step := range []struct{ token, path, body string }{
		{clerk, "/staff/reports/%v/accept", `{"words":"已受理，今天下午派人去看。"}`},
		{clerk, "/staff/reports/%v/take", `{}`},
		{clerk, "/staff/reports/%v/reply", `{"words":"电工已到现场，灯具老化，需要更换，明天上午完成。"}`},
		{clerk, "/staff/reports/%v/resolve", `{"outcome":"solved","words":"已更换灯具，现在亮了。"}`},
		{resident, "/reports/%v/review", `{"satisfied":true,"efficiency":5,"result":5,"attitude":5,"words":"修得很快，谢谢。"}`},
	} {
		if _, err := ask(step.token, fmt.Sprintf(step.path, made["id"]), step.body, 200); err != nil {
			return err
		}
	}
	return nil
}

// size returns the bytes of all tables with their indexes.
func (b *bench) size(r *lab.Program) (int64, error) {
	var n int64
	if r.Root == nil {
		err := r.DB.QueryRowContext(b.Ctx, `SELECT SUM(pgsize) FROM dbstat WHERE name NOT LIKE 'job_%'`).Scan(&n)
		return n, err
	}
	// InnoDB counts used pages only after a look at the table, and grows in steps of an extent: the pages of the file are counted less the free ones.
	rows, err := r.DB.QueryContext(b.Ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()`)
	if err != nil {
		return 0, err
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return 0, err
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	if _, err := r.DB.ExecContext(b.Ctx, "ANALYZE TABLE "+strings.Join(tables, ", ")); err != nil {
		return 0, err
	}
	err = r.DB.QueryRowContext(b.Ctx, `SELECT SUM(stat_value) * @@innodb_page_size FROM mysql.innodb_index_stats
		WHERE database_name = DATABASE() AND stat_name = 'size' AND table_name NOT LIKE 'job_%'`).Scan(&n)
	return n, err
}
