package area

import (
	"slices"
	"strings"
)

// word is a name from the roster that may be said: an estate, a road, a community, a grid, a street.
type word struct {
	text    string
	full    bool    // an estate is called so in the roster
	regions []*Area // areas called so
	shorts  []*Area // areas called so in short
	road    bool
}

// short says whether a name is only a part of what the roster has. A grid may be called after its estate.
func (w *word) short() bool {
	return !w.full && len(w.regions) == 0 && (len(w.shorts) == 0 || endingOf(w.text) == "")
}

// dictionary holds the names of the roster and finds them in a sentence.
type dictionary struct {
	names []*name
	words map[string]*word
	root  node
	ears  ears

	numbers, zones map[string]bool // that buildings have
	numberless     map[*word]bool  // estates with a building that has no number
	community      *Area           // the only one of the county, nil if there are several
}

type node struct {
	next map[rune]*node
	word *word
}

func newDictionary(t *Tree) *dictionary {
	d := &dictionary{words: map[string]*word{}, numbers: map[string]bool{}, zones: map[string]bool{}, numberless: map[*word]bool{}}
	county := ""
	if root, err := t.Root(); err == nil {
		county = root.Name
	}
	for _, a := range sorted(t.byID) {
		switch a.Kind {
		case Building:
			d.building(a, county)
		case County:
			d.region(a, a.Name)
		case Street, Community, Grid:
			for _, s := range append([]string{a.Name}, a.Aliases...) {
				d.region(a, s)
			}
		}
	}
	d.drop()
	d.bases()
	if all := t.Under("/", Community); len(all) == 1 {
		d.community = t.byID[all[0].ID]
	}
	for _, w := range d.words {
		d.insert(w)
	}
	d.ears = newEars(d.words)
	return d
}

func sorted(all map[int64]*Area) []*Area {
	list := make([]*Area, 0, len(all))
	for _, a := range all {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *Area) int { return int(a.ID - b.ID) })
	return list
}

func (d *dictionary) word(s string) *word {
	w := d.words[s]
	if w == nil {
		w = &word{text: s, road: IsRoad(s)}
		d.words[s] = w
	}
	return w
}

func (d *dictionary) building(a *Area, county string) {
	own := ""
	for i, s := range append([]string{a.Name}, a.Aliases...) {
		n, estate := nameOf(a, s)
		if len([]rune(estate)) >= 2 {
			n.word = d.word(estate)
			n.word.full = true
			for _, short := range shortsOf(estate, county) {
				n.shorts = append(n.shorts, d.word(short))
			}
		} else if estate != "" { // 东 of 东3
			n.number = estate + n.number
		}
		if i == 0 {
			own = n.number
		}
		n.other = i > 0 && n.word == nil && n.number != own
		d.names = append(d.names, &n)
	}
}

// drop removes bare numbers that several buildings of a community have as another name: the example of the template, left
// in by a clerk. Then it notes what numbers there are.
func (d *dictionary) drop() {
	type bare struct {
		community int64
		number    string
	}
	count := map[bare]int{}
	for _, n := range d.names {
		if n.other {
			count[bare{n.at.Community, n.number}]++
		}
	}
	d.names = slices.DeleteFunc(d.names, func(n *name) bool { return n.other && count[bare{n.at.Community, n.number}] > 1 })
	for _, n := range d.names {
		d.numbers[n.number], d.zones[n.zone] = true, true
		if n.number == "" {
			d.numberless[n.word] = true
		}
	}
}

// bases sets the base of numbers with a letter before them.
func (d *dictionary) bases() {
	type plain struct {
		community                       int64
		word                            *word
		yard, phase, zone, number, unit string
	}
	key := func(n *name, number string) plain {
		return plain{n.at.Community, n.word, n.yard, n.phase, n.zone, number, n.unit}
	}
	has := map[plain]bool{}
	for _, n := range d.names {
		has[key(n, n.number)] = true
	}
	for _, n := range d.names {
		r := []rune(n.number)
		if len(r) > 1 && !isDigit(r[0]) && isDigit(r[1]) && !has[key(n, string(r[1:]))] {
			n.base = string(r[1:])
		}
	}
}

