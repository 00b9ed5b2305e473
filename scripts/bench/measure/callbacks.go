package main

import (
	"bytes"
	"fmt"
	"log"
	"time"

	"linli/scripts/bench/load"
)

// callbacks is figure (a): signed and encrypted pushes of the official account through the durable inbox. Each push is a
// press of an unknown menu key by a known follower: the push and its reply are stored, the follower, the person and the
// draft are read, and the menu is answered, encrypted.
func (b *bench) callbacks(e engine) error {
	followers := names("follower", 2000)
	var sides [2]*program
	for i, args := range [][]string{{b.linli, "serve"}, {b.floor, "callbacks"}} {
		p, err := b.place(e, []string{"a", "afloor"}[i])
		if err != nil {
			return err
		}
		defer p.drop()
		if err := county(b.ctx, p); err != nil {
			return err
		}
		if err := people(b.ctx, p, "oa", 5_000_000, followers); err != nil {
			return err
		}
		if sides[i], err = b.start(p, args[0], args[1:]...); err != nil {
			return err
		}
		defer sides[i].stop()
	}
	ours, floor := sides[0], sides[1]
	series, guess := 0, 6000.0
	run := func(r *program, d time.Duration) (load.Result, error) {
		series++
		pushes := b.wechat.clicks(fmt.Sprint("s", series), int(guess*1.5*d.Seconds())+1000, followers)
		before, err := r.count(b.ctx, `SELECT COUNT(*) FROM inbox_push`)
		if err != nil {
			return load.Result{}, err
		}
		got := load.Load{Address: r.listen, Status: 200, Lines: 32, Next: from(pushes)}.Closed(d)
		after, err := r.count(b.ctx, `SELECT COUNT(*) FROM inbox_push`)
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
	for _, r := range sides { // warm-up
		if got, err := run(r, pick(b, 500*time.Millisecond, 2*time.Second)); err != nil {
			return err
		} else if r == floor {
			guess = max(500, got.Rate())
		}
	}
	d := pick(b, time.Second, 5*time.Second)
	p, err := alternate(pick(b, 2, 5), ours, floor, func(r *program) (float64, error) {
		got, err := run(r, d)
		return got.Rate(), err
	})
	if err != nil {
		return err
	}
	met := b.table.rates("(a) callbacks with durable inbox", e.name, p, 0.7)
	floor.pause()
	if err := b.steady(ours, e, followers); err != nil {
		return err
	}
	if err := b.compareStatements("(a) one callback", e, ours, floor, func(r *program) error {
		series++
		return once(r, b.wechat.clicks(fmt.Sprint("s", series), 1, followers)[0], 200)
	}); err != nil {
		return err
	}
	if !met && !b.quick || b.profile {
		floor.pause()
		b.profiled(ours, "a-"+e.name, func() {
			if _, err := run(ours, pick(b, 2500*time.Millisecond, 8500*time.Millisecond)); err != nil {
				log.Print(err)
			}
		})
	}
	return nil
}

// steady measures the delay of answers at 500 callbacks per second.
func (b *bench) steady(ours *program, e engine, followers []string) error {
	const rate = 500
	d := pick(b, 4*time.Second, 10*time.Second)
	var p50, p99 []float64
	for i := range pick(b, 1, 3) {
		pushes := b.wechat.clicks(fmt.Sprint("steady", i), int(rate*d.Seconds())+1, followers)
		got := load.Load{Address: ours.listen, Status: 200, Lines: 256, Next: from(pushes)}.Steady(rate, d)
		if got.Failed > 0 {
			return fmt.Errorf("%d of a steady stream failed: %s", got.Failed, got.First)
		}
		p50, p99 = append(p50, got.Quantile(0.5).Seconds()*1000), append(p99, got.Quantile(0.99).Seconds()*1000)
	}
	b.table.add(row{
		"(a) p99 at a steady 500 callbacks/s", e.name, fmt.Sprintf("%.1f ms (p50 %.1f ms)", median(p99), median(p50)), "–", "–",
		"< 300 ms", verdict(median(p99) < 300),
	})
	return nil
}

// sameAnswer checks that both programs send the encrypted menu.
func (b *bench) sameAnswer(ours, floor *program, followers []string) error {
	var lengths []int
	for i, r := range []*program{ours, floor} {
		c := load.Dial(r.listen)
		defer c.Close()
		status, body, err := c.Do(b.wechat.clicks(fmt.Sprint("first", i), 1, followers)[0], true)
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
func once(r *program, request []byte, want int) error {
	c := load.Dial(r.listen)
	defer c.Close()
	status, body, err := c.Do(request, true)
	if err != nil || status != want {
		return fmt.Errorf("%d %s: %v", status, body, err)
	}
	return nil
}
