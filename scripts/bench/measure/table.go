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
	t.add(row{
		figure, engine, fmt.Sprintf("%.0f/s", median(p.ours)), fmt.Sprintf("%.0f/s", median(p.floor)),
		fmt.Sprintf("%.2f", ratio), fmt.Sprintf("≥ %.2g", target), verdict(met),
	})
	return met
}

// print writes the table as Markdown, each figure once. With the rows of the last record it says what got better and worse since.
func (t *table) print(w io.Writer, about string, before []row) {
	if about != "" {
		fmt.Fprintln(w, about)
	}
	fmt.Fprintf(w, "%d cores (%s), %s, %s\n\n", runtime.NumCPU(), cpu(), runtime.Version(), strings.Join(t.facts, ", "))
	head, line := "| figure | engine | Linli | floor | ratio | target | met |", "|---|---|---|---|---|---|---|"
	if before != nil {
		head, line = head+" since the last record |", line+"---|"
	}
	fmt.Fprintf(w, "%s\n%s\n", head, line)
	rows, apart := medians(t.rows)
	for i, r := range rows {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |", r.figure, r.engine, r.ours, r.floor, r.ratio, r.target, r.met)
		if before != nil {
			fmt.Fprintf(w, " %s |", r.since(before, apart[i]))
		}
		fmt.Fprintln(w)
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
