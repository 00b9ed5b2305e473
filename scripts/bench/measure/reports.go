package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log"
	"time"

	"github.com/redis/go-redis/v9"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// reports is figure (b): residents of 37 lab.Communities report something in a building through the API. The target is for the
// web role, which only answers the request; the line below shows one process that also alerts the steward of every report,
// as the default role does.
func (b *bench) reports(e lab.Engine) error {
	residents := lab.Names("resident", 200)
	p, err := b.reporting(e, "bfloor", residents)
	if err != nil {
		return err
	}
	defer p.Drop()
	for days := -1; days <= 1; days++ { // the floor does not make the counter of a day
		day := time.Now().AddDate(0, 0, days)
		if _, err := p.DB.Exec(`INSERT INTO report_counter (day, last) VALUES (?, 0)`,
			day.Year()%100*10000+int(day.Month())*100+day.Day()); err != nil {
			return err
		}
	}
	floor, err := b.Start(p, b.Floor, "reports")
	if err != nil {
		return err
	}
	defer floor.Stop()
	tokens := lab.Names("token", len(residents))
	if err := b.keepSessions(floor, tokens, residents); err != nil {
		return err
	}
	for _, role := range e.Roles() {
		if err := b.reportsAs(e, role, floor, tokens); err != nil {
			return err
		}
	}
	return nil
}

// reporting is a place with the county and residents.
func (b *bench) reporting(e lab.Engine, name string, residents []string) (*lab.Place, error) {
	p, err := b.Place(e, name)
	if err != nil {
		return nil, err
	}
	if err := lab.County(b.Ctx, p); err != nil {
		return nil, err
	}
	return p, lab.People(b.Ctx, p, "mp", 5_000_000, residents)
}

func (b *bench) reportsAs(e lab.Engine, role string, floor *lab.Program, floorTokens []string) error {
	p, err := b.reporting(e, "b"+role, lab.Names("resident", 200))
	if err != nil {
		return err
	}
	defer p.Drop()
	ours, err := b.Start(p, b.Linli, "serve", "--role", role)
	if err != nil {
		return err
	}
	defer ours.Stop()
	ourTokens, err := b.Login(ours, "resident", "mp", len(floorTokens))
	if err != nil {
		return err
	}
	sequence := 0
	request := func(r *lab.Program) []byte {
		sequence++
		token := ourTokens[sequence%len(ourTokens)].Token
		if r == floor {
			token = floorTokens[sequence%len(floorTokens)]
		}
		return submission(token, sequence)
	}
	run := func(r *lab.Program, d time.Duration) (load.Result, error) {
		if role == "web" && r == ours { // empties this queue, as a worker would
			if err := b.emptyQueue(r); err != nil {
				return load.Result{}, err
			}
		}
		var requests [][]byte
		for range int(d.Seconds()*4000) + 500 {
			requests = append(requests, request(r))
		}
		return b.written(r, "report", d, from(requests))
	}
	for _, r := range []*lab.Program{floor, ours} { // warm-up
		if _, err := run(r, pick(b, 500*time.Millisecond, 2*time.Second)); err != nil {
			return err
		}
	}
	stop := ours.Watch()
	d := pick(b, time.Second, 5*time.Second)
	rates, err := alternate(pick(b, 2, 5), ours, floor, func(r *lab.Program) (float64, error) {
		got, err := run(r, d)
		return got.Rate(), err
	})
	most := stop()
	if err != nil {
		return err
	}
	met := true
	if role == "web" {
		met = b.table.rates("(b) reports through the API", e.Name, rates, 0.9)
		if err := b.compareStatements("(b) one report", e, ours, floor, func(r *lab.Program) error {
			return once(r, request(r), 201)
		}); err != nil {
			return err
		}
	} else {
		b.table.rates("(b) the same while its workers alert stewards", e.Name, rates, 0.8)
		b.table.add(row{"(e) memory under load (b), all roles", e.Name, fmt.Sprintf("%.0f MB", most), "–", "–", "< 250 MB", verdict(most < 250)})
	}
	if !met && !b.quick || b.profile {
		floor.Pause()
		b.profiled(ours, "b-"+role+"-"+e.Name, pick(b, 1, 5), func() {
			if _, err := run(ours, pick(b, 2500*time.Millisecond, 8500*time.Millisecond)); err != nil {
				log.Print(err)
			}
		})
		floor.Resume()
	}
	return nil
}

// written sends requests for a time, and returns the result if each that was answered has its row in the table.
func (b *bench) written(r *lab.Program, table string, d time.Duration, next load.Source) (load.Result, error) {
	before, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM `+table)
	if err != nil {
		return load.Result{}, err
	}
	got := load.Load{Address: r.Listen, Status: 201, Lines: 32, Next: next}.Closed(d)
	after, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM `+table)
	if err != nil {
		return got, err
	}
	if got.Failed > 0 || after-before != got.Done {
		return got, fmt.Errorf("%d answered, %d kept, %d failed: %s", got.Done, after-before, got.Failed, got.First)
	}
	return got, nil
}

// submission is a report of something in one of the county's buildings.
func submission(token string, i int) []byte {
	building := (1+i%lab.Communities)*1000 + 10 + i/lab.Communities%lab.Buildings
	body := fmt.Appendf(nil, `{"text":"三号楼门口的路灯不亮了，晚上老人出门看不清台阶。%d","area_id":"%d"}`, i, building)
	return load.Request("POST", "/api/v1/reports", map[string]string{
		"Authorization": "Bearer " + token, "Content-Type": "application/json",
	}, body)
}

// keepSessions adds logins to the floor, which has no login of its own.
func (b *bench) keepSessions(floor *lab.Program, tokens, openids []string) error {
	o, err := floor.RedisOptions()
	if err != nil {
		return err
	}
	c := redis.NewClient(o)
	defer c.Close()
	for i, token := range tokens {
		sum := sha256.Sum256([]byte(token))
		if err := c.Set(b.Ctx, "linli:session:{"+hex.EncodeToString(sum[:])+"}", openids[i], time.Hour).Err(); err != nil {
			return err
		}
	}
	return nil
}

// emptyQueue deletes the jobs in the queue of a program.
func (b *bench) emptyQueue(r *lab.Program) error {
	r.Resume()
	o, err := r.RedisOptions()
	if err != nil {
		return err
	}
	c := redis.NewClient(o)
	defer c.Close()
	keys, err := c.Keys(b.Ctx, "asynq:{default}:*").Result()
	for len(keys) > 0 && err == nil {
		n := min(len(keys), 1000)
		err = c.Del(b.Ctx, keys[:n]...).Err()
		keys = keys[n:]
	}
	if err != nil {
		return fmt.Errorf("empty the queue: %w", err)
	}
	return nil
}

// idle is figure (e): the memory of an idle server.
func (b *bench) idle(e lab.Engine) error {
	p, err := b.reporting(e, "e", lab.Names("resident", 200))
	if err != nil {
		return err
	}
	defer p.Drop()
	r, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return err
	}
	defer r.Stop()
	if _, err := b.Login(r, "resident", "mp", 10); err != nil {
		return err
	}
	stop := r.Watch()
	time.Sleep(pick(b, 3*time.Second, 20*time.Second))
	own, most := r.OwnMemory(), stop()
	b.table.add(row{"(e) memory of an idle server", e.Name, fmt.Sprintf("%.0f MB", most), "–", "–", "< 50 MB", verdict(most < 50)})
	b.table.add(row{"(e) of it without the pages of the program's file, at the end", e.Name, fmt.Sprintf("%.0f MB", own), "–", "–", "none", "–"})
	return nil
}
