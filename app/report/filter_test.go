package report

import (
	"errors"
	"testing"

	"linli/app/auth"
)

func TestParseHolder(t *testing.T) {
	for said, want := range map[string]Holder{
		"":                {},
		"person:12":       {Kind: ByPerson, Person: 12},
		"org:3":           {Kind: ByOrg, Org: 3},
		"post:clerk:5000": {Kind: ByPost, Role: auth.Clerk, Area: 5000},
	} {
		if got, err := ParseHolder(said); got != want || err != nil || got.Say() != said {
			t.Errorf("%q: %+v, %v, said again %q", said, got, err, got.Say())
		}
	}
	for _, said := range []string{"x", "person", "person:", "person:0", "person:-1", "person:1:2", "post:clerk", "post:king:5", "org:1e3", ":3", "post::5"} {
		if got, err := ParseHolder(said); !errors.Is(err, ErrNarrow) {
			t.Errorf("%q: %+v, %v", said, got, err)
		}
	}
}

func FuzzParseHolder(f *testing.F) {
	for _, s := range []string{"", "person:12", "org:3", "post:clerk:5000", "post:king:5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		h, err := ParseHolder(said)
		if err != nil {
			return
		}
		if again, err := ParseHolder(h.Say()); err != nil || again != h {
			t.Fatalf("%q: %+v, again %+v, %v", said, h, again, err)
		}
	})
}
