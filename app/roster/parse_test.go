package roster

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/area/areatest"
	"linli/app/auth"
	"linli/app/party"
	"linli/app/person"
	"linli/app/when"
)

// book is a workbook for tests.
type book map[string][][]string

// example returns the template's examples as a workbook. Its rows: areas 2 county to 7 unit, org 2, persons 2 and 3,
// postings 2 to 4.
func example() book {
	b := book{}
	for _, s := range Sheets() {
		rows := 0
		for _, c := range s.Columns {
			rows = max(rows, len(c.Examples))
		}
		table := make([][]string, rows+1)
		for _, c := range s.Columns {
			table[0] = append(table[0], c.Header)
			for i := range rows {
				cell := ""
				if i < len(c.Examples) {
					cell = c.Examples[i]
				}
				table[i+1] = append(table[i+1], cell)
			}
		}
		b[s.Name] = table
	}
	return b
}

// set writes a cell; rows count as in Excel, and a row after the end is a copy of the last.
func (b book) set(sheet string, row int, column, value string) book {
	table := b[sheet]
	for len(table) < row {
		table = append(table, append([]string(nil), table[len(table)-1]...))
	}
	for i, h := range table[0] {
		if h == column {
			table[row-1][i] = value
		}
	}
	b[sheet] = table
	return b
}

func (b book) row(sheet string, cells ...string) book {
	b[sheet] = append(b[sheet], cells)
	return b
}

