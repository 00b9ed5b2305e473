package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"linli/scripts/bench/lab"
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
func (b *bench) desk(e lab.Engine) error {
	n := pick(b, 100_000, 1_000_000)
	p, err := b.Place(e, "j")
	if err != nil {
		return err
	}
	defer p.Drop()
	if err := b.fill(p, n); err != nil {
		return err
	}
	r, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return err
	}
	defer r.Stop()
	begin := time.Now()
	for done := 0; done < n-1000; time.Sleep(time.Second) { // the newest minute is indexed again and again
		if done, err = r.Count(b.Ctx, `SELECT report_id FROM search_mark`); err != nil || time.Since(begin) > 10*time.Minute {
			return fmt.Errorf("indexed up to %d of %d: %w", done, n, err)
		}
	}
	rows, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM search_pair`)
	if err != nil {
		return err
	}
	b.note("(j) on %s: the words of %d reports were indexed in %s, in %d rows.", e.Name, n, time.Since(begin).Round(time.Second), rows)
	entries, err := b.enter(r)
	if err != nil {
		return err
	}
	if err := b.searches(e, r, entries); err != nil {
		return err
	}
	if err := b.narrowed(e, r, entries); err != nil {
		return err
	}
	if err := b.maps(e, r, entries); err != nil {
		return err
	}
	if err := b.deskPages(e, r, n); err != nil {
		return err
	}
	return b.crowd(e, r)
}

// deskPages measures the pages that a desk shows first beside bare handlers.
func (b *bench) deskPages(e lab.Engine, r *lab.Program, n int) error {
	const clerk, centre = "reader-1", "reader-4" // of readers
	clerks, err := b.colleagues(r, 60, "clerk", 5000)
	if err != nil {
		return err
	}
	of := fmt.Sprintf(" at %d reports", n)
	return b.besides(e, "j", r, []page{
		{"desk inbox of 50 rows" + of, "GET", "/api/v1/staff/reports?list=waiting&size=50", "", []string{clerk}},
		{"search, first page" + of, "POST", "/api/v1/staff/search", `{"q":"电梯"}`, clerks},
		{"overview of the county" + of, "GET", "/api/v1/staff/wall", "", []string{centre}},
	})
}

// searched are words that many reports have, few, one, or none.
var searched = []string{"电梯", "电梯 烟头", "三单元的电梯停了两天", "外机要掉", "空调外机要掉", "滑梯", "电梯滑梯", "儿童滑梯 不热 谢谢", "没有的话", "居民", "楼道里的灯坏了 老人 东门", "26"}

// searches measures the first page of each search for each reader.
func (b *bench) searches(e lab.Engine, r *lab.Program, entries []lab.Entry) error {
	c := load.Dial(r.Listen)
	defer c.Close()
	var worst time.Duration
	var what string
	var detail strings.Builder
	for i, who := range readers {
		if who.role == "" {
			continue
		}
		for _, words := range searched {
			request := load.Request("POST", "/api/v1/staff/search", map[string]string{
				"Authorization": "Bearer " + entries[i].Token, "Content-Type": "application/json",
			}, fmt.Appendf(nil, `{"q":%q}`, words))
			from := r.Worked()
			times, body, err := asked(c, request, pick(b, 5, 16)) // the rate limit allows 240 a minute
			if err != nil {
				return fmt.Errorf("%s for %s: %w", words, who.name, err)
			}
			got := sortedResult(times)
			if p95 := got.Quantile(.95); p95 > worst {
				worst, what = p95, words+" ("+who.name+")"
			}
			var found struct {
				Reports []json.RawMessage `json:"reports"`
				Next    string            `json:"next"`
			}
			if err := json.Unmarshal(body, &found); err != nil {
				return err
			}
			fmt.Fprintf(&detail, "| %s | %s | %d | %s | %.1f | %.1f | %.1f |\n", words, who.name, len(found.Reports), found.Next, got.Quantile(.5).Seconds()*1000,
				got.Quantile(.95).Seconds()*1000, (r.Worked()-from).Seconds()*1000/float64(len(times)+1))
		}
	}
	b.table.add(row{
		"(j) p95 of the slowest search: " + what, e.Name, fmt.Sprintf("%.1f ms", worst.Seconds()*1000), "–", "–", "< 100 ms", verdict(worst < 100*time.Millisecond),
	})
	b.note("(j) searches on %s, first page\n\n| words | reader | reports | goes on at | p50 in ms | p95 | processor of the program |\n|---|---|---|---|---|---|---|\n%s", e.Name, detail.String())
	return nil
}

// crowd measures what desks cost that wait for news while nothing happens, and how soon all hear of a report.
func (b *bench) crowd(e lab.Engine, r *lab.Program) error {
	const desks = 200
	entries, err := b.Login(r, "staff", "staff", desks)
	if err != nil {
		return err
	}
	for i, one := range entries {
		if _, err := r.DB.Exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
			VALUES (?, 'clerk', ?, 0, 0, 0, 0, 0, 0)`, one.Person, 1000*(1+i%lab.Communities)); err != nil {
			return err
		}
	}
	time.Sleep(5 * time.Second) // the postings are known, and what the lists needed is given back
	before := r.Memory()
	end := make(chan struct{})
	done := make(chan error, desks)
	var answers atomic.Int64
	for _, one := range entries {
		go func() { done <- waitForNews(r.Listen, one.Token, &answers, end) }()
	}
	time.Sleep(5 * time.Second)
	long := pick(b, 5*time.Second, 40*time.Second)
	from, asked := r.Worked(), answers.Load()
	time.Sleep(long)
	share := (r.Worked() - from).Seconds() / long.Seconds()
	idle, memory := answers.Load()-asked, r.Memory()-before
	close(end)
	for range entries {
		if err := <-done; err != nil {
			return err
		}
	}
	b.table.add(row{
		fmt.Sprintf("(j) processor of one core for %d desks that wait for news (%d answers in %s)", desks, idle, long), e.Name,
		fmt.Sprintf("%.1f %%", share*100), "–", "–", "< 2 %", verdict(share < .02),
	})
	b.table.add(row{fmt.Sprintf("(j) memory of %d desks that wait", desks), e.Name, fmt.Sprintf("%.0f MB", memory), "–", "–", "< 60 MB", verdict(memory < 60)})
	return nil
}

