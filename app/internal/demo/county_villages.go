package demo

// demoVillage is a community without units: its roads stand as buildings, and a room is the number of a courtyard.
type demoVillage struct {
	code, street, name       string
	west, south, east, north float64
	roads                    []demoRoad
}

// demoRoad is a road of a village.
type demoRoad struct {
	code, name, alias string
	homes             int
}

var demoVillages = []demoVillage{
	{"WS", "XC", "王上村", 115.5254, 38.2260, 115.5324, 38.2296, []demoRoad{
		{"WS-DONG", "东街", "王上东街", 46}, {"WS-XI", "西街", "王上西街", 52}, {"WS-NAN", "南街", "王上南街", 38},
	}},
	{"LC", "XC", "黎陈村", 115.5330, 38.2260, 115.5400, 38.2296, []demoRoad{
		{"LC-QIAN", "前街", "黎陈前街", 41}, {"LC-HOU", "后街", "黎陈后街", 44}, {"LC-HE", "河沿路", "黎陈河沿路", 29},
	}},
}

// demoVillageStaff: code, name, place of work, and postings, as in demoStaff.
const demoVillageStaff = `
WS-01 尚保田 WS 社区书记@WS
WS-02 齐秀云 WS 社区工作人员@WS
WS-11 尚庆山 WS 网格长@WS-1
WS-21 尚晓燕 WS 网格员@WS-1
LC-01 黎满仓 LC 社区书记@LC
LC-02 乔玉珍 LC 社区工作人员@LC
LC-11 黎国柱 LC 网格长@LC-1
LC-21 黎小满 LC 网格员@LC-1
`

// demoVillageHomes: road, courtyard, name, code in the roster, year of birth, relation, kind of stay, since, persons.
var demoVillageHomes = [][]string{
	{"WS-DONG", "3号", "尚根生", "JM-29", "", "本人", "常住", "1988-05-01", "4"},
	{"WS-DONG", "17号", "齐老太", "", "1941", "本人", "常住", "1965-10-01", "1"},
	{"WS-XI", "8号", "齐小凤", "JM-30", "", "本人", "常住", "2012-03-01", "5"},
	{"LC-QIAN", "12号", "黎春来", "JM-31", "", "本人", "常住", "1995-09-01", "3"},
	{"LC-HOU", "5号", "乔志远", "JM-32", "", "本人", "常住", "2003-11-01", "4"},
}

// demoCourtyards is how many courtyards of each road are registered.
const demoCourtyards = 20

// village adds a community with one grid, in which its roads lie one after another.
func (t *demoTerritory) village(v demoVillage) int {
	row := t.add(v.code, v.street, "社区", v.name)
	t.rows[row][5], t.rows[row][6] = degrees((v.south+v.north)/2), degrees((v.west+v.east)/2)
	t.rows[row][7] = demoRing(demoBox(v.west, v.south, v.east, v.north))
	grid := t.add(v.code+"-1", v.code, "网格", v.name+"网格")
	t.rows[grid][7] = demoRing(demoBox(v.west, v.south, v.east, v.north))
	for i, r := range v.roads {
		road := t.add(r.code, v.code+"-1", "楼栋", r.name)
		t.rows[road][5], t.rows[road][6] = degrees(v.north-(v.north-v.south)*0.5), degrees(v.west+(v.east-v.west)*(0.2+0.3*float64(i)))
		t.rows[road][8] = r.alias
		for _, of := range []int{road, grid, row} {
			t.count(of, r.homes)
		}
	}
	return t.homes[row]
}
