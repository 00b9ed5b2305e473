package fresh

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAValueFollowsItsSource(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	version, loads, away := int64(1), 0, error(nil)
	v := New(Source[int64]{
		Version: func(context.Context) (int64, error) { return version, away },
		Load:    func(context.Context) (int64, error) { loads++; return version * 10, away },
	}, func() time.Time { return now })
	for _, s := range []struct {
		name  string
		do    func()
		want  int64
		loads int
	}{
		{"first", func() {}, 10, 1},
		{"changed just now", func() { version = 2 }, 10, 1},
		{"three seconds later", func() { now = now.Add(Recheck) }, 20, 2},
		{"nothing changed", func() { now = now.Add(time.Hour) }, 20, 2},
		{"forgotten by whoever changed it", func() { version = 3; v.Forget() }, 30, 3},
		{"the source is away", func() { version, away = 4, errors.New("away"); now = now.Add(time.Hour) }, 30, 3},
		{"and back", func() { away = nil }, 40, 4},
		{"the clock ran back", func() { version, now = 5, now.Add(-2*time.Hour) }, 50, 5},
	} {
		s.do()
		if got, err := v.Get(t.Context()); err != nil || got != s.want || loads != s.loads {
			t.Fatalf("%s: %d (%v), loaded %d times; want %d, %d times", s.name, got, err, loads, s.want, s.loads)
		}
	}
	away = errors.New("away")
	if _, err := New(v.from, v.now).Get(t.Context()); !errors.Is(err, away) {
		t.Fatalf("nothing known and nobody there: %v", err)
	}
}
