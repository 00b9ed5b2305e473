package post

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
)

func TestTheCompositionOfABody(t *testing.T) {
	t.Parallel()
	of := func(n, party int, born ...int) []Sitter {
		all := make([]Sitter, n)
		for i := range all {
			all[i].Party = i < party
			if i < len(born) {
				all[i].Born = born[i]
			}
		}
		return all
	}
	if _, ok := compose(of(4, 4), 2026); ok {
		t.Error("a body of four is shown")
	}
	got, ok := compose(of(5, 3, 1966, 1976, 1986, 1996, 1976), 2026)
	if diff := cmp.Diff(Composition{Members: 5, Party: 60, MeanAge: 46, Educated: map[Education]int{}}, got); !ok || diff != "" {
		t.Error(diff)
	}
	if got, _ := compose(of(6, 0, 1966, 1976), 2026); got.MeanAge != 0 {
		t.Errorf("a mean of two ages is shown: %d", got.MeanAge)
	}
}

func TestWhenABodyIsToldOf(t *testing.T) {
	t.Parallel()
	b := Body{To: 20261231}
	for day, want := range map[when.Date]int{20260630: 0, 20260701: 6, 20261030: 6, 20261031: 2, 20261231: 2, 20270101: 0} {
		if got := b.warning(day); got != want {
			t.Errorf("on %s: %d months, want %d", day, got, want)
		}
	}
}
