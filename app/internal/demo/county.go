package demo

import (
	"fmt"
	"strconv"
	"strings"

	"linli/app/roster"
)

// The demo county 安平县: two streets, three communities with nine grids and 47 buildings, two villages, and their people. All places
// and people are invented; positions are in GCJ-02.

// demoCommunity is one community with its grids; its boundary is a box around them.
type demoCommunity struct {
	code, street, name       string
	west, south, east, north float64
	grids                    []demoGrid
}

// demoGrid is one grid. Its boundary is the ring, or a box without one.
type demoGrid struct {
	name                     string
	west, south, east, north float64
	ring                     [][2]float64 // longitude, latitude
	estates                  []demoEstate
}

// demoEstate is a row of similar buildings, numbered from first to last; a single old block has no number.
type demoEstate struct {
	code, name  string
	first, last int
	homes       int    // households in each unit
	alias       string // what residents call a building, with %d for its number
}

var demoCommunities = []demoCommunity{
	{"YG", "CG", "阳光社区", 115.5098, 38.2298, 115.5248, 38.2338, []demoGrid{
		{"阳光第一网格", 115.5100, 38.2300, 115.5146, 38.2336, nil, []demoEstate{
			{"YANG", "阳光花园%d号楼", 1, 6, 16, "阳光%d号楼"},
		}},
		{"阳光第二网格", 115.5150, 38.2300, 115.5196, 38.2336, nil, []demoEstate{
			{"YANG", "阳光花园%d号楼", 7, 12, 16, "阳光%d号楼"},
		}},
		{"阳光第三网格", 115.5200, 38.2300, 115.5246, 38.2336, nil, []demoEstate{
			{"XIANG", "向阳小区%d号楼", 1, 5, 12, "向阳%d号楼"},
			{"LIANGZHAN", "粮站家属楼", 0, 0, 12, "老粮站楼、粮站楼"},
		}},
	}},
	{"CH", "CG", "翠湖社区", 115.5098, 38.2258, 115.5248, 38.2298, []demoGrid{
		{"翠湖第一网格", 115.5100, 38.2260, 115.5146, 38.2296, nil, []demoEstate{
			{"CUIHU", "翠湖苑%d号楼", 1, 5, 16, "翠湖%d号楼"},
		}},
		{"翠湖第二网格", 115.5150, 38.2260, 115.5196, 38.2296, nil, []demoEstate{
			{"CUIHU", "翠湖苑%d号楼", 6, 8, 16, "翠湖%d号楼"},
			{"MIANFANG", "棉纺厂家属楼%d号楼", 1, 2, 12, "棉纺厂%d号楼、老棉纺%d号楼"},
		}},
		// The lake cuts off the south-eastern corner.
		{"翠湖第三网格", 115.5200, 38.2260, 115.5246, 38.2296, [][2]float64{
			{115.5200, 38.2260}, {115.5228, 38.2260}, {115.5233, 38.2266}, {115.5246, 38.2270}, {115.5246, 38.2296}, {115.5200, 38.2296},
		}, []demoEstate{
			{"WENHUA", "文化路%d号楼", 18, 18, 12, "文化路%d号"},
			{"NONGJI", "农机站家属楼", 0, 0, 10, "农机站楼"},
			{"HUBIN", "湖滨路%d号楼", 6, 6, 12, "湖滨路%d号"},
			{"YOUDIAN", "邮电局家属楼", 0, 0, 10, "邮电楼"},
		}},
	}},
	{"XY", "XC", "新园社区", 115.5252, 38.2298, 115.5402, 38.2338, []demoGrid{
		{"新园第一网格", 115.5254, 38.2300, 115.5300, 38.2336, nil, []demoEstate{
			{"XIN", "新园小区%d号楼", 1, 6, 16, "新园%d号楼"},
		}},
		{"新园第二网格", 115.5304, 38.2300, 115.5350, 38.2336, nil, []demoEstate{
			{"XIN", "新园小区%d号楼", 7, 10, 16, "新园%d号楼"},
			{"GONGXIAO", "供销社家属楼", 0, 0, 12, "供销社楼"},
		}},
		// The old canal is the northern edge.
		{"新园第三网格", 115.5354, 38.2300, 115.5400, 38.2336, [][2]float64{
			{115.5354, 38.2300}, {115.5400, 38.2300}, {115.5400, 38.2330}, {115.5376, 38.2336}, {115.5354, 38.2336},
		}, []demoEstate{
			{"HESHUN", "和顺家园%d号楼", 1, 4, 18, "和顺%d号楼"},
		}},
	}},
}

// demoOrgs are the orgs of S023, the three property managers, a squad, a shop and a kitchen: code, name, kind, place of work and the org above.
var demoOrgs = [][]string{
	{"PCS", "城关派出所", "部门", "AP"},
	{"XF", "安平县信访局", "部门", "AP"},
	{"MZ", "安平县民政局", "部门", "AP"},
	{"ZJ", "安平县住建局", "部门", "AP"},
	{"ZF", "综合执法大队", "部门", "AP"},
	{"SC", "城关市场监管所", "部门", "AP"},
	{"YJ", "安平县应急管理局", "部门", "AP"},
	{"ZZ", "安平县综治中心", "部门", "AP"},
	{"HB", "生态环境分局", "部门", "AP"},
	{"HW", "安平县环卫公司", "企事业单位", "AP"},
	{"GD", "城区供电所", "企事业单位", "AP"},
	{"GS", "安平县自来水公司", "企事业单位", "AP"},
	{"GR", "安平县热力公司", "企事业单位", "AP"},
	{"AJ", "安居物业", "物业", "YG"},
	{"CW", "翠湖苑物业", "物业", "CH"},
	{"CT", "城投物业", "物业", "AP"},
	{"ZFZD", "城关街道执法中队", "部门", "CG", "ZF"},
	{"LM", "老马面馆", "商铺", "YG"},
	{"ST", "阳光食堂", "企事业单位", "YG"},
}

