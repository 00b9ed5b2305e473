package main

import (
	"fmt"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// drawn are the requests of the map and of the wall page.
var drawn = []string{"wall", "reports/points?list=open", "reports/points?list=all", "reports/points?list=all&category=relief", "areas/shapes"}

// maps measures the map and the wall for each reader; a department has no wall.
func (b *bench) maps(e lab.Engine, r *lab.Program, entries []lab.Entry) error {
	c := load.Dial(r.Listen)
	defer c.Close()
	var worst time.Duration
	var what string
	var detail strings.Builder
	for i, who := range readers {
		for _, path := range drawn {
			if who.role == "" || who.role == "org_staff" && path == "wall" {
				continue
			}
			request := load.Request("GET", "/api/v1/staff/"+path, map[string]string{"Authorization": "Bearer " + entries[i].Token}, nil)
			times, body, err := asked(c, request, pick(b, 10, 40))
			if err != nil {
				return fmt.Errorf("%s for %s: %w", path, who.name, err)
			}
			got := sortedResult(times)
			p95 := got.Quantile(.95)
			if p95 > worst {
				worst, what = p95, path+" ("+who.name+")"
			}
			fmt.Fprintf(&detail, "| %s | %s | %.1f | %.1f | %.1f |\n", path, who.name, float64(len(body))/1024, got.Quantile(.5).Seconds()*1000, p95.Seconds()*1000)
		}
	}
	b.table.add(row{
		"(j) p95 of the slowest picture: " + what, e.Name, fmt.Sprintf("%.1f ms", worst.Seconds()*1000), "–", "–", "< 100 ms",
		verdict(worst < 100*time.Millisecond),
	})
	b.note("(j) the map and the wall on %s\n\n| request | reader | kB | p50 in ms | p95 |\n|---|---|---|---|---|\n%s", e.Name, detail.String())
	return nil
}
