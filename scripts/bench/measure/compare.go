package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// worth returns the number by which a row is judged and whether more is better: the ratio to the floor where there is one, else the first
// number of Linli's own column. false: the row has no number.
func (r row) worth() (value float64, more, ok bool) {
	if v, err := strconv.ParseFloat(r.ratio, 64); err == nil {
		return v, !strings.HasPrefix(r.target, "≤"), true
	}
	found := firstNumber.FindStringSubmatch(r.ours)
	if found == nil {
		return 0, false, false
	}
	v, err := strconv.ParseFloat(found[1], 64)
	return v, found[2] == "/s", err == nil
}

var firstNumber = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?)\s*(/s|ms|µs|MB|s|%)?`)

// medians returns one row for the repetitions of each figure on each engine, the one in the middle, and how far apart the repetitions were:
// the largest less the smallest, as a share of the middle.
func medians(all []row) (rows []row, apart []float64) {
	for i, r := range all {
		if slices.ContainsFunc(all[:i], r.same) {
			continue
		}
		var again []row
		for _, other := range all[i:] {
			if r.same(other) {
				again = append(again, other)
			}
		}
		slices.SortStableFunc(again, func(a, b row) int {
			x, _, _ := a.worth()
			y, _, _ := b.worth()
			return int(max(-1, min(1, (x-y)*1e9)))
		})
		middle := again[len(again)/2]
		least, _, _ := again[0].worth()
		most, _, _ := again[len(again)-1].worth()
		spread := 0.0
		if v, _, ok := middle.worth(); ok && v > 0 {
			spread = (most - least) / v
		}
		rows, apart = append(rows, middle), append(apart, spread)
	}
	return rows, apart
}

// same says whether two rows are one figure on one engine.
func (r row) same(o row) bool { return r.figure == o.figure && r.engine == o.engine }

// leastNoise is the smallest change that is one: on a quiet machine a figure moves by that much by itself.
const leastNoise = 0.10

// since compares a row with the recorded one: "worse" and "better" when they differ by more than the noise, with the value before.
func (r row) since(before []row, apart float64) string {
	i := slices.IndexFunc(before, r.same)
	if i < 0 {
		return "new"
	}
	now, more, ok := r.worth()
	was, _, had := before[i].worth()
	if !ok || !had || was == 0 {
		return "–"
	}
	shown := before[i].ratio
	if _, err := strconv.ParseFloat(shown, 64); err != nil {
		shown = before[i].ours
	}
	change := (now - was) / was
	if !more {
		change = -change
	}
	switch noise := max(leastNoise, apart); {
	case change < -noise:
		return fmt.Sprintf("**worse** (%s)", shown)
	case change > noise:
		return fmt.Sprintf("better (%s)", shown)
	}
	return fmt.Sprintf("as before (%s)", shown)
}

// recorded returns the rows of the first table of this form in a Markdown text.
func recorded(text string) []row {
	var rows []row
	begun := false
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case len(cells) >= 7 && cells[0] == "figure" && cells[2] == "Linli":
			begun = true
		case begun && len(cells) >= 7 && !strings.HasPrefix(cells[0], "--"):
			rows = append(rows, row{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]})
		case begun && len(cells) < 7:
			return rows
		}
	}
	return rows
}
