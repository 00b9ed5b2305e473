package roster

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/party"
	"linli/app/person"
)

// writer writes an edit as the rows of a workbook.
type writer struct {
	who      auth.Actor
	codes    codes
	areas    map[int64]area.Area
	orgs     map[int64]area.Org
	persons  map[int64]person.Person
	postings map[int64]person.Posting
	branches map[int64]party.Branch
	members  map[int64]party.Member
	taken    map[string]bool
	made     []string
	err      error
}

func newWriter(who auth.Actor, known records) *writer {
	w := &writer{
		who: who, codes: known.codes(), areas: map[int64]area.Area{}, orgs: map[int64]area.Org{},
		persons: map[int64]person.Person{}, postings: map[int64]person.Posting{}, taken: map[string]bool{},
		branches: map[int64]party.Branch{}, members: map[int64]party.Member{},
	}
	for _, b := range known.branches {
		w.branches[b.ID], w.taken[b.Code] = b, true
	}
	for _, m := range known.members {
		w.members[m.Person] = m
	}
	for _, a := range known.areas {
		w.areas[a.ID], w.taken[plainCode(a.Code)] = a, true
	}
	for _, o := range known.orgs {
		w.orgs[o.ID], w.taken[plainCode(o.Code)] = o, true
	}
	for code, p := range known.persons {
		w.persons[p.ID], w.taken[code] = p, true
	}
	for _, p := range known.postings {
		w.postings[p.ID] = p
	}
	return w
}

// sheets returns the rows of the edit, or the fault of the first record that the actor does not see.
func (w *writer) sheets(e Edit) (map[string][][]string, error) {
	var areas, orgs, persons, postings, branches, members []cells
	for _, x := range e.Areas {
		areas = append(areas, w.area(x))
	}
	for _, x := range e.Orgs {
		orgs = append(orgs, w.org(x))
	}
	for _, x := range e.Persons {
		persons = append(persons, w.person(x))
	}
	first := ""
	if len(persons) > 0 {
		first = persons[0][colNumber]
	}
	for _, x := range e.Postings {
		postings = append(postings, w.posting(x, first))
	}
	for _, x := range e.Branches {
		branches = append(branches, w.branch(x))
	}
	for _, x := range e.Members {
		members = append(members, w.member(x, first))
	}
	return map[string][][]string{
		SheetAreas: table(SheetAreas, areas), SheetOrgs: table(SheetOrgs, orgs),
		SheetPersons: table(SheetPersons, persons), SheetPostings: table(SheetPostings, postings),
		SheetBranches: table(SheetBranches, branches), SheetMembers: table(SheetMembers, members),
	}, w.err
}

// table returns a sheet with its header and the rows.
func table(sheet string, rows []cells) [][]string {
	var all [][]string
	for _, s := range Sheets() {
		if s.Name != sheet {
			continue
		}
		header := make([]string, len(s.Columns))
		for i, c := range s.Columns {
			header[i] = c.Header
		}
		all = append(all, header)
		for _, row := range rows {
			line := make([]string, len(header))
			for i, column := range header {
				line[i] = row[column]
			}
			all = append(all, line)
		}
	}
	return all
}

// sees keeps the first fault.
func (w *writer) sees(path string, missing error) bool {
	if w.who.Covers(path, auth.Managers...) {
		return true
	}
	if w.err == nil {
		w.err = missing
	}
	return false
}

// place writes the code of an area that the actor sees; 0 leaves the cell.
func (w *writer) place(row cells, column string, id int64) {
	if id != 0 && w.sees(w.areas[id].Path, area.ErrMissing) {
		row[column] = w.codes.areas[id]
	}
}

// human writes the code of a person whom the actor sees; 0 leaves the cell.
func (w *writer) human(row cells, column string, id int64) {
	p := w.persons[id]
	home := p.Home
	if home == 0 {
		home = p.Community
	}
	if id != 0 && w.sees(w.areas[home].Path, person.ErrMissing) {
		row[column] = w.codes.persons[id]
	}
}

// code returns a code that is not taken: prefix and the next number.
func (w *writer) code(prefix, mark string) string {
	if utf8.RuneCountInString(prefix) > mostCode-6 {
		prefix = "N"
	}
	for n := 1; ; n++ {
		code := fmt.Sprintf("%s-%s%02d", prefix, mark, n)
		if !w.taken[code] {
			w.taken[code] = true
			w.made = append(w.made, code)
			return code
		}
	}
}

