package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/party"
	"linli/app/person"
)

// Enrolled is one Party member with the names that belong to them.
type Enrolled struct {
	party.Entry
	Branch, Level string
	Place         string // home
	Buildings     string // patch
	Phone         string // masked unless the export reveals it
}

// MemberColumns lists the columns of the ledger of Party members.
var MemberColumns = []Column[Enrolled]{
	{"姓名", 12, func(e Enrolled) any { return e.Name }},
	{"党组织", 24, func(e Enrolled) any { return e.Branch }},
	{"层级", 12, func(e Enrolled) any { return e.Level }},
	{"类别", 12, func(e Enrolled) any { return e.Kind.Name() }},
	{"岗位", 24, func(e Enrolled) any { return strings.Join(e.Duties, "、") }},
	{"职责", 40, func(e Enrolled) any { return e.Words }},
	{"责任田", 30, func(e Enrolled) any { return e.Buildings }},
	{"住址", 24, func(e Enrolled) any { return e.Place }},
	{"共产党员户", 12, func(e Enrolled) any { return yes(e.Plate) }},
	{"登记时间", 17, func(e Enrolled) any { return e.Since }},
	{"手机号", 14, func(e Enrolled) any { return e.Phone }},
}

// Cells returns the row; its texts cannot act as formulas.
func (e Enrolled) Cells() []any { return cells(MemberColumns, e) }

// branchesOf returns the branches at or below a place whose members the actor may know.
func (s *Service) branchesOf(ctx context.Context, t *area.Tree, who auth.Actor, at area.Area) (map[int64]party.Branch, error) {
	all, err := s.store.Branches(ctx)
	if err != nil {
		return nil, err
	}
	known := map[int64]party.Branch{}
	for _, b := range all {
		a, err := t.Get(b.Area)
		if err == nil && strings.HasPrefix(a.Path, at.Path) && party.Sees(who, a) {
			known[b.ID] = b
		}
	}
	return known, nil
}

// members returns the functions for the members of the actor's branches. They are those of today, whatever the period; a part
// of an area that others read through its communities has none.
func (s *Service) members(who auth.Actor, at area.Area) written {
	read := func(ctx context.Context, t *area.Tree, p Part) ([]party.Entry, map[int64]party.Branch, error) {
		if p.Area.ID != at.ID {
			return nil, nil, nil
		}
		branches, err := s.branchesOf(ctx, t, who, p.Area)
		if err != nil {
			return nil, nil, err
		}
		var ids []int64
		for id := range branches {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		found, err := s.store.Members(ctx, ids, s.now())
		return found, branches, err
	}
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			t, err := s.areas.Tree(ctx)
			if err != nil {
				return 0, err
			}
			found, _, err := read(ctx, t, p)
			return len(found), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (int, error) {
			found, branches, err := read(ctx, t, p)
			if err != nil {
				return 0, err
			}
			for part := range slices.Chunk(found, Page) {
				if err := s.writeMembers(ctx, t, part, branches, reveal, book); err != nil {
					return 0, err
				}
			}
			return len(found), nil
		},
	}
}

func (s *Service) writeMembers(ctx context.Context, t *area.Tree, found []party.Entry, branches map[int64]party.Branch, reveal bool, book Book) error {
	ids := make([]int64, len(found))
	for i, e := range found {
		ids[i] = e.Person
	}
	people, err := s.names.Persons(ctx, ids)
	if err != nil {
		return err
	}
	for _, e := range found {
		b := branches[e.Branch]
		row := Enrolled{Entry: e, Branch: b.Name, Level: b.Level, Place: t.Say(e.Home), Buildings: sayPatch(t, e.Patch), Phone: phone(people[e.Person].Phone, reveal)}
		if err := book.Row(row.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}

func sayPatch(t *area.Tree, patch []person.Posting) string {
	places := make([]string, len(patch))
	for i, p := range patch {
		places[i] = t.Say(p.Area)
	}
	return strings.Join(places, "、")
}
