package guide

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/text"
	"linli/app/when"
)

// SheetName is the sheet of the workbook with one item a row.
const SheetName = "事项"

// The columns.
const (
	colCode      = "编码"
	colFamily    = "类别"
	colHeading   = "主题"
	colName      = "名称"
	colOthers    = "别名"
	colOrg       = "主管单位"
	colModes     = "办理方式"
	colFlags     = "服务承诺"
	colLegal     = "法定时限"
	colPromised  = "承诺时限"
	colMaterials = "材料"
	colSteps     = "步骤"
	colFee       = "费用"
	colWhere     = "地点"
	colWhen      = "时间"
	colGets      = "得到什么"
	colTasks     = "任务清单"
	colDuties    = "责任清单"
	colPhone     = "电话"
	colReview    = "复核日期"
)

var columnNames = []string{
	colCode, colFamily, colHeading, colName, colOthers, colOrg, colModes, colFlags, colLegal, colPromised, colMaterials, colSteps, colFee, colWhere, colWhen,
	colGets, colTasks, colDuties, colPhone, colReview,
}

// Columns returns the heads of the sheet.
func Columns() []string { return slices.Clone(columnNames) }

// Problem is a cell that is wrong.
type Problem struct {
	Row            int // in the workbook, from 1
	Column, Reason string
}

// promise is one of the promises as the sheet writes it.
type promise struct {
	name string
	of   func(*Flags) *bool
}

var flagNames = []promise{
	{"首问负责", func(f *Flags) *bool { return &f.First }},
	{"限时办结", func(f *Flags) *bool { return &f.Limited }},
	{"全程代办", func(f *Flags) *bool { return &f.Whole }},
	{"上门服务", func(f *Flags) *bool { return &f.AtHome }},
}

// Names returns the promises in Chinese.
func (f Flags) Names() []string {
	var all []string
	for _, one := range flagNames {
		if *one.of(&f) {
			all = append(all, one.name)
		}
	}
	return all
}

// entryRow is one row of a workbook.
type entryRow struct {
	row int
	Draft
	reviewBy when.Date
}

