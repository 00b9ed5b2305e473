package roster

import (
	"regexp"
	"slices"
	"strings"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/text"
)

// centres matches the names of the centre in a city or county.
var centres = regexp.MustCompile(`^[市县区旗]网格中心$`)

func (p *parser) readPostings(lines []line) []Posting {
	type key struct {
		person string
		role   auth.Role
		area   string
		org    string
	}
	seen := map[key]bool{}
	var all []Posting
	for _, l := range lines {
		x := Posting{
			Row: l.row, Person: p.personRef(l, colHolder), Org: l.ref(colOrg), Area: l.ref(colArea), From: l.day(colFrom), To: l.day(colTo),
		}
		p.checkRole(l, &x)
		if !x.To.IsZero() {
			if x.To.Before(x.From) {
				l.bad(colTo, "止不能早于起")
			}
			x.To = x.To.AddDate(0, 0, 1) // the last day is part of the posting
		}
		if l.cells[colSubstitute] != "" {
			if x.Substitute = p.personRef(l, colSubstitute); x.Substitute == x.Person {
				l.bad(colSubstitute, "代班人不能是本人")
			}
		}
		x.Work = p.readWork(l)
		k := key{x.Person, x.Role, x.Area, x.Org}
		if x.Person != "" && x.Role != "" && seen[k] {
			l.bad("", "与前面的任职重复：同一人、同一角色、同一区划和部门只写一行")
		}
		seen[k] = true
		all = append(all, x)
	}
	return all
}

// readWork reads how the post is held.
func (p *parser) readWork(l line) (w Work) {
	told := func(column string) bool { return p.told[SheetPostings+"/"+column] }
	if told(colClass) {
		class := oneOf(l, colClass, person.Classes, person.Class.Name)
		w.Class = &class
	}
	if told(colEmployed) {
		employed := oneOf(l, colEmployed, person.Employments, person.Employment.Name)
		w.Employed = &employed
	}
	if told(colSpecialty) {
		all := person.SplitSpecialties(l.cells[colSpecialty])
		if len(all) > person.MaxSpecialties {
			l.bad(colSpecialty, "最多 5 项")
		}
		joined := strings.Join(all, "、")
		w.Specialties = &joined
	}
	if told(colTasks) {
		duties := l.cells[colTasks]
		if !text.Within(duties, 0, person.MaxDuties) {
			l.bad(colTasks, "太长，最多 400 个字")
		}
		w.Duties = &duties
	}
	return w
}

// oneOf returns the value that a cell names, the zero value for a blank one.
func oneOf[T comparable](l line, column string, all []T, name func(T) string) (zero T) {
	cell := l.cells[column]
	if cell == "" {
		return zero
	}
	if i := slices.IndexFunc(all, func(one T) bool { return name(one) == cell }); i >= 0 {
		return all[i]
	}
	l.bad(column, "请从“"+strings.Join(words(all, name), "、")+"”中选择")
	return zero
}

// personRef returns a cell that must name a person of the workbook.
func (p *parser) personRef(l line, column string) string {
	code, ok := l.need(column)
	if code = plainCode(code); ok && !p.persons[code] && !p.missing[SheetPersons] {
		l.bad(column, "“人员”表里没有这个编号")
	}
	return code
}

// checkRole reads the role and checks its area and org. A posting in an org without an area gets the area of the org:
// without one it would reach everywhere.
func (p *parser) checkRole(l line, x *Posting) {
	var o *Org
	if x.Org != "" {
		if o = p.orgs[x.Org]; o == nil && !p.missing[SheetOrgs] {
			l.bad(colOrg, "“部门”表里没有这个编码")
		}
	}
	word, ok := l.need(colRole)
	word = centres.ReplaceAllString(word, "网格中心")
	i := slices.IndexFunc(roles, func(r role) bool { return r.role.Name() == word })
	if i < 0 {
		if ok {
			l.bad(colRole, "没有这个角色，请从下拉列表中选择")
		}
		if x.Area != "" {
			p.area(l, colArea, x.Area)
		}
		return
	}
	r := roles[i]
	x.Role = r.role
	switch {
	case r.org == orgMust && x.Org == "":
		l.bad(colOrg, word+"必填")
	case r.org == orgNever && x.Org != "":
		l.bad(colOrg, "这个角色不用填部门")
	}
	if x.Area == "" && r.org == orgMust {
		if o != nil {
			x.Area = o.Area
		}
		return
	}
	if _, ok := l.need(colArea); !ok {
		return
	}
	a := p.area(l, colArea, x.Area)
	if a != nil && a.Kind != "" && r.in != nil && !slices.Contains(r.in, a.Kind) {
		l.bad(colArea, r.role.Name()+"应任职于"+strings.Join(words(r.in, wordOf), "或"))
	}
}
