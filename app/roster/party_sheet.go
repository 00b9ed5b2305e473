package roster

import (
	"slices"
	"strings"

	"linli/app/party"
)

// Branch is one row of 党组织.
type Branch struct {
	Row                                  int // in the workbook
	Code, Parent, Level, Name, Area, Org string
}

// MemberRow is one row of 党员. The patch of a member is a row of 任职.
type MemberRow struct {
	Row    int // in the workbook
	Person string
	Branch string
	Kind   party.Kind
	Duties []string
	Words  string
	Plate  *bool // nil: as it is
	New    bool  // refused when the person is a member already
	End    bool  // the membership ends
}

func branchSheet() Sheet {
	return Sheet{Name: SheetBranches, Optional: true, Columns: []Column{
		{Header: colBranch, Required: true, Note: "自己定的编码，不重复，定好后不要再改。", Examples: []string{"DZZ-01", "DZZ-01-1"}},
		{Header: colAbove, Note: "上一级党组织的编码；最上一级不填。", Examples: []string{"", "DZZ-01"}},
		{
			Header: colLevel, Required: true,
			Note:     "如街道大工委、社区大党委、党总支、网格党支部、楼栋党小组、党员中心户、物业党支部；哪一级能设在哪一级之下，由网格中心设定。",
			Examples: []string{"党总支", "网格党支部"},
		},
		{Header: colName, Required: true, Note: "党组织的名称，最多 60 个字。", Examples: []string{"示例社区党总支", "示例第一网格党支部"}},
		{Header: colOwnArea, Required: true, Note: "所在区划的编码：大工委填街道，党总支填社区，网格党支部填网格，党小组填网格或楼栋。", Examples: []string{"SL-01-01", "SL-01-01-G1"}},
		{Header: colOrg, Note: "机关、物业的党支部填单位的编码，其他可不填。"},
	}}
}

func memberSheet() Sheet {
	return Sheet{Name: SheetMembers, Optional: true, Columns: []Column{
		{Header: colHolder, Required: true, Note: "人员表里的编号；一人只能在一个党组织。责任田在任职表里填楼道红管家。", Examples: []string{"R001"}},
		{Header: colBranch, Required: true, Note: "党组织表里的编码。", Examples: []string{"DZZ-01-1"}},
		{
			Header: colSort, Required: true, Note: "从下拉列表中选择。",
			Choices: words(party.Kinds, party.Kind.Name), Examples: []string{"社区党员"},
		},
		{Header: colDuties, Note: "岗位，最多 5 个，用顿号“、”隔开，如政策宣传、治安巡逻。", Examples: []string{"政策宣传、扶老助残"}},
		{Header: colWords, Note: "职责，最多 400 个字，可不填。", Examples: []string{"每周看望楼里的独居老人"}},
		{
			Header: colPlate, Note: "本人同意门口挂“共产党员户”牌的填“是”，收回的填“否”，不填则不改。",
			Choices: []string{yes, no}, Examples: []string{yes},
		},
	}}
}

func (p *parser) readBranches(lines []line) []Branch {
	var all []Branch
	for _, l := range lines {
		b := Branch{Row: l.row, Parent: l.ref(colAbove), Org: l.ref(colOrg), Name: l.text(colName, 60), Area: p.areaRef(l, colOwnArea)}
		b.Level, _ = l.need(colLevel)
		code, ok := l.code(colBranch)
		if b.Code = code; ok && p.again(l, code) {
			l.bad(colBranch, "编码重复")
		}
		if b.Org != "" && p.orgs[b.Org] == nil && !p.missing[SheetOrgs] {
			l.bad(colOrg, "“部门”表里没有这个编码")
		}
		all = append(all, b)
	}
	return all
}

func (p *parser) readMembers(lines []line) []MemberRow {
	var all []MemberRow
	for _, l := range lines {
		m := MemberRow{Row: l.row, Person: p.personRef(l, colHolder), Words: l.cells[colWords]}
		m.Branch, _ = l.need(colBranch)
		m.Branch = plainCode(m.Branch)
		if m.Person != "" && p.again(l, m.Person) {
			l.bad(colHolder, "与前面的行是同一人：一人只能在一个党组织")
		}
		if word, ok := l.need(colSort); ok {
			if m.Kind, ok = party.ParseKind(word); !ok {
				l.bad(colSort, "请从“"+strings.Join(words(party.Kinds, party.Kind.Name), "、")+"”中选择")
			}
		}
		m.Duties, m.Plate = readDuties(l), readYes(l, colPlate)
		if m.Words != "" {
			l.goodText(colWords, m.Words, party.MaxWords)
		}
		all = append(all, m)
	}
	return all
}

// readYes reads 是 or 否, nil for blank.
func readYes(l line, column string) *bool {
	said := l.cells[column] == yes
	switch l.cells[column] {
	case yes, no:
		return &said
	case "":
	default:
		l.bad(column, "请填“是”或“否”")
	}
	return nil
}

func readDuties(l line) (duties []string) {
	split := func(r rune) bool { return strings.ContainsRune("、,，;； ", r) }
	for _, d := range strings.FieldsFunc(l.cells[colDuties], split) {
		if !slices.Contains(duties, d) {
			duties = append(duties, d)
		}
	}
	if len(duties) > party.MaxDuties {
		l.bad(colDuties, "岗位最多 5 个")
		return nil
	}
	return duties
}
