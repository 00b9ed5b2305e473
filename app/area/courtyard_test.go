package area

import "testing"

// In a village the roads are buildings without units, and 5号 behind the name of a road is a courtyard.
func TestACourtyardOfARoad(t *testing.T) {
	t.Parallel()
	tree := NewTree([]Area{
		{ID: 1, Kind: County, Name: "安平县", Path: "/1/"},
		{ID: 2, Parent: 1, Kind: Street, Name: "新城街道", Path: "/1/2/"},
		{ID: 3, Parent: 2, Community: 3, Kind: Community, Name: "王上村", Path: "/1/2/3/"},
		{ID: 4, Parent: 3, Community: 3, Kind: Grid, Name: "王上村网格", Path: "/1/2/3/4/"},
		{ID: 10, Parent: 4, Community: 3, Kind: Building, Name: "东街", Aliases: []string{"王上东街"}, Path: "/1/2/3/4/10/"},
		{ID: 11, Parent: 4, Community: 3, Kind: Building, Name: "南街", Path: "/1/2/3/4/11/"},
		{ID: 12, Parent: 4, Community: 3, Kind: Building, Name: "文化路18号楼", Aliases: []string{"文化路18号"}, Path: "/1/2/3/4/12/"},
		{ID: 13, Parent: 12, Community: 3, Kind: Unit, Name: "1单元", Path: "/1/2/3/4/12/13/"},
	}, nil)
	for said, want := range map[string]string{
		"东街":           "[10]",
		"王上村东街":        "[10]",
		"东街5号":         "[10]",
		"王上村南街 5号院 3人": "[11]",
		"南街１２号院门口路灯不亮": "[11]",
		"王上东街25号":      "[10]",
		"文化路18号":       "[12]",
		"文化路18号楼":      "[12]",
		"解放路13号门前井盖坏了": "place",
	} {
		if got := outcome(tree.Read(3, said)); got != want {
			t.Errorf("%q is %s, want %s", said, got, want)
		}
	}
}
