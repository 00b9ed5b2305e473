package roster

import (
	"context"
	"crypto/rand"
	"hash/maphash"
	"iter"
	"slices"
	"strconv"
	"strings"

	"linli/app/area"
	"linli/app/household"
	"linli/app/when"
)

// The sheets that are read row by row, because a county has more rows than memory for them. A workbook may leave them out.
const (
	SheetDwellings = "房屋"
	SheetResidents = "住户"
)

const (
	colRoom     = "房号"
	colFloor    = "楼层"
	colUse      = "用途"
	colTenure   = "性质"
	colChecked  = "核对日期"
	colBorn     = "出生年"
	colRelation = "与联系人关系"
	colStay     = "居住类型"
	colSince    = "入住日期"
	colSize     = "本户人数"
)

// Rows reads a sheet: the header first, then each row. It can be read again.
type Rows func(sheet string) iter.Seq2[[]string, error]

// The limits of these sheets.
const (
	mostHomeRows = 1_000_000
	mostShown    = 1000 // problems
	homeBatch    = 500  // rows that are applied together
)

// HomeSheets describes the sheets that are read row by row.
func HomeSheets() []Sheet {
	names := func(list []string) string { return "从“" + strings.Join(list, "、") + "”中选择，" }
	uses, tenures := []string{"住宅", "商铺", "办公", "其他"}, []string{"自住", "出租", "空置", "未知"}
	relations, stays := []string{"本人", "配偶", "子女", "父母", "祖孙", "其他亲属", "合住"}, []string{"常住", "暂住"}
	return []Sheet{
		{Name: SheetDwellings, Optional: true, Columns: []Column{
			{Header: colArea, Required: true, Note: "单元的编码；楼栋没有单元的，填楼栋的编码。", Examples: []string{"SL-01-01-G1-03-2", "SL-01-01-G1-03-2"}},
			{Header: colRoom, Required: true, Note: "房号，如 302；同一单元里不重复。", Examples: []string{"301", "302"}},
			{Header: colFloor, Note: "楼层，不填按房号推算。", Examples: []string{"3"}},
			{Header: colUse, Note: names(uses) + "不填为住宅。", Choices: uses, Examples: []string{"住宅"}},
			{Header: colTenure, Note: names(tenures) + "不填为未知。", Choices: tenures, Examples: []string{"自住", "空置"}},
			{Header: colChecked, Note: "最近一次上门核对的日期，可不填。", Examples: []string{"2026-10-01"}},
		}},
		{Name: SheetResidents, Optional: true, Columns: []Column{
			{Header: colArea, Required: true, Note: "与“房屋”表相同。", Examples: []string{"SL-01-01-G1-03-2", "SL-01-01-G1-03-2"}},
			{Header: colRoom, Required: true, Note: "与“房屋”表相同。", Examples: []string{"301", "301"}},
			{Header: colFullName, Required: true, Note: "1 至 20 个字。同一间房里同名的，请填出生年。", Examples: []string{"王示例", "赵示例"}},
			{Header: colNumber, Note: "“人员”表里的编号，工作人员和红管家填；其他人不填。", Examples: []string{""}},
			{Header: colPhone, Note: "11 位手机号，可不填；已登记的号码不会被清空。", Examples: []string{"13800000003"}},
			{Header: colBorn, Note: "出生年，如 1950，可不填。请不要填身份证号。", Examples: []string{"1950"}},
			{Header: colRelation, Note: names(relations) + "联系人自己填“本人”。", Choices: relations, Examples: []string{"本人", "子女"}},
			{Header: colStay, Note: names(stays) + "不填为常住。", Choices: stays, Examples: []string{"常住", "常住"}},
			{Header: colSince, Note: "搬来的日期，可不填。", Examples: []string{"2015-05-01"}},
			{Header: colSize, Note: "这一户的人数，填在联系人那一行；不填按登记的人计。", Examples: []string{"2"}},
		}},
	}
}

// homes reads the sheets of dwellings and residents and applies them in batches.
type homes struct {
	l       *loader
	load    *household.Load
	seed    maphash.Seed
	seen    map[uint64]int // the row of each dwelling, or of each resident
	divided map[int64]bool // buildings with units
	p       *parser
}

