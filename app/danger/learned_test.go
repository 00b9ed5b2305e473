package danger

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "learn the weights from the corpus again")

// example is a sentence to learn from.
type example struct {
	grams  []int
	danger float64
}

// learn returns weights by logistic regression; what is said only once teaches nothing.
func learn(sentences [][2]string) learned {
	often := map[string]int{}
	all := make([][]string, len(sentences))
	for i, one := range sentences {
		all[i] = std().features(one[1])
		for _, gram := range all[i] {
			often[gram]++
		}
	}
	names := []string{""}
	index := map[string]int{}
	for _, gram := range slices.Sorted(maps.Keys(often)) {
		if often[gram] > 1 {
			index[gram] = len(names)
			names = append(names, gram)
		}
	}
	examples := make([]example, len(sentences))
	for i, one := range sentences {
		examples[i].grams = []int{0}
		if one[0] != "none" {
			examples[i].danger = 1
		}
		for _, gram := range all[i] {
			if at, ok := index[gram]; ok {
				examples[i].grams = append(examples[i].grams, at)
			}
		}
	}
	weights := descend(examples, len(names))
	l := learned{}
	for i, name := range names {
		if math.Abs(weights[i]) >= 0.05 || name == "" {
			l[name] = math.Round(weights[i]*100) / 100
		}
	}
	return l
}

// features returns what is learned of a sentence.
func (r *Reader) features(said string) []string {
	set, letters := map[string]bool{}, r.words.letters(said)
	for gram := range grams(string(letters)) {
		set[gram] = true
	}
	_, seen := r.words.tags(letters, r.closed, r.about)
	for bit := range seen.bits() {
		set["#"+r.words.list[bit]] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// descend goes over the examples again and again in an order that is always the same.
func descend(examples []example, n int) []float64 {
	weights, random := make([]float64, n), rand.New(rand.NewPCG(1, 2))
	for epoch := range 30 {
		random.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		rate := 0.15 / (1 + 0.1*float64(epoch))
		for _, one := range examples {
			sum := 0.0
			for _, at := range one.grams {
				sum += weights[at]
			}
			step := rate * (one.danger - 1/(1+math.Exp(-sum)))
			for _, at := range one.grams {
				weights[at] += 0.5*step - 0.01*rate*weights[at]
			}
		}
	}
	return weights
}

// text writes the weights as they are stored.
func (l learned) text() string {
	var b strings.Builder
	for _, gram := range slices.Sorted(maps.Keys(l)) {
		fmt.Fprintf(&b, "%s\t%.2f\n", gram, l[gram])
	}
	return b.String()
}

// The stored weights are those of the corpus: after a change of the corpus run go test ./app/danger -update.
func TestTheWeightsAreOfTheCorpus(t *testing.T) {
	t.Parallel()
	fresh := learn(corpus(t))
	if *update {
		if err := os.WriteFile("learned.tsv", []byte(fresh.text()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	stored, err := parseLearned(learnedText)
	if err != nil {
		t.Fatal(err)
	}
	other := 0
	for gram, weight := range fresh {
		if math.Abs(stored[gram]-weight) > 0.05 {
			other++
		}
	}
	if other*100 > len(fresh) || len(stored) != len(fresh) {
		t.Errorf("%d of %d weights are others than those of the corpus (%d stored)", other, len(fresh), len(stored))
	}
}

// Sentences that were not learned from are read nearly as well: each fifth of the corpus with what the other four teach. Much of
// the corpus is written to deceive the reader, so that people who just say what is the matter are read better.
func TestUnseenSentences(t *testing.T) {
	t.Parallel()
	all, dangers, rest := corpus(t), tally{}, tally{}
	for fold := range 5 {
		var known, asked [][2]string
		for i, one := range all {
			if i%5 == fold {
				asked = append(asked, one)
			} else {
				known = append(known, one)
			}
		}
		r := *std()
		r.learned = learn(known)
		for _, one := range asked {
			_, ok := r.Read(one[1])
			if one[0] == "none" {
				rest.count(ok, false)
			} else {
				dangers.count(ok, false)
			}
		}
	}
	t.Logf("not learned from: recall %.1f %% of %d, false alarms %.1f %% of %d", dangers.share(), dangers.all, rest.share(), rest.all)
	if dangers.share() < 93 || rest.share() > 5 {
		t.Error("the rates of unseen sentences fell")
	}
}
