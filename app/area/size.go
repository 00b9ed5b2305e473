package area

// mostHouseholds is how many households a grid has at most (S003, domain.md).
const mostHouseholds = 300

// HouseholdsOf returns how many households an area has: what is known of it, or of the areas below it if that is more.
func (t *Tree) HouseholdsOf(id int64) int {
	a, err := t.Get(id)
	if err != nil {
		return 0
	}
	below := 0
	for _, c := range t.children[id] {
		below += t.HouseholdsOf(c)
	}
	return max(a.Households, below)
}

// TooLarge says whether a grid has more households than a grid should.
func (t *Tree) TooLarge(a Area) bool { return a.Kind == Grid && t.HouseholdsOf(a.ID) > mostHouseholds }
