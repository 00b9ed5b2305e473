package news

import (
	"cmp"
	"slices"
	"time"
)

// tape is the newest lines of all timelines, ascending.
type tape struct {
	from    int64 // every committed line after this one is on it
	changes []Change
}

// tapeLength is how many lines a process remembers, and reads at once.
const tapeLength = 2000

// Late is how long after a line with a higher number one may still be committed.
const Late = time.Minute

// begin fills an empty tape with the newest lines, at most tapeLength.
func (t *tape) begin(newest []Change) {
	*t = tape{changes: slices.Clone(newest)}
	t.sort()
	if len(newest) >= tapeLength {
		t.from = t.changes[0].ID - 1
	}
}

// add puts on lines that are not there, and says whether there was one. The oldest ones fall off.
func (t *tape) add(more []Change) bool {
	before := len(t.changes)
	for _, c := range more {
		if _, known := t.find(c.ID); !known && c.ID > t.from {
			t.changes = append(t.changes, t.remembered(c))
		}
	}
	grown := len(t.changes) > before
	t.sort()
	if over := len(t.changes) - tapeLength; over > 0 {
		t.from = t.changes[over-1].ID
		t.changes = slices.Delete(t.changes, 0, over)
	}
	return grown
}

func (t *tape) sort() {
	slices.SortFunc(t.changes, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
}

func (t *tape) find(id int64) (int, bool) {
	return slices.BinarySearchFunc(t.changes, id, func(c Change, id int64) int { return cmp.Compare(c.ID, id) })
}

// remembered adds where the report of a change was before, as far as the tape tells.
func (t *tape) remembered(c Change) Change {
	for _, old := range t.changes {
		if old.Report.ID == c.Report.ID && old.Report.Area != c.Report.Area && !slices.Contains(c.Areas, old.Report.Area) {
			c.Areas = append(c.Areas, old.Report.Area)
		}
	}
	return c
}

// mark returns what is known of the tape at a time. Gaps that are too old for a late commit are none.
func (t *tape) mark(now time.Time) Mark {
	m := Mark{High: t.from}
	if n := len(t.changes); n > 0 {
		m.High = t.changes[n-1].ID
	}
	for i := len(t.changes) - 1; i >= 0 && len(m.gaps) < mostGaps; i-- {
		c, last := t.changes[i], t.from
		if i > 0 {
			last = t.changes[i-1].ID
		}
		if now.Sub(c.At) > Late {
			break
		}
		if n := c.ID - last - 1; n > 0 {
			m.gaps = append(m.gaps, gap{last + 1, n})
		}
	}
	return m
}

// after returns the lines that a mark does not know; false when the tape does not reach back so far.
func (t *tape) after(m Mark) ([]Change, bool) {
	if m.low() < t.from {
		return nil, false
	}
	i, _ := t.find(m.low() + 1)
	return slices.DeleteFunc(slices.Clone(t.changes[i:]), func(c Change) bool { return m.knows(c.ID) }), true
}
