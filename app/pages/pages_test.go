package pages

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func at(n int) Cursor { return Cursor{Key: int64(-n), ID: int64(n)} }

func TestWhereTheNextPageBegins(t *testing.T) {
	for _, tt := range []struct {
		name      string
		found     []int
		cut, full Page[int]
	}{
		{"nothing", nil, Page[int]{}, Page[int]{}},
		{"less than a page", []int{1}, Page[int]{Items: []int{1}}, Page[int]{Items: []int{1}}},
		{"a page", []int{1, 2}, Page[int]{Items: []int{1, 2}}, Page[int]{Items: []int{1, 2}, Next: at(2)}},
		{"a page and one row more", []int{1, 2, 3}, Page[int]{Items: []int{1, 2}, Next: at(2)}, Page[int]{Items: []int{1, 2, 3}, Next: at(3)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff([]Page[int]{tt.cut, tt.full}, []Page[int]{Cut(tt.found, 2, at), Full(tt.found, 2, at)}); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestEachReadsToTheEnd(t *testing.T) {
	all := []int{1, 2, 3, 4, 5, 6}
	read := func(after Cursor) (Page[int], error) {
		rest := all[after.ID:]
		return Full(rest[:min(2, len(rest))], 2, at), nil
	}
	var got []int
	if err := Each(read, func(page []int) error { got = append(got, page...); return nil }); err != nil || !slices.Equal(got, all) {
		t.Fatalf("%v, %v", got, err)
	}
	broken, pages := errors.New("broken"), 0
	err := Each(read, func([]int) error {
		if pages++; pages == 2 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || pages != 2 {
		t.Fatalf("%v after %d pages", err, pages)
	}
	if err := Each(func(Cursor) (Page[int], error) { return Page[int]{}, broken }, func([]int) error { return nil }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
}

// A page without rows may have a next one: the rows are filtered after they are read.
func TestAnEmptyPageIsNotTheEnd(t *testing.T) {
	reads := 0
	if err := Each(func(after Cursor) (Page[int], error) {
		if reads++; after == (Cursor{}) {
			return Page[int]{Next: at(7)}, nil
		}
		return Page[int]{}, nil
	}, func([]int) error { return nil }); err != nil || reads != 2 {
		t.Fatalf("%d reads, %v", reads, err)
	}
}