// parse reads the rows of a sheet, and names every wrong cell.
func parse(t *area.Tree, sheet [][]string, today when.Date) (rows []entryRow, wrong []Problem) {
	if len(sheet) == 0 {
		return nil, []Problem{{1, colCode, "没有内容：请用导出的工作簿填写"}}
	}
	heads := map[string]int{}
	for n, head := range sheet[0] {
		heads[text.Line(head)] = n
	}
	for _, column := range columnNames {
		if _, there := heads[column]; !there {
			wrong = append(wrong, Problem{1, column, "缺少这一列"})
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	seen := map[string]int{}
	for n, cell := range sheet[1:] {
		if strings.TrimSpace(strings.Join(cell, "")) == "" {
			continue
		}
		r := reader{row: n + 2, tree: t, today: today, cell: func(column string) string {
			if k := heads[column]; k < len(cell) {
				return strings.TrimSpace(text.Words(cell[k]))
			}
			return ""
		}}
		one := r.read()
		if first, twice := seen[one.Code]; twice && one.Code != "" {
			r.bad(colCode, "与第 "+itoa(first)+" 行的编码相同")
		}
		seen[one.Code] = r.row
		rows, wrong = append(rows, one), append(wrong, r.wrong...)
	}
	if len(rows) == 0 && len(wrong) == 0 {
		wrong = append(wrong, Problem{2, colCode, "没有内容：请至少填一行"})
	}
	return rows, wrong
}

// reader reads one row.
type reader struct {
	row   int
	tree  *area.Tree
	today when.Date
	cell  func(column string) string
	wrong []Problem
}

func (r *reader) bad(column, reason string) {
	if !slices.ContainsFunc(r.wrong, func(p Problem) bool { return p.Column == column }) {
		r.wrong = append(r.wrong, Problem{r.row, column, reason})
	}
}

func (r *reader) read() entryRow {
	one := entryRow{row: r.row}
	code, err := cleanCode(r.cell(colCode))
	if err != nil {
		r.bad(colCode, "请填编码：最多 40 个字母、数字、汉字或横线")
	}
	one.Code = code
	for f, name := range familyNames {
		if r.cell(colFamily) == name {
			one.Family = f
		}
	}
	one.Heading, one.Name, one.Others = r.cell(colHeading), r.cell(colName), parts(r.cell(colOthers))
	one.Org = r.org()
	for _, s := range parts(r.cell(colModes)) {
		one.Modes = append(one.Modes, named(modeNames, s))
	}
	for _, s := range parts(r.cell(colFlags)) {
		n := slices.IndexFunc(flagNames, func(f promise) bool { return f.name == s })
		if n < 0 {
			r.bad(colFlags, "请填首问负责、限时办结、全程代办、上门服务中的几种")
			continue
		}
		*flagNames[n].of(&one.Flags) = true
	}
	one.Legal, one.Promised = r.term(colLegal, r.cell(colLegal)), r.term(colPromised, r.cell(colPromised))
	one.Materials, one.Steps = r.materials(), r.steps()
	one.Fee, one.Where, one.When, one.Gets, one.Phone = r.cell(colFee), r.cell(colWhere), r.cell(colWhen), r.cell(colGets), r.cell(colPhone)
	one.Tasks, one.Duties = entries(r.cell(colTasks)), entries(r.cell(colDuties))
	for _, p := range one.Content.check() {
		r.bad(p.column, p.reason)
	}
	one.reviewBy = r.date()
	return one
}

// org finds an org by its code or name.
func (r *reader) org() int64 {
	s := r.cell(colOrg)
	if s == "" {
		return 0
	}
	for _, o := range r.tree.Orgs() {
		if o.Code == s || o.Name == s {
			return o.ID
		}
	}
	r.bad(colOrg, "没有这个单位：请填花名册里的单位编码或名称")
	return 0
}

func (r *reader) materials() (all []Material) {
	for _, s := range entries(r.cell(colMaterials)) {
		p := fields(s, 5)
		m := Material{Name: p[0], Form: named(formNames, p[1]), From: p[2], Reusable: p[3] == "可重复使用", Blank: p[4]}
		if p[3] != "" && !m.Reusable {
			m.Form = "" // refused with the words about the whole entry
		}
		all = append(all, m)
	}
	return all
}

func (r *reader) steps() (all []Step) {
	for _, s := range entries(r.cell(colSteps)) {
		p := fields(s, 4)
		all = append(all, Step{Name: p[0], Who: p[1], Where: p[2], Limit: r.term(colSteps, p[3])})
	}
	return all
}

var termRule = regexp.MustCompile(`^(\d{1,4}) *个? *(工作日|工作小时|天|日)$`)

func (r *reader) term(column, s string) when.Term {
	if s == "" {
		return when.Term{}
	}
	found := termRule.FindStringSubmatch(text.Narrow(s))
	if found == nil {
		r.bad(column, "请填如“20 个工作日”“30 天”的时限")
		return when.Term{}
	}
	n, _ := strconv.Atoi(found[1]) // digits only
	unit := map[string]when.Unit{"工作日": when.WorkingDays, "工作小时": when.WorkingHours}[found[2]]
	if unit == "" {
		unit = when.Days
	}
	return when.Term{N: n, Unit: unit}
}

// date reads the review date: written as a date, or as the number that a workbook stores.
func (r *reader) date() when.Date {
	s := strings.NewReplacer("/", "-", ".", "-").Replace(r.cell(colReview))
	day, ok := when.ParseDate(s)
	if n, err := strconv.Atoi(s); err == nil && n > 40000 && n < 80000 {
		day, ok = when.DateOf(time.Date(1899, 12, 30, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n)), true
	}
	if !ok || day <= r.today || day > when.DateOf(r.today.Time().Add(longestReview)) {
		r.bad(colReview, "请填今天之后、两年之内的日期，如 2027-06-30")
		return 0
	}
	return day
}

// parts splits a cell of words.
func parts(s string) []string {
	return lines(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;\n", r) }))
}

// entries splits a cell of sentences.
func entries(s string) []string {
	return lines(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("；;\n", r) }))
}

// fields splits an entry at its bars into n fields.
func fields(s string, n int) []string {
	all := strings.Split(strings.ReplaceAll(s, "｜", "|"), "|")
	for len(all) < n {
		all = append(all, "")
	}
	for i := range all {
		all[i] = text.Line(all[i])
	}
	return all[:n]
}

func named[T ~string](names map[T]string, s string) T {
	for one, name := range names {
		if name == s {
			return one
		}
	}
	return ""
}

// cells writes an item as the sheet has it.
func cells(t *area.Tree, r Row) []string {
	var materials, steps, modes []string
	for _, m := range r.Materials {
		again := ""
		if m.Reusable {
			again = "可重复使用"
		}
		materials = append(materials, strings.TrimRight(strings.Join([]string{m.Name, m.Form.Name(), m.From, again, m.Blank}, "|"), "|"))
	}
	for _, s := range r.Steps {
		steps = append(steps, strings.TrimRight(strings.Join([]string{s.Name, s.Who, s.Where, s.Limit.Say()}, "|"), "|"))
	}
	for _, m := range r.Modes {
		modes = append(modes, m.Name())
	}
	org := ""
	if o, err := t.Org(r.Org); err == nil {
		org = o.Code
	}
	review := ""
	if r.ReviewBy != 0 {
		review = r.ReviewBy.String()
	}
	return []string{
		r.Code, r.Family.Name(), r.Heading, r.Name, strings.Join(r.Others, "、"), org, strings.Join(modes, "、"), strings.Join(r.Flags.Names(), "、"),
		r.Legal.Say(), r.Promised.Say(), strings.Join(materials, "\n"), strings.Join(steps, "\n"), r.Fee, r.Where, r.When, r.Gets,
		strings.Join(r.Tasks, "\n"), strings.Join(r.Duties, "\n"), r.Phone, review,
	}
}
