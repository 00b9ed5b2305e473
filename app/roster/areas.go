package roster

import (
	"slices"
	"strings"

	"linli/app/area"
)

// areaRef returns a cell that must name an area of the workbook.
func (p *parser) areaRef(l line, column string) string {
	code, ok := l.need(column)
	if code = plainCode(code); ok {
		p.area(l, column, code)
	}
	return code
}

// area returns the area with this code, or nil after saying that there is none.
func (p *parser) area(l line, column, code string) *Area {
	a := p.areas[code]
	if a == nil && !p.missing[SheetAreas] {
		l.bad(column, "“区划”表里没有这个编码")
	}
	return a
}

func (p *parser) readAreas(lines []line) []Area {
	all := make([]Area, len(lines))
	county := false
	for i, l := range lines {
		a := &all[i]
		*a = Area{
			Row: l.row, Parent: l.ref(colParent), Name: l.text(colName, 60), Households: l.count(colHouseholds, 1_000_000),
			Aliases: p.aliases(l),
		}
		a.Lat, a.Lng = l.position()
		if s := l.cells[colBoundary]; s != "" {
			b, err := boundary(s)
			if err != nil {
				l.bad(colBoundary, err.Error())
			}
			a.Boundary = b
		}
		if word, ok := l.need(colKind); ok {
			j := slices.IndexFunc(kinds, func(k kind) bool { return k.word == word })
			if j < 0 {
				l.bad(colKind, "请从“县、街道、社区、网格、楼栋、单元”中选择")
			} else {
				a.Kind = kinds[j].kind
			}
		}
		code, ok := l.code(colCode)
		if a.Code = code; ok {
			if p.again(l, code) {
				l.bad(colCode, "编码重复")
			} else {
				p.areas[code] = a
			}
		}
		if a.Kind == area.County {
			if county {
				l.bad(colKind, "只能有一个县")
			}
			county = true
		}
	}
	if !county && !p.part && !p.missing[SheetAreas] {
		p.problems = append(p.problems, Problem{SheetAreas, 0, colKind, "缺少县这一级"})
	}
	for i, l := range lines {
		p.checkParent(l, &all[i])
	}
	// p.areas points into all, so all must not be sorted in place
	return slices.SortedStableFunc(slices.Values(all), func(a, b Area) int {
		return slices.Index(area.Kinds, a.Kind) - slices.Index(area.Kinds, b.Kind)
	})
}

func (p *parser) aliases(l line) []string {
	s := l.cells[colAliases]
	if s == "" {
		return nil
	}
	l.goodText(colAliases, s, 400)
	var all []string
	for alias := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("、,，;；", r) }) {
		if alias = clean(alias); alias != "" && !slices.Contains(all, alias) {
			all = append(all, alias)
		}
	}
	return all
}

// checkParent checks the parent of an area. Kinds descend from parent to child, so a valid tree has no circles; a circle is
// detected only for a better message.
func (p *parser) checkParent(l line, a *Area) {
	if a.Kind == area.County {
		if a.Parent != "" {
			l.bad(colParent, "县没有上级，请留空")
		}
		return
	}
	if a.Kind == "" {
		if a.Parent != "" {
			p.area(l, colParent, a.Parent)
		}
		return
	}
	if _, ok := l.need(colParent); !ok {
		return
	}
	parent := p.area(l, colParent, a.Parent)
	if parent == nil {
		return
	}
	if p.circle(a) {
		l.bad(colParent, "上级关系绕成了圈")
		return
	}
	k := kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.kind == a.Kind })]
	if parent.Kind != "" && !slices.Contains(k.above, parent.Kind) {
		l.bad(colParent, k.word+"的上级应为"+strings.Join(words(k.above, wordOf), "或"))
	}
}

// circle says whether the parents of a lead back to it.
func (p *parser) circle(a *Area) bool {
	up := p.areas[a.Parent]
	for range 2 * len(kinds) {
		if up == nil {
			return false
		}
		if up == a {
			return true
		}
		up = p.areas[up.Parent]
	}
	return false
}
