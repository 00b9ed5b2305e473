package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"linli/scripts/bench/load"
)

// workLines is how many lines of work the county has in a year.
const workLines = 500_000

// workPages measures the pages that read lines of work in the county of figure (k): today's list, one's own work, the draft of the
// week, regular work, and tallies of a community.
func (b *bench) workPages(e engine, p *place, r *program, entries []entry) error {
	if err := b.writeWork(p, r, entries); err != nil {
		return err
	}
	community, err := r.count(b.ctx, `SELECT id FROM area WHERE code = 'DX-C01'`)
	if err != nil {
		return err
	}
	c := load.Dial(r.listen)
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
		} {
			if strings.Contains(page.but, post.role) {
				continue
			}
			times, _, err := asked(c, load.Request("GET", page.path, map[string]string{"Authorization": "Bearer " + entries[i].token}, nil), pick(b, 10, 60))
			if err != nil {
				return fmt.Errorf("%s for %s: %w\n%s", page.path, post.name, err, r.log())
			}
			got := sortedResult(times)
			worst[page.name] = max(worst[page.name], got.Quantile(.95))
			fmt.Fprintf(&detail, "| %s | %s | %.1f | %.1f |\n", page.path, post.name, got.Quantile(.5).Seconds()*1000, got.Quantile(.95).Seconds()*1000)
		}
	}
	for _, what := range []string{"今天", "own work", "the draft of the week", "regular work", "tallies of a community"} {
		b.table.add(row{
			fmt.Sprintf("(k) p95 of %s at %d lines of work, the slowest post", what, workLines), e.name,
			fmt.Sprintf("%.1f ms", worst[what].Seconds()*1000), "–", "–", "< 100 ms", verdict(worst[what] < 100*time.Millisecond),
		})
	}
	b.note("(k) pages of work on %s\n\n| page | post | p50 in ms | p95 |\n|---|---|---|---|\n%s", e.name, detail.String())
	return nil
}

// writeWork writes a year of lines: of 1,500 persons with a post, and one of fifty by the readers of the benchmark.
func (b *bench) writeWork(p *place, r *program, entries []entry) error {
	var places []struct{ id, community int64 }
	rows, err := r.db.QueryContext(b.ctx, `SELECT id, community_id FROM area WHERE kind = 'building'`)
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
				who = entries[random.IntN(len(entries))].person
			}
			y, m, d := at.Date()
			some = append(some, []any{
				place.community, who, "grid_officer", place.id, 0, y*10_000 + int(m)*100 + d, at.UnixMilli(), 0, kinds[kind],
				fmt.Sprintf("report:%d", done+len(some)), deeds[kind], place.id, 0, random.IntN(100_000), "", "", "", 0, 0,
			})
		}
		if err := p.insert(b.ctx, "work_line", `community_id, person_id, role, post_area_id, org_id, day, at, minutes, kind, about, deed, area_id,
			household_id, served_id, place, words, files, noted, is_sensitive`, some); err != nil {
			return err
		}
		done += len(some)
	}
	return nil
}
