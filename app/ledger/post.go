package ledger

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/person"
)

// Posted is one posting with the names that belong to it.
type Posted struct {
	person.Posting
	Name, Place, Org, Substitute string
	Phone                        string // masked unless the export reveals it
}

// PostColumns lists the columns of the ledger of posts.
var PostColumns = []Column[Posted]{
	{"姓名", 12, func(p Posted) any { return p.Name }},
	{"岗位", 16, func(p Posted) any { return p.Role.Name() }},
	{"任职的地方", 28, func(p Posted) any { return p.Place }},
	{"部门或单位", 24, func(p Posted) any { return p.Org }},
	{"类别", 8, func(p Posted) any { return p.Class.Name() }},
	{"用工方式", 14, func(p Posted) any { return p.Employed.Name() }},
	{"专长", 30, func(p Posted) any { return p.Specialties }},
	{"职责", 40, func(p Posted) any { return p.Duties }},
	{"起", 17, func(p Posted) any { return p.From }},
	{"止", 17, func(p Posted) any { return p.To }},
	{"代班人", 12, func(p Posted) any { return p.Substitute }},
	{"手机号", 14, func(p Posted) any { return p.Phone }},
}

// Cells returns the row; its texts cannot act as formulas.
func (p Posted) Cells() []any { return cells(PostColumns, p) }

// posts returns the functions for the postings that hold at some time of the period.
func (s *Service) posts() written {
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			found, err := s.store.ReadPostings(ctx, p)
			return len(found), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (int, error) {
			found, err := s.store.ReadPostings(ctx, p)
			if err != nil {
				return 0, err
			}
			return len(found), s.writePosts(ctx, t, found, reveal, book)
		},
	}
}

func (s *Service) writePosts(ctx context.Context, t *area.Tree, found []person.Posting, reveal bool, book Book) error {
	var ids []int64
	for _, p := range found {
		ids = append(ids, p.Person)
		if p.Substitute != 0 {
			ids = append(ids, p.Substitute)
		}
	}
	people, err := s.names.Persons(ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range found {
		place := t.Say(p.Area)
		if a, err := t.Get(p.Area); err == nil && place == "" {
			place = a.Name
		}
		row := Posted{
			Posting: p, Name: people[p.Person].Name, Place: place, Org: t.OrgName(p.Org), Substitute: people[p.Substitute].Name,
			Phone: phone(people[p.Person].Phone, reveal),
		}
		if err := book.Row(row.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}
