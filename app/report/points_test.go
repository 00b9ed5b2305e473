package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBeyondLeavesWhatIsNotDrawn(t *testing.T) {
	t.Parallel()
	got := beyond([]Pile{{1, 11, 3}, {1, 12, 2}, {2, 0, 1}}, []Report{
		{Community: 1, Grid: 11}, {Community: 1, Grid: 12}, {Community: 1, Grid: 12}, {Community: 2, Grid: 21},
	})
	if diff := cmp.Diff([]Pile{{1, 11, 2}, {2, 0, 1}}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
