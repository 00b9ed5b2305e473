package ledger

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/care"
	"linli/app/household"
)

// Visited is one visit with where it was, who made it and what was needed. What was said stays with the keepers.
type Visited struct {
	care.Visit
	Cared   care.Cared
	Contact int64
	Home    household.Dwelling
	By      []int64
	Needs   []string

	Place, Name, Phone, Visitors string
}

// VisitColumns lists the columns of the ledger of visits.
var VisitColumns = []Column[Visited]{
	{"走访时间", 17, func(v Visited) any { return v.At }},
	{"楼栋单元", 30, func(v Visited) any { return v.Place }},
	{"房号", 10, func(v Visited) any { return v.Home.Room }},
	{"走访对象", 12, func(v Visited) any { return v.Name }},
	{"手机号", 14, func(v Visited) any { return v.Phone }},
	{"等级", 8, func(v Visited) any { return v.Level.Name() }},
	{"方式", 10, func(v Visited) any { return v.Way.Name() }},
	{"结果", 10, func(v Visited) any { return v.Outcome.Name() }},
	{"需要", 24, func(v Visited) any { return strings.Join(v.Needs, "、") }},
	{"走访人", 20, func(v Visited) any { return v.Visitors }},
	{"登记时间", 17, func(v Visited) any { return v.NotedAt }},
	{"晚几天", 8, func(v Visited) any { return v.LateDays }},
}

// Cells returns the row; its texts cannot act as formulas.
func (v Visited) Cells() []any { return cells(VisitColumns, v) }

// cared returns the functions for the visits of a period. Others than the keepers of the place get none.
func (s *Service) cared(who auth.Actor) written {
	keeps := func(p Part) bool { return who.Covers(p.Area.Path, auth.Keepers...) }
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			if !keeps(p) {
				return 0, nil
			}
			return s.store.CountVisits(ctx, p)
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
			if !keeps(p) {
				return 0, nil
			}
			for after := int64(0); ; {
				found, err := s.store.ReadVisits(ctx, p, after, Page)
				if err != nil || len(found) == 0 {
					return rows, err
				}
				if err := s.writeVisits(ctx, t, found, reveal, book); err != nil {
					return rows, err
				}
				rows, after = rows+len(found), found[len(found)-1].ID
			}
		},
	}
}

func (s *Service) writeVisits(ctx context.Context, t *area.Tree, found []Visited, reveal bool, book Book) error {
	var ids []int64
	for _, v := range found {
		ids = append(append(ids, v.By...), v.whom())
	}
	people := map[int64]string{}
	phones := map[int64]string{}
	for len(ids) > 0 {
		part := ids[:min(len(ids), 1000)]
		ids = ids[len(part):]
		known, err := s.names.Persons(ctx, part)
		if err != nil {
			return err
		}
		for id, p := range known {
			people[id], phones[id] = p.Name, phone(p.Phone, reveal)
		}
	}
	for _, v := range found {
		v.Place, v.Name, v.Phone = t.Say(v.Cared.Area), people[v.whom()], phones[v.whom()]
		var names []string
		for _, id := range v.By {
			names = append(names, people[id])
		}
		v.Visitors = strings.Join(names, "、")
		if err := book.Row(v.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}

// whom returns the person, or the contact person of the household; 0: nobody is known by name.
func (v Visited) whom() int64 { return max(v.Cared.Person, v.Contact) }
