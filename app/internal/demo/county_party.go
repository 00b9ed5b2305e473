package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"linli/app/party"
	"linli/app/roster"
	"linli/app/when"
)

// demoBranches: code, parent, level, name, area and org of the Party organisations. 阳光社区 and 新园社区 have a committee (社区大
// 党委), 翠湖社区 has a 党总支 with two branches and four groups; its third grid has none, as the page shows.
const demoBranches = `
DGW-CG - 街道大工委 城关街道大工委 CG
DGW-XC - 街道大工委 新城街道大工委 XC
DW-YG DGW-CG 社区大党委 阳光社区大党委 YG
ZB-YG-1 DW-YG 网格党支部 阳光第一网格党支部 YG-1
ZB-YG-2 DW-YG 网格党支部 阳光第二网格党支部 YG-2
ZB-YG-3 DW-YG 网格党支部 阳光第三网格党支部 YG-3
ZB-AJ DW-YG 物业党支部 安居物业党支部 YG AJ
ZZ-CH - 党总支 翠湖社区党总支 CH
ZB-CH-1 ZZ-CH 网格党支部 翠湖第一网格党支部 CH-1
ZB-CH-2 ZZ-CH 网格党支部 翠湖第二网格党支部 CH-2
XZ-CH-1 ZB-CH-1 楼栋党小组 翠湖苑东区党小组 CH-1
XZ-CH-2 ZB-CH-1 楼栋党小组 翠湖苑1号楼党小组 CUIHU-1
XZ-CH-3 ZB-CH-2 楼栋党小组 翠湖苑西区党小组 CH-2
XZ-CH-4 ZB-CH-2 楼栋党小组 棉纺厂党小组 MIANFANG-1
ZB-CW ZZ-CH 物业党支部 翠湖苑物业党支部 CH CW
DW-XY DGW-XC 社区大党委 新园社区大党委 XY
ZB-XY-1 DW-XY 网格党支部 新园第一网格党支部 XY-1
ZB-XY-2 DW-XY 网格党支部 新园第二网格党支部 XY-2
ZB-XY-3 DW-XY 网格党支部 新园第三网格党支部 XY-3
XZ-XY-1 ZB-XY-1 楼栋党小组 新园1号楼党小组 XIN-1
ZZ-WS - 党总支 王上村党总支 WS
ZB-WS-1 ZZ-WS 网格党支部 王上村党支部 WS-1
ZZ-LC - 党总支 黎陈村党总支 LC
ZB-LC-1 ZZ-LC 网格党支部 黎陈村党支部 LC-1
ZX-XY-1 XZ-XY-1 党员中心户 梁建生党员中心户 XIN-1-1
`

// demoMembersXY is how many members 新园社区 has (S018).
const demoMembersXY = 225

// demoMember begins the codes of members who are nobody else.
const demoMember = "DY-"

// The names of invented members are a family name and one of the given names.
const (
	demoFamilies = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
	demoGiven    = "立新 秀芳 国强 玉兰 志刚 淑琴 建军 桂英 文海 丽华 长胜 春燕 永福 晓梅"
)

var demoDuties = []string{"政策宣传", "治安巡逻", "环境卫生", "扶老助残", "纠纷调解"}

// party adds the sheets of branches and members to a county: stewards are members with the patch they have, and 新园社区 has
// the members of S018, one with a patch in each unit.
func (r *demoRoster) party(areas [][]string) (branches, members [][]string) {
	branches = [][]string{{"党组织编码", "上级党组织编码", "层级", "名称", "所属区划编码", "部门编码"}}
	for _, f := range demoLines(demoBranches) {
		row := make([]string, 6)
		copy(row, []string{f[0], strings.Trim(f[1], "-"), f[2], f[3], f[4]})
		if len(f) > 5 {
			row[5] = f[5]
		}
		branches = append(branches, row)
	}
	above, grids, units := map[string]string{}, map[string]bool{}, []string{}
	for _, a := range areas[1:] {
		above[a[0]], grids[a[0]] = a[1], a[2] == "网格"
		if a[2] == "单元" {
			units = append(units, a[0])
		}
	}
	m := &demoMembers{roster: r, above: above, grids: grids, rows: [][]string{{"人员编号", "党组织编码", "类别", "设岗", "定责", "挂牌"}}}
	for i, f := range demoLines(demoStewards) {
		m.add(fmt.Sprintf("HGJ-%02d", i+1), f[1], "社区党员", demoDuties[i%len(demoDuties)], "看好责任楼栋，楼里有事先到")
	}
	m.crowd(units)
	return branches, m.rows
}

// demoMembers collects the rows of members.
type demoMembers struct {
	roster *demoRoster
	above  map[string]string // the area above another
	grids  map[string]bool
	rows   [][]string
	inXY   int
}

