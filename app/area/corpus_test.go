package area_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"linli/app/area"
)

// smallCounty is the county of the corpus. Units are listed for some estates only.
func smallCounty() *area.Tree {
	var c countyBuilder
	c.add("AP", "", area.County, "安平县")
	c.add("CG", "AP", area.Street, "城关街道")
	for _, one := range []struct{ code, name string }{
		{"A", "阳光社区"}, {"B", "新园社区"}, {"C", "和平社区"}, {"D", "机关社区"}, {"E", "盛世花园社区"},
	} {
		c.add(one.code, "CG", area.Community, one.name)
		c.add(one.code+"1", one.code, area.Grid, strings.TrimSuffix(one.name, "社区")+"第一网格")
		c.add(one.code+"2", one.code, area.Grid, "第二网格")
	}
	c.row("YG", "A1", "阳光花园%d号楼", 15, 0)
	for n := range 6 {
		c.units(fmt.Sprintf("YG-%d", n+1), 3)
	}
	c.alias("YG-9", "三号楼")
	c.row("XY", "A2", "向阳小区%d#", 6, 0)
	c.alias("XY-3", "老电厂家属院3号楼")
	c.add("LZ", "A2", area.Building, "粮站家属楼")
	c.alias("LZ", "老粮站楼")
	c.row("JS12", "A2", "建设路12号院%d栋", 4, 2)
	c.row("XIN", "B1", "新园小区%d号楼", 10, 4)
	c.row("JS8", "B1", "建设路8号院%d号楼", 3, 0)
	c.row("HS", "B2", "和顺家园%d栋", 6, 0)
	c.row("HS2", "B2", "和顺家园二期%d栋", 4, 0)
	c.add("GX", "B2", area.Building, "供销社家属楼")
	c.row("HP", "C1", "和平里%d号楼", 12, 0)
	c.row("XFE", "C1", "幸福小区东区%d号楼", 4, 0)
	c.row("XFW", "C1", "幸福小区西区%d号楼", 6, 0)
	c.row("BY", "C2", "八一小区%d号楼", 4, 0)
	c.row("SL", "C2", "三里屯%d号楼", 12, 0)
	c.add("HONG", "C2", area.Building, "红楼")
	c.add("JG-E", "D1", area.Building, "机关家属院东楼")
	c.add("JG-W", "D1", area.Building, "机关家属院西楼")
	c.add("JG-S", "D1", area.Building, "机关家属院南楼")
	c.row("JA", "D1", "机关小区甲%d号楼", 4, 0)
	c.row("JB", "D1", "机关小区乙%d", 4, 0)
	c.row("YZ", "D1", "一中家属院%d号楼", 3, 0)
	c.add("WH-18", "D2", area.Building, "文化路18号楼")
	c.alias("WH-18", "文化路18号")
	for _, letter := range []string{"A", "B", "C"} {
		c.add("SJ-"+letter, "D2", area.Building, "世纪城"+letter+"座")
	}
	c.row("FA", "D2", "凤凰城A区%d号楼", 3, 0)
	c.row("FB", "D2", "凤凰城B区%d栋", 12, 0)
	c.row("SS", "E1", "%d号楼", 9, 0)
	c.add("SSX-5", "E2", area.Building, "5号楼")
	c.add("SP-51", "E2", area.Building, "二期 5-1")
	c.add("SP-52", "E2", area.Building, "二期 5-2")
	c.row("YE", "E2", "阳光花园%d号楼", 4, 0)
	return area.NewTree(c.areas, nil)
}

type countyBuilder struct{ areas []area.Area }

func (c *countyBuilder) at(code string) *area.Area {
	return &c.areas[slices.IndexFunc(c.areas, func(a area.Area) bool { return a.Code == code })]
}

func (c *countyBuilder) add(code, parent string, kind area.Kind, name string) {
	a := area.Area{ID: int64(len(c.areas) + 1), Kind: kind, Code: code, Name: name}
	var up area.Area
	if parent != "" {
		up = *c.at(parent)
	}
	a.Parent, a.Path, a.Community = up.ID, area.PathOf(up.Path, a.ID), up.Community
	if kind == area.County || kind == area.Community {
		a.Community = a.ID
	}
	c.areas = append(c.areas, a)
}

func (c *countyBuilder) row(code, parent, form string, count, units int) {
	for n := range count {
		building := fmt.Sprintf("%s-%d", code, n+1)
		c.add(building, parent, area.Building, fmt.Sprintf(form, n+1))
		c.units(building, units)
	}
}

func (c *countyBuilder) units(building string, count int) {
	for n := range count {
		c.add(fmt.Sprintf("%s-%d", building, n+1), building, area.Unit, fmt.Sprintf("%d单元", n+1))
	}
}

func (c *countyBuilder) alias(code, alias string) {
	a := c.at(code)
	a.Aliases = append(a.Aliases, alias)
}

// line is a line of the corpus.
type line struct{ home, said, want string }

func corpusLines(t *testing.T, path string) []line {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []line
	for row := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if strings.HasPrefix(row, "#") || len(cells) != 3 {
			continue
		}
		all = append(all, line{cells[0], cells[1], cells[2]})
	}
	return all
}

// grade says what became of a line.
func grade(want string, f area.Found) string {
	has := func(code string, all []area.Area) bool {
		return slices.ContainsFunc(all, func(a area.Area) bool { return a.Code == code })
	}
	offered := append(slices.Clone(f.Areas), f.Maybe...)
	all := strings.Split(strings.TrimPrefix(want, "?"), "|")
	missing := slices.ContainsFunc(all, func(code string) bool { return !has(code, offered) })
	switch {
	case len(offered) == 0:
		return "asked"
	case want == "-", missing:
		return "wrong"
	case len(f.Areas) != 1:
		return "listed"
	case len(all) > 1, strings.HasPrefix(want, "?"):
		return "wrong"
	}
	return "alone"
}

// Nothing in the corpus is understood wrongly, and nearly everything that has an answer is found.
func TestThePlacesOfTheCorpus(t *testing.T) {
	t.Parallel()
	tree := smallCounty()
	lines := corpusLines(t, "testdata/places.tsv")
	codes := map[string]int64{"-": 0}
	for _, k := range area.Kinds {
		for _, a := range tree.Under("/", k) {
			codes[a.Code] = a.ID
		}
	}
	answered, rest := map[string]int{}, map[string]int{}
	for _, l := range lines {
		home, ok := codes[l.home]
		if !ok {
			t.Fatalf("no home %s", l.home)
		}
		f := tree.Read(home, l.said)
		differ(t, tree, f)
		got := grade(l.want, f)
		if l.want == "-" {
			rest[got]++
		} else {
			answered[got]++
		}
		if got == "wrong" || got == "asked" && l.want != "-" {
			t.Logf("%s: %s %q wants %s: %s", got, l.home, l.said, l.want, area.Outcome(tree, f))
		}
	}
	n := answered["alone"] + answered["listed"] + answered["asked"] + answered["wrong"]
	t.Logf("with an answer %d: right alone %d, listed %d, asked %d, wrong %d", n, answered["alone"], answered["listed"], answered["asked"], answered["wrong"])
	t.Logf("without one %d: asked %d, wrong %d", rest["asked"]+rest["wrong"], rest["asked"], rest["wrong"])
	if len(lines) < 600 || answered["wrong"]+rest["wrong"] > 0 || 100*(answered["alone"]+answered["listed"]) < 97*n {
		t.Error("the reader got worse")
	}
}
