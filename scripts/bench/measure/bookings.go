package main

import (
	"fmt"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// bookings is figure (h): thousands of people book twelve places at the same moment. Each run has its own session; after it
// exactly twelve have a place, twenty wait, and all got an answer.
func (b *bench) bookings(e lab.Engine) error {
	people := pick(b, 500, 5000)
	runs := pick(b, 2, 3)
	setUp := func(name string) (*lab.Place, error) {
		p, err := b.reporting(e, name, nil)
		if err != nil {
			return nil, err
		}
		return p, lab.Salon(b.Ctx, p, 4*runs+8)
	}
	pf, err := setUp("hfloor")
	if err != nil {
		return err
	}
	defer pf.Drop()
	po, err := setUp("hours")
	if err != nil {
		return err
	}
	defer po.Drop()
	floor, err := b.Start(pf, b.Floor, "bookings")
	if err != nil {
		return err
	}
	defer floor.Stop()
	ours, err := b.Start(po, b.Linli, "serve", "--role", e.Roles()[0]) // like the floor it sends nothing, where the engine allows it
	if err != nil {
		return err
	}
	defer ours.Stop()
	entries, err := b.Login(ours, "resident", "mp", people)
	if err != nil {
		return err
	}
	session := map[*lab.Program]int{}
	source := func(r *lab.Program) load.Source {
		session[r]++
		requests := make([][]byte, people)
		for i := range requests {
			headers := map[string]string{"Content-Type": "application/json"}
			body := fmt.Appendf(nil, `{"session_id":"%d"}`, session[r])
			if r == floor {
				body = fmt.Appendf(nil, `{"session_id":"%d","person_id":"%d"}`, session[r], i+1)
			} else {
				headers["Authorization"] = "Bearer " + entries[i].Token
				headers["Idempotency-Key"] = fmt.Sprintf("rush-%d", session[r])
			}
			requests[i] = load.Request("POST", "/api/v1/bookings", headers, body)
		}
		return from(requests)
	}
	check := func(r *lab.Program, got load.Result) error {
		if got.Failed > 0 || got.Done != lab.Places+lab.Waits || got.Also != people-got.Done {
			return fmt.Errorf("%d got a place or wait, %d were refused as full, %d failed: %s", got.Done, got.Also, got.Failed, got.First)
		}
		for state, want := range map[string]int{"confirmed": lab.Places, "waiting": lab.Waits} {
			n, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM booking WHERE session_id = ? AND state = ?`, session[r], state)
			if err != nil {
				return err
			}
			if n != want {
				return fmt.Errorf("%d are %s, not %d", n, state, want)
			}
		}
		return nil
	}
	rush := func(r *lab.Program) (float64, error) {
		got := load.Load{Address: r.Listen, Status: 201, Also: 409, Lines: 64, Next: source(r)}.Closed(time.Minute)
		return float64(people) / got.Took.Seconds(), check(r, got)
	}
	for _, r := range []*lab.Program{floor, ours} { // warm-up
		if _, err := rush(r); err != nil {
			return err
		}
	}
	rates, err := alternate(runs, ours, floor, rush)
	if err != nil {
		return err
	}
	met := b.table.rates(fmt.Sprintf("(h) %d people for %d places", people, lab.Places), e.Name, rates, 1)
	floor.Pause()
	for _, within := range []time.Duration{5 * time.Second, time.Second} {
		got := load.Load{Address: ours.Listen, Status: 201, Also: 409, Lines: pick(b, 200, 1000), Next: source(ours)}.
			Steady(int(float64(people)/within.Seconds()), within)
		if err := check(ours, got); err != nil {
			return err
		}
		p99 := got.Quantile(.99)
		b.table.add(row{
			fmt.Sprintf("(h) p99 when all press within %s", within), e.Name, fmt.Sprintf("%.0f ms", p99.Seconds()*1000), "–", "–", "< 500 ms",
			verdict(p99 < 500*time.Millisecond),
		})
	}
	if !met && !b.quick || b.profile {
		b.profiled(ours, "h-"+e.Name, pick(b, 1, 5), func() {
			for range 3 {
				_, _ = rush(ours)
			}
		})
	}
	floor.Resume()
	return nil
}

// weeks is figure (i): the time to read the week of a community with thirty services, with one booking per second.
func (b *bench) weeks(e lab.Engine) error {
	p, err := b.reporting(e, "i", nil)
	if err != nil {
		return err
	}
	defer p.Drop()
	if err := timetable(b, p, 30); err != nil {
		return err
	}
	r, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return err
	}
	defer r.Stop()
	entries, err := b.Login(r, "resident", "mp", 60)
	if err != nil {
		return err
	}
	get := func(i int) []byte {
		return load.Request("GET", "/api/v1/communities/1000/week?day="+time.Now().AddDate(0, 0, 7).Format(time.DateOnly),
			map[string]string{"Authorization": "Bearer " + entries[i%len(entries)].Token}, nil)
	}
	if got := (load.Load{Address: r.Listen, Status: 200, Lines: 1, Next: get}).Steady(1, time.Second); got.Failed > 0 {
		return fmt.Errorf("the first request: %s", got.First)
	}
	periods, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM booking_period`)
	if err != nil {
		return err
	}
	first, err := r.Count(b.Ctx, `SELECT MIN(id) FROM booking_session WHERE opens_at < ?`, time.Now().UnixMilli())
	if err != nil {
		return err
	}
	long := pick(b, 3*time.Second, 20*time.Second)
	booked := make(chan load.Result)
	go func() {
		booked <- load.Load{Address: r.Listen, Status: 201, Lines: 1, Next: func(i int) []byte {
			return load.Request("POST", "/api/v1/bookings", map[string]string{
				"Authorization": "Bearer " + entries[i].Token, "Content-Type": "application/json",
			}, fmt.Appendf(nil, `{"session_id":"%d"}`, first))
		}}.Steady(1, long)
	}()
	got := load.Load{Address: r.Listen, Status: 200, Lines: 8, Next: get}.Steady(100, long)
	if changes := <-booked; got.Failed > 0 || changes.Failed > 0 {
		return fmt.Errorf("%d requests failed: %s; bookings: %s", got.Failed, got.First, changes.First)
	}
	p95 := got.Quantile(.95)
	b.table.add(row{
		fmt.Sprintf("(i) the week of 30 services (%d periods), 100 looks/s and 1 booking/s, p95", periods), e.Name,
		fmt.Sprintf("%.1f ms", p95.Seconds()*1000), "–", "–", "< 5 ms", verdict(p95 < 5*time.Millisecond),
	})
	return nil
}

// timetable adds services on every day but Sunday: a third in half hours, the others in one block.
func timetable(b *bench, p *lab.Place, services int) error {
	var all, entries [][]any
	for i := 1; i <= services; i++ {
		step := 0
		if i%3 == 0 {
			step = 30
		}
		all = append(all, []any{
			i, 1000, fmt.Sprintf("服务%d", i), "care", 1000, "二楼", "", `{"Ahead":30,"Hold":30,"Late":15,"WaitMost":20}`, "[]", 0,
		})
		entries = append(entries, []any{i, 1000, i, 20260101, 0, 63, 1, 0, 540, 690, step, 30, 0, "", "", 1, 0})
	}
	if err := p.Insert(b.Ctx, "booking_service", "id, community_id, name, kind, area_id, place, about, rules, questions, ended_at", all); err != nil {
		return err
	}
	if err := p.Insert(b.Ctx, "booking_entry", `id, community_id, service_id, from_day, to_day, days, every, nth, begin_min, end_min, step,
		places, walk_ins, providers, host, holidays, ended_at`, entries); err != nil {
		return err
	}
	_, err := p.DB.ExecContext(b.Ctx, `UPDATE booking_version SET version = version + 1`)
	return err
}
