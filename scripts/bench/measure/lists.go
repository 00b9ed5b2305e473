package main

import (
	"encoding/json"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// reader is a person who reads lists.
type reader struct {
	name    string
	account string // mini-program
	role    string
	area    int
	org     int
}

// The readers: the resident reads their own reports, the others the lists of their scope.
var readers = []reader{
	{"resident", "mp", "", 0, 0},
	{"clerk", "staff", "clerk", 5000, 0},
	{"grid officer", "staff", "grid_officer", 5001, 0},
	{"street", "staff", "street", lab.CountyID + 1, 0},
	{"centre", "staff", "centre", lab.CountyID, 0},
	{"department", "staff", "org_staff", lab.CountyID, 3},
}

var staffLists = []string{"mine", "unaccepted", "due_today", "overdue", "all", "finished"}

// question is one request of a reader to both databases.
type question struct {
	what string // "staff/reports?list=all, page 3"
	who  string
	ask  [2][]byte // to the small and to the large database
	rows [2]int    // reports on that page
	took [2][]time.Duration
}

// within returns the time in milliseconds within which the share of the requests was answered.
func (q *question) within(share float64, side int) float64 {
	slices.Sort(q.took[side])
	return load.Result{Elapsed: q.took[side]}.Quantile(share).Seconds() * 1000
}

func (q *question) ratio(share float64) float64 { return q.within(share, 1) / q.within(share, 0) }

// fill writes the county and so many reports into an empty place.
func (b *bench) fill(p *lab.Place, n int) error {
	if err := lab.County(b.Ctx, p); err != nil {
		return err
	}
	begin := time.Now()
	if err := seed(b.Ctx, p, n); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	log.Printf("  %d reports written in %s", n, time.Since(begin).Round(time.Second))
	return nil
}

// lists is figure (d): the same lists over 1,000,000 and over 10,000 reports.
func (b *bench) lists(e lab.Engine) error {
	sizes := [2]int{10_000, pick(b, 100_000, 1_000_000)}
	var sides [2]*lab.Program
	var entries [2][]lab.Entry
	for i, n := range sizes {
		p, err := b.Place(e, fmt.Sprint("d", i))
		if err != nil {
			return err
		}
		defer p.Drop()
		if err := b.fill(p, n); err != nil {
			return err
		}
		if sides[i], err = b.Start(p, b.Linli, "serve"); err != nil {
			return err
		}
		defer sides[i].Stop()
		if entries[i], err = b.enter(sides[i]); err != nil {
			return err
		}
	}
	questions, err := ask(sides, entries)
	if err != nil {
		return err
	}
	if err := b.answer(sides, questions); err != nil {
		return err
	}
	b.judge(e, sizes, questions)
	return nil
}

// enter logs the readers in and gives them their postings and waiting reports.
func (b *bench) enter(r *lab.Program) ([]lab.Entry, error) {
	var all []lab.Entry
	for i, who := range readers {
		path := map[string]string{"mp": "resident", "staff": "staff"}[who.account]
		in, err := b.EnterAs(r.Listen, path, who.account, fmt.Sprint("reader-", i), i)
		if err != nil {
			return nil, err
		}
		all = append(all, in)
		if who.role == "" {
			_, err = r.DB.Exec(`UPDATE report SET author_id = ? WHERE author_id = 77`, in.Person)
		} else {
			_, err = r.DB.Exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
				VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0)`, in.Person, who.role, who.area, who.org)
		}
		if err == nil && who.role == "grid_officer" {
			_, err = r.DB.Exec(`UPDATE report SET holder_person = ? WHERE holder_person = ?`, in.Person, 1_000_000+who.area)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ask lists every question, following the cursors to the third page or the last one.
func ask(sides [2]*lab.Program, entries [2][]lab.Entry) ([]*question, error) {
	var all []*question
	for i, who := range readers {
		paths := []string{"/api/v1/reports"}
		if who.role != "" {
			paths = []string{"/api/v1/staff/home"}
			for _, l := range staffLists {
				paths = append(paths, "/api/v1/staff/reports?list="+l)
			}
		}
		for _, path := range paths {
			name := strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1/"), "staff/reports?list=")
			first, third := &question{what: name, who: who.name}, &question{what: name + ", page 3", who: who.name}
			for side, r := range sides {
				pages, rows, err := pages(r, path, entries[side][i].Token)
				if err != nil {
					return nil, fmt.Errorf("%s for %s: %w", path, who.name, err)
				}
				last := len(pages) - 1
				first.ask[side], third.ask[side] = pages[0], pages[last]
				first.rows[side], third.rows[side] = rows[0], rows[last]
			}
			all = append(all, first)
			if !strings.HasSuffix(path, "home") {
				all = append(all, third)
			}
		}
	}
	return all, nil
}

// pages returns the requests for the first pages, at most three, and the number of reports on each.
func pages(r *lab.Program, path, token string) (all [][]byte, rows []int, err error) {
	c := load.Dial(r.Listen)
	defer c.Close()
	headers := map[string]string{"Authorization": "Bearer " + token}
	at := path
	for {
		request := load.Request("GET", at, headers, nil)
		status, body, err := c.Do(request, true)
		if err != nil || status != 200 {
			return nil, nil, fmt.Errorf("%d %s: %v", status, body, err)
		}
		var in struct {
			Next  string            `json:"next"`
			Items []json.RawMessage `json:"items"`
		}
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, nil, err
		}
		all, rows = append(all, request), append(rows, len(in.Items))
		if in.Next == "" || len(all) == 3 {
			return all, rows, nil
		}
		if at = path + "?cursor=" + in.Next; strings.Contains(path, "?") {
			at = path + "&cursor=" + in.Next
		}
	}
}

// answer sends every question to both databases alternately, so that other load on the machine affects both equally, and
// repeats each several times.
func (b *bench) answer(sides [2]*lab.Program, questions []*question) error {
	rounds, block := pick(b, 1, 5), pick(b, 60, 200)
	limit := pick(b, 200*time.Millisecond, 500*time.Millisecond) // of one block; a slow question must not take all the time
	lines := [2]*load.Client{load.Dial(sides[0].Listen), load.Dial(sides[1].Listen)}
	defer lines[0].Close()
	defer lines[1].Close()
	for range rounds {
		for _, q := range questions {
			begin := time.Now()
			for i := 0; i < block && (i < 8 || time.Since(begin) < limit); i++ {
				for side, c := range lines {
					from := time.Now()
					status, body, err := c.Do(q.ask[side], i == 0)
					if err != nil { // a kept connection may have ended
						log.Printf("  %s: %v, once more", q.what, err)
						from = time.Now()
						status, body, err = c.Do(q.ask[side], true)
					}
					if err != nil || status != 200 {
						return fmt.Errorf("%s: %d %s: %w\n%s", q.what, status, body, err, sides[side].Log())
					}
					if i > 0 { // the first one finds empty processor caches
						q.took[side] = append(q.took[side], time.Since(from))
					}
				}
			}
		}
	}
	return nil
}

// judge adds the worst ratio of each list to the table, of pages with as many rows on both sides, and every question to a note. Home pages have a
// bound instead.
func (b *bench) judge(e lab.Engine, sizes [2]int, questions []*question) {
	worst := map[string]*question{}
	var order []string
	var detail strings.Builder
	for _, q := range questions {
		fmt.Fprintf(&detail, "| %s | %s | %d, %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n", q.what, q.who, q.rows[1], q.rows[0], q.within(.5, 1), q.within(.99, 1),
			q.within(.5, 0), q.within(.99, 0), q.ratio(.5), q.ratio(.99))
		if q.rows[0] != q.rows[1] || q.rows[0] == 0 {
			continue
		}
		if worst[q.what] == nil {
			order = append(order, q.what)
		}
		if w := worst[q.what]; w == nil || q.ratio(.99) > w.ratio(.99) {
			worst[q.what] = q
		}
	}
	for _, name := range order {
		q := worst[name]
		b.table.add(row{
			fmt.Sprintf("(d) p99 of %s (%s)", name, q.who), e.Name, fmt.Sprintf("%.1f ms", q.within(.99, 1)),
			fmt.Sprintf("%.1f ms", q.within(.99, 0)), fmt.Sprintf("%.1f (of p50 %.1f)", q.ratio(.99), q.ratio(.5)), "≤ 2", verdict(q.ratio(.99) <= 2),
		})
	}
	for _, q := range questions {
		if strings.HasSuffix(q.what, "home") {
			b.table.add(row{
				fmt.Sprintf("(d) p95 of %s with %d reports (%s)", q.what, sizes[1], q.who), e.Name, fmt.Sprintf("%.1f ms", q.within(.95, 1)), "–", "–",
				"< 50 ms", verdict(q.within(.95, 1) < 50),
			})
		}
	}
	b.note("(d) on %s with %d and %d reports; in milliseconds. The floor of the table is the small one, and each line there is "+
		"the reader with the worst ratio among those who see as many rows of both: an empty page costs less than one of twenty. Where a list has no third page, the last one is asked for.\n\n"+
		"| list | reader | rows large, small | p50 large | p99 large | p50 small | p99 small | ratio of p50 | of p99 |\n|---|---|---|---|---|---|---|---|---|\n%s",
		e.Name, sizes[1], sizes[0], detail.String())
}