func said(problems []Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

func TestExample(t *testing.T) {
	t.Parallel()
	plan, problems := Parse(example())
	if len(problems) > 0 {
		t.Fatal(said(problems))
	}
	agreed, none := true, ""
	want := Plan{
		Areas: []Area{
			{Row: 2, Code: "SL", Kind: area.County, Name: "示例县"},
			{Row: 3, Code: "SL-01", Parent: "SL", Kind: area.Street, Name: "示例街道"},
			{Row: 4, Code: "SL-01-01", Parent: "SL-01", Kind: area.Community, Name: "示例社区", Households: 3000, Lat: 34.2756, Lng: 108.0843},
			{
				Row:  5,
				Code: "SL-01-01-G1", Parent: "SL-01-01", Kind: area.Grid, Name: "第一网格", Households: 280,
				Boundary: `{"type":"Polygon","coordinates":[[[108.08,34.27],[108.09,34.27],[108.09,34.28],[108.08,34.28],[108.08,34.27]]]}`,
			},
			{
				Row:  6,
				Code: "SL-01-01-G1-03", Parent: "SL-01-01-G1", Kind: area.Building, Name: "示例花园3号楼", Households: 48,
				Lat: 34.275612, Lng: 108.08431, Aliases: []string{"三号楼", "老粮站楼"},
			},
			{Row: 7, Code: "SL-01-01-G1-03-2", Parent: "SL-01-01-G1-03", Kind: area.Unit, Name: "2单元", Households: 24},
		},
		Orgs: []Org{{Row: 2, Code: "CG", Name: "示例县综合执法局", Kind: "部门", Area: "SL", Parent: &none}},
		Persons: []Person{
			{Row: 2, Code: "R001", Name: "张示例", Phone: "13800000001", Area: "SL-01-01-G1-03-2", Shown: true},
			{Row: 3, Code: "R002", Name: "李示例", Area: "SL-01-01"},
		},
		Postings: []Posting{
			{
				Row:    2,
				Person: "R001", Role: auth.Steward, Area: "SL-01-01-G1-03", Substitute: "R002",
				From: time.Date(2026, 1, 1, 0, 0, 0, 0, when.Beijing), To: time.Date(2028, 1, 1, 0, 0, 0, 0, when.Beijing),
				Work: work(person.PartTime, person.Voluntary, "矛盾调解、助老服务", "每周走访楼内独居老人。"),
			},
			{Row: 3, Person: "R002", Role: auth.Clerk, Area: "SL-01-01", Work: work(person.FullTime, person.SocialStaff, "", "")},
			{Row: 4, Person: "R002", Role: auth.OrgStaff, Area: "SL", Org: "CG", Work: work("", "", "", "")},
		},
		Branches: []Branch{
			{Row: 2, Code: "DZZ-01", Level: "党总支", Name: "示例社区党总支", Area: "SL-01-01"},
			{Row: 3, Code: "DZZ-01-1", Parent: "DZZ-01", Level: "网格党支部", Name: "示例第一网格党支部", Area: "SL-01-01-G1"},
		},
		Members: []MemberRow{{
			Row: 2, Person: "R001", Branch: "DZZ-01-1", Kind: party.Local, Duties: []string{"政策宣传", "扶老助残"}, Words: "每周看望楼里的独居老人", Plate: &agreed,
		}},
		Grids: []GridRow{{Row: 2, Grid: "SL-01-01-G1", Codes: area.Codes{"party": "DJ-0101", "law": "ZF-0101"}, Lines: everyLine()}},
	}
	if diff := cmp.Diff(want, plan); diff != "" {
		t.Error(diff)
	}
}

func everyLine() map[area.Line]bool {
	all := map[area.Line]bool{}
	for _, l := range area.Lines {
		all[l] = true
	}
	return all
}

func square(points string) string {
	return `{"type":"Polygon","coordinates":[[` + points + `]]}`
}

func TestProblems(t *testing.T) {
	t.Parallel()
	var ring strings.Builder
	for i := range mostCorners + 1 {
		fmt.Fprintf(&ring, "[108.%04d,34.1],", i)
	}
	long := strings.Repeat("长", 61)
	for name, c := range map[string]struct {
		b    book
		want string
	}{
		"no sheet":         {func() book { b := example(); delete(b, SheetOrgs); return b }(), "【部门】：缺少这个工作表，请用模板填写"},
		"no header":        {func() book { b := example(); b[SheetOrgs] = nil; return b }(), "【部门】第 1 行：第一行应为表头"},
		"too many rows":    {func() book { b := example(); b[SheetOrgs] = make([][]string, mostRows+1); return b }(), "【部门】：行数太多，最多 100000 行"},
		"no column":        {example().set(SheetOrgs, 1, colKind, ""), "【部门】第 1 行“类型”：缺少这一列"},
		"column twice":     {example().set(SheetOrgs, 1, colKind, colName), "【部门】第 1 行“名称”：这一列出现了两次\n【部门】第 1 行“类型”：缺少这一列"},
		"unknown column":   {example().set(SheetOrgs, 1, colKind, "种类"), "【部门】第 1 行：有不认识的列，请用模板里的表头\n【部门】第 1 行“类型”：缺少这一列"},
		"nothing at all":   {book{}, "【区划】：缺少这个工作表，请用模板填写\n【部门】：缺少这个工作表，请用模板填写\n【人员】：缺少这个工作表，请用模板填写\n【任职】：缺少这个工作表，请用模板填写"},
		"area, no code":    {example().row(SheetAreas, "", "SL", "街道", "二街"), "【区划】第 8 行“编码”：必填"},
		"area, no name":    {example().set(SheetAreas, 3, colName, " \u3000"), "【区划】第 3 行“名称”：必填"},
		"area, no kind":    {example().row(SheetAreas, "X", "SL", "", "二街"), "【区划】第 8 行“类型”：必填"},
		"area, odd kind":   {example().row(SheetAreas, "X", "SL", "小区", "二街"), "【区划】第 8 行“类型”：请从“县、街道、社区、网格、楼栋、单元”中选择"},
		"area, no parent":  {example().row(SheetAreas, "X", "", "街道", "二街"), "【区划】第 8 行“上级编码”：必填"},
		"unknown parent":   {example().row(SheetAreas, "X", "Y", "街道", "二街"), "【区划】第 8 行“上级编码”：“区划”表里没有这个编码"},
		"and without kind": {example().row(SheetAreas, "X", "Y", "", "二街"), "【区划】第 8 行“上级编码”：“区划”表里没有这个编码\n【区划】第 8 行“类型”：必填"},
		"code twice":       {example().row(SheetAreas, "SL-01", "SL", "街道", "二街"), "【区划】第 8 行“编码”：编码重复"},
		"code too long":    {example().row(SheetAreas, strings.Repeat("x", 41), "SL", "街道", "二街"), "【区划】第 8 行“编码”：太长，最多 40 个字"},
		"scientific code":  {example().row(SheetAreas, "6.1E+20", "SL", "街道", "二街"), "【区划】第 8 行“编码”：只能用字母、数字、汉字、横线；如显示为科学计数，请先把这一列设为文本格式"},
		"name too long":    {example().set(SheetAreas, 3, colName, long), "【区划】第 3 行“名称”：太长，最多 60 个字"},
		"name of lines":    {example().set(SheetAreas, 3, colName, "一\n二"), "【区划】第 3 行“名称”：含有换行或特殊字符"},
		"aliases of lines": {example().set(SheetAreas, 6, colAliases, "一\n二"), "【区划】第 6 行“别名”：含有换行或特殊字符"},
		"two counties":     {example().row(SheetAreas, "X", "", "县", "二县"), "【区划】第 8 行“类型”：只能有一个县"},
		"no county":        {book{SheetAreas: example()[SheetAreas][:1], SheetOrgs: example()[SheetOrgs][:1], SheetPersons: example()[SheetPersons][:1], SheetPostings: example()[SheetPostings][:1]}, "【区划】“类型”：缺少县这一级"},
		"county below":     {example().set(SheetAreas, 2, colParent, "SL-01"), "【区划】第 2 行“上级编码”：县没有上级，请留空\n【区划】第 3 行“上级编码”：上级关系绕成了圈"},
		"own parent":       {example().set(SheetAreas, 4, colParent, "SL-01-01"), "【区划】第 4 行“上级编码”：上级关系绕成了圈"},
		"circle": {
			example().set(SheetAreas, 4, colParent, "SL-01-01-G1"),
			"【区划】第 4 行“上级编码”：上级关系绕成了圈\n【区划】第 5 行“上级编码”：上级关系绕成了圈",
		},
		"grid in a street": {example().set(SheetAreas, 5, colParent, "SL-01"), "【区划】第 5 行“上级编码”：网格的上级应为社区"},
		"unit in a grid":   {example().set(SheetAreas, 7, colParent, "SL-01-01-G1"), "【区划】第 7 行“上级编码”：单元的上级应为楼栋"},
		"half a household": {example().set(SheetAreas, 6, colHouseholds, "4.5"), "【区划】第 6 行“户数”：请填 0 至 1000000 的整数"},
		"many households":  {example().set(SheetAreas, 6, colHouseholds, "-1"), "【区划】第 6 行“户数”：请填 0 至 1000000 的整数"},
		"households, NaN":  {example().set(SheetAreas, 6, colHouseholds, "NaN"), "【区划】第 6 行“户数”：请填 0 至 1000000 的整数"},
		"only latitude":    {example().set(SheetAreas, 6, colLng, ""), "【区划】第 6 行“经度”：经度和纬度要同时填"},
		"only longitude":   {example().set(SheetAreas, 6, colLat, ""), "【区划】第 6 行“纬度”：经度和纬度要同时填"},
		"the other way round": {
			example().set(SheetAreas, 6, colLat, "108.08").set(SheetAreas, 6, colLng, "34.27"),
			"【区划】第 6 行“纬度”：纬度应为 3 至 54 的数字，请检查是否与经度填反\n【区划】第 6 行“经度”：经度应为 73 至 136 的数字，请检查是否与纬度填反",
		},
		"no number":            {example().set(SheetAreas, 6, colLat, "NaN"), "【区划】第 6 行“纬度”：纬度应为 3 至 54 的数字，请检查是否与经度填反"},
		"boundary, no JSON":    {example().set(SheetAreas, 5, colBoundary, "村东头"), "【区划】第 5 行“边界GeoJSON”：不是有效的 GeoJSON，请填 Polygon 或 MultiPolygon"},
		"boundary, a point":    {example().set(SheetAreas, 5, colBoundary, `{"type":"Point","coordinates":[108,34]}`), "【区划】第 5 行“边界GeoJSON”：不是有效的 GeoJSON，请填 Polygon 或 MultiPolygon"},
		"boundary, empty":      {example().set(SheetAreas, 5, colBoundary, `{"type":"Polygon","coordinates":[]}`), "【区划】第 5 行“边界GeoJSON”：不是有效的 GeoJSON，请填 Polygon 或 MultiPolygon"},
		"boundary, open":       {example().set(SheetAreas, 5, colBoundary, square("[108,34],[109,34],[109,35],[108,35]")), "【区划】第 5 行“边界GeoJSON”：边界没有闭合：至少 4 个点，且最后一个点与第一个点相同"},
		"boundary, swapped":    {example().set(SheetAreas, 5, colBoundary, square("[34,108],[35,108],[35,109],[34,108]")), "【区划】第 5 行“边界GeoJSON”：边界坐标超出范围，请检查经度是否在前、纬度在后"},
		"boundary, flat":       {example().set(SheetAreas, 5, colBoundary, square("[108,34],[109,34],[110,34],[108,34]")), "【区划】第 5 行“边界GeoJSON”：边界没有面积"},
		"boundary, crossed":    {example().set(SheetAreas, 5, colBoundary, square("[108,34],[109,35],[109,34],[108,35],[108,34]")), "【区划】第 5 行“边界GeoJSON”：边界自己与自己相交"},
		"boundary, too fine":   {example().set(SheetAreas, 5, colBoundary, square(strings.TrimSuffix(ring.String(), ","))), "【区划】第 5 行“边界GeoJSON”：边界的点太多，请简化到 1000 个以内"},
		"org, blank":           {example().row(SheetOrgs, "", "", "", "", "").row(SheetOrgs, "Z"), "【部门】第 4 行“名称”：必填\n【部门】第 4 行“类型”：必填\n【部门】第 4 行“所属区划编码”：必填"},
		"org, code twice":      {example().row(SheetOrgs, "CG", "执法二局", "部门", "SL"), "【部门】第 3 行“编码”：编码重复"},
		"org, unknown area":    {example().set(SheetOrgs, 2, colOwnArea, "XX"), "【部门】第 2 行“所属区划编码”：“区划”表里没有这个编码"},
		"org, unknown above":   {example().set(SheetOrgs, 2, colOrgAbove, "XX"), "【部门】第 2 行“上级部门编码”：“部门”表里没有这个编码"},
		"person, no name":      {example().set(SheetPersons, 3, colFullName, ""), "【人员】第 3 行“姓名”：必填"},
		"person, long name":    {example().set(SheetPersons, 3, colFullName, long[:63]), "【人员】第 3 行“姓名”：太长，最多 20 个字"},
		"person, no code":      {example().row(SheetPersons, "", "王示例", "", "SL"), "【人员】第 4 行“编号”：必填"},
		"person, code twice":   {example().row(SheetPersons, "R002", "王示例", "", "SL"), "【人员】第 4 行“编号”：编号重复"},
		"person, bad phone":    {example().set(SheetPersons, 2, colPhone, "1380000001"), "【人员】第 2 行“手机号”：请填 11 位手机号"},
		"person, unknown area": {example().set(SheetPersons, 2, colOwnArea, "XX"), "【人员】第 2 行“所属区划编码”：“区划”表里没有这个编码"},
		"person, no area":      {example().set(SheetPersons, 2, colOwnArea, ""), "【人员】第 2 行“所属区划编码”：必填"},
		"person, shown maybe":  {example().set(SheetPersons, 2, colShown, "可以"), "【人员】第 2 行“公开显示”：请填“是”或“否”"},
		"posting, no person":   {example().set(SheetPostings, 2, colHolder, ""), "【任职】第 2 行“人员编号”：必填"},
		"posting, unknown":     {example().set(SheetPostings, 2, colHolder, "R009"), "【任职】第 2 行“人员编号”：“人员”表里没有这个编号"},
		"posting, no role":     {example().set(SheetPostings, 2, colRole, ""), "【任职】第 2 行“角色”：必填"},
		"posting, odd role":    {example().set(SheetPostings, 2, colRole, "书记员").set(SheetPostings, 2, colArea, "XX"), "【任职】第 2 行“角色”：没有这个角色，请从下拉列表中选择\n【任职】第 2 行“区划编码”：“区划”表里没有这个编码"},
		"posting, no area":     {example().set(SheetPostings, 2, colArea, ""), "【任职】第 2 行“区划编码”：必填"},
		"posting, XX":          {example().set(SheetPostings, 2, colArea, "XX"), "【任职】第 2 行“区划编码”：“区划”表里没有这个编码"},
		"steward of a grid":    {example().set(SheetPostings, 2, colArea, "SL-01-01-G1"), "【任职】第 2 行“区划编码”：楼道红管家应任职于楼栋或单元"},
		"lead of a unit":       {example().set(SheetPostings, 2, colRole, "楼栋长").set(SheetPostings, 2, colArea, "SL-01-01-G1-03-2"), "【任职】第 2 行“区划编码”：楼栋长应任职于楼栋"},
		"unit lead":            {example().set(SheetPostings, 2, colRole, "单元长"), "【任职】第 2 行“区划编码”：单元长应任职于单元"},
		"grid officer":         {example().set(SheetPostings, 2, colRole, "网格员"), "【任职】第 2 行“区划编码”：网格员应任职于网格"},
		"grid lead":            {example().set(SheetPostings, 2, colRole, "网格长"), "【任职】第 2 行“区划编码”：网格长应任职于网格"},
		"clerk":                {example().set(SheetPostings, 3, colArea, "SL-01"), "【任职】第 3 行“区划编码”：社区工作人员应任职于社区"},
		"secretary":            {example().set(SheetPostings, 2, colRole, "社区书记"), "【任职】第 2 行“区划编码”：社区书记应任职于社区"},
		"street":               {example().set(SheetPostings, 2, colRole, "街道工作人员"), "【任职】第 2 行“区划编码”：街道工作人员应任职于街道"},
		"centre":               {example().set(SheetPostings, 2, colRole, "网格中心"), "【任职】第 2 行“区划编码”：网格中心应任职于县"},
		"centre of a city":     {example().set(SheetPostings, 2, colRole, "市网格中心"), "【任职】第 2 行“区划编码”：网格中心应任职于县"},
		"operator":             {example().set(SheetPostings, 2, colRole, "运维"), "【任职】第 2 行“区划编码”：运维应任职于县"},
		"org staff, no org":    {example().set(SheetPostings, 4, colOrg, ""), "【任职】第 4 行“部门编码”：部门人员必填"},
		"clerk of an org":      {example().set(SheetPostings, 3, colOrg, "CG"), "【任职】第 3 行“部门编码”：这个角色不用填部门"},
		"unknown org":          {example().set(SheetPostings, 4, colOrg, "XX"), "【任职】第 4 行“部门编码”：“部门”表里没有这个编码"},
		"bad date":             {example().set(SheetPostings, 2, colFrom, "2026-02-30"), "【任职】第 2 行“起”：日期请写成 2026-01-31 这样"},
		"date long ago":        {example().set(SheetPostings, 2, colFrom, "0026-02-03"), "【任职】第 2 行“起”：日期请写成 2026-01-31 这样"},
		"dates swapped":        {example().set(SheetPostings, 2, colTo, "2025-12-31"), "【任职】第 2 行“止”：止不能早于起"},
		"own substitute":       {example().set(SheetPostings, 2, colSubstitute, "R001"), "【任职】第 2 行“代班人员编号”：代班人不能是本人"},
		"unknown substitute":   {example().set(SheetPostings, 2, colSubstitute, "R009"), "【任职】第 2 行“代班人员编号”：“人员”表里没有这个编号"},
		"posting twice":        {example().row(SheetPostings, "R002", "社区工作人员", "SL-01-01", "", "2030-01-01"), "【任职】第 5 行：与前面的任职重复：同一人、同一角色、同一区划和部门只写一行"},
		"codes of a community": {example().set(SheetCodes, 2, colArea, "SL-01-01"), "【网格编码】第 2 行“区划编码”：请填网格的编码"},
		"codes of nothing":     {example().set(SheetCodes, 2, colArea, "XX"), "【网格编码】第 2 行“区划编码”：“区划”表里没有这个编码"},
		"codes, an odd one":    {example().set(SheetCodes, 2, "民政", "a b!"), "【网格编码】第 2 行“民政”：只能用字母、数字、汉字、横线；如显示为科学计数，请先把这一列设为文本格式"},
		"codes twice": {
			example().set(SheetCodes, 3, "政法综治", ""),
			"【网格编码】第 3 行“区划编码”：编码重复：一个网格一行\n【网格编码】第 3 行“党建”：与第 2 行的编码相同：一个编码只属于一个网格",
		},
		"codes of another line": {example().set(SheetCodes, 1, "民政", "税务"), "【网格编码】第 1 行：有不认识的列，请用模板里的表头"},
		"person, other's phone": {example().set(SheetPersons, 3, colPhone, "138 0000 0001"), "【人员】第 3 行“手机号”：与第 2 行的手机号相同：一个号码只能属于一个人，请只留在本人的那一行"},
		"person, unseen name":   {example().set(SheetPersons, 3, colFullName, "\u200b\u202e"), "【人员】第 3 行“姓名”：必填"},
		"person, no letters":    {example().set(SheetPersons, 3, colFullName, "…"), "【人员】第 3 行“姓名”：姓名要有文字"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, problems := Parse(c.b)
			if diff := cmp.Diff(c.want, said(problems)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(Plan{}, plan); diff != "" {
				t.Error("a plan was returned with problems")
			}
		})
	}
}

// One wrong code is one problem, not one for every row that refers to it.
func TestNoCascades(t *testing.T) {
	t.Parallel()
	_, problems := Parse(example().set(SheetAreas, 4, colKind, "小区").set(SheetPersons, 2, colPhone, "1"))
	want := "【区划】第 4 行“类型”：请从“县、街道、社区、网格、楼栋、单元”中选择\n【人员】第 2 行“手机号”：请填 11 位手机号"
	if diff := cmp.Diff(want, said(problems)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingPersonalInProblems(t *testing.T) {
	t.Parallel()
	_, problems := Parse(example().set(SheetPersons, 2, colPhone, "1380000000100").set(SheetPersons, 2, colCode, "").
		set(SheetPersons, 2, colFullName, "张示例张示例张示例张示例张示例张示例张示例张示例"))
	if s := said(problems); len(problems) != 2 || strings.Contains(s, "1380") || strings.Contains(s, "张示例") {
		t.Error(s)
	}
	p := Person{Code: "R001", Name: "张示例", Phone: "13800000001"}
	if s := fmt.Sprintf("%v %+v %s", p, p, p.LogValue()); strings.Contains(s, "张") || strings.Contains(s, "138") {
		t.Error(s)
	}
}

func TestAcceptedFormsOfCells(t *testing.T) {
	t.Parallel()
	b := example()
	b[SheetPersons][0], b[SheetPersons][1] = []string{"手机号", "姓名", " 编号", "公开显示", "所属区划编码", ""},
		[]string{"+86 138-0000-0001", "\ufeff张示例\u00a0", "R001\t", "", "SL"}
	b[SheetPersons][2] = []string{"", "李示例", "R002", "否", "SL"}
	b.set(SheetAreas, 6, colAliases, " 三号楼,老粮站楼；三号楼、 ").set(SheetAreas, 6, colHouseholds, "48.0")
	b.set(SheetAreas, 5, colBoundary, `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"x"},
		"geometry":{"type":"Polygon","coordinates":[[[108.08,34.27],[108.09,34.27],[108.09,34.28],[108.08,34.27]]]}}]}`)
	b.set(SheetPostings, 3, colRole, "社区工作人员")
	plan, problems := Parse(b)
	if len(problems) > 0 {
		t.Fatal(said(problems))
	}
	if p := plan.Persons[0]; p.Name != "张示例" || p.Phone != "13800000001" || p.Shown || p.Code != "R001" {
		t.Errorf("%#v", p.Name)
	}
	if a := plan.Areas[4]; len(a.Aliases) != 2 || a.Households != 48 {
		t.Errorf("%+v", a)
	}
	if got := plan.Areas[3].Boundary; got != square("[108.08,34.27],[108.09,34.27],[108.09,34.28],[108.08,34.27]") {
		t.Error(got)
	}
	for _, s := range []string{"2026-03-01", "2026-3-1", "2026/3/1", "2026.03.01", "2026年3月1日", "20260301", "46082", "2026-03-01 00:00:00"} {
		plan, problems := Parse(example().set(SheetPostings, 2, colFrom, s))
		if len(problems) > 0 || !plan.Postings[0].From.Equal(time.Date(2026, 3, 1, 0, 0, 0, 0, when.Beijing)) {
			t.Errorf("%s: %s", s, said(problems))
		}
	}
}

// In the sheet a child may be above its parent.
func TestPlanHasParentsFirst(t *testing.T) {
	t.Parallel()
	b := example()
	rows := b[SheetAreas]
	for i, j := 1, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	plan, problems := Parse(b)
	if len(problems) > 0 {
		t.Fatal(said(problems))
	}
	for i, a := range plan.Areas {
		if a.Kind != area.Kinds[i] {
			t.Errorf("area %d is a %s", i, a.Kind)
		}
	}
	if p := plan.Postings[0]; p.Area != "SL-01-01-G1-03" {
		t.Errorf("%+v", p)
	}
}

// A county of full size, named as clerks type it, can be imported.
func TestACountyOfFullSize(t *testing.T) {
	t.Parallel()
	county := areatest.Make()
	plan, problems := Parse(map[string][][]string{
		SheetAreas: county.Sheet(), SheetOrgs: example()[SheetOrgs][:1], SheetPersons: example()[SheetPersons][:1], SheetPostings: example()[SheetPostings][:1],
	})
	if len(problems) > 0 || len(plan.Areas) != len(county.Areas) {
		t.Errorf("%d areas of %d: %.600s", len(plan.Areas), len(county.Areas), said(problems))
	}
}

func FuzzParse(f *testing.F) {
	flat := func(b book) string {
		var all []string
		for _, s := range Sheets() {
			for _, row := range b[s.Name] {
				all = append(all, strings.Join(row, "\t"))
			}
			all = append(all, "====")
		}
		return strings.Join(all, "\n")
	}
	f.Add(flat(example()))
	f.Add(flat(example().set(SheetAreas, 4, colParent, "SL-01-01-G1").set(SheetAreas, 5, colBoundary, square("[108,34],[109,35]"))))
	f.Fuzz(func(t *testing.T, s string) {
		b := book{}
		parts := strings.Split(s, "\n====")
		for i, sheet := range Sheets() {
			if i < len(parts) {
				for row := range strings.SplitSeq(strings.TrimPrefix(parts[i], "\n"), "\n") {
					b[sheet.Name] = append(b[sheet.Name], strings.Split(row, "\t"))
				}
			}
		}
		plan, problems := Parse(b)
		if len(problems) == 0 {
			whole(t, plan)
		}
	})
}

// whole checks what Load relies on.
func whole(t *testing.T, plan Plan) {
	areas, persons, orgs := map[string]bool{"": true}, map[string]bool{"": true}, map[string]bool{"": true}
	for i, a := range plan.Areas {
		if a.Code == "" || a.Kind == "" || areas[a.Code] || !areas[a.Parent] || (a.Parent == "") != (i == 0) {
			t.Fatalf("area %d: %+v", i, a)
		}
		areas[a.Code] = true
	}
	for i, o := range plan.Orgs {
		if o.Area == "" || !areas[o.Area] || orgs[o.Code] {
			t.Fatalf("org %d", i)
		}
		orgs[o.Code] = true
	}
	for i, p := range plan.Persons {
		if p.Area == "" || !areas[p.Area] || persons[p.Code] {
			t.Fatalf("person %d", i)
		}
		persons[p.Code] = true
	}
	for i, p := range plan.Postings {
		if p.Person == "" || p.Role == "" || p.Area == "" || !areas[p.Area] || !orgs[p.Org] || !persons[p.Person] || !persons[p.Substitute] {
			t.Fatalf("posting %d: %+v", i, p)
		}
	}
}
