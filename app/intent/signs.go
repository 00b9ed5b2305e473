package intent

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// signs are words that are looked for anywhere in a text, by their first runes.
type signs map[rune][]string

// list returns the words that blanks part.
func list(words string) signs {
	s := signs{}
	for word := range strings.FieldsSeq(words) {
		first, _ := utf8.DecodeRuneInString(word)
		s[first] = append(s[first], word)
	}
	return s
}

// all returns where one of the words begins.
func (s signs) all(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, r := range text {
			for _, word := range s[r] {
				if strings.HasPrefix(text[i:], word) {
					if !yield(i) {
						return
					}
					break
				}
			}
		}
	}
}

// in says that a text has one of the words.
func (s signs) in(text string) bool {
	for range s.all(text) {
		return true
	}
	return false
}

// beginning returns at most so many runes from the beginning of a text.
func beginning(text string, runes int) string {
	for i := range text {
		if runes == 0 {
			return text[:i]
		}
		runes--
	}
	return text
}

// ending returns at most so many runes from the end of a text.
func ending(text string, runes int) string {
	at := len(text)
	for ; runes > 0 && at > 0; runes-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return text[at:]
}
