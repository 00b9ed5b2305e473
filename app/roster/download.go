package roster

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
)

// Sheets returns the roster of the areas that the actor manages as the sheets of a workbook, without telephone numbers: a
// blank cell keeps the known number when the workbook is loaded again. The areas above are in it, because rows refer to
// them. Each download is audited.
func (s *Service) Sheets(ctx context.Context, who auth.Actor) (map[string][][]string, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return nil, err
	}
	var sheets map[string][][]string
	err := s.store.InTx(ctx, func(tx Tx) error {
		known, err := readRecords(ctx, tx)
		if err != nil {
			return err
		}
		d := newDownload(who, known)
		sheets = d.sheets()
		return tx.AddAudit(ctx, audit.Record{
			Community: d.community, At: s.now(), Person: who.Person, Action: string(audit.ReadRoster),
			About: "roster", Reason: strconv.Itoa(len(sheets[SheetPersons])-1) + " 人",
		})
	})
	return sheets, err
}

// download chooses the records that a workbook shows.
type download struct {
	who       auth.Actor
	known     records
	codes     codes
	area      map[int64]area.Area
	areas     map[int64]bool
	orgs      map[int64]bool
	persons   map[int64]bool
	community int64
}

func newDownload(who auth.Actor, known records) *download {
	d := &download{
		who: who, known: known, codes: known.codes(), area: map[int64]area.Area{}, areas: map[int64]bool{}, orgs: map[int64]bool{},
		persons: map[int64]bool{},
	}
	for _, a := range known.areas {
		d.area[a.ID] = a
	}
	for _, p := range who.Postings {
		if d.community == 0 && d.covers(p.Area) {
			d.community = d.area[p.Area].Community
		}
	}
	return d
}

func (d *download) covers(id int64) bool { return d.who.Covers(d.area[id].Path, auth.Managers...) }

// need takes an area and all above it into the workbook.
func (d *download) need(id int64) {
	for part := range strings.SplitSeq(strings.Trim(d.area[id].Path, "/"), "/") {
		if above, err := strconv.ParseInt(part, 10, 64); err == nil {
			d.areas[above] = true
		}
	}
}

func (d *download) sheets() map[string][][]string {
	for _, a := range d.known.areas {
		if d.covers(a.ID) {
			d.need(a.ID)
		}
	}
	byID := map[int64]person.Person{}
	for _, p := range d.known.persons {
		if byID[p.ID] = p; d.covers(p.Community) {
			d.persons[p.ID] = true
		}
	}
	var postings []cells
	for _, p := range d.known.postings {
		if !d.covers(p.Area) || d.codes.persons[p.Person] == "" {
			continue
		}
		row := d.codes.posting(p)
		d.persons[p.Person], d.orgs[p.Org] = true, true
		if row[colSubstitute] != "" {
			d.persons[p.Substitute] = true
		}
		postings = append(postings, row)
	}
	branches, members := d.party()
	persons := d.people(byID)
	orgs := d.offices()
	return map[string][][]string{
		SheetAreas: table(SheetAreas, d.places()), SheetOrgs: table(SheetOrgs, orgs), SheetPersons: table(SheetPersons, persons),
		SheetPostings: table(SheetPostings, postings), SheetBranches: table(SheetBranches, branches), SheetMembers: table(SheetMembers, members),
		SheetCodes: table(SheetCodes, d.grids()),
	}
}

func (d *download) people(byID map[int64]person.Person) (rows []cells) {
	for _, id := range slices.Sorted(maps.Keys(d.persons)) {
		p, known := byID[id]
		if !known {
			continue
		}
		d.need(p.Community)
		d.need(p.Home)
		rows = append(rows, d.codes.person(p))
	}
	return rows
}

func (d *download) offices() (rows []cells) {
	above := map[int64]int64{}
	for _, o := range d.known.orgs {
		above[o.ID] = o.Parent
	}
	for _, o := range d.known.orgs {
		if d.orgs[o.ID] || d.covers(o.Area) {
			for up := o.Parent; up != 0 && !d.orgs[up]; up = above[up] { // rows refer to the orgs above
				d.orgs[up] = true
			}
		}
	}
	for _, o := range d.known.orgs {
		if d.orgs[o.ID] || d.covers(o.Area) {
			d.need(o.Area)
			rows = append(rows, d.codes.org(o))
		}
	}
	return rows
}

func (d *download) places() (rows []cells) {
	for _, a := range d.known.areas {
		if d.areas[a.ID] {
			rows = append(rows, d.codes.area(a))
		}
	}
	return rows
}
