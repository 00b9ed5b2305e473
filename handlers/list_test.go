package handlers

import (
	"testing"

	"linli/app/pages"
)

func TestCursorsAreReadAsWritten(t *testing.T) {
	for _, c := range []pages.Cursor{
		{}, {ID: 1}, {Pinned: true, ID: 7}, {Key: 1_764_400_000_000, ID: 9}, {Pinned: true, Key: -5, ID: 1 << 60},
	} {
		if got, err := readCursor(writeCursor(c), errBody); err != nil || got != c {
			t.Errorf("%+v becomes %+v, %v", c, got, err)
		}
	}
	for _, s := range []string{"x", "12", "Nw", "dS4xLjA", "dS4xLi0x", "eC4wLjE"} { // no number, no id, id -1, no such part
		if c, err := readCursor(s, errBody); err == nil {
			t.Errorf("%s is read as %+v", s, c)
		}
	}
}

// FuzzReadCursor: what is read is a position that can be written again and read as the same.
func FuzzReadCursor(f *testing.F) {
	for _, s := range []string{"", "dS4xLjI", "by4wLjc", "%%%", "dS4x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := readCursor(s, errBody)
		if err != nil || s == "" {
			return
		}
		if again, err := readCursor(writeCursor(c), errBody); err != nil || again != c || c.ID <= 0 {
			t.Errorf("%q is %+v, then %+v, %v", s, c, again, err)
		}
	})
}
