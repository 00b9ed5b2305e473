package report

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/wordlist"
)

// sentences returns what residents say, with the category that staff would choose.
func sentences(t *testing.T) [][2]string {
	t.Helper()
	text, err := os.ReadFile("testdata/categories.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all [][2]string
	for line := range strings.Lines(string(text)) {
		category, said, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || !Shipped.Has(Category(category)) {
			t.Fatalf("no category: %q", line)
		}
		all = append(all, [2]string{category, said})
	}
	return all
}

// added are the categories that came with families; they take no sentence from the others.
var added = []Category{"production", "public_safety", "parcel", "party"}

func TestTheCorpusOfCategories(t *testing.T) {
	t.Parallel()
	type tally struct{ all, right int }
	of, old := map[string]*tally{}, tally{}
	for _, one := range sentences(t) {
		row := of[one[0]]
		if row == nil {
			row = &tally{}
			of[one[0]] = row
		}
		right := Shipped.Guess(one[1]) == Category(one[0])
		row.all++
		if right {
			row.right++
		} else {
			t.Logf("%s is guessed as %s: %s", one[0], Shipped.Guess(one[1]), one[1])
		}
		if !slices.Contains(added, Category(one[0])) {
			old.all++
			if right {
				old.right++
			}
		}
	}
	for _, category := range slices.Sorted(maps.Keys(of)) {
		t.Logf("%-14s %2d of %2d", category, of[category].right, of[category].all)
	}
	t.Logf("hit rate without the added categories: %d of %d, %.1f %%", old.right, old.all, 100*float64(old.right)/float64(old.all))
	before := Shipped
	before.Kinds = slices.DeleteFunc(slices.Clone(Shipped.Kinds), func(k Kind) bool { return slices.Contains(added, k.Category) })
	for _, one := range sentences(t) {
		if was := before.Guess(one[1]); !slices.Contains(added, Category(one[0])) && was != Shipped.Guess(one[1]) {
			t.Errorf("%q is guessed as %s, was %s", one[1], Shipped.Guess(one[1]), was)
		}
	}
	for _, category := range added {
		if row := of[string(category)]; row == nil || row.right != row.all {
			t.Errorf("%s: %+v", category, row)
		}
	}
}

// The shipped lists that a county saves without a change guess and name as before.
func TestSavedListsChangeNothing(t *testing.T) {
	t.Parallel()
	own := map[wordlist.List][]wordlist.Word{}
	for _, l := range Lists {
		own[l] = Shipped.Words(l)
	}
	saved := NewCatalogue(own)
	for _, one := range sentences(t) {
		if a, b := Shipped.Guess(one[1]), saved.Guess(one[1]); a != b {
			t.Errorf("%q: %s, then %s", one[1], a, b)
		}
	}
	for _, l := range Lists {
		if diff := cmp.Diff(Shipped.Words(l), saved.Words(l)); diff != "" {
			t.Errorf("%s (-shipped +saved)\n%s", l, diff)
		}
	}
}

// A county that saved its categories before there were families keeps them, and gets the new ones before the last.
func TestAnOlderListGetsWhatCameLater(t *testing.T) {
	t.Parallel()
	older := []wordlist.Word{
		{Code: "noise", Name: "噪音扰民", Hints: []string{"太吵", "快递"}}, {Code: "w1", Name: "党务"}, {Code: "other", Name: "其他", Fixed: true},
	}
	c := NewCatalogue(map[wordlist.List][]wordlist.Word{wordlist.Categories: older})
	if last := c.Kinds[len(c.Kinds)-1]; last.Category != Other || len(c.Kinds) != len(Shipped.Kinds) {
		t.Errorf("%d categories, the last %s", len(c.Kinds), last.Category)
	}
	for said, want := range map[string]Category{"快递太吵": "noise", "包裹丢了": "parcel", "入党申请": "other"} {
		if got := c.Guess(said); got != want {
			t.Errorf("%q is guessed as %s, want %s", said, got, want)
		}
	}
	if c.Has("party") || c.Name("w1") != "党务" || c.FamilyName("noise") != "社会治安" || c.FamilyName("w1") != "" {
		t.Errorf("%q, %q, %q", c.Name("w1"), c.FamilyName("noise"), c.FamilyName("w1"))
	}
}

// A community renames and hides for itself; the county and other communities read the county's words.
func TestACommunityHasItsOwnNames(t *testing.T) {
	t.Parallel()
	book := NewRulebook(Shipped, map[int64]Ruling{7: {Names: []Naming{{Category: "noise", Name: "扰民"}, {Category: "parcel", Hidden: true}, {Category: Other, Hidden: true}}}})
	for community, want := range map[int64][]string{0: {"噪声", "parcel"}, 7: {"扰民", "other"}, 8: {"噪声", "parcel"}} {
		in := book.In(community)
		if got := []string{in.Name("noise"), string(in.Guess("快递丢了"))}; !slices.Equal(got, want) {
			t.Errorf("community %d: %q, want %q", community, got, want)
		}
	}
	if book.In(7).Of(Other).Hidden || Shipped.Of("parcel").Hidden {
		t.Error("the last category, or the county's, is hidden")
	}
}
