package roster

import (
	"linli/app/area"
	"linli/app/person"
)

// Deed is what a plan does to a record.
type Deed string

// The deeds.
const (
	Added   Deed = "added"
	Changed Deed = "changed"
	Same    Deed = "same"
)

// Change is one row of a plan as it was or would be applied.
type Change struct {
	Sheet  string
	Row    int
	Code   string // of the area, org or person; of the holder of a posting
	Title  string // what people call it
	Deed   Deed
	Fields []Field
	id     int64
	place  int64 // the community whose audit log holds it
}

// Field is one cell of a change. Numbers are masked.
type Field struct{ Column, Old, New string }

// fields returns the cells of a sheet that differ, in the order of its columns.
func fields(sheet string, old, now cells) (found []Field) {
	for _, s := range Sheets() {
		if s.Name != sheet {
			continue
		}
		for _, c := range s.Columns {
			if a, b := old[c.Header], now[c.Header]; a != b {
				found = append(found, sayField(c.Header, a, b))
			}
		}
	}
	return found
}

// sayField shortens what nobody reads.
func sayField(column, old, now string) Field {
	if column != colBoundary {
		return Field{column, old, now}
	}
	word := func(s, other string) string {
		if s == "" {
			return ""
		}
		return other
	}
	return Field{column, word(old, "原有边界"), word(now, "新边界")}
}

// note records what becomes of a row.
func (l *loader) note(c Change, old, now cells) {
	if c.Deed != Same {
		c.Fields = fields(c.Sheet, old, now)
		for i := range c.Fields {
			f := &c.Fields[i]
			f.Old, f.New = l.named(f.Column, f.Old), l.named(f.Column, f.New)
		}
	}
	l.changes = append(l.changes, c)
}

func (l *loader) noteArea(row Area, deed Deed, old, now area.Area) {
	was := cells{}
	if deed != Added {
		was = l.codes.area(old)
	}
	l.note(Change{
		Sheet: SheetAreas, Row: row.Row, Code: row.Code, Title: now.Name, Deed: deed, id: now.ID, place: now.Community,
	}, was, l.codes.area(now))
}

func (l *loader) noteOrg(row Org, deed Deed, old, now area.Org) {
	was := cells{}
	if deed != Added {
		was = l.codes.org(old)
	}
	l.note(Change{
		Sheet: SheetOrgs, Row: row.Row, Code: row.Code, Title: now.Name, Deed: deed, id: now.ID, place: l.communityOf(now.Area),
	}, was, l.codes.org(now))
}

func (l *loader) notePerson(row Person, deed Deed, old, now person.Person) {
	was, is := cells{}, l.codes.person(now)
	if deed != Added {
		was = l.codes.person(old)
		was[colPhone] = old.Phone.Masked()
	}
	is[colPhone] = now.Phone.Masked()
	if old.Phone != now.Phone && was[colPhone] == is[colPhone] {
		is[colPhone] += "（新号码）"
	}
	l.note(Change{
		Sheet: SheetPersons, Row: row.Row, Code: row.Code, Title: now.Name, Deed: deed, id: now.ID, place: now.Community,
	}, was, is)
}

func (l *loader) notePosting(row Posting, deed Deed, old, now person.Posting) {
	was := cells{}
	if deed != Added {
		was = l.codes.posting(old)
	}
	l.note(Change{
		Sheet: SheetPostings, Row: row.Row, Code: row.Person, Deed: deed, id: now.ID, place: l.communityOf(now.Area),
		Title: l.people[now.Person].Name + " · " + now.Role.Name() + " · " + l.nameOf(now.Area),
	}, was, l.codes.posting(now))
}

// named adds the name to a code, which people rarely know.
func (l *loader) named(column, code string) string {
	name := ""
	switch column {
	case colParent, colOwnArea, colArea:
		if n := l.areas[code]; n != nil {
			name = n.Name
		}
	case colOrg, colOrgAbove:
		name = l.orgNames[code]
	case colBranch, colAbove:
		name = l.party.name(code)
	case colHolder, colSubstitute:
		name = l.people[l.persons[code]].Name
	}
	if code == "" || name == "" {
		return code
	}
	return name + "（" + code + "）"
}

func (l *loader) communityOf(id int64) int64 {
	if n := l.byID[id]; n != nil {
		return n.Community
	}
	return 0
}

func (l *loader) nameOf(id int64) string {
	if n := l.byID[id]; n != nil {
		return n.Name
	}
	return ""
}
