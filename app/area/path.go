package area

import (
	"cmp"
	"strings"
)

// ComparePaths compares two paths area by area, in the order in which areas became known: "/1/4/" stands before "/1/12/". "" is
// the last.
func ComparePaths(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	for { // nothing is split: a list of a day compares thousands of paths
		x, restA, moreA := strings.Cut(a, "/")
		y, restB, moreB := strings.Cut(b, "/")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
			return c
		}
		switch {
		case moreA && moreB:
			a, b = restA, restB
		case moreA:
			return 1
		case moreB:
			return -1
		default:
			return 0
		}
	}
}
