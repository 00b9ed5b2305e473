package system

import (
	"testing"
	"time"
)

func TestMostClocksAreRight(t *testing.T) {
	const right, off = 0, 5 * time.Minute
	for name, c := range map[string]struct {
		own   time.Duration
		all   []time.Duration // with own
		shift time.Duration
		known bool
	}{
		"alone with the database, nobody can say":       {off, []time.Duration{off}, 0, false},
		"two and the database: this one is ahead":       {off, []time.Duration{right, off}, -off, true},
		"two and the database: the other one is ahead":  {right, []time.Duration{right, off}, 0, true},
		"this one is behind":                            {-off, []time.Duration{right, -off, right}, off, true},
		"the node of the database is ahead":             {-off, []time.Duration{-off, -off}, 0, true},
		"it is ahead, and this one too":                 {right, []time.Duration{-off, -off, right}, 0, true},
		"half are ahead: the database decides":          {off, []time.Duration{right, off, off}, -off, true},
		"half are ahead, and this one is with the rest": {right, []time.Duration{right, off, off}, 0, true},
		"a small difference is no fault":                {900 * time.Millisecond, []time.Duration{right, right, 900 * time.Millisecond}, 0, true},
	} {
		if shift, known := agreed(c.own, c.all); shift != c.shift || known != c.known {
			t.Errorf("%s: corrected by %s (%t), wanted %s (%t)", name, shift, known, c.shift, c.known)
		}
	}
}
