package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"linli/app/when"
	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// workLines is how many lines of work the county has in a year.
const workLines = 500_000

// workPages measures the pages that read lines of work in the county of figure (k): today's list, one's own work, the draft of the
// week, regular work, tallies of a community, and who had no contact for long.
func (b *bench) workPages(e lab.Engine, p *lab.Place, r *lab.Program, entries []lab.Entry) error {
	if err := b.writeWork(p, r, entries); err != nil {
		return err
	}
	rows, err := b.busyDay(r, entries)
	if err != nil {
		return err
	}
	community, err := r.Count(b.Ctx, `SELECT id FROM area WHERE code = 'DX-C01'`)
	if err != nil {
		return err
	}
	c := load.Dial(r.Listen)
	defer c.Close()
	worst := map[string]time.Duration{}
	var detail strings.Builder
	for i, post := range posts {
		for _, page := range []struct{ name, path, but string }{
			{"今天", "/api/v1/today", ""},
			{"own work", "/api/v1/work", ""},
			{"the draft of the week", "/api/v1/work/week", ""},
			{"regular work", "/api/v1/work/cadences", ""},
			{"tallies of a community", fmt.Sprintf("/api/v1/staff/work/tallies?area_id=%d", community), "steward grid_officer grid_lead org_staff"},
			{"tallies of a community", fmt.Sprintf("/api/v1/staff/work/tallies?by=post&area_id=%d", community), "steward grid_officer grid_lead org_staff"},
			{"who had no contact", fmt.Sprintf("/api/v1/staff/coverage?area_id=%d", community), "steward grid_officer grid_lead street centre org_staff"},
		} {
			if strings.Contains(page.but, post.role) {
				continue
			}
			times, _, err := asked(c, load.Request("GET", page.path, map[string]string{"Authorization": "Bearer " + entries[i].Token}, nil), pick(b, 10, 60))
			if err != nil {
				return fmt.Errorf("%s for %s: %w\n%s", page.path, post.name, err, r.Log())
			}
			got := sortedResult(times)
			worst[page.name] = max(worst[page.name], got.Quantile(.95))
			fmt.Fprintf(&detail, "| %s | %s | %.1f | %.1f |\n", page.path, post.name, got.Quantile(.5).Seconds()*1000, got.Quantile(.95).Seconds()*1000)
		}
	}
	for _, what := range []string{"今天", "own work", "the draft of the week", "regular work", "tallies of a community", "who had no contact"} {
		b.table.add(row{
			fmt.Sprintf("(k) p95 of %s at %d lines of work, the slowest post", what, workLines), e.Name,
			fmt.Sprintf("%.1f ms", worst[what].Seconds()*1000), "–", "–", "< 100 ms", verdict(worst[what] < 100*time.Millisecond),
		})
	}
	if err := b.besides(e, "k", r, []page{{fmt.Sprintf("今天 of %d rows", rows), "GET", "/api/v1/today", "", []string{"staff-1"}}}); err != nil {
		return err
	}
	b.note("(k) pages of work on %s; 今天 of the officer has %d rows\n\n| page | post | p50 in ms | p95 |\n|---|---|---|---|\n%s", e.Name, rows, detail.String())
	return nil
}

