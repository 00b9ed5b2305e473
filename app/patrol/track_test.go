package patrol

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

// north returns a position so many metres north of a corner, so many seconds after nine.
func north(metres, seconds, accuracy float64) Position {
	return Position{At: tm("09:00:00").Add(time.Duration(seconds * float64(time.Second))), Lat: 41.8 + metres/111_320, Lng: 120.77, Accuracy: accuracy}
}

func TestWhatCountsOfATrack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		known, sent []Position
		kept        int
		metres      int
	}{
		"a walk":                {nil, []Position{north(0, 0, 5), north(20, 20, 5), north(40, 40, 50)}, 3, 40},
		"inexact":               {nil, []Position{north(0, 0, 5), north(20, 20, 50.1), north(40, 40, 5)}, 2, 40},
		"a car":                 {nil, []Position{north(0, 0, 5), north(31, 10, 5)}, 1, 0},
		"just walking pace":     {nil, []Position{north(0, 0, 5), north(29.9, 10, 5)}, 2, 30},
		"standing still":        {nil, []Position{north(0, 0, 5), north(1, 60, 5), north(2, 120, 5), north(3, 180, 5)}, 1, 0},
		"sent twice":            {nil, []Position{north(0, 0, 5), north(20, 20, 5), north(20, 20, 5), north(0, 0, 5)}, 2, 20},
		"in any order":          {nil, []Position{north(40, 40, 5), north(0, 0, 5), north(20, 20, 5)}, 3, 40},
		"after what is known":   {[]Position{north(0, 0, 5)}, []Position{north(20, 20, 5)}, 1, 0},
		"known before":          {[]Position{north(20, 20, 5)}, []Position{north(0, 0, 5), north(20, 20, 5)}, 0, 0},
		"a jump, then the walk": {nil, []Position{north(0, 0, 5), north(900, 10, 5), north(20, 20, 5)}, 2, 20},
		"nothing":               {nil, nil, 0, 0},
	} {
		kept := filter(c.known, c.sent)
		if len(kept) != c.kept || length(kept) != c.metres {
			t.Errorf("%s: %d kept, %d m", name, len(kept), length(kept))
		}
	}
}

func FuzzParsePositions(f *testing.F) {
	good, _ := json.Marshal([]Position{north(0, 0, 5)})
	for _, seed := range []string{
		string(good), "", "[]", "null", "{}", "[{}]", `[{"at":"2026-11-25T09:00:00+08:00","lat":1e999,"lng":0,"accuracy":1}]`, `[] []`,
		`[{"at":"2026-11-25T09:00:00+08:00","lat":41,"lng":120,"accuracy":-1}]`, `[{"at":"2026-11-25T09:00:00+08:00","lat":41,"lng":120,"accuracy":5,"who":1}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		all, err := ParsePositions(raw)
		if err != nil {
			if !errors.Is(err, ErrPlace) {
				t.Fatal(err)
			}
			return
		}
		if kept := filter(nil, all); len(kept) > len(all) || length(kept) < 0 {
			t.Fatalf("%d of %d kept, %d m", len(kept), len(all), length(kept))
		}
		for _, p := range all {
			if p.Accuracy < 0 || p.At.IsZero() {
				t.Fatalf("%+v passes", p)
			}
		}
	})
}