// demoCounty returns the demo county as the sheets of a roster workbook; each call returns the same.
func demoCounty() map[string][][]string {
	people, areas := demoPeople(), demoAreas()
	branches, members := people.party(areas)
	orgs := append([][]string{{"编码", "名称", "类型", "所属区划编码", "上级部门编码"}}, demoOrgs...)
	return map[string][][]string{
		roster.SheetAreas: areas, roster.SheetOrgs: orgs,
		roster.SheetPersons: people.persons, roster.SheetPostings: people.postings,
		roster.SheetBranches: branches, roster.SheetMembers: members,
	}
}

// demoAreas returns the sheet of areas. Households are summed up from the units.
func demoAreas() [][]string {
	t := &demoTerritory{}
	county := t.add("AP", "", "县", "安平县")
	streets := map[string]int{"CG": t.add("CG", "AP", "街道", "城关街道"), "XC": t.add("XC", "AP", "街道", "新城街道")}
	for _, c := range demoCommunities {
		homes := t.community(c)
		t.count(streets[c.street], homes)
		t.count(county, homes)
	}
	for _, v := range demoVillages {
		homes := t.village(v)
		t.count(streets[v.street], homes)
		t.count(county, homes)
	}
	sheet := [][]string{{"编码", "上级编码", "类型", "名称", "户数", "纬度", "经度", "边界GeoJSON", "别名"}}
	for i, row := range t.rows {
		row[4] = strconv.Itoa(t.homes[i])
		sheet = append(sheet, row)
	}
	return sheet
}

// demoTerritory collects the rows of areas and the households of each.
type demoTerritory struct {
	rows  [][]string
	homes []int
}

// add appends an area and returns its index.
func (t *demoTerritory) add(code, parent, kind, name string) int {
	t.rows = append(t.rows, []string{code, parent, kind, name, "", "", "", "", ""})
	t.homes = append(t.homes, 0)
	return len(t.rows) - 1
}

func (t *demoTerritory) count(row, homes int) { t.homes[row] += homes }

func (t *demoTerritory) community(c demoCommunity) int {
	row := t.add(c.code, c.street, "社区", c.name)
	t.rows[row][5], t.rows[row][6] = degrees((c.south+c.north)/2), degrees((c.west+c.east)/2)
	t.rows[row][7] = demoRing(demoBox(c.west, c.south, c.east, c.north))
	for i, g := range c.grids {
		t.count(row, t.grid(c.code, fmt.Sprintf("%s-%d", c.code, i+1), g))
	}
	return t.homes[row]
}

// grid adds a grid and its buildings, which stand in rows of three.
func (t *demoTerritory) grid(community, code string, g demoGrid) int {
	row := t.add(code, community, "网格", g.name)
	ring := g.ring
	if ring == nil {
		ring = demoBox(g.west, g.south, g.east, g.north)
	}
	t.rows[row][7] = demoRing(ring)
	n := 0
	for _, e := range g.estates {
		for number := e.first; number <= e.last; number++ {
			lng := g.west + (g.east-g.west)*(0.2+0.3*float64(n%3))
			lat := g.north - (g.north-g.south)*(0.25+0.4*float64(n/3))
			t.count(row, t.building(code, e, number, lat, lng))
			n++
		}
	}
	return t.homes[row]
}

// building adds a building with two to four units; an old block without a number has two.
func (t *demoTerritory) building(grid string, e demoEstate, number int, lat, lng float64) int {
	code, name, alias, units := e.code, e.name, e.alias, 2
	if number > 0 {
		n := strconv.Itoa(number)
		code, units = code+"-"+n, 2+(number-1)%3
		name, alias = strings.ReplaceAll(name, "%d", n), strings.ReplaceAll(alias, "%d", n)
	}
	row := t.add(code, grid, "楼栋", name)
	t.rows[row][5], t.rows[row][6], t.rows[row][8] = degrees(lat), degrees(lng), alias
	for unit := 1; unit <= units; unit++ {
		t.count(t.add(fmt.Sprintf("%s-%d", code, unit), code, "单元", fmt.Sprintf("%d单元", unit)), e.homes)
		t.count(row, e.homes)
	}
	return t.homes[row]
}

func demoBox(west, south, east, north float64) [][2]float64 {
	return [][2]float64{{west, south}, {east, south}, {east, north}, {west, north}}
}

// demoRing returns a GeoJSON polygon; the ring is closed here.
func demoRing(ring [][2]float64) string {
	points := make([]string, 0, len(ring)+1)
	for _, p := range append(ring[:len(ring):len(ring)], ring[0]) {
		points = append(points, "["+degrees(p[0])+","+degrees(p[1])+"]")
	}
	return `{"type":"Polygon","coordinates":[[` + strings.Join(points, ",") + `]]}`
}

// degrees formats a coordinate with a precision of about 10 cm.
func degrees(d float64) string { return strconv.FormatFloat(d, 'f', 6, 64) }
