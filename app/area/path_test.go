package area

import (
	"slices"
	"testing"
)

func TestPathsInOrder(t *testing.T) {
	t.Parallel()
	got := []string{"", "/1/12/", "/1/4/30/", "/1/4/", "/1/", "/2/"}
	slices.SortFunc(got, ComparePaths)
	if want := []string{"/1/", "/1/4/", "/1/4/30/", "/1/12/", "/2/", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