// waitForNews asks for news again and again until end.
func waitForNews(address, token string, answers *atomic.Int64, end <-chan struct{}) error {
	c := load.Dial(address)
	defer c.Close()
	for since := ""; ; {
		status, body, err := c.Do(load.Request("GET", "/api/v1/staff/news?since="+since, map[string]string{"Authorization": "Bearer " + token}, nil), true)
		if err != nil || status != 200 {
			return fmt.Errorf("news: %d %s: %w", status, body, err)
		}
		var got struct {
			Next string `json:"next"`
		}
		if err := json.Unmarshal(body, &got); err != nil {
			return err
		}
		since = got.Next
		answers.Add(1)
		select {
		case <-end:
			return nil
		default:
		}
	}
}

// narrowed measures the first page of each narrowed list for each reader to whom it is not refused.
func (b *bench) narrowed(e lab.Engine, r *lab.Program, entries []lab.Entry) error {
	c := load.Dial(r.Listen)
	defer c.Close()
	day := func(back int) string { return url.QueryEscape(time.Now().AddDate(0, 0, -back).Format(time.RFC3339)) }
	fill := strings.NewReplacer("{from}", day(400), "{to}", day(370))
	var worst time.Duration
	var what string
	var work float64
	var detail strings.Builder
	for i, who := range readers {
		if who.role == "" {
			continue
		}
		for _, list := range narrows {
			request := load.Request("GET", "/api/v1/staff/reports?list="+fill.Replace(list), map[string]string{"Authorization": "Bearer " + entries[i].Token}, nil)
			from := r.Worked()
			times, body, err := asked(c, request, pick(b, 10, 40))
			if err != nil {
				return fmt.Errorf("%s for %s: %w", list, who.name, err)
			}
			if times == nil {
				continue
			}
			got := sortedResult(times)
			p95 := got.Quantile(.95)
			own := (r.Worked() - from).Seconds() * 1000 / float64(len(times)+1)
			if work = max(work, own); p95 > worst {
				worst, what = p95, list+" ("+who.name+")"
			}
			fmt.Fprintf(&detail, "| %s | %s | %d | %.1f | %.1f | %.1f |\n", list, who.name, strings.Count(string(body), `"number":`),
				got.Quantile(.5).Seconds()*1000, p95.Seconds()*1000, own)
		}
	}
	b.table.add(row{
		"(j) p95 of the slowest narrowed list: " + what, e.Name, fmt.Sprintf("%.1f ms", worst.Seconds()*1000), "–", "–", "< 100 ms",
		verdict(worst < 100*time.Millisecond),
	})
	b.note("(j) narrowed lists on %s, first page\n\n| list | reader | rows | p50 in ms | p95 | processor of the program |\n|---|---|---|---|---|---|\n%s\nThe most processor time for one: %.1f ms.", e.Name, detail.String(), work)
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
