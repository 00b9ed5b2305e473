package main

import (
	"fmt"
	"log"
	"net/url"
	"strings"
	"time"

	"linli/scripts/bench/load"
)

// narrows are the lists of a desk with the filters that are worst for them: no index knows them, or nothing passes them.
var narrows = []string{
	"all&size=50", "all&size=50&sort=newest", "all&size=50&sort=due", "all&size=50&sort=oldest&category=relief",
	"all&size=50&state=withdrawn", "all&size=50&state=refused", "all&size=50&source=hotline&sort=newest", "all&size=50&light=green&sort=due",
	"all&size=50&light=red", "all&size=50&holder=org:3&sort=newest", "all&size=50&holder=org:3&category=noise", "finished&size=50&category=relief",
	"all&size=50&area_id=5000&sort=newest&category=noise", "all&size=50&area_id=5010&state=closed", "overdue&size=50&sort=newest&source=hotline",
	"due_today&size=50&sort=oldest", "unaccepted&size=50&sort=newest&category=relief", "mine&size=50&category=noise",
	"all&size=50&sort=newest&from={from}&to={to}", "all&size=50&from={from}&to={to}&category=relief",
}

// desk is figure (j): the desk of a community, a street, a department and the county over 1,000,000 reports.
func (b *bench) desk(e engine) error {
	n := pick(b, 100_000, 1_000_000)
	p, err := b.place(e, "j")
	if err != nil {
		return err
	}
	defer p.drop()
	if err := county(b.ctx, p); err != nil {
		return err
	}
	begin := time.Now()
	if err := seed(b.ctx, p, n); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	log.Printf("  %d reports written in %s", n, time.Since(begin).Round(time.Second))
	r, err := b.start(p, b.linli, "serve")
	if err != nil {
		return err
	}
	defer r.stop()
	entries, err := b.enter(r)
	if err != nil {
		return err
	}
	return b.narrowed(e, r, entries)
}

// narrowed measures the first page of each narrowed list for each reader to whom it is not refused.
func (b *bench) narrowed(e engine, r *program, entries []entry) error {
	c := load.Dial(r.listen)
	defer c.Close()
	day := func(back int) string { return url.QueryEscape(time.Now().AddDate(0, 0, -back).Format(time.RFC3339)) }
	fill := strings.NewReplacer("{from}", day(400), "{to}", day(370))
	var worst time.Duration
	var what string
	var detail strings.Builder
	for i, who := range readers {
		if who.role == "" {
			continue
		}
		for _, list := range narrows {
			request := load.Request("GET", "/api/v1/staff/reports?list="+fill.Replace(list), map[string]string{"Authorization": "Bearer " + entries[i].token}, nil)
			times, body, err := asked(c, request, pick(b, 10, 40))
			if err != nil {
				return fmt.Errorf("%s for %s: %w", list, who.name, err)
			}
			if times == nil {
				continue
			}
			got := sortedResult(times)
			p95 := got.Quantile(.95)
			if p95 > worst {
				worst, what = p95, list+" ("+who.name+")"
			}
			fmt.Fprintf(&detail, "| %s | %s | %d | %.1f | %.1f |\n", list, who.name, strings.Count(string(body), `"number":`),
				got.Quantile(.5).Seconds()*1000, p95.Seconds()*1000)
		}
	}
	b.table.add(row{
		"(j) p95 of the slowest narrowed list: " + what, e.name, fmt.Sprintf("%.1f ms", worst.Seconds()*1000), "–", "–", "< 100 ms",
		verdict(worst < 100*time.Millisecond),
	})
	b.note("(j) narrowed lists on %s, first page\n\n| list | reader | rows | p50 in ms | p95 |\n|---|---|---|---|---|\n%s", e.name, detail.String())
	return nil
}

// asked sends a request several times. No times: what it asks about is missing for the reader.
func asked(c *load.Client, request []byte, times int) (all []time.Duration, body []byte, err error) {
	for i := range times {
		from := time.Now()
		status, got, err := c.Do(request, true)
		if status == 404 {
			return nil, nil, nil
		}
		if err != nil || status != 200 {
			return nil, nil, fmt.Errorf("%d %s: %w", status, got, err)
		}
		if body = got; i > 0 { // the first one finds empty processor caches
			all = append(all, time.Since(from))
		}
	}
	return all, body, nil
}