func set(row cells, column string, value *string) {
	if value != nil {
		row[column] = *value
	}
}

func (w *writer) area(x AreaEdit) cells {
	row := cells{colKind: wordOf(x.Kind)}
	if x.ID != 0 {
		if !w.sees(w.areas[x.ID].Path, area.ErrMissing) {
			return nil
		}
		if x.Mark != "" && x.Mark != Mark(w.areas[x.ID]) && w.err == nil {
			w.err = ErrDrawn
		}
		row = w.codes.area(w.areas[x.ID])
	}
	w.place(row, colParent, x.Parent)
	if x.ID == 0 {
		row[colCode] = w.code(row[colParent], "")
	}
	set(row, colName, x.Name)
	set(row, colBoundary, x.Boundary)
	if x.Aliases != nil {
		row[colAliases] = strings.Join(*x.Aliases, "、")
	}
	if x.Households != nil {
		row[colHouseholds] = fmt.Sprint(*x.Households)
	}
	if x.Lat != nil && x.Lng != nil {
		row[colLat], row[colLng] = degree(*x.Lat), degree(*x.Lng)
	}
	return row
}

func (w *writer) org(x OrgEdit) cells {
	row := cells{}
	if x.ID != 0 {
		if !w.sees(w.areas[w.orgs[x.ID].Area].Path, area.ErrMissing) {
			return nil
		}
		row = w.codes.org(w.orgs[x.ID])
	}
	w.place(row, colOwnArea, x.Area)
	if x.ID == 0 {
		row[colCode] = w.code(row[colOwnArea], "D")
	}
	set(row, colName, x.Name)
	set(row, colKind, x.Kind)
	if x.Parent != nil {
		if *x.Parent != 0 && !w.sees(w.areas[w.orgs[*x.Parent].Area].Path, area.ErrMissing) {
			return nil
		}
		row[colOrgAbove] = w.codes.orgs[*x.Parent]
	}
	return row
}

func (w *writer) person(x PersonEdit) cells {
	row := cells{}
	if x.ID != 0 {
		row = w.codes.person(w.persons[x.ID])
		w.human(row, colNumber, x.ID)
	}
	w.place(row, colOwnArea, x.Area)
	if x.ID == 0 {
		community := w.areas[w.areas[x.Area].Community]
		row[colNumber] = w.code(plainCode(community.Code), "P")
	}
	set(row, colFullName, x.Name)
	set(row, colPhone, x.Phone)
	if x.Shown != nil {
		row[colShown] = map[bool]string{true: yes, false: no}[*x.Shown]
	}
	return row
}

func (w *writer) posting(x PostingEdit, first string) cells {
	row := cells{colHolder: first, colRole: x.Role.Name()}
	if x.ID != 0 {
		old, known := w.postings[x.ID]
		if !known || !w.sees(w.areas[old.Area].Path, person.ErrNoPosting) {
			w.sees("", person.ErrNoPosting)
			return nil
		}
		row = w.codes.posting(old)
	} else {
		w.human(row, colHolder, x.Person)
		w.place(row, colArea, x.Area)
		if x.Org != 0 && w.sees(w.areas[w.orgs[x.Org].Area].Path, area.ErrMissing) {
			row[colOrg] = w.codes.orgs[x.Org]
		}
	}
	w.human(row, colSubstitute, x.Substitute)
	set(row, colFrom, x.From)
	set(row, colTo, x.To)
	set(row, colTasks, x.Duties)
	if x.Class != nil {
		row[colClass] = nameOr(x.Class.Name(), string(*x.Class))
	}
	if x.Employed != nil {
		row[colEmployed] = nameOr(x.Employed.Name(), string(*x.Employed))
	}
	if x.Specialties != nil {
		row[colSpecialty] = strings.Join(*x.Specialties, "、")
	}
	if x.Now {
		row[colTo] = ""
	}
	return row
}

// nameOr returns the name, or for a value without one the value, which the parser refuses.
func nameOr(name, value string) string {
	if name == "" {
		return value
	}
	return name
}
