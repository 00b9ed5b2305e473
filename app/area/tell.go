package area

import (
	"slices"
	"strconv"
	"strings"
)

// Tell returns words that tell choices apart, no two alike: the building and unit, with the community, the grid, another
// name or the roster's code as far as needed. A building without an estate in its name has its community always.
func (t *Tree) Tell(choices []Area) []string {
	said := make([]string, len(choices))
	for _, how := range []func(Area) string{t.tellName, t.tellCommunity, t.tellGrid, t.tellAlias, t.tellCode} {
		for i, a := range choices {
			said[i] = how(a)
		}
		if distinct(said) {
			return said
		}
	}
	for i := range said {
		said[i] += " " + strconv.Itoa(i+1)
	}
	return said
}

func distinct(all []string) bool {
	all = slices.Clone(all)
	slices.Sort(all)
	return len(slices.Compact(all)) == len(all)
}

func (t *Tree) tellName(a Area) string {
	b, ok := t.Up(a.ID, Building)
	if !ok {
		return t.Say(a.ID)
	}
	if _, estate := nameOf(&b, b.Name); len([]rune(estate)) < 2 {
		return t.Say(a.ID)
	}
	if a.ID != b.ID {
		return b.Name + " " + a.Name
	}
	return b.Name
}

func (t *Tree) tellCommunity(a Area) string { return t.Say(a.ID) }

func (t *Tree) tellGrid(a Area) string { return t.tellMore(a, Grid) }

// tellMore adds the name of the area of the kind around a.
func (t *Tree) tellMore(a Area, k Kind) string {
	up, ok := t.Up(a.ID, k)
	if !ok || up.ID == a.ID {
		return t.Say(a.ID)
	}
	return t.Say(a.ID) + "（" + up.Name + "）"
}

func (t *Tree) tellAlias(a Area) string {
	if b, ok := t.Up(a.ID, Building); ok && len(b.Aliases) > 0 {
		return t.tellGrid(a) + "，又叫" + strings.Join(b.Aliases, "、")
	}
	return t.tellGrid(a)
}

func (t *Tree) tellCode(a Area) string {
	b, ok := t.Up(a.ID, Building)
	if !ok {
		b = a
	}
	return t.tellGrid(a) + "，编码 " + b.Code
}