// region enters the name of a community, grid or street. 第一网格 alone names none.
func (d *dictionary) region(a *Area, s string) {
	full := string(fold(s))
	if a.Kind == Grid {
		if rest := gridOf(full); len([]rune(rest)) >= 2 {
			d.word(full).regions = append(d.word(full).regions, a)
			if rest != full {
				d.word(rest).shorts = append(d.word(rest).shorts, a)
			}
		}
		return
	}
	if len([]rune(full)) < 2 {
		return
	}
	d.word(full).regions = append(d.word(full).regions, a)
	if a.Kind == Community {
		short := strings.TrimSuffix(strings.TrimSuffix(full, "居委会"), "社区")
		if e := endingOf(full); short == full && e != "" {
			short = strings.TrimSuffix(full, e)
		}
		if short != full && len([]rune(short)) >= 2 {
			d.word(short).shorts = append(d.word(short).shorts, a)
			d.word(short + "居委会").regions = append(d.word(short+"居委会").regions, a)
		}
	}
}

// gridOf returns what stands before 第一网格 in the name of a grid.
func gridOf(s string) string {
	rest, ok := strings.CutSuffix(s, "网格")
	if !ok {
		return s
	}
	r := []rune(strings.TrimSuffix(rest, "号"))
	for len(r) > 0 && (isDigit(r[len(r)-1]) || isNumeral(r[len(r)-1])) {
		r = r[:len(r)-1]
	}
	return strings.TrimSuffix(string(r), "第")
}

// gridNumber returns the number of a grid's name: 2 of 阳光第二网格, 3 of 网格3.
func gridNumber(s string) string {
	r, found := fold(s), ""
	for i := range r {
		if n, ok := numberAt(r, i); ok && (i == 0 || !isDigit(r[i-1]) && !isNumeral(r[i-1])) {
			found = n.value
		}
	}
	return found
}

func (d *dictionary) insert(w *word) {
	d.put([]rune(w.text), w)
	if plain := digitsFor([]rune(w.text)); string(plain) != w.text {
		d.put(plain, w)
	}
}

func (d *dictionary) put(s []rune, w *word) {
	n := &d.root
	for _, r := range s {
		if n.next == nil {
			n.next = map[rune]*node{}
		}
		if n.next[r] == nil {
			n.next[r] = &node{}
		}
		n = n.next[r]
	}
	if n.word == nil || n.word.text > w.text {
		n.word = w
	}
}

// digitsFor writes Chinese numerals in digits: 八一小区 becomes 81小区.
func digitsFor(s []rune) []rune {
	var out []rune
	for i := 0; i < len(s); i++ {
		j := i
		for j < len(s) && isNumeral(s[j]) {
			j++
		}
		if j > i {
			out = append(out, []rune(arabic(string(s[i:j])))...)
			i = j - 1
			continue
		}
		out = append(out, s[i])
	}
	return out
}

// longest returns the longest name that begins at i, and where it ends.
func (d *dictionary) longest(s []rune, i int) (*word, int) {
	if i > 0 && isDigit(s[i]) && isDigit(s[i-1]) {
		return nil, i
	}
	return d.root.longest(s, i)
}

func (n *node) longest(s []rune, i int) (found *word, to int) {
	if n.word != nil && !(i < len(s) && i > 0 && isDigit(s[i-1]) && isDigit(s[i])) {
		found, to = n.word, i
	}
	if i >= len(s) || n.next == nil {
		return found, to
	}
	if next := n.next[s[i]]; next != nil {
		if w, end := next.longest(s, i+1); w != nil && end > to {
			found, to = w, end
		}
	}
	if !isNumeral(s[i]) {
		return found, to
	}
	j, next := i, n
	for j < len(s) && j < i+longest && isNumeral(s[j]) {
		j++
	}
	for _, r := range arabic(string(s[i:j])) {
		if next = next.next[r]; next == nil {
			return found, to
		}
	}
	if w, end := next.longest(s, j); w != nil && end > to {
		found, to = w, end
	}
	return found, to
}
