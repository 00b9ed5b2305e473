package area

import (
	"fmt"
	"testing"
)

// overlap is a county of two communities side by side, with buildings near the border and a strip that both claim.
func overlap() *Tree {
	box := func(west, east float64) string {
		return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]f,34],[%[2]f,34],[%[2]f,34.01],[%[1]f,34.01],[%[1]f,34]]]}`, west, east)
	}
	return NewTree([]Area{
		{ID: 1, Kind: County, Name: "安平县", Path: "/1/", Community: 1},
		{ID: 2, Parent: 1, Kind: Community, Name: "甲社区", Path: "/1/2/", Community: 2, Boundary: box(108, 108.0101)},
		{ID: 3, Parent: 1, Kind: Community, Name: "乙社区", Path: "/1/3/", Community: 3, Boundary: box(108.01, 108.02)},
		{ID: 4, Parent: 2, Kind: Grid, Name: "第一网格", Path: "/1/2/4/", Community: 2, Boundary: box(108, 108.005)},
		{ID: 5, Parent: 2, Kind: Building, Name: "1号楼", Path: "/1/2/5/", Community: 2, Lat: 34.005, Lng: 108.008},
		{ID: 6, Parent: 3, Kind: Building, Name: "1号楼", Path: "/1/3/6/", Community: 3, Lat: 34.002, Lng: 108.0102},
		{ID: 7, Parent: 3, Kind: Building, Name: "2号楼", Path: "/1/3/7/", Community: 3, Lat: 34.008, Lng: 108.015},
		{ID: 8, Parent: 3, Kind: Building, Name: "3号楼", Path: "/1/3/8/", Community: 3, Lat: 34.0082, Lng: 108.015},
	}, nil)
}

func TestWhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		lat, lng float64
		want     string
	}{
		{"at a building", 34.00505, 108.00805, "[5]"},
		{"in a grid", 34.005, 108.002, "[4]"},
		{"in a community without a grid", 34.005, 108.007, "[2]"},
		{"inside one community, near a building of another", 34.002, 108.00999, "[6 2]"},
		{"between two buildings", 34.0081, 108.015, "[7 8]"},
		{"nearer to one of two buildings", 34.00801, 108.015, "[7]"},
		{"where boundaries overlap", 34.006, 108.01005, "[2 3]"},
		{"outside everything", 35, 108, "place"},
		{"no position", 0, 0, "place"},
	} {
		if got := outcome(overlap().Where(tt.lat, tt.lng)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestTell(t *testing.T) {
	t.Parallel()
	tree := overlap()
	building := func(id int64) Area { a, _ := tree.Get(id); return a }
	if got := fmt.Sprint(tree.Tell([]Area{building(5), building(6)})); got != "[甲社区 1号楼 乙社区 1号楼]" {
		t.Error(got)
	}
	twins := []Area{
		{ID: 1, Kind: County, Name: "安平县", Path: "/1/", Community: 1},
		{ID: 2, Parent: 1, Kind: Community, Name: "甲社区", Path: "/1/2/", Community: 2},
		{ID: 3, Parent: 2, Kind: Grid, Name: "第一网格", Path: "/1/2/3/", Community: 2},
		{ID: 4, Parent: 2, Kind: Grid, Name: "第二网格", Path: "/1/2/4/", Community: 2},
		{ID: 5, Parent: 3, Kind: Building, Name: "和平里5号楼", Path: "/1/2/3/5/", Community: 2, Code: "K5"},
		{ID: 6, Parent: 4, Kind: Building, Name: "和平里5号楼", Path: "/1/2/4/6/", Community: 2, Code: "K6"},
		{ID: 7, Parent: 4, Kind: Building, Name: "和平里5号楼", Path: "/1/2/4/7/", Community: 2, Code: "K7"},
		{ID: 8, Parent: 4, Kind: Building, Name: "和平里6号楼", Path: "/1/2/4/8/", Community: 2, Code: "K8"},
	}
	tree = NewTree(twins, nil)
	for _, tt := range []struct {
		choices []Area
		want    string
	}{
		{[]Area{twins[4], twins[7]}, "[和平里5号楼 和平里6号楼]"},
		{[]Area{twins[4], twins[5]}, "[甲社区 和平里5号楼（第一网格） 甲社区 和平里5号楼（第二网格）]"},
		{[]Area{twins[5], twins[6]}, "[甲社区 和平里5号楼（第二网格），编码 K6 甲社区 和平里5号楼（第二网格），编码 K7]"},
		{nil, "[]"},
	} {
		if got := fmt.Sprint(tree.Tell(tt.choices)); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
