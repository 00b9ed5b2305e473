package work

import (
	"errors"
	"slices"
	"testing"

	"linli/app/wordlist"
)

func TestACountyNamesItsKinds(t *testing.T) {
	t.Parallel()
	own := slices.Clone(shipped)
	own[8].Name, own[8].Hidden = "巡逻", true // 巡查
	own = append(own, wordlist.Word{Code: "w1", Name: "反诈宣传", Under: string(Publicity)}, wordlist.Word{Code: "w2", Name: "探望", Under: string(Visit)}, wordlist.Word{Code: "w3", Name: "杂项"})
	b := NewBook(own)
	for k, want := range map[Kind]string{Patrol: "巡逻", "w1": "反诈宣传", "dance": "", "": "", Visit: "走访"} {
		if got := b.Name(k); got != want {
			t.Errorf("%q is called %q", k, got)
		}
	}
	if b.Duties("w1") != Publicity.duties() || b.Duties("w3") != (Duties{}) || b.Duties(Patrol) != Patrol.duties() {
		t.Errorf("%+v %+v", b.Duties("w1"), b.Duties("w3"))
	}
	if !b.Private("w2") || b.Private("w1") || !b.Private(Dispute) || b.Private("dance") {
		t.Error("what is private")
	}
	if slices.Contains(b.Offered(), Patrol) || !slices.Contains(b.Kinds(), Patrol) || !slices.Contains(b.Offered(), Kind("w1")) || len(b.Kinds()) != len(kinds)+3 {
		t.Errorf("offered: %v", b.Offered())
	}
	if zero := (Book{}); zero.Name(Patrol) != "巡查" || len(zero.Offered()) != len(kinds) || len(NewBook(nil).Kinds()) != len(kinds) {
		t.Error("a county without a list")
	}
	taken := NewBook([]wordlist.Word{{Code: "w4", Name: "党课"}, {Code: "other", Name: "其他", Fixed: true}}) // the name of a kind that came later
	if taken.Name(Lecture) != "党课" || taken.Name("w4") != "党课" {
		t.Error("a shipped kind has no name")
	}
}

func TestOwnKindsStandUnderShippedOnes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		list wordlist.List
		word wordlist.Word
		want error
	}{
		"under a shipped one": {wordlist.Works, wordlist.Word{Code: "w1", Under: "visit"}, nil},
		"under none":          {wordlist.Works, wordlist.Word{Code: "w1"}, nil},
		"under an own one":    {wordlist.Works, wordlist.Word{Code: "w1", Under: "w2"}, wordlist.ErrUnder},
		"a shipped one":       {wordlist.Works, wordlist.Word{Code: "patrol", Under: "visit"}, wordlist.ErrUnder},
		"of another list":     {wordlist.Topics, wordlist.Word{Code: "w1", Under: "w2"}, nil},
		"a new one, no code":  {wordlist.Works, wordlist.Word{Under: "visit"}, nil},
	} {
		if err := CheckWords(c.list, []wordlist.Word{c.word}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if Shipped(wordlist.Topics) != nil || len(Shipped(wordlist.Works)) != len(kinds) {
		t.Error("shipped")
	}
}