// writeWork writes a year of lines: of 1,500 persons with a post, and one of fifty by the readers of the benchmark.
func (b *bench) writeWork(p *lab.Place, r *lab.Program, entries []lab.Entry) error {
	var places []struct{ id, community int64 }
	rows, err := r.DB.QueryContext(b.Ctx, `SELECT id, community_id FROM area WHERE kind = 'building'`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var one struct{ id, community int64 }
		if err := rows.Scan(&one.id, &one.community); err != nil {
			return err
		}
		places = append(places, one)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	kinds := []string{"answer", "collect", "visit", "patrol", "hazard", "publicity"}
	deeds := []string{"report.resolve", "household.confirm", "visit", "patrol.close", "report.look", "door.tell"}
	random, now := rand.New(rand.NewPCG(1, 2)), time.Now()
	for done := 0; done < workLines; {
		var some [][]any
		for range 5000 {
			at := now.AddDate(0, 0, -random.IntN(365))
			place, kind := places[random.IntN(len(places))], random.IntN(len(kinds))
			who := strconv.Itoa(5_000_000 + random.IntN(1500))
			if random.IntN(50) == 0 {
				who = entries[random.IntN(len(entries))].Person
			}
			y, m, d := at.Date()
			some = append(some, []any{
				place.community, who, "grid_officer", place.id, 0, y*10_000 + int(m)*100 + d, at.UnixMilli(), 0, kinds[kind],
				fmt.Sprintf("report:%d", done+len(some)), deeds[kind], place.id, 0, random.IntN(100_000), "", "", "", 0, 0,
			})
		}
		if err := p.Insert(b.Ctx, "work_line", `community_id, person_id, role, post_area_id, org_id, day, at, minutes, kind, about, deed, area_id,
			household_id, served_id, place, words, files, noted, is_sensitive`, some); err != nil {
			return err
		}
		done += len(some)
	}
	for _, old := range []string{ // the households were imported today; they are known for years
		`UPDATE household SET reported_at = 1, decided_at = 1`, `UPDATE household_dwelling SET checked_at = 1`,
	} {
		if _, err := r.DB.ExecContext(b.Ctx, old); err != nil {
			return fmt.Errorf("age households: %w", err)
		}
	}
	return nil
}

// busyDay gives the officer of the first grid rounds and a collection besides the visits, and returns the rows of their day.
func (b *bench) busyDay(r *lab.Program, entries []lab.Entry) (int, error) {
	c := load.Dial(r.Listen)
	defer c.Close()
	do := func(post int, method, path string, body any, want int) ([]byte, error) {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		status, got, err := c.Do(load.Request(method, path, map[string]string{
			"Authorization": "Bearer " + entries[post].Token, "Content-Type": "application/json",
		}, text), true)
		if err != nil || status != want {
			return nil, fmt.Errorf("%s %s: %d %s: %w", method, path, status, got, err)
		}
		return got, nil
	}
	id := func(code string) (string, error) {
		n, err := r.Count(b.Ctx, `SELECT id FROM area WHERE code = ?`, code)
		return strconv.Itoa(n), err
	}
	community, err := id("DX-C01")
	if err != nil {
		return 0, err
	}
	grid, err := id("DX-C01-G1")
	if err != nil {
		return 0, err
	}
	building, err := id("DX-C01-G1-1")
	if err != nil {
		return 0, err
	}
	type object = map[string]any
	officer, secretary := 1, 4 // of posts
	for i := range 3 {
		if _, err := do(secretary, "POST", "/api/v1/staff/patrols/plans", object{
			"area_id": grid, "name": fmt.Sprintf("巡查%d", i+1), "kind": "daily", "need": 1, "roles": []string{"grid_officer"},
			"points": []object{{"area_id": building}, {"area_id": building, "name": "地下车库"}},
		}, 201); err != nil {
			return 0, err
		}
	}
	day := func(n int) string { return time.Now().In(when.Beijing).AddDate(0, 0, n).Format(time.DateOnly) }
	drafted, err := do(secretary, "POST", "/api/v1/staff/campaigns", object{
		"area_id": community, "title": "冬季供暖核对", "purpose": "安排供暖走访", "basis": "县供暖办法第三条", "decided": "社区党委会",
		"questions": []object{{"text": "家里几口人", "kind": "number", "choices": []string{}, "known": "size", "sealed": false}},
		"from":      day(0), "until": day(20), "drop": day(60),
	}, 201)
	if err != nil {
		return 0, err
	}
	var campaign struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(drafted, &campaign); err != nil {
		return 0, err
	}
	if _, err := do(secretary, "POST", "/api/v1/staff/campaigns/"+campaign.ID+"/start", nil, 204); err != nil {
		return 0, err
	}
	for begin, n := time.Now(), 0; n == 0; time.Sleep(time.Second) {
		if n, err = r.Count(b.Ctx, `SELECT COUNT(*) FROM collect_answer`); err != nil || time.Since(begin) > 3*time.Minute {
			return 0, fmt.Errorf("%d asked after %s: %w", n, time.Since(begin), err)
		}
	}
	got, err := do(officer, "GET", "/api/v1/today", nil, 200)
	if err != nil {
		return 0, err
	}
	var today struct {
		Items []json.RawMessage `json:"items"`
	}
	err = json.Unmarshal(got, &today)
	return len(today.Items), err
}
