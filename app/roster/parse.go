package roster

import (
	"cmp"
	"fmt"
	"slices"

	"linli/app/person"
)

// mostRows is the most rows of a sheet.
const mostRows = 100_000

// Parse reads the sheets of a workbook, each a header and rows of cells. It returns either a plan or all problems, in order
// of sheet and row; never a part of a plan.
func Parse(sheets map[string][][]string) (Plan, []Problem) { return newParser().parse(sheets) }

func newParser() *parser {
	return &parser{
		areas: map[string]*Area{}, orgs: map[string]*Org{}, persons: map[string]bool{}, missing: map[string]bool{},
		seen: map[string]bool{}, told: map[string]bool{},
	}
}

func (p *parser) parse(sheets map[string][][]string) (Plan, []Problem) {
	lines := map[string][]line{}
	for _, s := range Sheets() {
		lines[s.Name] = p.lines(s, sheets)
	}
	var plan Plan
	plan.Areas = p.readAreas(lines[SheetAreas])
	plan.Orgs = p.readOrgs(lines[SheetOrgs])
	plan.Persons = p.readPersons(lines[SheetPersons])
	plan.Postings = p.readPostings(lines[SheetPostings])
	plan.Branches = p.readBranches(lines[SheetBranches])
	plan.Members = p.readMembers(lines[SheetMembers])
	plan.Grids = p.readCodes(lines[SheetCodes])
	if len(p.problems) > 0 {
		return Plan{}, p.sorted()
	}
	return plan, nil
}

// parser collects problems and every code, even of a wrong row, so that one mistake is reported once.
type parser struct {
	problems []Problem
	missing  map[string]bool // sheets that could not be read
	areas    map[string]*Area
	orgs     map[string]*Org
	persons  map[string]bool
	seen     map[string]bool // sheet and code of the rows read so far
	told     map[string]bool // sheet and column of the headers
	part     bool            // the records complete the sheets: there need be no county
}

// again says whether the sheet had a row with this code before, and notes it.
func (p *parser) again(l line, code string) bool {
	key := l.sheet + " " + code
	twice := p.seen[key]
	p.seen[key] = true
	return twice
}

func (p *parser) sorted() []Problem { return p.inOrder(Sheets()) }

// inOrder sorts the problems by sheet, row and column.
func (p *parser) inOrder(sheets []Sheet) []Problem {
	order := map[string]int{}
	for i, s := range sheets {
		order[s.Name] = i * 1000
		for j, c := range s.Columns {
			order[s.Name+"/"+c.Header] = j + 1
		}
	}
	slices.SortStableFunc(p.problems, func(a, b Problem) int {
		return cmp.Or(order[a.Sheet]-order[b.Sheet], a.Row-b.Row,
			order[a.Sheet+"/"+a.Column]-order[b.Sheet+"/"+b.Column])
	})
	return p.problems
}

// lines returns the rows of a sheet with content.
func (p *parser) lines(s Sheet, sheets map[string][][]string) []line {
	fail := func(row int, column, reason string) {
		p.problems = append(p.problems, Problem{s.Name, row, column, reason})
		p.missing[s.Name] = true
	}
	rows, ok := sheets[s.Name]
	switch {
	case !ok && s.Optional:
		return nil
	case !ok:
		fail(0, "", "缺少这个工作表，请用模板填写")
		return nil
	case len(rows) == 0:
		fail(1, "", "第一行应为表头")
		return nil
	case len(rows) > mostRows:
		fail(0, "", "行数太多，最多 100000 行")
		return nil
	}
	at := p.header(s, rows[0], fail)
	if p.missing[s.Name] {
		return nil
	}
	var lines []line
	for i, row := range rows[1:] {
		l := line{sheet: s.Name, row: i + 2, cells: map[string]string{}, out: &p.problems}
		for header, column := range at {
			if column < len(row) {
				if cell := clean(row[column]); cell != "" {
					l.cells[header] = cell
				}
			}
		}
		if len(l.cells) > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// header finds the columns, which may be in any order.
func (p *parser) header(s Sheet, row []string, fail func(int, string, string)) map[string]int {
	at := map[string]int{}
	for i, cell := range row {
		cell = clean(cell)
		known := slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Header == cell })
		_, twice := at[cell]
		switch {
		case cell == "":
		case !known:
			fail(1, "", "有不认识的列，请用模板里的表头")
		case twice:
			fail(1, cell, "这一列出现了两次")
		default:
			at[cell] = i
		}
	}
	for _, c := range s.Columns {
		if _, ok := at[c.Header]; ok {
			p.told[s.Name+"/"+c.Header] = true
		} else if !c.Later {
			fail(1, c.Header, "缺少这一列")
		}
	}
	return at
}

func (p *parser) readOrgs(lines []line) []Org {
	var all []Org
	for _, l := range lines {
		o := Org{Row: l.row, Name: l.text(colName, 60), Kind: l.text(colKind, 12), Area: p.areaRef(l, colOwnArea)}
		if p.told[SheetOrgs+"/"+colOrgAbove] {
			above := l.ref(colOrgAbove)
			o.Parent = &above
		}
		code, ok := l.code(colCode)
		if o.Code = code; ok {
			if p.again(l, code) {
				l.bad(colCode, "编码重复")
			} else {
				p.orgs[code] = &o
			}
		}
		all = append(all, o)
	}
	for i, l := range lines {
		if above := all[i].Parent; above != nil && *above != "" && p.orgs[*above] == nil {
			l.bad(colOrgAbove, "“部门”表里没有这个编码")
		}
	}
	return all
}

func (p *parser) readPersons(lines []line) []Person {
	var all []Person
	phones := map[person.Phone]int{}
	for _, l := range lines {
		x := Person{Row: l.row, Name: l.name(colFullName, 20), Area: p.areaRef(l, colOwnArea)}
		code, ok := l.code(colNumber)
		if x.Code = code; ok {
			if p.again(l, code) {
				l.bad(colNumber, "编号重复")
			}
			p.persons[code] = true
		}
		if x.Phone = l.phone(colPhone); x.Phone != "" {
			if first, twice := phones[x.Phone]; twice {
				l.bad(colPhone, fmt.Sprintf("与第 %d 行的手机号相同：一个号码只能属于一个人，请只留在本人的那一行", first))
			} else {
				phones[x.Phone] = l.row
			}
		}
		switch l.cells[colShown] {
		case yes:
			x.Shown = true
		case no, "":
		default:
			l.bad(colShown, "请填“是”或“否”")
		}
		all = append(all, x)
	}
	return all
}
