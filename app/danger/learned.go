package danger

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed learned.tsv
var learnedText string

// learned holds the weights of a logistic regression over the corpus: for groups of one to three letters, for classes of words as
// "#class", and the constant as "". It finds dangers without a frame, and lowers the weight of a frame in a harmless sentence.
type learned map[string]float64

// parseLearned reads lines "letters TAB weight".
func parseLearned(text string) (learned, error) {
	l := learned{}
	for line := range strings.Lines(text) {
		letters, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		weight, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, err
		}
		l[letters] = weight
	}
	return l, nil
}

// score is above 0 for what looks like a danger.
func (r *Reader) score(said string, seen classes) float64 {
	sum, once := r.learned[""], map[string]bool{}
	for gram := range grams(said) {
		if weight, ok := r.learned[gram]; ok && !once[gram] {
			once[gram] = true
			sum += weight
		}
	}
	for bit := range seen.bits() {
		sum += r.learned["#"+r.words.list[bit]]
	}
	return sum
}

// grams calls yield with every one, two and three letters beside each other.
func grams(said string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		var starts [3]int // of the last letters
		n := 0
		for at := range said {
			if n > 0 && !ends(said, starts[:min(n, 3)], at, yield) {
				return
			}
			starts[2], starts[1], starts[0] = starts[1], starts[0], at
			n++
		}
		if n > 0 {
			ends(said, starts[:min(n, 3)], len(said), yield)
		}
	}
}

func ends(said string, starts []int, end int, yield func(string) bool) bool {
	for _, from := range starts {
		if !yield(said[from:end]) {
			return false
		}
	}
	return true
}
