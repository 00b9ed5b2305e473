package person

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
	"linli/app/wordlist"
)

func TestAgeIsThatOfTheYear(t *testing.T) {
	newYear := time.Date(2027, 1, 1, 0, 0, 0, 0, when.Beijing)
	for name, c := range map[string]struct {
		born int
		now  time.Time
		want int
	}{
		"unknown":                     {0, newYear, 0},
		"turns 60 within the year":    {1967, newYear, 60},
		"one minute earlier":          {1967, newYear.Add(-time.Minute), 59},
		"by Beijing's clock, not UTC": {1967, newYear.UTC(), 60},
		"born this year":              {2027, newYear, 0},
	} {
		if got := (Person{Born: c.born}).Age(c.now); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestYearsNobodyAliveWasBornIn(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)
	for year, want := range map[int]error{
		0: nil, 1896: nil, 1950: nil, 2026: nil, 1895: ErrBorn, 2027: ErrBorn, 50: ErrBorn, -1: ErrBorn,
	} {
		if err := CheckBorn(year, now); !errors.Is(err, want) {
			t.Errorf("%d: %v, want %v", year, err, want)
		}
	}
}

func TestTagsStandOnceAndInOrder(t *testing.T) {
	known := []wordlist.Word{{Code: "aged", Name: "高龄"}, {Code: "hardship", Name: "困难"}}
	got, err := CheckTags([]Tag{Hardship, Aged, Hardship}, known)
	if diff := cmp.Diff([]Tag{Aged, Hardship}, got); err != nil || diff != "" {
		t.Fatal(err, diff)
	}
	if _, err := CheckTags([]Tag{Aged, "rich"}, known); !errors.Is(err, ErrTag) {
		t.Fatal(err)
	}
}
