package roster

import (
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

const (
	outside = "不在您的管理范围内"
	tooHigh = "这个角色需由上级任免"
)

// areaKeepers returns the roles that add, rename and move areas of a kind, in their own area and below.
func areaKeepers(k area.Kind) []auth.Role {
	switch k {
	case area.Grid, area.Building, area.Unit:
		return auth.Managers
	case area.Community:
		return slices.Concat(auth.Overseers, auth.Operators)
	case area.Street:
		return slices.Concat(auth.Centres, auth.Operators)
	case area.County:
	}
	return auth.Operators
}

// orgKeepers are the roles that add and change orgs in their own area and below.
func orgKeepers() []auth.Role { return slices.Concat(auth.Deciders, auth.Operators) }

// free says that the plan comes from the operator's shell.
func (l *loader) free() bool { return l.who.Person == 0 }

func (l *loader) refuse(sheet string, row int, column, reason string) {
	l.refused = append(l.refused, Problem{Sheet: sheet, Row: row, Column: column, Reason: reason})
}

func (l *loader) path(id int64) string {
	if n := l.byID[id]; n != nil {
		return n.Path
	}
	return ""
}

// covers says whether the actor holds one of the roles at or above every one of the paths.
func (l *loader) covers(by []auth.Role, paths ...string) bool {
	return l.free() || !slices.ContainsFunc(paths, func(path string) bool { return !l.who.Covers(path, by...) })
}

// reachArea refuses a changed area outside the actor's reach, before or after the change.
func (l *loader) reachArea(row Area, paths ...string) {
	if !l.covers(areaKeepers(row.Kind), paths...) {
		l.refuse(SheetAreas, row.Row, colCode, outside)
	}
}

func (l *loader) reachOrg(row Org, areas ...int64) {
	for _, id := range areas {
		if !l.covers(orgKeepers(), l.path(id)) {
			l.refuse(SheetOrgs, row.Row, colOwnArea, outside)
			return
		}
	}
}

// reachPerson refuses a person outside the actor's reach, and one who holds a post that the actor does not give: a
// person's account can be bound by their number.
func (l *loader) reachPerson(row Person, old, now person.Person) {
	if l.free() {
		return
	}
	if !l.covers(auth.Managers, l.placeOf(now)) || old.ID != 0 && !l.covers(auth.Managers, l.before[old.Community].Path) {
		l.refuse(SheetPersons, row.Row, colOwnArea, outside)
		return
	}
	for _, p := range l.records.postings {
		if (p.Person == old.ID || p.Substitute == old.ID) && old.ID != 0 && (p.To.IsZero() || p.To.After(l.now)) && !l.who.MayAppoint(p.Role, l.path(p.Area)) {
			l.refuse(SheetPersons, row.Row, colNumber, "此人的任职由上级管理，请由上级修改")
			return
		}
	}
}

// placeOf returns the path of the home or community of a person.
func (l *loader) placeOf(p person.Person) string {
	if p.Home != 0 {
		return l.path(p.Home)
	}
	return l.path(p.Community)
}

// reachPosting refuses a posting that the actor does not give, of a person or with a substitute outside their reach.
func (l *loader) reachPosting(row Posting, old, now person.Posting) {
	if l.free() {
		return
	}
	switch {
	case !l.covers(auth.Managers, l.path(now.Area)):
		l.refuse(SheetPostings, row.Row, colArea, outside)
	case !l.who.MayAppoint(now.Role, l.path(now.Area)):
		l.refuse(SheetPostings, row.Row, colRole, tooHigh)
	case now.Org != 0 && !l.covers(auth.Appointers(now.Role), l.path(l.orgArea[now.Org])):
		l.refuse(SheetPostings, row.Row, colOrg, outside)
	case old.ID == 0 && !l.covers(auth.Managers, l.placeOf(l.people[now.Person])):
		l.refuse(SheetPostings, row.Row, colHolder, outside)
	case now.Substitute != old.Substitute && !l.covers(auth.Managers, l.placeOf(l.people[now.Substitute])):
		l.refuse(SheetPostings, row.Row, colSubstitute, outside)
	}
}

// KindsBelow returns the kinds of area that may be directly below one of this kind.
func KindsBelow(of area.Kind) (found []area.Kind) {
	for _, k := range kinds {
		if slices.Contains(k.above, of) {
			found = append(found, k.kind)
		}
	}
	return found
}
