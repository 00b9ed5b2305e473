package main

import (
	"bytes"
	"fmt"
	"log"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// callbacks is figure (a): signed and encrypted pushes of the official account through the durable inbox. Each push is a
// press of an unknown menu key by a known follower: the push and its reply are stored, the follower, the person and the
// draft are read, and the menu is answered, encrypted.
func (b *bench) callbacks(e lab.Engine) error {
	followers := lab.Names("follower", 2000)
	ours, floor, end, err := b.both(e, "a", "callbacks", func(p *lab.Place) error { return lab.People(b.Ctx, p, "oa", 5_000_000, followers) })
	defer end()
	if err != nil {
		return err
	}
	series, guess := 0, 6000.0
	run := func(r *lab.Program, d time.Duration) (load.Result, error) {
		series++
		pushes := b.Wechat.Clicks(fmt.Sprint("s", series), int(guess*1.5*d.Seconds())+1000, followers)
		before, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM inbox_push`)
		if err != nil {
			return load.Result{}, err
		}
		got := load.Load{Address: r.Listen, Status: 200, Lines: 32, Next: from(pushes)}.Closed(d)
		after, err := r.Count(b.Ctx, `SELECT COUNT(*) FROM inbox_push`)
		if err != nil {
			return got, err
		}
		if got.Failed > 0 || after-before != got.Done {
			return got, fmt.Errorf("%d answered, %d kept, %d failed: %s", got.Done, after-before, got.Failed, got.First)
		}
		return got, nil
	}
	if err := b.sameAnswer(ours, floor, followers); err != nil {
		return err
	}
	for _, r := range []*lab.Program{ours, floor} { // warm-up
		if got, err := run(r, pick(b, 500*time.Millisecond, 2*time.Second)); err != nil {
			return err
		} else if r == floor {
			guess = max(500, got.Rate())
		}
	}
	d := pick(b, time.Second, 5*time.Second)
	p, err := alternate(pick(b, 2, 5), ours, floor, func(r *lab.Program) (float64, error) {
		got, err := run(r, d)
		return got.Rate(), err
	})
	if err != nil {
		return err
	}
	met := b.table.rates("(a) callbacks with durable inbox", e.Name, p, 0.9)
	floor.Pause()
	if err := b.steady(ours, e, followers); err != nil {
		return err
	}
	if err := b.compareStatements("(a) one callback", e, ours, floor, func(r *lab.Program) error {
		series++
		return once(r, b.Wechat.Clicks(fmt.Sprint("s", series), 1, followers)[0], 200)
	}); err != nil {
		return err
	}
	if !met && !b.quick || b.profile {
		floor.Pause()
		b.profiled(ours, "a-"+e.Name, pick(b, 1, 5), func() {
			if _, err := run(ours, pick(b, 2500*time.Millisecond, 8500*time.Millisecond)); err != nil {
				log.Print(err)
			}
		})
	}
	return nil
}

// steady measures the delay of answers at 500 callbacks per second.
func (b *bench) steady(ours *lab.Program, e lab.Engine, followers []string) error {
	const rate = 500
	d := pick(b, 4*time.Second, 10*time.Second)
	var p50, p99 []float64
	for i := range pick(b, 1, 3) {
		pushes := b.Wechat.Clicks(fmt.Sprint("steady", i), int(rate*d.Seconds())+1, followers)
		got := load.Load{Address: ours.Listen, Status: 200, Lines: 256, Next: from(pushes)}.Steady(rate, d)
		if got.Failed > 0 {
			return fmt.Errorf("%d of a steady stream failed: %s", got.Failed, got.First)
		}
		p50, p99 = append(p50, got.Quantile(0.5).Seconds()*1000), append(p99, got.Quantile(0.99).Seconds()*1000)
	}
	b.table.add(row{
		"(a) p99 at a steady 500 callbacks/s", e.Name, fmt.Sprintf("%.1f ms (p50 %.1f ms)", median(p99), median(p50)), "–", "–",
		"< 300 ms", verdict(median(p99) < 300),
	})
	return nil
}

// sameAnswer checks that both programs send the encrypted menu.
func (b *bench) sameAnswer(ours, floor *lab.Program, followers []string) error {
	var lengths []int
	for i, r := range []*lab.Program{ours, floor} {
		c := load.Dial(r.Listen)
		defer c.Close()
		status, body, err := c.Do(b.Wechat.Clicks(fmt.Sprint("first", i), 1, followers)[0], true)
		if err != nil || status != 200 || !bytes.Contains(body, []byte("<Encrypt>")) {
			return fmt.Errorf("%d %s: %w", status, body, err)
		}
		lengths = append(lengths, len(body))
	}
	if diff := lengths[0] - lengths[1]; diff < -20 || diff > 20 {
		b.note("(a) The answers have %d and %d bytes.", lengths[0], lengths[1])
	}
	return nil
}

// from returns the requests one by one.
func from(requests [][]byte) load.Source {
	return func(i int) []byte {
		if i >= len(requests) {
			return nil
		}
		return requests[i]
	}
}

// once sends one request and checks the status.
func once(r *lab.Program, request []byte, want int) error {
	c := load.Dial(r.Listen)
	defer c.Close()
	status, body, err := c.Do(request, true)
	if err != nil || status != want {
		return fmt.Errorf("%d %s: %v", status, body, err)
	}
	return nil
}
