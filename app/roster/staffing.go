package roster

import (
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/wordlist"
)

// Seat is a post that every area of a kind should have. An empty one is a vacancy (空缺) and no error.
type Seat struct {
	Role  auth.Role
	Class person.Class // "": of any class
	In    area.Kind
	Sole  bool // by one person at a time
}

// Staffing lists them: one secretary (总网格长) for a community; one lead and one full-time officer for a grid; a lead for each
// building and each unit.
var Staffing = []Seat{
	{auth.Secretary, "", area.Community, true},
	{auth.GridLead, "", area.Grid, true},
	{auth.GridOfficer, person.FullTime, area.Grid, true},
	{auth.BuildingLead, "", area.Building, false},
	{auth.UnitLead, "", area.Unit, false},
}

// Name returns what the seat is called.
func (s Seat) Name() string { return s.Class.Name() + s.Role.Name() }

// Takes says whether a posting fills the seat, at whatever time. A class that is not told counts as any.
func (s Seat) Takes(p person.Posting) bool {
	return p.Role == s.Role && (s.Class == "" || p.Class == "" || p.Class == s.Class)
}

// sole returns the seat that only one person may hold and that the posting takes beyond doubt.
func sole(p person.Posting) (Seat, bool) {
	i := slices.IndexFunc(Staffing, func(s Seat) bool { return s.Sole && s.Role == p.Role && s.Class == seatClass(s, p) })
	if i < 0 {
		return Seat{}, false
	}
	return Staffing[i], true
}

// seatClass is the class of the posting where the seat asks for one.
func seatClass(s Seat, p person.Posting) person.Class {
	if s.Class == "" {
		return ""
	}
	return p.Class
}

// begun is a posting that is new or holds at other times, with its row.
type begun struct {
	row int
	person.Posting
}

// needAlone refuses a second holder of a post that only one person may hold at a time.
func (l *loader) needAlone() {
	after := map[int64]person.Posting{}
	for _, p := range l.records.postings {
		after[p.ID] = p
	}
	for _, p := range l.given {
		after[p.ID] = p
	}
	bySeat := map[seat][]person.Posting{}
	for _, p := range after {
		if s, ok := sole(p); ok {
			key := seat{role: s.Role, area: p.Area}
			bySeat[key] = append(bySeat[key], p)
		}
	}
	for _, b := range l.begun {
		s, ok := sole(b.Posting)
		refused := slices.ContainsFunc(l.refused, func(p Problem) bool { return p.Sheet == SheetPostings && p.Row == b.row })
		if !ok || refused {
			continue
		}
		for _, other := range bySeat[seat{role: s.Role, area: b.Area}] {
			if other.Person != b.Person && together(b.Posting, other, l.now) {
				l.refuse(SheetPostings, b.row, colRole, l.nameOf(b.Area)+"已有"+s.Name()+"，同一时间只能有一位：请先结束原来的任职，或改起止日期")
				break
			}
		}
	}
}

// together says whether two postings hold at the same moment, now or later.
func together(a, b person.Posting, now time.Time) bool {
	from := now
	for _, p := range []person.Posting{a, b} {
		if p.From.After(from) {
			from = p.From
		}
	}
	return a.Holds(from) && b.Holds(from)
}

// needKnown refuses a specialty that is not in the county's list.
func (l *loader) needKnown(row Posting) {
	if row.Work.Specialties == nil {
		return
	}
	for _, one := range person.SplitSpecialties(*row.Work.Specialties) {
		if !slices.Contains(l.records.words[wordlist.Specialties], one) {
			l.refuse(SheetPostings, row.Row, colSpecialty, "县里的专长词表里没有“"+one+"”")
			return
		}
	}
}
