package report

import (
	"slices"
	"testing"
)

func TestTheHeadlineOfDanger(t *testing.T) {
	for want, r := range map[string]Report{
		"紧急：煤气味": {Category: "utility", CategoryName: "水电气暖", Text: "煤气味", Urgent: true, State: Submitted},
		"紧急：3号楼二单元天然气泄漏，味道很大…": {Text: "3号楼二单元天然气泄漏，味道很大了，快来人", Urgent: true, State: InHand},
		"紧急：水电气暖":  {Category: "utility", CategoryName: "水电气暖", Urgent: true, State: Accepted},
		"水电气暖：煤气味": {Category: "utility", CategoryName: "水电气暖", Text: "煤气味", Urgent: true, State: Resolved},
		"水电气暖：没有水": {Category: "utility", CategoryName: "水电气暖", Text: "没有水", State: Submitted},
	} {
		if got := r.headline(); got != want || len([]rune(got)) > 20 {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestUrgentFirst(t *testing.T) {
	all := urgentFirst([]Report{
		{ID: 5, State: InHand},
		{ID: 4, Urgent: true, State: Closed},
		{ID: 3, Urgent: true, State: Submitted},
		{ID: 2, State: Submitted},
		{ID: 1, Urgent: true, State: Assigned},
	})
	got := make([]int64, len(all))
	for i, r := range all {
		got[i] = r.ID
	}
	if !slices.Equal(got, []int64{3, 1, 5, 4, 2}) {
		t.Errorf("%v", got)
	}
}
