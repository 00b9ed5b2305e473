// Command measure compares Linli with bare programs of the same input and output (测速). scripts/bench.sh builds both and
// starts the servers; nothing here is asserted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"linli/scripts/bench/lab"
)

// bench is one run of the tool.
type bench struct {
	lab.Lab
	quick    bool
	profile  bool   // also where the target is met
	recorder string // path of the program that records its statements
	county   string // the workbook of the fixture, once it is written
	keep     string // profiles
	commit   string // of the program
	repeat   int    // how often each figure is measured
	before   []row  // the last record; nil without one
	table    table
	notes    []string
}

// figure is one measurement of the benchmark.
type figure struct {
	name    string
	measure func(*bench, lab.Engine) error
}

var figures = []figure{
	{"a", (*bench).callbacks},
	{"b", (*bench).reports},
	{"c", (*bench).notices},
	{"d", (*bench).lists},
	{"e", (*bench).idle},
	{"f", (*bench).sweep},
	{"g", (*bench).alerts},
	{"h", (*bench).bookings},
	{"i", (*bench).weeks},
	{"j", (*bench).desk},
	{"k", (*bench).homes},
	{"l", (*bench).visits},
	{"m", (*bench).halls},
	{"n", (*bench).sizes},
	{"o", (*bench).year},
	{"p", (*bench).asked},
}

func main() {
	log.SetFlags(log.Ltime)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b := &bench{}
	only := flag.String("only", "abcdefghijklmnp", "figures to measure, for example b or ac")
	engines := flag.String("engine", "sqlite,mysql", "databases to measure on")
	flag.BoolVar(&b.quick, "quick", false, "short runs: only to check that everything works")
	flag.IntVar(&b.repeat, "repeat", 1, "how often each figure is measured; the middle one is shown")
	flag.StringVar(&b.commit, "commit", "", "commit of the program, for the head of the table")
	flag.Func("against", "a Markdown file with the last table: say what got better and worse since", func(file string) error {
		text, err := os.ReadFile(file)
		if b.before = recorded(string(text)); err == nil && b.before == nil {
			err = errors.New("has no table of this form")
		}
		return err
	})
	flag.BoolVar(&b.profile, "profile", false, "make profiles also where the target is met")
	flag.StringVar(&b.Linli, "linli", "", "path of the program")
	flag.StringVar(&b.Floor, "floor", "", "path of the bare program")
	flag.StringVar(&b.recorder, "recorder", "", "path of the program built with the tag record")
	flag.StringVar(&b.keep, "profiles", "", "folder for profiles")
	flag.Parse()
	if err := b.run(ctx, *only, strings.Split(*engines, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, only string, engines []string) error {
	if err := b.Open(ctx); err != nil {
		return err
	}
	defer b.Close()
	var failed []error
	for _, name := range engines {
		e, err := lab.OpenEngine(name)
		if err != nil {
			return err
		}
		for _, f := range figures {
			if !strings.Contains(only, f.name) || b.Ctx.Err() != nil {
				continue
			}
			log.Printf("(%s) on %s", f.name, e.Name)
			begin := time.Now()
			for range b.repeat {
				if err := f.measure(b, e); err != nil {
					failed = append(failed, fmt.Errorf("(%s) on %s: %w", f.name, e.Name, err))
					log.Printf("(%s) on %s failed: %v", f.name, e.Name, err)
				}
			}
			log.Printf("(%s) on %s took %s", f.name, e.Name, time.Since(begin).Round(time.Second))
		}
		b.table.facts = append(b.table.facts, e.Facts)
		e.Close()
	}
	about := fmt.Sprintf("Commit %s, %s, each figure %d times.", b.commit, time.Now().Format(time.DateOnly), b.repeat)
	if b.quick {
		about += " Quick run: too short for a verdict."
	}
	b.table.print(os.Stdout, about, b.before)
	for _, n := range b.notes {
		fmt.Println("\n" + n)
	}
	return errors.Join(failed...)
}

func (b *bench) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// pick returns the first value in quick mode, else the second.
func pick[T any](b *bench, quick, full T) T {
	if b.quick {
		return quick
	}
	return full
}

// median returns the median of the values, 0 for none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// pair is the result of alternating runs of two programs.
type pair struct{ ours, floor, ratios []float64 }

// alternate runs ours and the floor in turn, n times each, with the other one stopped.
func alternate(n int, ours, floor *lab.Program, run func(*lab.Program) (float64, error)) (pair, error) {
	var p pair
	for i := range n {
		var rates [2]float64
		for k := range 2 {
			side := (i + k) % 2 // the order alternates
			one, other := [2]*lab.Program{ours, floor}[side], [2]*lab.Program{floor, ours}[side]
			one.Resume()
			other.Pause()
			rate, err := run(one)
			if err != nil {
				return p, fmt.Errorf("%s: %w", [2]string{"linli", "floor"}[side], err)
			}
			rates[side] = rate
		}
		x, y := rates[0], rates[1]
		p.ours, p.floor, p.ratios = append(p.ours, x), append(p.floor, y), append(p.ratios, x/y)
		log.Printf("  linli %.0f/s, floor %.0f/s, ratio %.2f", x, y, x/y)
	}
	ours.Resume()
	floor.Resume()
	return p, nil
}

// both starts Linli and a bare program, each in a place of its own with the county and what fill adds. end stops them and removes the places; it
// can be called after a fault too.
func (b *bench) both(e lab.Engine, name, bare string, fill func(*lab.Place) error) (ours, floor *lab.Program, end func(), err error) {
	var ends []func()
	end = func() {
		for _, f := range slices.Backward(ends) {
			f()
		}
	}
	var sides [2]*lab.Program
	for i, args := range [][]string{{b.Linli, "serve"}, {b.Floor, bare}} {
		p, err := b.Place(e, []string{name, name + "floor"}[i])
		if err != nil {
			return nil, nil, end, err
		}
		ends = append(ends, p.Drop)
		if err := lab.County(b.Ctx, p); err != nil {
			return nil, nil, end, err
		}
		if err := fill(p); err != nil {
			return nil, nil, end, err
		}
		if sides[i], err = b.Start(p, args[0], args[1:]...); err != nil {
			return nil, nil, end, err
		}
		ends = append(ends, sides[i].Stop)
	}
	return sides[0], sides[1], end, nil
}
