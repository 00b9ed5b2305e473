package errand

import (
	"slices"
	"testing"
)

func TestTripsAreShownFromTenErrandsOn(t *testing.T) {
	t.Parallel()
	count := func(month int, item int64, title string, errands, trips, once int) Counted {
		return CountTrips(Trips{Community: 1, Month: month, Item: item, Title: title, Errands: errands, Trips: trips, Once: once})
	}
	got := ShownTrips([]Counted{
		count(202610, 7, "低保", 9, 40, 1),
		count(202611, 0, "老王的事", 1, 9, 0),
		count(202611, 7, "低保", 10, 12, 8),
		count(202611, 8, "医保", 9, 3, 9),
		count(202612, 9, "退休", 3, 3, 3),
		count(202612, 0, "别的", 6, 0, 6),
	})
	want := []Trips{
		{Community: 1, Month: 202612, Title: others, Few: true},
		{Community: 1, Month: 202611, Item: 7, Title: "低保", Errands: 10, Trips: 12, Once: 8},
		{Community: 1, Month: 202611, Title: others, Errands: 10, Trips: 12, Once: 9},
		{Community: 1, Month: 202610, Title: others, Few: true},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if n := got[1].Tens(); n != 12 {
		t.Errorf("%d ways for ten errands", n)
	}
	if n := (Trips{Few: true}).Tens(); n != 0 {
		t.Error(n)
	}
}
