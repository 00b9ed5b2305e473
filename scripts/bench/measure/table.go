package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// row is one line of the result.
type row struct{ figure, engine, ours, floor, ratio, target, met string }

type table struct {
	rows  []row
	facts []string
}

func (t *table) add(r row) {
	t.rows = append(t.rows, r)
}

// verdict returns the word for the last column.
func verdict(met bool) string {
	if met {
		return "yes"
	}
	return "**no**"
}

// rates adds a row that compares two rates, and says whether the target is met.
func (t *table) rates(figure, engine string, p pair, target float64) bool {
	ratio := median(p.ratios)
	met := ratio >= target
	r := row{
		figure, engine, fmt.Sprintf("%.0f/s", median(p.ours)), fmt.Sprintf("%.0f/s", median(p.floor)),
		fmt.Sprintf("%.2f", ratio), fmt.Sprintf("≥ %.2g", target), verdict(met),
	}
	if target == 0 {
		r.target, r.met = "none", "–"
	}
	t.add(r)
	return met
}

func (t *table) print(w io.Writer, quick bool) {
	if quick {
		fmt.Fprintln(w, "Quick run: too short for a verdict.")
	}
	fmt.Fprintf(w, "%d cores (%s), %s, %s\n\n", runtime.NumCPU(), cpu(), runtime.Version(), strings.Join(t.facts, ", "))
	fmt.Fprintln(w, "| figure | engine | Linli | floor | ratio | target | met |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	for _, r := range t.rows {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |\n", r.figure, r.engine, r.ours, r.floor, r.ratio, r.target, r.met)
	}
}

// cpu returns the model of the processor.
func cpu() string {
	text, _ := os.ReadFile("/proc/cpuinfo") //nolint:errcheck // other systems have no such file
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
