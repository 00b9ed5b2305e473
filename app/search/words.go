package search

import (
	"slices"
	"strings"
	"unicode"

	"linli/app/text"
)

const (
	mostQuery = 40 // characters
	mostWords = 5
	mostPairs = 12 // of a query: every hit is verified, so a few that are rare are enough
)

// Fold returns a text in the one way of writing in which words are compared: half-width, lower case, without blanks.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case text.IsHan(r): // most are, and they stay
			return r
		case unicode.IsSpace(r):
			return -1
		}
		return unicode.ToLower(r)
	}, text.Narrow(s))
}

// Query reads the words that a hit must contain, folded. Faults: ErrQuery.
func Query(said string) ([]string, error) {
	said = text.Line(said)
	if !text.Within(said, 2, mostQuery) {
		return nil, ErrQuery
	}
	var words []string
	for _, w := range strings.Fields(said) {
		if w = Fold(w); len([]rune(w)) >= 2 {
			words = append(words, w)
		}
	}
	if len(words) == 0 || len(words) > mostWords {
		return nil, ErrQuery
	}
	return words, nil
}

// has says whether one of the texts has each word.
func has(words []string, texts ...string) bool {
	for i := range texts {
		texts[i] = Fold(texts[i])
	}
	return !slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, w) })
	})
}

// pairsOf returns each two neighbouring characters of folded texts once, as one number.
func pairsOf(texts ...string) []int64 {
	var all []int64
	for _, t := range texts {
		last := rune(-1)
		for _, r := range t {
			if last >= 0 {
				all = append(all, int64(last)<<21|int64(r))
			}
			last = r
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
