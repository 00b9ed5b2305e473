package roster

import (
	"slices"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/party"
)

// BranchEdit adds a branch when it has no id.
type BranchEdit struct {
	ID, Parent, Area, Org int64
	Level, Name           *string
	Top                   bool // it stands under none
}

// MemberEdit makes a person a member, or the first person of the edit when that is 0, or changes a member.
type MemberEdit struct {
	Person, Branch int64
	Kind           party.Kind
	Duties         *[]string
	Words          *string
	New            bool // refused when the person is a member already
	End            bool // the membership and the patch end
}

// withPatches adds to an edit that ends memberships the end of the patches.
func (w *writer) withPatches(e Edit, now time.Time) Edit {
	e.Postings = slices.Clone(e.Postings)
	for _, m := range e.Members {
		if !m.End {
			continue
		}
		var ids []int64
		for id, p := range w.postings {
			if p.Person == m.Person && p.Role == auth.Steward && (p.To.IsZero() || p.To.After(now)) {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		for _, id := range ids {
			e.Postings = append(e.Postings, PostingEdit{ID: id, Now: true})
		}
	}
	return e
}

func (c codes) branch(b party.Branch) cells {
	return cells{
		colBranch: b.Code, colAbove: c.party[b.Parent], colLevel: b.Level, colName: b.Name, colOwnArea: c.areas[b.Area], colOrg: c.orgs[b.Org],
	}
}

func (c codes) member(m party.Member) cells {
	plate := no
	if m.Plate {
		plate = yes
	}
	return cells{
		colPlate: plate, colHolder: c.persons[m.Person], colBranch: c.party[m.Branch], colSort: m.Kind.Name(), colDuties: strings.Join(m.Duties, "、"), colWords: m.Words,
	}
}

// known keeps the fault of a branch whose members the actor does not see.
func (w *writer) known(branch int64, missing error) bool {
	b, ok := w.branches[branch]
	if ok && party.Sees(w.who, w.areas[b.Area]) {
		return true
	}
	if w.err == nil {
		w.err = missing
	}
	return false
}

func (w *writer) branch(x BranchEdit) cells {
	row := cells{}
	if x.ID != 0 {
		if !w.known(x.ID, party.ErrBranch) {
			return nil
		}
		row = w.codes.branch(w.branches[x.ID])
	}
	w.place(row, colOwnArea, x.Area)
	switch {
	case x.Top:
		row[colAbove] = ""
	case x.Parent != 0:
		if row[colAbove] = w.codes.party[x.Parent]; row[colAbove] == "" && w.err == nil {
			w.err = party.ErrBranch
		}
	}
	if x.Org != 0 && w.orgs[x.Org].ID != 0 {
		row[colOrg] = w.codes.orgs[x.Org]
	}
	if x.ID == 0 {
		row[colBranch] = w.code(row[colOwnArea], "Z")
	}
	set(row, colLevel, x.Level)
	set(row, colName, x.Name)
	return row
}

func (w *writer) member(x MemberEdit, first string) cells {
	row := cells{colHolder: first}
	if m, is := w.members[x.Person]; is && !x.New {
		if !w.known(m.Branch, party.ErrMember) {
			return nil
		}
		row = w.codes.member(m)
	} else if x.End {
		if w.err == nil {
			w.err = party.ErrMember
		}
		return nil
	} else if x.Person != 0 {
		w.human(row, colHolder, x.Person)
	}
	if x.Branch != 0 && w.known(x.Branch, party.ErrBranch) {
		row[colBranch] = w.codes.party[x.Branch]
	}
	if x.Kind != "" {
		row[colSort] = x.Kind.Name()
	}
	if x.Duties != nil {
		row[colDuties] = strings.Join(*x.Duties, "、")
	}
	set(row, colWords, x.Words)
	return row
}

// party returns the rows of the branches and members that the actor may know.
func (d *download) party() (branches, members []cells) {
	seen := map[int64]bool{}
	for _, b := range d.known.branches {
		if !party.Sees(d.who, d.area[b.Area]) {
			continue
		}
		seen[b.ID] = true
		d.need(b.Area)
		if b.Org != 0 {
			d.orgs[b.Org] = true
		}
		branches = append(branches, d.codes.branch(b))
	}
	for _, m := range d.known.members {
		if seen[m.Branch] && d.codes.persons[m.Person] != "" {
			d.persons[m.Person] = true
			members = append(members, d.codes.member(m))
		}
	}
	return branches, members
}
