package party

import (
	"slices"
	"testing"

	"linli/app/area"
)

func TestTheNearestMembersAreProposed(t *testing.T) {
	tree := area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Kind: area.Community, Path: "/1/2/"},
		{ID: 3, Parent: 2, Kind: area.Grid, Path: "/1/2/3/"},
		{ID: 4, Parent: 2, Kind: area.Grid, Path: "/1/2/4/"},
		{ID: 10, Parent: 3, Kind: area.Building, Path: "/1/2/3/10/", Lat: 34.2, Lng: 108},
		{ID: 11, Parent: 3, Kind: area.Building, Path: "/1/2/3/11/", Lat: 34.21, Lng: 108},
		{ID: 12, Parent: 3, Kind: area.Building, Path: "/1/2/3/12/", Lat: 34.23, Lng: 108},
		{ID: 13, Parent: 3, Kind: area.Building, Path: "/1/2/3/13/"},
		{ID: 14, Parent: 4, Kind: area.Building, Path: "/1/2/4/14/", Lat: 34.2, Lng: 108},
		{ID: 20, Parent: 10, Kind: area.Unit, Path: "/1/2/3/10/20/"},
	}, nil)
	m := func(id int64, name string, home int64) Entry {
		return Entry{Member: Member{Person: id}, Name: name, Home: home}
	}
	all := []Entry{m(1, "远", 12), m(2, "近", 11), m(3, "楼里", 20), m(4, "别的网格", 14), m(5, "没有位置", 13), m(6, "没有家", 0), m(7, "也近", 11)}
	b, err := tree.Get(10)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range nearest(tree, b, all) {
		names = append(names, n.Name)
	}
	if want := []string{"楼里", "也近", "近"}; !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
	other, err := tree.Get(14)
	if err != nil {
		t.Fatal(err)
	}
	if got := nearest(tree, other, all); len(got) != 1 || !got[0].Same {
		t.Errorf("%+v", got)
	}
	if got := nearest(tree, b, nil); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
