package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"linli/app/text"
)

func TestQuery(t *testing.T) {
	for said, want := range map[string][]string{
		"路灯":        {"路灯"},
		" 路灯  ３号楼 ": {"路灯", "3号楼"},
		"灯 路灯":      {"路灯"}, // a single character narrows nothing
		"ABC-１":     {"abc-1"},
		"灯":         nil,
		"":          nil,
		"灯 坏":       nil,
		"一一 二二 三三 四四 五五 六六": nil,
	} {
		got, err := Query(said)
		if !slices.Equal(got, want) || (want == nil) != errors.Is(err, ErrQuery) {
			t.Errorf("%q: %q, %v", said, got, err)
		}
	}
}

func TestHas(t *testing.T) {
	for _, c := range []struct {
		words []string
		texts []string
		want  bool
	}{
		{[]string{"路灯"}, []string{"小区的路 灯不亮", ""}, true},
		{[]string{"路灯", "东门"}, []string{"路灯不亮", "东门旁边"}, true},
		{[]string{"灯东"}, []string{"路灯", "东门"}, false}, // not across two texts
		{[]string{"led"}, []string{"ＬＥＤ灯"}, true},
		{[]string{"路灯", "西门"}, []string{"路灯不亮", "东门旁边"}, false},
	} {
		if got := has(c.words, slices.Clone(c.texts)...); got != c.want {
			t.Errorf("%q in %q: %v", c.words, c.texts, got)
		}
	}
}

// Whatever the texts: each block with a hit is a candidate, wherever and in whatever order it was indexed.
func TestNoHitIsOutsideTheCandidates(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("路灯不亮东门电梯坏了垃圾a1")
	say := func(n int) string {
		s := make([]rune, n)
		for i := range s {
			s[i] = letters[random.IntN(len(letters))]
		}
		return string(s)
	}
	var texts []Text
	for i := range int64(400) {
		texts = append(texts, Text{Report: i * 7919, Community: 1 + i%3, Text: say(12), Place: say(3)})
	}
	index := map[string]*Row{}
	for part := range slices.Chunk(texts, 37) {
		for _, r := range rowsOf(part) {
			key := fmt.Sprint(r.Pair, r.Community, r.Segment)
			if index[key] == nil {
				index[key] = &Row{Pair: r.Pair, Community: r.Community, Segment: r.Segment}
			}
			index[key].Join(r.Bits)
			if index[key].Join(r.Bits) {
				t.Fatal("a bit is new twice")
			}
			if len(r.Bits) > rowBits/8 {
				t.Fatalf("a row of %d bytes", len(r.Bits))
			}
		}
	}
	hits := 0
	for range 300 {
		words := []string{say(2 + random.IntN(2))}
		pairs := pairsOf(words...)
		var rows []Row
		for _, r := range index {
			if slices.Contains(pairs, r.Pair) {
				rows = append(rows, *r)
			}
		}
		found := candidates(pairs, rows)
		if !slices.IsSortedFunc(found, func(a, b candidate) int { return int(b.block - a.block) }) {
			t.Fatal("not the newest first")
		}
		for _, one := range texts {
			if !has(words, one.Text, one.Place) {
				continue
			}
			hits++
			if !slices.ContainsFunc(found, func(c candidate) bool {
				return c.block == blockOf(one.Report) && slices.Contains(c.communities, one.Community)
			}) {
				t.Fatalf("%q is in %+v, and no candidate", words, one)
			}
		}
	}
	if hits < 100 {
		t.Errorf("%d hits are too few to try", hits)
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{"", "路灯", "灯 路灯", "ＬＥＤ１", "一\u3000二", "İI\u0307"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		words, err := Query(said)
		if err != nil {
			return
		}
		if len(words) == 0 || !has(words, text.Line(said)) {
			t.Fatalf("%q is not in itself: %q", said, words)
		}
		if len(pairsOf(words...)) == 0 {
			t.Fatalf("%q has no pair", words)
		}
	})
}

func TestNeighbouringBlocksAreReadAtOnce(t *testing.T) {
	at := func(blocks ...int64) (all []candidate) {
		for _, b := range blocks {
			all = append(all, candidate{b, []int64{5}})
		}
		return all
	}
	show := func(all []span) (said []string) {
		for _, s := range all {
			said = append(said, fmt.Sprint(s.Communities, s.Orgs, s.from/blockSize, "-", (s.to+1)/blockSize))
		}
		return said
	}
	long := at(20, 19, 18, 17, 16, 15, 14, 13, 12, 11)
	wide := []candidate{{9, make([]int64, 37)}, {8, make([]int64, 37)}}
	for name, c := range map[string]struct {
		got  []span
		want []string
	}{
		"neighbours":     {spansOf(at(9, 8, 7, 5), Within{}), []string{"[5] [] 7-10", "[5] [] 5-6"}},
		"not too many":   {spansOf(long, Within{}), []string{"[5] [] 13-21", "[5] [] 11-13"}},
		"other places":   {spansOf([]candidate{{9, []int64{5}}, {8, []int64{6}}}, Within{}), []string{"[5] [] 9-10", "[6] [] 8-9"}},
		"a whole county": {spansOf(wide, Within{}), []string{"[] [] 9-10", "[] [] 8-9"}},
		"a department":   {spansOf(wide, Within{Orgs: []int64{3}}), []string{"[] [3] 8-10"}},
	} {
		if got := show(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
