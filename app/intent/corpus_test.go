package intent

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sample is a line of the corpus: how a sentence may be read, the sentence, and what the reading must hold. Readings are
// parted by "/" where a sentence has several; "!" marks a sentence that looks like a deed and is none.
type sample struct {
	kinds  []Kind
	hard   bool
	said   string
	detail string
}

func corpus(t testing.TB) []sample {
	t.Helper()
	name := "testdata/corpus.tsv"
	if other := os.Getenv("CORPUS"); other != "" {
		name = other
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	for line := range strings.Lines(string(text)) {
		parts := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(parts) < 2 {
			t.Fatalf("no reading: %q", line)
		}
		kinds, hard := strings.CutSuffix(parts[0], "!")
		one := sample{hard: hard, said: parts[1]}
		for k := range strings.SplitSeq(kinds, "/") {
			one.kinds = append(one.kinds, Kind(k))
		}
		if len(parts) > 2 {
			one.detail = parts[2]
		}
		all = append(all, one)
	}
	return all
}

// right says that a sentence is read as it should be.
func (s sample) right(r Reading) bool {
	if !slices.Contains(s.kinds, r.Kind) {
		return false
	}
	return s.detail == "" || slices.Contains([]string{r.Words, r.Number, r.Code, strconv.Itoa(r.N)}, s.detail)
}

// wrongDeed says that a sentence is taken for a deed that it does not order, without asking.
func (s sample) wrongDeed(r Reading) bool {
	return (r.Kind.Deed() || r.Kind == Choose) && r.Or == "" && !slices.Contains(s.kinds, r.Kind)
}

// Of the corpus at least 97 % is read right, and nothing is taken for a deed that it is not. Danger has its own corpus, so false
// alarms are printed here and read as if there were none.
func TestTheCorpus(t *testing.T) {
	t.Parallel()
	reader := New()
	table, all := map[Kind]map[Kind]int{}, corpus(t)
	hard, hits, hardHits, asked, alarms := 0, 0, 0, 0, 0
	for _, one := range all {
		got := reader.Read(one.said)
		if got.Kind == Danger && !slices.Contains(one.kinds, Danger) {
			t.Logf("taken for a danger: %s", one.said)
			alarms++
			got = reader.read(one.said)
		}
		want := one.kinds[0]
		if slices.Contains(one.kinds, got.Kind) {
			want = got.Kind
		}
		if table[want] == nil {
			table[want] = map[Kind]int{}
		}
		table[want][got.Kind]++
		if one.hard {
			hard++
		}
		switch {
		case one.wrongDeed(got):
			t.Errorf("wrong deed: %s is read as %+v, want %s", one.said, got, one.kinds)
		case one.right(got):
			hits++
			if one.hard {
				hardHits++
			}
		case slices.Contains(one.kinds, got.Or):
			asked++
		default:
			t.Logf("%s is read as %+v, want %s %s", one.said, got, one.kinds, one.detail)
		}
	}
	t.Log("\n" + confusion(table))
	t.Logf("sentences %d, right %d (%.1f %%), asked about with the right reading second %d; hard negatives %d, right %d (%.1f %%); "+
		"taken for a danger before, and counted without %d", len(all), hits,
		100*float64(hits)/float64(len(all)), asked, hard, hardHits, 100*float64(hardHits)/float64(hard), alarms)
	if len(all) < 3300 || hard < 900 || 100*(hits+asked) < 97*len(all) {
		t.Error("the corpus or the reader got worse")
	}
}

// confusion prints how many sentences of each kind are read as which.
func confusion(table map[Kind]map[Kind]int) string {
	var b strings.Builder
	for _, want := range slices.Sorted(maps.Keys(table)) {
		all := 0
		for _, n := range table[want] {
			all += n
		}
		fmt.Fprintf(&b, "%-9s %4d:", want, all)
		for _, got := range slices.Sorted(maps.Keys(table[want])) {
			fmt.Fprintf(&b, " %s %d", got, table[want][got])
		}
		b.WriteString("\n")
	}
	return b.String()
}
