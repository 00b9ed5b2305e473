package guide

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linli/app/text"
)

// mostFound is how many items a search returns.
const mostFound = 20

// Index finds published items by any word. It is read only, so any number of readers share one.
type Index struct {
	items  []entry // as they are listed
	byID   map[int64]int
	locals map[Of]Local
}

// entry is an item with its words as they are compared.
type entry struct {
	Item
	names []name
	rest  []string // heading, materials, what one gets
}

// name is one name of an item.
type name struct {
	text  string
	size  int // in characters
	pairs map[[2]rune]bool
}

// NewIndex returns the index of these items.
func NewIndex(all []Item, locals map[Of]Local) *Index {
	x := &Index{byID: make(map[int64]int, len(all)), locals: locals}
	for _, i := range all {
		e := entry{Item: i}
		for _, s := range append([]string{i.Name}, i.Others...) {
			e.names = append(e.names, newName(fold(s)))
		}
		e.rest = append(e.rest, fold(i.Heading), fold(i.Gets))
		for _, m := range i.Materials {
			e.rest = append(e.rest, fold(m.Name))
		}
		x.items = append(x.items, e)
	}
	slices.SortStableFunc(x.items, func(a, b entry) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Families, a.Family), slices.Index(Families, b.Family)),
			strings.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID),
		)
	})
	for n, e := range x.items {
		x.byID[e.ID] = n
	}
	return x
}

func newName(s string) name {
	return name{s, utf8.RuneCountInString(s), pairsOf(s)}
}

func pairsOf(s string) map[[2]rune]bool {
	pairs := map[[2]rune]bool{}
	var before rune
	for _, r := range s {
		if before != 0 {
			pairs[[2]rune{before, r}] = true
		}
		before = r
	}
	return pairs
}

// of returns an item, or ErrMissing.
func (x *Index) of(id int64) (Item, error) {
	n, known := x.byID[id]
	if !known {
		return Item{}, ErrMissing
	}
	return x.items[n].Item, nil
}

func (x *Index) shown(community int64, i Item) Shown { return Shown{i, x.locals[Of{i.ID, community}]} }

// All returns what a community offers, its own items first.
func (x *Index) All(community int64) []Shown {
	var own, all []Shown
	for _, e := range x.items {
		switch e.Community {
		case community:
			own = append(own, x.shown(community, e.Item))
		case 0:
			all = append(all, x.shown(community, e.Item))
		}
	}
	return append(own, all...)
}

// Find returns the items of a community that words mean. Only the match decides their order; equal ones stay as they are listed.
func (x *Index) Find(community int64, words string) []Shown {
	q := newQuery(words)
	if q.whole == "" {
		return nil
	}
	type hit struct{ place, score int }
	var hits []hit
	for n := range x.items {
		if e := &x.items[n]; e.Community == 0 || e.Community == community {
			if score := e.score(q); score > 0 {
				hits = append(hits, hit{n, score})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	hits = hits[:min(len(hits), mostFound)]
	found := make([]Shown, len(hits))
	for i, h := range hits {
		found[i] = x.shown(community, x.items[h.place].Item)
	}
	return found
}

// query is what somebody asks, with and without the words of asking.
type query struct {
	whole string
	meant name
}

func newQuery(words string) query {
	whole := fold(words)
	meant := whole
	for _, s := range asking {
		meant = strings.ReplaceAll(meant, s, "")
	}
	if meant == "" {
		meant = whole
	}
	return query{whole, newName(meant)}
}

// asking are words with which people ask for any item, longer ones first.
var asking = []string{
	"需要准备什么材料", "需要什么材料", "要准备什么", "要带什么东西", "需要带什么", "要带什么", "带哪些材料", "要哪些材料", "要什么材料", "什么材料", "什么条件", "怎么申请", "怎么办理", "如何办理", "如何申请",
	"在哪里办", "去哪里办", "到哪里办", "在哪儿办", "去哪儿办", "在哪办", "去哪办", "到哪办", "哪里办", "哪儿办", "怎么弄", "怎么办", "咋个办", "咋办", "咋弄", "咋整", "我想问一下", "我想问", "请问一下", "请问", "问一下",
	"我想办理", "我想办", "我要办理", "我要办", "想办理", "想办", "要办理", "要办", "办理", "申请", "申办", "帮我", "给我", "我想", "我要", "能不能", "可不可以", "多久能", "多少天", "多少钱", "一个", "一下", "要什么",
}

// score says how well an item matches: its names above all, then what belongs to it.
func (e *entry) score(q query) int {
	best := 0
	for _, n := range e.names {
		best = max(best, n.score(q))
	}
	if best > 0 {
		return best
	}
	for k, s := range e.rest {
		if q.meant.size >= 2 && strings.Contains(s, q.meant.text) {
			return max(100-k, 50)
		}
	}
	return 0
}

func (n name) score(q query) int {
	switch {
	case n.text == q.whole || n.text == q.meant.text:
		return 1000
	case n.size >= 2 && strings.Contains(q.whole, n.text):
		return 600 + 10*min(n.size, MaxName) + 90*n.size/max(q.meant.size, n.size)
	case q.meant.size >= 2 && strings.Contains(n.text, q.meant.text):
		return 500 + 90*q.meant.size/n.size
	}
	if len(q.meant.pairs) == 0 || len(n.pairs) == 0 {
		return 0
	}
	both := 0
	for p := range q.meant.pairs {
		if n.pairs[p] {
			both++
		}
	}
	if likeness := 200 * both / (len(q.meant.pairs) + len(n.pairs)); likeness >= 40 {
		return 4 * likeness
	}
	return 0
}

// fold returns words as they are compared: without signs and blanks, in half width and small letters.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text.Narrow(s))
}
