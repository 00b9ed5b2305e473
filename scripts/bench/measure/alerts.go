package main

import (
	"fmt"
	"slices"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// sortedResult returns the result of these times.
func sortedResult(times []time.Duration) load.Result {
	return load.Result{Elapsed: slices.Sorted(slices.Values(times))}
}

// alerts is figure (g): the time from a report to the steward's message at the platform, with fifty reports per second. The
// reports are urgent, so the hour of the measurement does not matter.
func (b *bench) alerts(e lab.Engine) error {
	p, err := b.reporting(e, "g", lab.Names("resident", 200))
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
	tokens, err := b.Login(r, "resident", "mp", 200)
	if err != nil {
		return err
	}
	urgent := func(i int) []byte {
		building := (1+i%lab.Communities)*1000 + 10 + i/lab.Communities%lab.Buildings
		body := fmt.Appendf(nil, `{"text":"楼道里着火了，冒烟，请快来人。%d","area_id":"%d"}`, i, building)
		return load.Request("POST", "/api/v1/reports", map[string]string{
			"Authorization": "Bearer " + tokens[i%len(tokens)].Token, "Content-Type": "application/json",
		}, body)
	}
	const rate = 50
	got := load.Load{Address: r.Listen, Status: 201, Lines: 16, Next: urgent}.Steady(rate, pick(b, 3*time.Second, 20*time.Second))
	if got.Failed > 0 {
		return fmt.Errorf("%d failed: %s", got.Failed, got.First)
	}
	const alerted = `SELECT COUNT(*) FROM notify_notice WHERE kind = 'steward.alert_urgent' AND sent_at > 0`
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		n, err := r.Count(b.Ctx, alerted)
		if err != nil {
			return err
		}
		if n >= got.Done {
			break
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d of %d stewards were alerted; %s", n, got.Done, r.Log())
		}
	}
	rows, err := r.DB.Query(`SELECT MIN(n.sent_at) - MIN(a.submitted_at) FROM notify_notice n JOIN report a ON n.about = CONCAT('report:', a.id)
		WHERE n.kind = 'steward.alert_urgent' AND n.sent_at > 0 GROUP BY a.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var took []time.Duration
	for rows.Next() {
		var ms int64
		if err := rows.Scan(&ms); err != nil {
			return err
		}
		took = append(took, time.Duration(ms)*time.Millisecond)
	}
	for _, q := range []float64{.5, .99, 1} {
		within := quantile(took, q)
		b.table.add(row{
			fmt.Sprintf("(g) report to alert at the platform, %d/s, p%.0f", rate, q*100), e.Name, fmt.Sprintf("%.0f ms", within.Seconds()*1000),
			"–", "–", "< 500 ms", verdict(within < 500*time.Millisecond),
		})
	}
	return rows.Err()
}
