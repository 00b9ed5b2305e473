package area

import (
	"cmp"
	"slices"
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
	return slices.CompareFunc(strings.Split(a, "/"), strings.Split(b, "/"), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
}
