package main

import (
	"encoding/json"
	"fmt"
	"log"
	"strings"
	"time"

	"linli/app/when"
	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// asked is figure (p): what goes to the contact person of 10,000 households at once (采集), from the first row to the last message at the
// platform. The floor writes the same rows in the same transactions and sends them as that of (c) does.
func (b *bench) asked(e lab.Engine) error {
	n := pick(b, 1000, 10_000)
	openids, err := b.Followers(n)
	if err != nil {
		return err
	}
	ours, floor, end, err := b.both(e, "p", "asked", func(p *lab.Place) error {
		if err := b.housed(p, n, 1); err != nil {
			return err
		}
		var known [][]any
		for i, openid := range openids {
			known = append(known, []any{"oa", openid, "union-" + openid, firstResident + 1 + i, 1, 0})
		}
		return p.Insert(b.Ctx, "person_identity", "account, openid, unionid, person_id, follows, changed_at", known)
	})
	defer end()
	if err != nil {
		return err
	}
	secretary, err := b.Enter(ours.Listen, "staff", "staff", 0)
	if err != nil {
		return err
	}
	if _, err := ours.DB.Exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
		VALUES (?, 'secretary', 1000, 0, 0, 0, 0, 0, 0)`, secretary.Person); err != nil {
		return err
	}
	writing := map[*lab.Program][]float64{}
	all := func(r *lab.Program) (float64, error) {
		begin := b.spread
		if r == ours {
			begin = func(r *lab.Program) error { return b.campaign(r, secretary.Token) }
		}
		wrote, sent, err := b.toldAll(r, n, begin)
		writing[r] = append(writing[r], float64(n)/wrote.Seconds())
		log.Printf("  %s: %d written in %s, sent in %s", r.Name, n, wrote.Round(time.Millisecond), sent.Round(time.Millisecond))
		return float64(n) / (wrote + sent).Seconds(), err
	}
	rates, err := alternate(pick(b, 2, 5), ours, floor, all)
	if err != nil {
		return err
	}
	met := b.table.rates(fmt.Sprintf("(p) %d households asked at once, from the first row to the last message at the platform", n), e.Name, rates, 0.9)
	ownRate, floorRate := median(writing[ours]), median(writing[floor])
	b.table.add(row{
		"(p) of that, notices with their jobs written", e.Name, fmt.Sprintf("%.0f/s", ownRate), fmt.Sprintf("%.0f/s", floorRate),
		fmt.Sprintf("%.2f", ownRate/floorRate), "none", "–",
	})
	if !met && !b.quick || b.profile {
		floor.Pause()
		b.profiled(ours, "p-"+e.Name, pick(b, 3, 10), func() {
			if _, err := all(ours); err != nil {
				log.Print(err)
			}
		})
		floor.Resume()
	}
	return nil
}

// campaign ends what was asked before, decides a new collection of the community and lets the program ask now.
func (b *bench) campaign(r *lab.Program, token string) error {
	if _, err := r.DB.Exec(`UPDATE collect_campaign SET state = 'ended'`); err != nil {
		return err
	}
	c := load.Dial(r.Listen)
	defer c.Close()
	do := func(path, body string, want int) ([]byte, error) {
		status, got, err := c.Do(load.Request("POST", "/api/v1/staff/campaigns"+path, map[string]string{
			"Authorization": "Bearer " + token, "Content-Type": "application/json",
		}, []byte(body)), true)
		if err != nil || status != want {
			return nil, fmt.Errorf("%s: %d %s: %w", path, status, got, err)
		}
		return got, nil
	}
	day := func(n int) string { return time.Now().In(when.Beijing).AddDate(0, 0, n).Format(time.DateOnly) }
	drafted, err := do("", strings.NewReplacer("{from}", day(0), "{until}", day(20), "{drop}", day(60)).Replace(`{"area_id":"1000","title":"冬季供暖核对",
		"purpose":"安排供暖走访","basis":"县供暖办法第三条","decided":"社区党委会","questions":[{"text":"家里几口人","kind":"number","choices":[],
		"known":"size","sealed":false}],"from":"{from}","until":"{until}","drop":"{drop}"}`), 201)
	if err != nil {
		return err
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(drafted, &made); err != nil {
		return err
	}
	if _, err := do("/"+made.ID+"/start", "", 204); err != nil {
		return err
	}
	_, err = r.DB.Exec(`UPDATE job_run SET due_at = 0 WHERE name = 'ask_households'`)
	return err
}

// spread lets the floor ask.
func (b *bench) spread(r *lab.Program) error {
	c := load.Dial(r.Listen)
	defer c.Close()
	status, body, err := c.Do(load.Request("POST", "/spread", nil, nil), true)
	if err != nil || status != 200 {
		return fmt.Errorf("spread: %d %s: %w\n%s", status, body, err, r.Log())
	}
	return nil
}

// toldAll lets a program tell n people, and returns how long it wrote and how much longer it sent. What is written in the night waits for the
// morning, and the floor begins no job by itself: then the notices are made urgent and their jobs due once all are written.
func (b *bench) toldAll(r *lab.Program, n int, begin func(*lab.Program) error) (wrote, sent time.Duration, err error) {
	calls := b.Wechat.Calls(sendAPI)
	before, err := r.Count(b.Ctx, `SELECT COALESCE(MAX(id), 0) FROM notify_notice`)
	if err != nil {
		return 0, 0, err
	}
	failed := make(chan error, 1)
	go func() { failed <- begin(r) }()
	var first time.Time
	var seen int // what had been written by then
	for asked, last := time.Now(), before; last < before+n; time.Sleep(2 * time.Millisecond) {
		if last, err = r.Count(b.Ctx, `SELECT COALESCE(MAX(id), 0) FROM notify_notice`); err != nil || time.Since(asked) > 5*time.Minute {
			return 0, 0, fmt.Errorf("%d of %d were told: %w\n%s", last-before, n, err, r.Log())
		}
		if last > before && first.IsZero() {
			first, seen = time.Now(), last-before
		}
		select {
		case err := <-failed:
			if err != nil {
				return 0, 0, err
			}
		default:
		}
	}
	took := time.Since(first)
	wrote = time.Duration(float64(took) * float64(n) / float64(max(1, n-seen)))
	if now := time.Now(); r.Bare || when.Nights.Next(now).After(now) {
		jobs, err := b.makeDue(r, before)
		if err != nil {
			return 0, 0, err
		}
		rate, err := b.sent(r, "collect.asked", int64(before+1), n, jobs)
		return wrote, time.Duration(float64(n) / rate * float64(time.Second)), err
	}
	for b.Wechat.Calls(sendAPI)-calls < n {
		if time.Since(first) > 5*time.Minute {
			return 0, 0, fmt.Errorf("%d of %d were sent\n%s", b.Wechat.Calls(sendAPI)-calls, n, r.Log())
		}
		time.Sleep(2 * time.Millisecond)
	}
	return wrote, time.Since(first) - took, nil
}

// makeDue makes the notices after one urgent, and returns their jobs, which are leased.
func (b *bench) makeDue(r *lab.Program, after int) (jobs []int64, err error) {
	now := time.Now().UnixMilli()
	if _, err := r.DB.Exec(`UPDATE notify_notice SET urgent = 1, due_at = ? WHERE id > ?`, now, after); err != nil {
		return nil, err
	}
	if _, err := r.DB.Exec(`UPDATE job_open SET leased = ?, due_at = ? WHERE kind = 'notify.send' AND ref > ?`, now+3_600_000, now, after); err != nil {
		return nil, err
	}
	return b.jobsOf(r, int64(after)+1)
}
