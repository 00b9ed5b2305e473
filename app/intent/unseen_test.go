package intent

import (
	"os"
	"strings"
	"testing"
)

// Sentences by somebody who had not seen the patterns, and from which nothing was learned, are never taken for a deed without a
// question. How many are understood, or asked about with the right reading among the choices, is printed.
func TestUnseenSentences(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/unseen.tsv")
	if err != nil {
		t.Fatal(err)
	}
	reader := New()
	all, right, asked := 0, 0, 0
	for line := range strings.Lines(string(text)) {
		kind, said, _ := strings.Cut(strings.TrimSpace(line), "\t")
		got, want := reader.Read(said), Kind(kind)
		all++
		switch {
		case got.Kind == want:
			right++
		case got.Or == want:
			asked++
		case got.Or == "" && got.Kind.Deed():
			t.Errorf("%q is taken for %s, and is %s", said, got.Kind, want)
		}
	}
	t.Logf("unseen: of %d sentences %d are read right, %d more have the right reading second", all, right, asked)
	if right+asked < all*3/4 {
		t.Errorf("of %d unseen sentences %d are understood or asked about", all, right+asked)
	}
}
