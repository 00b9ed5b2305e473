package area

import "testing"

func TestAGridMayBeTooLarge(t *testing.T) {
	for name, c := range map[string]struct {
		own   int
		below []int // of its buildings
		want  int
		large bool
	}{
		"nothing known":              {0, nil, 0, false},
		"as it should be":            {300, nil, 300, false},
		"its own number":             {301, nil, 301, true},
		"its buildings have more":    {280, []int{150, 151}, 301, true},
		"few buildings are known":    {301, []int{40}, 301, true},
		"its buildings are just few": {0, []int{100, 200}, 300, false},
	} {
		areas := []Area{{ID: 1, Kind: Grid, Path: "/1/", Households: c.own}}
		for i, n := range c.below {
			areas = append(areas, Area{ID: int64(i + 2), Parent: 1, Kind: Building, Path: "/1/2/", Households: n})
		}
		tree := NewTree(areas, nil)
		if got, large := tree.HouseholdsOf(1), tree.TooLarge(areas[0]); got != c.want || large != c.large {
			t.Errorf("%s: %d, %v", name, got, large)
		}
		areas[0].Kind = Community
		if NewTree(areas, nil).TooLarge(areas[0]) {
			t.Errorf("%s: a community is no grid", name)
		}
	}
	if NewTree(nil, nil).HouseholdsOf(9) != 0 {
		t.Error("an area that is gone")
	}
}
