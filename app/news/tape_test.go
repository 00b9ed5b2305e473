package news

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"linli/app/report"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func lines(ids ...int64) []Change {
	all := make([]Change, len(ids))
	for i, id := range ids {
		all[i] = Change{ID: id, At: noon, Report: report.Report{ID: id}}
	}
	return all
}

func ids(all []Change) []int64 {
	found := []int64{}
	for _, c := range all {
		found = append(found, c.ID)
	}
	return found
}

func TestAMarkKnowsWhatIsMissing(t *testing.T) {
	var tp tape
	tp.begin(lines(3, 4, 7))
	m := tp.mark(noon)
	for id, want := range map[int64]bool{0: true, 1: false, 2: false, 3: true, 4: true, 5: false, 6: false, 7: true, 8: false} {
		if m.knows(id) != want {
			t.Errorf("%d: %v", id, !want)
		}
	}
	again, err := ParseMark(m.String())
	if err != nil || again.String() != m.String() || again.low() != 0 || again.High != 7 {
		t.Fatalf("read again: %+v, %v", again, err)
	}
	tp.add(lines(5, 8))
	got, whole := tp.after(again)
	if !whole || !slices.Equal(ids(got), []int64{5, 8}) {
		t.Errorf("committed late: %v, %v", ids(got), whole)
	}
	if old := tp.mark(noon.Add(Late + time.Second)); !old.knows(6) || !old.knows(1) || old.low() != 8 {
		t.Errorf("a number that is never used stays a gap: %+v", old)
	}
	if tp.add(lines(5)) {
		t.Error("a line is there twice")
	}
}

func TestATapeEnds(t *testing.T) {
	var tp tape
	many := make([]int64, tapeLength)
	for i := range many {
		many[i] = int64(i + 101)
	}
	tp.begin(lines(many...))
	start := tp.mark(noon)
	if _, whole := tp.after(Mark{High: 100}); !whole {
		t.Error("the line before the first one is known")
	}
	if _, whole := tp.after(Mark{High: 99}); whole {
		t.Error("what fell off is missed")
	}
	tp.add(lines(tapeLength+101, tapeLength+102))
	if _, whole := tp.after(Mark{High: 101}); whole || len(tp.changes) != tapeLength {
		t.Errorf("%d lines, whole %v", len(tp.changes), whole)
	}
	if got, whole := tp.after(start); !whole || len(got) != 2 {
		t.Errorf("after the start %v, %v", ids(got), whole)
	}
}

// However transactions overlap and whichever process answers: a desk hears of each line, and of none twice.
func TestNothingIsLostOutOfOrder(t *testing.T) {
	for round := range uint64(60) {
		random := rand.New(rand.NewPCG(round, 7))
		var committed []Change // by time of commit
		var open []int64
		var tapes [2]tape
		var m Mark
		heard := map[int64]int{}
		now, next := noon, int64(1)
		read := func(p *tape) {
			low := p.mark(now).low()
			var more []Change
			for _, c := range committed {
				if c.ID > low {
					more = append(more, c)
				}
			}
			p.add(more)
		}
		step := func(begin int) {
			now = now.Add(time.Duration(random.IntN(900)) * time.Millisecond)
			for range random.IntN(begin) {
				open = append(open, next)
				next++
			}
			for len(open) > 20 || len(open) > 0 && random.IntN(2) == 0 { // commit or roll back
				i := random.IntN(len(open))
				if random.IntN(5) > 0 {
					committed = append(committed, Change{ID: open[i], At: now, Report: report.Report{ID: open[i]}})
				}
				open = slices.Delete(open, i, i+1)
			}
			p := &tapes[random.IntN(2)]
			read(p)
			if p.mark(now).High < m.High {
				return
			}
			got, whole := p.after(m)
			if !whole {
				t.Fatal("the tape is too short")
			}
			for _, c := range got {
				heard[c.ID]++
			}
			said := p.mark(now).String()
			var err error
			if m, err = ParseMark(said); err != nil {
				t.Fatal(err)
			}
		}
		for range 60 { // less than Late, so no transaction is open for longer
			step(4)
		}
		for i := 0; len(open) > 0 || len(heard) < len(committed) && i < 50; i++ {
			step(1)
		}
		for _, c := range committed {
			if heard[c.ID] != 1 {
				t.Fatalf("round %d: line %d was heard %d times", round, c.ID, heard[c.ID])
			}
		}
	}
}

func FuzzParseMark(f *testing.F) {
	var tp tape
	tp.begin(lines(3, 4, 7, 900))
	for _, s := range []string{"", "AA", tp.mark(noon).String(), "_____________", "AQEBAQEB"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		m, err := ParseMark(said)
		if err != nil {
			return
		}
		again, err := ParseMark(m.String())
		if err != nil || again.String() != m.String() || again.low() > again.High || again.low() < -1 {
			t.Fatalf("%q: %+v, %v", said, again, err)
		}
	})
}
