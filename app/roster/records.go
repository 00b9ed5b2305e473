package roster

import (
	"context"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/party"
	"linli/app/person"
	"linli/app/when"
	"linli/app/wordlist"
)

// records are the areas, orgs, persons and postings before a plan is applied.
type records struct {
	areas    []area.Area // parents first
	orgs     []area.Org
	persons  map[string]person.Person // by plain code
	postings []person.Posting
	branches []party.Branch
	members  []party.Member
	rules    party.Rules
	words    map[wordlist.List][]string // of the county
	codesOf  map[int64]area.Codes       // of grids in other lines of work
}

func readRecords(ctx context.Context, tx Tx) (r records, err error) {
	if r.areas, err = tx.RosterAreas(ctx); err != nil {
		return r, err
	}
	if r.orgs, err = tx.RosterOrgs(ctx); err != nil {
		return r, err
	}
	coded, err := tx.RosterPersons(ctx)
	if err != nil {
		return r, err
	}
	r.persons = make(map[string]person.Person, len(coded))
	for code, p := range coded {
		r.persons[plainCode(code)] = p
	}
	if r.postings, err = tx.RosterPostings(ctx); err != nil {
		return r, err
	}
	if r.codesOf, err = tx.RosterCodes(ctx); err != nil {
		return r, err
	}
	r.words = map[wordlist.List][]string{}
	for _, l := range []wordlist.List{wordlist.Specialties, wordlist.OrgKinds} {
		all, err := tx.Words(ctx, l)
		if err != nil {
			return r, err
		}
		r.words[l] = wordlist.Names(all)
	}
	return r, r.readParty(ctx, tx)
}

// codes name records as the rows of a workbook do.
type codes struct {
	areas   map[int64]string
	orgs    map[int64]string
	persons map[int64]string
	party   map[int64]string
}

func (r records) codes() codes {
	c := codes{map[int64]string{}, map[int64]string{}, map[int64]string{}, map[int64]string{}}
	for _, b := range r.branches {
		c.party[b.ID] = b.Code
	}
	for _, a := range r.areas {
		c.areas[a.ID] = plainCode(a.Code)
	}
	for _, o := range r.orgs {
		c.orgs[o.ID] = plainCode(o.Code)
	}
	for code, p := range r.persons {
		if known := c.persons[p.ID]; known == "" || code < known { // a merged person has several
			c.persons[p.ID] = code
		}
	}
	return c
}

// cells are the cells of one row, by header; a blank one is left out.
type cells map[string]string

func (c codes) area(a area.Area) cells {
	row := cells{
		colCode: plainCode(a.Code), colParent: c.areas[a.Parent], colKind: wordOf(a.Kind), colName: a.Name,
		colAliases: strings.Join(a.Aliases, "、"), colBoundary: a.Boundary,
	}
	if a.Households != 0 {
		row[colHouseholds] = strconv.Itoa(a.Households)
	}
	if a.Lat != 0 || a.Lng != 0 {
		row[colLat], row[colLng] = degree(a.Lat), degree(a.Lng)
	}
	return row
}

func degree(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (c codes) org(o area.Org) cells {
	return cells{colCode: plainCode(o.Code), colName: o.Name, colKind: o.Kind, colOwnArea: c.areas[o.Area], colOrgAbove: c.orgs[o.Parent]}
}

// person leaves the number out: a blank cell keeps the known one.
func (c codes) person(p person.Person) cells {
	home := p.Home
	if home == 0 {
		home = p.Community
	}
	shown := no
	if p.Shown {
		shown = yes
	}
	return cells{colNumber: c.persons[p.ID], colFullName: p.Name, colOwnArea: c.areas[home], colShown: shown}
}

func (c codes) posting(p person.Posting) cells {
	return cells{
		colHolder: c.persons[p.Person], colRole: p.Role.Name(), colArea: c.areas[p.Area], colOrg: c.orgs[p.Org],
		colFrom: dayText(p.From), colTo: lastDay(p.To), colSubstitute: c.persons[p.Substitute],
		colClass: p.Class.Name(), colEmployed: p.Employed.Name(), colSpecialty: p.Specialties, colTasks: p.Duties,
	}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(when.Beijing).Format(time.DateOnly)
}

// lastDay returns the day in which a posting ends.
func lastDay(to time.Time) string {
	if to.IsZero() {
		return ""
	}
	return dayText(to.Add(-time.Millisecond))
}

// FirstDay returns the day in which a posting begins, "" when it always held.
func FirstDay(p person.Posting) string { return dayText(p.From) }

// LastDay returns the day in which it ends, "" for open-ended.
func LastDay(p person.Posting) string { return lastDay(p.To) }
