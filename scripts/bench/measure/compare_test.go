package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestWhatGotWorseIsMarked(t *testing.T) {
	before := []row{
		{"(a) callbacks", "sqlite", "5000/s", "6000/s", "0.83", "≥ 0.9", "**no**"},
		{"(a) p99", "sqlite", "15.0 ms (p50 2.0 ms)", "–", "–", "< 300 ms", "yes"},
		{"(d) lists", "sqlite", "8 ms", "4 ms", "2.0", "≤ 2", "yes"},
		{"(e) memory", "sqlite", "48 MB", "–", "–", "< 80 MB", "yes"},
		{"(j) words", "sqlite", "written", "–", "–", "–", "–"},
	}
	for name, c := range map[string]struct {
		now   row
		apart float64
		want  string
	}{
		"a lower ratio":              {row{"(a) callbacks", "sqlite", "5000/s", "7000/s", "0.71", "≥ 0.9", ""}, 0.02, "**worse** (0.83)"},
		"within the noise":           {row{"(a) callbacks", "sqlite", "5000/s", "7000/s", "0.71", "≥ 0.9", ""}, 0.2, "as before (0.83)"},
		"a higher ratio":             {row{"(a) callbacks", "sqlite", "6000/s", "6000/s", "1.00", "≥ 0.9", ""}, 0, "better (0.83)"},
		"a longer time":              {row{"(a) p99", "sqlite", "19.0 ms (p50 2.0 ms)", "–", "–", "", ""}, 0, "**worse** (15.0 ms (p50 2.0 ms))"},
		"a longer list":              {row{"(d) lists", "sqlite", "9 ms", "3 ms", "3.0", "≤ 2", ""}, 0, "**worse** (2.0)"},
		"less memory":                {row{"(e) memory", "sqlite", "40 MB", "–", "–", "", ""}, 0, "better (48 MB)"},
		"another engine":             {row{"(e) memory", "mysql", "40 MB", "–", "–", "", ""}, 0, "new"},
		"no number":                  {row{"(j) words", "sqlite", "written", "–", "–", "", ""}, 0, "–"},
		"a change of a tenth is one": {row{"(e) memory", "sqlite", "53 MB", "–", "–", "", ""}, 0, "**worse** (48 MB)"},
	} {
		if got := c.now.since(before, c.apart); got != c.want {
			t.Errorf("%s: %q, wanted %q", name, got, c.want)
		}
	}
}

func TestTheMiddleOfThreeIsShown(t *testing.T) {
	rows, apart := medians([]row{
		{figure: "a", engine: "sqlite", ours: "9 ms"},
		{figure: "b", engine: "sqlite", ratio: "0.50"},
		{figure: "a", engine: "sqlite", ours: "30 ms"},
		{figure: "a", engine: "sqlite", ours: "10 ms"},
	})
	if len(rows) != 2 || rows[0].ours != "10 ms" || rows[1].figure != "b" || apart[0] != 2.1 || apart[1] != 0 {
		t.Errorf("%v, %v", rows, apart)
	}
}

// What is printed can be read again.
func TestATableIsReadAgain(t *testing.T) {
	var tab table
	tab.add(row{"(a) callbacks", "sqlite", "5000/s", "6000/s", "0.83", "≥ 0.9", "**no**"})
	tab.add(row{"(e) memory", "mysql", "48 MB", "–", "–", "< 80 MB", "yes"})
	var b bytes.Buffer
	tab.print(&b, "", nil)
	again := recorded("# How fast\n\n| what | is |\n|---|---|\n| x | y |\n\n" + b.String() + "\nafterwards\n")
	if !slices.Equal(again, tab.rows) {
		t.Errorf("%q", again)
	}
	b.Reset()
	tab.print(&b, "", again)
	if !strings.Contains(b.String(), "| since the last record |") || !strings.Contains(b.String(), "as before (0.83)") {
		t.Error(b.String())
	}
	if with := recorded(b.String()); !slices.Equal(with, tab.rows) {
		t.Errorf("with the comparison: %q", with)
	}
}