// loadHomes applies the rows, or returns every problem: then the transaction must not be committed.
func (l *loader) loadHomes(ctx context.Context, rows Rows) error {
	if rows == nil {
		return nil
	}
	h := &homes{l: l, load: household.NewLoad(l.tx, "import-"+rand.Text(), l.now), seed: maphash.MakeSeed(), divided: map[int64]bool{}, p: newParser()}
	for _, n := range l.byID {
		if n.Kind == area.Unit {
			h.divided[n.Parent] = true
		}
	}
	sheets := HomeSheets()
	if err := read(ctx, h, sheets[0], rows, h.dwelling, h.load.AddRooms); err != nil {
		return err
	}
	if err := read(ctx, h, sheets[1], rows, h.resident, h.load.AddResidents); err != nil {
		return err
	}
	for _, row := range h.load.Homeless {
		h.p.problems = append(h.p.problems, Problem{SheetResidents, row, colRoom, "“房屋”表和系统里都没有这间房"})
	}
	if len(h.p.problems) > 0 {
		return Problems(h.p.inOrder(sheets))
	}
	for i, t := range []household.Tally{h.load.Dwellings, h.load.Residents} {
		for counts, n := range map[*map[string]int]int{&l.sum.Added: t.Added, &l.sum.Changed: t.Changed, &l.sum.Same: t.Same} {
			if n > 0 {
				(*counts)[sheets[i].Name] = n
			}
		}
	}
	if h.load.Dwellings.Added+h.load.Dwellings.Changed == 0 {
		return nil
	}
	return l.tx.GrowAreasVersion(ctx)
}

// read reads one sheet and applies its rows in batches. After the first problem it only reads, to find the others.
func read[R any](
	ctx context.Context, h *homes, sheet Sheet, rows Rows, parse func(line) (R, household.Dwelling), apply func(context.Context, []R) error,
) error {
	h.seen = map[uint64]int{}
	var at map[string]int
	var batch []R
	var last household.Dwelling
	n, cells := 0, map[string]string{}
	flush := func() error {
		defer func() { batch = batch[:0] }()
		if len(h.p.problems) > 0 || len(batch) == 0 {
			return nil
		}
		return apply(ctx, batch)
	}
	for row, err := range rows(sheet.Name) {
		if n++; err != nil {
			return err
		}
		if n == 1 {
			fail := func(row int, column, reason string) {
				h.p.problems = append(h.p.problems, Problem{sheet.Name, row, column, reason})
			}
			before := len(h.p.problems)
			if at = h.p.header(sheet, row, fail); len(h.p.problems) > before {
				return nil
			}
			continue
		}
		if n > mostHomeRows || len(h.p.problems) >= mostShown {
			h.p.problems = append(h.p.problems, Problem{sheet.Name, n, "", "后面的行没有再检查，请先改好前面的"})
			return nil
		}
		l := line{sheet: sheet.Name, row: n, cells: cells, out: &h.p.problems}
		if !l.fill(row, at) {
			continue
		}
		before := len(h.p.problems)
		one, where := parse(l)
		if len(h.p.problems) > before {
			continue
		}
		if len(batch) >= homeBatch && (where.Area != last.Area || where.Room != last.Room) {
			if err := flush(); err != nil {
				return err
			}
		}
		batch, last = append(batch, one), where
	}
	return flush()
}

// fill takes over the cells of a row, and says whether it has any.
func (l line) fill(row []string, at map[string]int) bool {
	clear(l.cells)
	for header, column := range at {
		if column < len(row) {
			if cell := clean(row[column]); cell != "" {
				l.cells[header] = cell
			}
		}
	}
	return len(l.cells) > 0
}