// gridOf returns the grid of a unit, or of a road.
func (m *demoMembers) gridOf(home string) string {
	for !m.grids[home] {
		home = m.above[home]
	}
	return home
}

func (m *demoMembers) add(code, home, kind, duty, words string) {
	grid := m.gridOf(home)
	if m.above[grid] == "XY" {
		m.inXY++
	}
	branch := "ZB-" + grid
	if grid == "CH-3" { // without a branch, so its buildings are without a member
		return
	}
	plate := ""
	if m.above[grid] == "XY" { // 共产党员户 (S018)
		plate = "是"
	}
	m.rows = append(m.rows, []string{code, branch, kind, duty, words, plate})
}

// crowd adds the members of 新园社区 who are not stewards already, unit after unit.
func (m *demoMembers) crowd(units []string) {
	families, given, n := []rune(demoFamilies), strings.Fields(demoGiven), 0
	kinds := []string{"社区党员", "在职党员", "无职党员", "社区党员", "流动党员"}
	for round := 0; m.inXY < demoMembersXY; round++ {
		for _, unit := range units {
			if m.above[m.gridOf(unit)] != "XY" || m.inXY == demoMembersXY {
				continue
			}
			code := fmt.Sprintf("%s%03d", demoMember, n+1)
			m.roster.person(code, string(families[n%len(families)])+given[n%len(given)], unit, "")
			duty := demoDuties[n%len(demoDuties)]
			if n%19 == 18 { // a few wait for a duty
				duty = ""
			}
			if round == 0 {
				m.roster.posting(code, "楼道红管家", unit, "", "2026-07-01", "")
			}
			m.add(code, unit, kinds[n%len(kinds)], duty, "")
			n++
		}
	}
}

// demoPairs is in how many households of 新园社区 two members live: 225 in 201 (S018).
const demoPairs = 24

// demoMemberHomes returns the rooms in which the members of 新园社区 live, and who lives there. In the first units the first two
// share a household.
func demoMemberHomes() (dwellings, residents [][]string) {
	sheets := demoCounty()
	people := byCode(sheets[roster.SheetPersons])
	in, units := map[string][]string{}, []string{}
	for _, m := range sheets[roster.SheetMembers][1:] {
		if m[5] == "" { // without a plate
			continue
		}
		unit := people[m[0]][3]
		if in[unit] == nil {
			units = append(units, unit)
		}
		in[unit] = append(in[unit], m[0])
	}
	pairs := 0
	for _, unit := range units {
		for i, code := range in[unit] {
			floor, relation := i+1, "本人"
			if i > 0 && i == len(in[unit])-1 && pairs < demoPairs {
				pairs++
				floor, relation = i, "配偶"
			}
			room := fmt.Sprintf("%d02", floor)
			if relation == "本人" {
				dwellings = append(dwellings, []string{unit, room, fmt.Sprint(floor), "住宅", "自住", ""})
			}
			residents = append(residents, []string{unit, room, people[code][1], code, "", relation, "常住", "", "", ""})
		}
	}
	return dwellings, residents
}

// demoSeats: who seats whom in which committee, for which org and from where.
var demoSeats = []struct {
	by, branch, who, org string
	source               party.Source
}{
	{"CG-01", "DGW-CG", "PCS-01", "PCS", party.Stationed},
	{"CG-01", "DGW-CG", "MZ-01", "MZ", party.Stationed},
	{"YG-01", "DW-YG", "ZF-02", "ZF", party.Stationed},
	{"YG-01", "DW-YG", "AJ-01", "AJ", party.Property},
	{"XY-01", "DW-XY", "GR-01", "GR", party.LinkedBranch},
}

// seatCommittees returns the steps that fill the committees.
func (p *past) seatCommittees() (all []moment) {
	for i, s := range demoSeats {
		all = append(all, moment{days: 30, report: -11, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, s.by, m)
			if err != nil {
				return err
			}
			t, err := p.s.Parties.Branches(ctx, who, 0)
			if err != nil {
				return err
			}
			seat := party.Seat{Person: p.persons[s.who].ID, Source: s.source, From: when.DateOf(p.now.AddDate(0, 0, -30))}
			for _, b := range t.Branches {
				if b.Code == s.branch {
					seat.Branch = b.ID
				}
			}
			for _, o := range t.Territory.Orgs() {
				if o.Code == s.org {
					seat.Org = o.ID
				}
			}
			if _, err := p.s.Parties.AddSeat(ctx, who, seat); err != nil && !errors.Is(err, party.ErrSeated) {
				return err
			}
			return nil
		}})
	}
	return all
}
