package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
	"linli/store/redis"
)

// A hall for twelve hours of a day, which three processes lend.
const (
	hallHours     = 12
	hallFrom      = 8
	hallProcesses = 3
)

// halls is figure (m): thousands of people ask within a minute for the twelve hours of a hall, of three processes. After it each hour has
// exactly one use, and all got an answer.
func (b *bench) halls(e lab.Engine) error {
	people, within := pick(b, 300, 5000), pick(b, 5*time.Second, time.Minute)
	p, err := b.reporting(e, "halls", nil)
	if err != nil {
		return err
	}
	defer p.Drop()
	if err := p.Insert(b.Ctx, "place", `id, community_id, area_id, floor, room, name, live, functions, metres, used, open_plan, seats, equipment,
		working, noon, resting, keeper_id, bookable, state, class, ended_at, lent, lend_asks, lend_week, lend_ahead, lend_hours, lend_closing`, [][]any{{
		1, 1000, 1000, "", "", "大厅", "大厅", "", 0, "service", 0, 0, "", "", 0, "", 0, 0, "[]", "", 0, 1, 0, 7, 60,
		fmt.Sprintf("%02d:00-%02d:00", hallFrom, hallFrom+hallHours), "",
	}}); err != nil {
		return err
	}
	if p.Redis == "" { // the processes share the logins
		shared, err := redis.Open(b.Ctx, "", time.Now)
		if err != nil {
			return err
		}
		defer shared.Close()
		p.Redis = "redis://" + strings.TrimPrefix(shared.Address(), "embedded ")
	}
	day := time.Now().AddDate(0, 0, 7)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	programs := make([]*lab.Program, hallProcesses)
	for i := range programs {
		if programs[i], err = b.Start(p, b.Linli, "serve"); err != nil {
			return err
		}
		defer programs[i].Stop()
	}
	entries, err := b.Login(programs[0], "resident", "mp", people)
	if err != nil {
		return err
	}
	source := func(process int) load.Source {
		return func(i int) []byte {
			n := i*hallProcesses + process
			hour := func(h int) string { return fmt.Sprintf("%sT%02d:00:00+08:00", day.Format(time.DateOnly), hallFrom+h) }
			return load.Request("POST", "/api/v1/uses", map[string]string{
				"Content-Type": "application/json", "Authorization": "Bearer " + entries[n%len(entries)].Token, "Idempotency-Key": fmt.Sprintf("hall-%d", n),
			}, fmt.Appendf(nil, `{"place_id":"1","from":"%s","to":"%s","purpose":"排练舞蹈","people":10}`, hour(n%hallHours), hour(n%hallHours+1)))
		}
	}
	results := make([]load.Result, hallProcesses)
	var group sync.WaitGroup
	for i, r := range programs {
		group.Go(func() {
			results[i] = load.Load{Address: r.Listen, Status: 201, Also: 409, Lines: pick(b, 16, 100), Next: source(i)}.
				Steady(int(math.Ceil(float64(people)/within.Seconds()/hallProcesses)), within)
		})
	}
	group.Wait()
	var all load.Result
	for _, r := range results {
		if all.Done, all.Also, all.Failed = all.Done+r.Done, all.Also+r.Also, all.Failed+r.Failed; all.First == "" {
			all.First = r.First
		}
		all.Elapsed = append(all.Elapsed, r.Elapsed...)
	}
	slices.Sort(all.Elapsed)
	uses, err := programs[0].Count(b.Ctx, `SELECT COUNT(*) FROM hall_use`)
	if err != nil {
		return err
	}
	hours, err := programs[0].Count(b.Ctx, `SELECT COUNT(*) FROM place_hour`)
	if err != nil {
		return err
	}
	if all.Failed > 0 || all.Done != hallHours || uses != hallHours || hours != 2*hallHours {
		return fmt.Errorf("%d got an hour, %d came too late, %d failed: %s; %d uses, %d half-hours", all.Done, all.Also, all.Failed, all.First, uses, hours)
	}
	p99 := all.Quantile(.99)
	b.table.add(row{
		fmt.Sprintf("(m) %d people for %d hours of a hall within %s, %d processes, p99", all.Done+all.Also, hallHours, within, hallProcesses), e.Name,
		fmt.Sprintf("%.0f ms", p99.Seconds()*1000), "–", "–", "< 1000 ms", verdict(p99 < time.Second),
	})
	return nil
}