// place returns where the dwelling of a row lies.
func (h *homes) place(l line) household.Dwelling {
	d, in := household.Dwelling{Use: household.Home, Tenure: household.Unknown}, area.Area{}
	if code, ok := l.need(colArea); ok {
		n := h.l.areas[plainCode(code)]
		switch {
		case n == nil:
			l.bad(colArea, "“区划”表里没有这个编码")
		case n.Kind != area.Unit && (n.Kind != area.Building || h.divided[n.ID]):
			l.bad(colArea, "请填单元的编码；楼栋没有单元的，填楼栋的编码")
		default:
			d.Area, d.Community = n.ID, n.Community
			in = n.Area
			for up := n; up != nil; up = h.l.byID[up.Parent] {
				switch up.Kind {
				case area.Building:
					d.Building = up.ID
				case area.Grid:
					d.Grid = up.ID
				}
			}
		}
	}
	if said, ok := l.need(colRoom); ok {
		room, err := household.ParseRoom(plainDigits(said))
		if err != nil {
			l.bad(colRoom, "请填房号，如 302，最多 12 个字")
		}
		d.Number(room, in)
	}
	return d
}

// again says in which earlier row the same key was, or 0.
func (h *homes) again(row int, parts ...string) int {
	key := maphash.String(h.seed, strings.Join(parts, "\x00"))
	if first, twice := h.seen[key]; twice {
		return first
	}
	h.seen[key] = row
	return 0
}

func (h *homes) dwelling(l line) (household.DwellingRow, household.Dwelling) {
	d := h.place(l)
	if floor := l.count(colFloor, 120); floor != 0 {
		d.Floor = floor
	}
	d.Use = choice(l, colUse, d.Use, household.Home, household.Shop, household.Office, household.Other)
	d.Tenure = choice(l, colTenure, d.Tenure, household.Owned, household.Rented, household.Vacant, household.Unknown)
	if d.CheckedAt = l.day(colChecked); d.CheckedAt.After(h.l.now) {
		l.bad(colChecked, "日期不能晚于今天")
	}
	if d.Area != 0 && d.Room != "" {
		if first := h.again(l.row, l.cells[colArea], d.Room); first != 0 {
			l.bad(colRoom, "与第 "+strconv.Itoa(first)+" 行是同一间房")
		}
	}
	return household.DwellingRow{Dwelling: d, Row: l.row}, d
}

func (h *homes) resident(l line) (household.ResidentRow, household.Dwelling) {
	d := h.place(l)
	r := household.ResidentRow{
		Row: l.row, Place: d, Name: l.name(colFullName, 20), Phone: l.phone(colPhone), Size: l.count(colSize, household.MaxSize),
		From: when.DateOf(h.l.now),
	}
	if r.Born = l.count(colBorn, h.l.now.In(when.Beijing).Year()); r.Born != 0 && r.Born < 1900 {
		l.bad(colBorn, "请填四位的出生年，如 1950")
	}
	r.Relation = choice(l, colRelation, household.Unsaid, household.Contact, household.Spouse, household.Child, household.Parent,
		household.Grand, household.Relative, household.Flatmate)
	r.Stay = choice(l, colStay, household.Permanent, household.Permanent, household.Temporary)
	if since := l.day(colSince); since.After(h.l.now) {
		l.bad(colSince, "日期不能晚于今天")
	} else if !since.IsZero() {
		r.From = when.DateOf(since)
	}
	if code := l.ref(colNumber); code != "" {
		if r.Known = h.l.persons[code]; r.Known == 0 {
			l.bad(colNumber, "“人员”表里没有这个编号")
		}
	}
	if d.Area != 0 && d.Room != "" && r.Name != "" {
		if first := h.again(l.row, l.cells[colArea], d.Room, r.Name, strconv.Itoa(r.Born)); first != 0 {
			l.bad(colFullName, "与第 "+strconv.Itoa(first)+" 行是同一个人；同名的请填出生年")
		}
	}
	return r, d
}

// choice returns the value with the name in the cell; a blank cell is the usual one.
func choice[T interface {
	~string
	Name() string
}](l line, column string, usual T, all ...T) T {
	s := l.cells[column]
	if s == "" {
		return usual
	}
	if i := slices.IndexFunc(all, func(v T) bool { return v.Name() == s }); i >= 0 {
		return all[i]
	}
	names := make([]string, len(all))
	for i, v := range all {
		names[i] = v.Name()
	}
	l.bad(column, "请从“"+strings.Join(names, "、")+"”中选择")
	return usual
}
