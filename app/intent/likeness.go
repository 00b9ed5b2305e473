package intent

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// heardText are sentences that teach the likeness only: no pattern was made for them.
var (
	//go:embed testdata/corpus.tsv
	corpusText string
	//go:embed testdata/heard.tsv
	heardText string
)

// likeness says which kind's sentences of the corpus a message resembles: the cosine between its letters, one to three beside
// each other, and those of all sentences of the kind. It knows no grammar, so it only doubts a reading and never makes one.
type likeness struct {
	kinds []Kind
	grams map[string][]share
}

// share is how much of a gram a kind has; rare grams count more.
type share struct {
	kind   int // in kinds
	weight float64
}

// alike is the likeness to the embedded sentences.
var alike = sync.OnceValue(func() likeness { return newLikeness(corpusText + heardText) })

// newLikeness reads lines "kind TAB sentence".
func newLikeness(corpus string) likeness {
	often, sums := map[string]float64{}, map[Kind]map[string]float64{}
	var all []sentence
	for line := range strings.Lines(corpus) {
		if one, ok := parseSentence(line); ok {
			all = append(all, one)
			for gram := range one.grams {
				often[gram]++
			}
		}
	}
	for gram, n := range often {
		often[gram] = math.Log((float64(len(all)) + 1) / (n + 0.5))
		if utf8.RuneCountInString(gram) == 1 {
			often[gram] /= 2
		}
	}
	for _, one := range all {
		if sums[one.kind] == nil {
			sums[one.kind] = map[string]float64{}
		}
		scale := length(one.grams, often)
		for gram := range one.grams {
			sums[one.kind][gram] += often[gram] / scale
		}
	}
	l := likeness{kinds: slices.Sorted(maps.Keys(sums)), grams: map[string][]share{}}
	for i, kind := range l.kinds {
		square := 0.0
		for _, weight := range sums[kind] {
			square += weight * weight
		}
		for gram, weight := range sums[kind] {
			l.grams[gram] = append(l.grams[gram], share{i, often[gram] * weight / math.Sqrt(square)})
		}
	}
	return l
}

// sentence is one line of the corpus.
type sentence struct {
	kind  Kind
	grams map[string]bool
}

// pages are the kinds that open a page and are never a second reading.
var pages = []Kind{Arrive, Public, Nominate, Home, Collect, More}

func parseSentence(line string) (sentence, bool) {
	parts := strings.Split(strings.TrimRight(line, "\n"), "\t")
	if len(parts) < 2 {
		return sentence{}, false
	}
	first, _, _ := strings.Cut(strings.TrimSuffix(parts[0], "!"), "/")
	one := sentence{Kind(first), map[string]bool{}}
	if slices.Contains(pages, one.kind) {
		return sentence{}, false
	}
	for gram := range grams(parts[1]) {
		one.grams[gram] = true
	}
	return one, true
}

func length(grams map[string]bool, often map[string]float64) float64 {
	square := 0.0
	for gram := range grams {
		square += often[gram] * often[gram]
	}
	return math.Sqrt(max(square, 1e-9))
}

// score returns how much a message resembles each kind, on a scale of its own.
func (l likeness) score(said string) map[Kind]float64 {
	sums := make([]float64, len(l.kinds))
	for gram := range grams(said) {
		for _, one := range l.grams[gram] {
			sums[one.kind] += one.weight
		}
	}
	score := make(map[Kind]float64, len(sums))
	for i, sum := range sums {
		score[l.kinds[i]] = sum
	}
	return score
}

// mostGrams is how many letters of a message are looked at.
const mostGrams = 200

// grams yields one, two and three letters beside each other, with the ends of the message; a number is one letter.
func grams(said string) func(yield func(string) bool) {
	var b strings.Builder
	b.WriteByte('^')
	number := false
	for _, r := range fold(said).key {
		digit := r >= '0' && r <= '9'
		switch {
		case r == ' ' || r == ',' || digit && number:
		case digit:
			b.WriteByte('#')
		default:
			b.WriteRune(r)
		}
		number = digit
	}
	b.WriteByte('$')
	key := b.String()
	return func(yield func(string) bool) {
		var starts [3]int // of the last letters
		n := 0
		for at, r := range key {
			starts[0], starts[1], starts[2] = starts[1], starts[2], at
			n++
			end := at + utf8.RuneLen(r)
			for back := 0; back < min(n, 3); back++ {
				if !yield(key[starts[2-back]:end]) || n > mostGrams {
					return
				}
			}
		}
	}
}

// mostName is the length of what may be nothing but the name of a service or a thing, which its capability knows: 图书室.
const mostName = 4

// doubt adds a second reading to a message that no pattern understands, if it resembles what people say for another kind clearly
// more than its own.
func doubt(said string, found Reading) Reading {
	switch found.Kind {
	case Problem, Other, Question, Place:
	default:
		return found
	}
	const clearly = 1.15
	if found.Or != "" || found.Kind == Other && utf8.RuneCountInString(strings.Trim(fold(said).key, " ,-")) <= mostName {
		return found
	}
	score := alike().score(said)
	most := found.Kind
	for kind, sum := range score {
		if sum > clearly*score[found.Kind] && (sum > score[most] || sum == score[most] && kind < most) {
			most = kind
		}
	}
	if most != found.Kind {
		found.Or = most
	}
	return found
}
