package area

// mostHouseholds is how many households a grid has at most (S003, domain.md).
const mostHouseholds = 300

// HouseholdsOf returns how many households an area has: its dwellings in which somebody can live, once they are at least half of
// what the roster says (before that the register of rooms has only begun); else what the roster says.
func (t *Tree) HouseholdsOf(id int64) int {
	told, homes := t.said(id)
	if homes > 0 && 2*homes >= told {
		return homes
	}
	return told
}

// said returns what the roster says of an area, or of the areas below it if that is more, and the dwellings in it.
func (t *Tree) said(id int64) (told, homes int) {
	a, err := t.Get(id)
	if err != nil {
		return 0, 0
	}
	homes = a.Homes
	below := 0
	for _, c := range t.children[id] {
		n, h := t.said(c)
		below, homes = below+n, homes+h
	}
	return max(a.Households, below), homes
}

// TooLarge says whether a grid has more households than a grid should.
func (t *Tree) TooLarge(a Area) bool { return a.Kind == Grid && t.HouseholdsOf(a.ID) > mostHouseholds }
