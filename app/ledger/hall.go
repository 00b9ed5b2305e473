package ledger

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/hall"
	"linli/app/pages"
)

// Borrowed is one use of a place with the names that belong to it.
type Borrowed struct {
	hall.Use
	Where, Group, Asker, Phone string
}

// UseColumns lists the columns of the ledger of borrowed places.
var UseColumns = []Column[Borrowed]{
	{"开始", 17, func(b Borrowed) any { return b.From }},
	{"结束", 17, func(b Borrowed) any { return b.To }},
	{"场所", 24, func(b Borrowed) any { return b.Where }},
	{"以谁的名义", 20, func(b Borrowed) any { return b.Group }},
	{"借用人", 12, func(b Borrowed) any { return b.Asker }},
	{"手机号", 14, func(b Borrowed) any { return b.Phone }},
	{"做什么用", 30, func(b Borrowed) any { return b.Purpose }},
	{"人数", 8, func(b Borrowed) any { return b.People }},
	{"状态", 10, func(b Borrowed) any { return b.State.Name() }},
	{"原因", 24, func(b Borrowed) any { return b.Reason }},
	{"收拾", 24, func(b Borrowed) any { return strings.Join(b.Tidied, "、") }},
	{"申请时间", 17, func(b Borrowed) any { return b.AskedAt }},
}

// Cells returns the row; its texts cannot act as formulas.
func (b Borrowed) Cells() []any { return cells(UseColumns, b) }

// uses returns the functions for the uses of places of a community, in order of their begin.
func (s *Service) uses() written {
	return written{
		count: s.store.CountUses,
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
			err = pages.Each(func(after pages.Cursor) (pages.Page[Borrowed], error) {
				return s.store.ReadUses(ctx, p, after, Page)
			}, func(found []Borrowed) error {
				people := make([]int64, len(found))
				for i, b := range found {
					people[i] = b.Person
				}
				known, err := s.names.Persons(ctx, people)
				if err != nil {
					return err
				}
				for _, b := range found {
					b.Asker, b.Phone = b.Use.Name, phone(b.Use.Phone, reveal)
					if who, ok := known[b.Person]; ok {
						b.Asker, b.Phone = who.Name, phone(who.Phone, reveal)
					}
					if b.Group = t.OrgName(b.Org); b.Group == "" {
						b.Group = b.Team
					}
					if err := book.Row(b.Cells()); err != nil {
						return fmt.Errorf("write ledger: %w", err)
					}
				}
				rows += len(found)
				return nil
			})
			return rows, err
		},
	}
}
