package roster

import (
	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// The sheets of a workbook, in the order in which they are read.
const (
	SheetAreas    = "区划"
	SheetOrgs     = "部门"
	SheetPersons  = "人员"
	SheetPostings = "任职"
	SheetBranches = "党组织"
	SheetMembers  = "党员"
)

// The headers.
const (
	colCode       = "编码"
	colParent     = "上级编码"
	colKind       = "类型"
	colName       = "名称"
	colHouseholds = "户数"
	colLat        = "纬度"
	colLng        = "经度"
	colBoundary   = "边界GeoJSON"
	colAliases    = "别名"
	colOwnArea    = "所属区划编码"
	colNumber     = "编号"
	colFullName   = "姓名"
	colPhone      = "手机号"
	colShown      = "公开显示"
	colHolder     = "人员编号"
	colRole       = "角色"
	colArea       = "区划编码"
	colOrg        = "部门编码"
	colOrgAbove   = "上级部门编码"
	colFrom       = "起"
	colTo         = "止"
	colSubstitute = "代班人员编号"
	colBranch     = "党组织编码"
	colAbove      = "上级党组织编码"
	colLevel      = "层级"
	colSort       = "类别"
	colDuties     = "设岗"
	colWords      = "定责"
	colPlate      = "挂牌"
	colClass      = "类别"
	colEmployed   = "用工方式"
	colSpecialty  = "专长"
	colTasks      = "职责"
)

// Column describes one column of the template.
type Column struct {
	Header   string
	Note     string
	Required bool
	Later    bool     // came later: a workbook without it stays valid and changes nothing there
	Choices  []string // nil: any text
	Examples []string // by row; missing ones are blank
}

// Sheet is one sheet of the workbook.
type Sheet struct {
	Name     string
	Columns  []Column
	Optional bool // a workbook may leave the sheet out
}

const (
	yes = "是"
	no  = "否"
)

// kind ties a Chinese word to a kind of area and to the kinds of its parent.
type kind struct {
	word  string
	kind  area.Kind
	above []area.Kind
}

var kinds = []kind{
	{"县", area.County, nil},
	{"街道", area.Street, []area.Kind{area.County}},
	{"社区", area.Community, []area.Kind{area.Street, area.County}},
	{"网格", area.Grid, []area.Kind{area.Community}},
	{"楼栋", area.Building, []area.Kind{area.Grid, area.Community}},
	{"单元", area.Unit, []area.Kind{area.Building}},
}

// role ties a role to the kinds of area in which it can be held; none means any.
type role struct {
	role auth.Role
	in   []area.Kind
	org  orgUse
}

type orgUse int

const (
	orgNever orgUse = iota
	orgMay          // part-time grid officers come from departments (S009)
	orgMust
)

var roles = []role{
	{auth.Steward, []area.Kind{area.Building, area.Unit}, orgNever},
	{auth.BuildingLead, []area.Kind{area.Building}, orgNever},
	{auth.UnitLead, []area.Kind{area.Unit}, orgNever},
	{auth.GridOfficer, []area.Kind{area.Grid}, orgMay},
	{auth.GridLead, []area.Kind{area.Grid}, orgNever},
	{auth.Clerk, []area.Kind{area.Community}, orgNever},
	{auth.Secretary, []area.Kind{area.Community}, orgNever},
	{auth.Street, []area.Kind{area.Street}, orgNever},
	{auth.Centre, []area.Kind{area.County}, orgNever},
	{auth.OrgStaff, nil, orgMust},
	{auth.Mediator, []area.Kind{area.Community, area.Street, area.County}, orgMay},
	{auth.Operator, []area.Kind{area.County}, orgNever},
	{auth.PropertySecretary, []area.Kind{area.Community, area.Grid, area.Building}, orgMay},
	{auth.SocialWorker, []area.Kind{area.Community, area.Grid}, orgMay},
	{auth.FirstSecretary, []area.Kind{area.Community}, orgMay},
	{auth.StreetLeader, []area.Kind{area.Street}, orgMay},
	{auth.ResidentCadre, []area.Kind{area.Community, area.Grid}, orgMay},
	{auth.Liaison, []area.Kind{area.Street, area.Community, area.Grid, area.Building}, orgMay},
	{auth.Cleaner, []area.Kind{area.Community, area.Grid, area.Building}, orgMay},
	{auth.CommitteeMember, []area.Kind{area.Street, area.Community}, orgMay},
	{auth.ResidentDelegate, []area.Kind{area.Community, area.Grid, area.Building, area.Unit}, orgNever},
	{auth.OwnerDelegate, []area.Kind{area.Community, area.Grid, area.Building}, orgNever},
	{auth.Delegate, []area.Kind{area.Street, area.Community}, orgNever},
	{auth.Volunteer, []area.Kind{area.Community, area.Grid, area.Building}, orgMay},
	{auth.OrgContact, nil, orgMust},
}

func wordOf(k area.Kind) string {
	for _, x := range kinds {
		if x.kind == k {
			return x.word
		}
	}
	return ""
}

func words[T any](list []T, word func(T) string) []string {
	all := make([]string, len(list))
	for i, x := range list {
		all[i] = word(x)
	}
	return all
}

// Sheets describes the workbook: headers, notes and examples for a template. The examples parse without a problem.
func Sheets() []Sheet {
	return []Sheet{
		{Name: SheetAreas, Columns: []Column{
			{
				Header: colCode, Required: true,
				Note:     "自己定的编码，全表不重复，定好后不要再改；用字母、数字、汉字、横线，最多 40 个字。",
				Examples: []string{"SL", "SL-01", "SL-01-01", "SL-01-01-G1", "SL-01-01-G1-03", "SL-01-01-G1-03-2"},
			},
			{
				Header: colParent, Note: "上一级的编码。县不填，其余必填。单元的上级是楼栋，楼栋的上级是网格或社区。",
				Examples: []string{"", "SL", "SL-01", "SL-01-01", "SL-01-01-G1", "SL-01-01-G1-03"},
			},
			{
				Header: colKind, Required: true, Note: "从下拉列表中选择。",
				Choices:  words(kinds, func(k kind) string { return k.word }),
				Examples: []string{"县", "街道", "社区", "网格", "楼栋", "单元"},
			},
			{
				Header: colName, Required: true, Note: "居民平时的叫法，如“示例花园3号楼”，最多 60 个字。",
				Examples: []string{"示例县", "示例街道", "示例社区", "第一网格", "示例花园3号楼", "2单元"},
			},
			{
				Header: colHouseholds, Note: "户数，整数，可不填。",
				Examples: []string{"", "", "3000", "280", "48", "24"},
			},
			{
				Header: colLat, Note: "纬度（GCJ-02，腾讯/高德地图坐标），如 34.275612；与经度同时填或同时不填。",
				Examples: []string{"", "", "34.2756", "", "34.275612"},
			},
			{
				Header: colLng, Note: "经度（GCJ-02），如 108.084310。", Examples: []string{"", "", "108.0843", "", "108.08431"},
			},
			{
				Header: colBoundary, Note: "边界，GeoJSON 的 Polygon 或 MultiPolygon（GCJ-02，经度在前），可不填。",
				Examples: []string{
					"", "", "", `{"type":"Polygon","coordinates":[[[108.08,34.27],[108.09,34.27],[108.09,34.28],[108.08,34.28],[108.08,34.27]]]}`,
				},
			},
			{
				Header: colAliases, Note: "居民还会怎么叫它，多个用顿号“、”隔开，可不填。",
				Examples: []string{"", "", "", "", "三号楼、老粮站楼"},
			},
		}},
		{Name: SheetOrgs, Columns: []Column{
			{Header: colCode, Required: true, Note: "自己定的编码，不重复，定好后不要再改。", Examples: []string{"CG"}},
			{Header: colName, Required: true, Note: "部门或单位的名称。", Examples: []string{"示例县综合执法局"}},
			{Header: colKind, Required: true, Note: "县里词表里的一种，如 部门、企事业单位、物业、社会组织、学校、商铺。", Examples: []string{"部门"}},
			{Header: colOwnArea, Required: true, Note: "它负责的区划的编码。", Examples: []string{"SL"}},
			{Header: colOrgAbove, Later: true, Note: "派驻街道、社区的中队等填上级部门的编码，其他不填；上级部门的人看得到它手上的事件。"},
		}},
		{Name: SheetPersons, Columns: []Column{
			{Header: colNumber, Required: true, Note: "自己定的人员编号，不重复，定好后不要再改。", Examples: []string{"R001", "R002"}},
			{Header: colFullName, Required: true, Note: "1 至 20 个字。", Examples: []string{"张示例", "李示例"}},
			{
				Header: colPhone, Note: "11 位手机号，本人用它绑定微信；不填则凭邀请码绑定，已登记的号码不会被清空。",
				Examples: []string{"13800000001"},
			},
			{Header: colOwnArea, Required: true, Note: "居住或工作的区划的编码。", Examples: []string{"SL-01-01-G1-03-2", "SL-01-01"}},
			{
				Header: colShown, Note: "本人同意在楼道公示牌上公开姓名和电话的填“是”，不填为“否”。",
				Choices: []string{yes, no}, Examples: []string{yes, no},
			},
		}},
		{Name: SheetPostings, Columns: []Column{
			{Header: colHolder, Required: true, Note: "人员表里的编号。", Examples: []string{"R001", "R002", "R002"}},
			{
				Header: colRole, Required: true, Note: "从下拉列表中选择。",
				Choices:  words(roles, func(r role) string { return r.role.Name() }),
				Examples: []string{"楼道红管家", "社区工作人员", "部门人员"},
			},
			{
				Header: colArea, Note: "任职的区划的编码：红管家填楼栋或单元，网格员、网格长填网格，社区工作人员、书记填社区，街道填街道，网格中心和运维填县；部门人员填他负责的街道、社区或网格，只办那里的事，不填则为部门所属区划，办整个部门的事；单位联系人不填。",
				Examples: []string{"SL-01-01-G1-03", "SL-01-01"},
			},
			{Header: colOrg, Note: "部门人员、单位联系人必填，兼职网格员可填，其他角色不填。", Examples: []string{"", "", "CG"}},
			{Header: colFrom, Note: "起始日期，如 2026-01-01；不填为已经开始。", Examples: []string{"2026-01-01"}},
			{Header: colTo, Note: "最后一天，如 2027-12-31；不填为长期。离任时请填这一天，不要删除这一行。", Examples: []string{"2027-12-31"}},
			{Header: colSubstitute, Note: "本人离岗时代班的人员编号，可不填。", Examples: []string{"R002"}},
			{Header: colClass, Later: true, Note: "专职、兼职或专业，可不填。", Choices: words(person.Classes, person.Class.Name), Examples: []string{"兼职", "专职"}},
			{Header: colEmployed, Later: true, Note: "怎样聘用的，可不填。", Choices: words(person.Employments, person.Employment.Name), Examples: []string{"志愿", "社区工作者"}},
			{Header: colSpecialty, Later: true, Note: "最多 5 项，用顿号“、”隔开，须在县里的专长目录内，可不填。", Examples: []string{"矛盾调解、助老服务"}},
			{Header: colTasks, Later: true, Note: "职责，最多 400 字，可不填。", Examples: []string{"每周走访楼内独居老人。"}},
		}},
		branchSheet(),
		memberSheet(),
		codeSheet(),
	}
}
