package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
	"linli/scripts/bench/year"
)

// play lets the busiest minutes of a year happen for real, with as many requests a second as the year has then: of a prefecture on MariaDB, of a
// county on SQLite.
func (t *town) play(e lab.Engine, cost year.Costs) error {
	place := year.Towns[1]
	if e.Root != nil {
		place = year.Towns[2]
	}
	for _, one := range []struct {
		name   string
		second int
		long   time.Duration
	}{
		{"eight on an ordinary day", year.Morning, pick(t.bench, 5*time.Second, 30*time.Second)},
		{"three in a storm", year.Storm, pick(t.bench, 5*time.Second, 30*time.Second)},
		{"the first ten seconds of an opening minute", year.Opening, pick(t.bench, 3*time.Second, 10*time.Second)},
	} {
		if err := t.minute(e, place, one.name, one.second, one.long, cost); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}

// minute sends all that happens in a second of the year, again and again, and compares the processor time with what the costs say.
func (t *town) minute(e lab.Engine, place year.Town, name string, second int, long time.Duration, cost year.Costs) error {
	if n := min(int(place.Rate(year.Notice, second)*long.Seconds()), yearFollowers); n > 0 { // the sweeper finds them
		if _, _, err := t.pending(t.r, n, false); err != nil { // first: it names its notices, as the program does
			return err
		}
	}
	before, err := t.r.AllWorked()
	if err != nil {
		return err
	}
	results := make(map[year.Kind]load.Result)
	type ended struct {
		k   year.Kind
		got load.Result
	}
	done := make(chan ended)
	running, said := 0, 0.0
	begin := time.Now()
	for k := range year.Kinds {
		rate := place.Rate(k, second)
		said += rate * cost[k]
		if k == year.Notice || k == year.Full { // the notices are written above, and those who are told "full" press among those who get a place
			continue
		}
		if k == year.Place {
			rate += place.Rate(year.Full, second)
		}
		n := int(rate * long.Seconds() * float64(requests(k)))
		if n == 0 {
			continue
		}
		l := load.Load{Address: t.r.Listen, Status: status(k), Lines: 64}
		if k == year.Place {
			l.Also, l.Lines, l.Next = 409, 200, t.rush(place, n)
		} else {
			l.Next = t.source(k, n+1)
		}
		running++
		go func() { done <- ended{k, l.Steady(max(1, int(float64(n)/long.Seconds())), long)} }()
	}
	for range running {
		one := <-done
		results[one.k] = one.got
	}
	took := time.Since(begin)
	after, err := t.r.AllWorked()
	if err != nil {
		return err
	}
	if err := t.r.Rest(t.Ctx, time.Minute); err != nil {
		return err
	}
	var detail strings.Builder
	var worst time.Duration
	for k := range year.Kinds {
		got, ok := results[k]
		if !ok {
			continue
		}
		if got.Failed > 0 {
			return fmt.Errorf("%s: %d failed: %s", year.Names[k], got.Failed, got.First)
		}
		worst = max(worst, got.Quantile(.99))
		fmt.Fprintf(&detail, "| %s | %.1f | %d | %.0f | %.0f |\n", year.Names[k], float64(got.Done+got.Also)/long.Seconds(), got.Also, got.Quantile(.5).Seconds()*1000, got.Quantile(.99).Seconds()*1000)
	}
	target, met := "< 1 s", verdict(worst < time.Second)
	if said > .8*float64(runtime.NumCPU()) { // it waits here, as the costs say
		target, met = fmt.Sprintf("needs %.1f cores", said), "–"
	}
	t.table.add(row{
		fmt.Sprintf("(o) p99 of the slowest kind, %s, in %s", name, place.Name), e.Name, fmt.Sprintf("%.0f ms", worst.Seconds()*1000), "–", "–", target, met,
	})
	t.note("(o) on %s: %s of %s, for %s; the costs say %.2f cores, and %.2f were taken\n\n| kind | requests a second | of them full | p50 in ms | p99 |\n|---|---|---|---|---|\n%s",
		e.Name, name, place.Name, long, said, (after-before).Seconds()/took.Seconds(), detail.String())
	return nil
}

// rush returns presses for bookings as they come in an opening minute: as many sessions at once as the place has communities.
func (t *town) rush(place year.Town, n int) load.Source {
	first, many := t.session+1, min(place.Communities, yearSessions-t.session)
	return func(i int) []byte {
		if i >= n {
			return nil
		}
		return t.booking(i/many+i%many*60, first+i%many)
	}
}
