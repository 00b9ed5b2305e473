// Package areatest makes a county of full size for tests and measurements (区划样例): 37 communities, 296 grids and 1,998
// buildings, named as clerks type them. Every call returns the same.
package areatest

import (
	"fmt"
	"strconv"
	"strings"

	"linli/app/area"
)

// The size of the county (S004, S005).
const (
	Communities = 37
	Grids       = 296
	Buildings   = 1998
)

const (
	gridsEach     = Grids / Communities
	buildingsEach = Buildings / Communities
)

// Building is a building and what its residents call it.
type Building struct {
	area.Area
	Estate string // "阳光花园二期"
	Number string // "3", "甲3", "东楼"; "" for one that is called like its estate
	Units  int    // 0: the roster does not list them
}

// County is the territory.
type County struct {
	Areas     []area.Area // parents before children
	Buildings []Building
}

// Make returns the county.
func Make() *County {
	c := &County{}
	root := c.add(area.Area{Kind: area.County, Name: "安平县", Code: "AP"}, area.Area{})
	var streets []area.Area
	for i, name := range []string{"城关街道", "新城街道", "城东街道", "铁西街道", "开发区街道"} {
		streets = append(streets, c.add(area.Area{Kind: area.Street, Name: name, Code: fmt.Sprintf("S%d", i+1)}, root))
	}
	for i, line := range communities {
		c.community(i, strings.Split(line, "|"), streets[i%len(streets)])
	}
	return c
}

// Tree returns the territory as the program reads it.
func (c *County) Tree() *area.Tree { return area.NewTree(c.Areas, nil) }

// Sheet returns the rows of the areas in the roster workbook, with the header.
func (c *County) Sheet() [][]string {
	kinds := map[area.Kind]string{
		area.County: "县", area.Street: "街道", area.Community: "社区", area.Grid: "网格", area.Building: "楼栋", area.Unit: "单元",
	}
	codes := map[int64]string{}
	rows := [][]string{{"编码", "上级编码", "类型", "名称", "户数", "纬度", "经度", "边界GeoJSON", "别名"}}
	for _, a := range c.Areas {
		codes[a.ID] = a.Code
		lat, lng := "", ""
		if a.Lat != 0 {
			lat, lng = degrees(a.Lat), degrees(a.Lng)
		}
		rows = append(rows, []string{
			a.Code, codes[a.Parent], kinds[a.Kind], a.Name, strconv.Itoa(a.Households), lat, lng, a.Boundary, strings.Join(a.Aliases, "、"),
		})
	}
	return rows
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

func (c *County) add(a, parent area.Area) area.Area {
	a.ID, a.Parent, a.Community = int64(len(c.Areas)+1), parent.ID, parent.Community
	if a.Kind == area.County || a.Kind == area.Community {
		a.Community = a.ID
	}
	a.Path = area.PathOf(parent.Path, a.ID)
	c.Areas = append(c.Areas, a)
	return a
}

// The communities lie in rows of six boxes of a kilometre; their grids are strips of the box.
const (
	south, west = 38.20, 115.50
	box         = 0.01
)

func (c *County) community(i int, parts []string, street area.Area) {
	lat, lng := south+float64(i/6)*box, west+float64(i%6)*box
	code := fmt.Sprintf("C%02d", i+1)
	top := c.add(area.Area{Kind: area.Community, Name: parts[0], Code: code, Boundary: ring(lat, lng, box, box)}, street)
	all := estates(parts[1:])
	var grids []area.Area
	for g := range gridsEach {
		grids = append(grids, c.add(area.Area{
			Kind: area.Grid, Name: gridName(i, g, parts[0], all), Code: fmt.Sprintf("%s-G%d", code, g+1), Households: 300,
			Boundary: ring(lat, lng+float64(g)*box/gridsEach, box, box/gridsEach),
		}, top))
	}
	n := 0
	for e, one := range all {
		for k := range one.count {
			g := n * gridsEach / buildingsEach
			if one.own {
				g = ownGrid(e, k, one.count, len(all))
			}
			b := one.building(k)
			b.Code = fmt.Sprintf("%s-%02d", code, n+1)
			b.Lat = lat + box*(float64(n%7)+0.5)/7
			b.Lng = lng + box*(float64(g)+0.5)/gridsEach
			b.Area = c.add(b.Area, grids[g])
			c.units(&b, n)
			c.Buildings = append(c.Buildings, b)
			n++
		}
	}
	if n != buildingsEach {
		panic(fmt.Sprintf("%s has %d buildings", parts[0], n))
	}
}

// units lists the units of two buildings in three.
func (c *County) units(b *Building, n int) {
	if n%3 == 0 {
		return
	}
	b.Units = 2 + n%3
	for u := range b.Units {
		c.add(area.Area{Kind: area.Unit, Name: fmt.Sprintf("%d单元", u+1), Code: fmt.Sprintf("%s-%d", b.Code, u+1), Households: 12}, b.Area)
	}
}

// ownGrid spreads the buildings of an estate over the grids that are called after it.
func ownGrid(estate, k, count, estates int) int {
	first, last := estate*gridsEach/estates, (estate+1)*gridsEach/estates
	return first + k*(last-first)/count
}

// gridName is the name of a grid as communities choose it.
func gridName(community, g int, name string, all []estate) string {
	short := strings.TrimSuffix(name, "社区")
	if all[0].own {
		e := g * len(all) / gridsEach
		for ownGrid(e, 0, 1, len(all)) > g {
			e--
		}
		for e+1 < len(all) && ownGrid(e+1, 0, 1, len(all)) <= g {
			e++
		}
		return fmt.Sprintf("%s第%d网格", all[e].name, g+1)
	}
	switch community % 4 {
	case 0:
		return short + "第" + chinese(g+1) + "网格"
	case 1:
		return "第" + chinese(g+1) + "网格"
	case 2:
		return fmt.Sprintf("%s%d网格", name, g+1)
	}
	return fmt.Sprintf("网格%d", g+1)
}

func ring(lat, lng, height, width float64) string {
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[2]f,%[1]f],[%[4]f,%[1]f],[%[4]f,%[3]f],[%[2]f,%[3]f],[%[2]f,%[1]f]]]}`,
		lat, lng, lat+height, lng+width)
}
