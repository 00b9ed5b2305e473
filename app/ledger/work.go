package ledger

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/work"
)

// Labour is one line of work with the names that belong to it.
type Labour struct {
	work.Line
	Community string
	Where     string
	Post      string
	Name      string
	Kinds     work.Book
}

// WorkColumns lists the columns of the ledger of work. The words of a sensitive line are for the keepers of the community.
var WorkColumns = []Column[Labour]{
	{"日期", 12, func(l Labour) any { return l.Day().String() }},
	{"时间", 17, func(l Labour) any { return l.At }},
	{"社区", 16, func(l Labour) any { return l.Community }},
	{"在哪里", 30, func(l Labour) any { return l.Where }},
	{"工作类型", 12, func(l Labour) any { return l.Kinds.Name(l.Kind) }},
	{"做了什么", 16, func(l Labour) any { return l.Deed.Name() }},
	{"内容", 40, func(l Labour) any { return l.Words }},
	{"岗位", 24, func(l Labour) any { return l.Post }},
	{"姓名", 12, func(l Labour) any { return l.Name }},
	{"用时（分钟）", 10, func(l Labour) any { return l.Minutes }},
	{"四员", 18, func(l Labour) any { return l.Kinds.Duties(l.Kind).Four }},
	{"三员", 10, func(l Labour) any { return l.Kinds.Duties(l.Kind).Three }},
	{"六员", 14, func(l Labour) any { return l.Kinds.Duties(l.Kind).Six }},
	{"三网", 12, func(l Labour) any { return l.Kinds.Duties(l.Kind).Net }},
}

// Cells returns the row; its texts cannot act as formulas.
func (l Labour) Cells() []any { return cells(WorkColumns, l) }

// works returns the functions for the lines of work of a part, in order of the day.
func (s *Service) works(who auth.Actor) written {
	return written{
		count: s.store.CountWorks,
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (rows int, err error) {
			kinds, err := work.BookOf(ctx, s.list)
			if err != nil {
				return 0, err
			}
			err = pages.Each(func(after pages.Cursor) (pages.Page[work.Line], error) {
				return s.store.ReadWorks(ctx, p, after, Page)
			}, func(found []work.Line) error {
				all, err := s.labours(ctx, t, who, kinds, found)
				if err != nil {
					return err
				}
				for _, l := range all {
					if err := book.Row(l.Cells()); err != nil {
						return fmt.Errorf("write ledger: %w", err)
					}
				}
				rows += len(all)
				return nil
			})
			return rows, err
		},
	}
}

// labours adds names to a page of lines.
func (s *Service) labours(ctx context.Context, t *area.Tree, who auth.Actor, kinds work.Book, found []work.Line) ([]Labour, error) {
	people := make([]int64, len(found))
	for i, l := range found {
		people[i] = l.Person
	}
	slices.Sort(people)
	names, err := s.names.Persons(ctx, slices.Compact(people))
	if err != nil {
		return nil, err
	}
	all := make([]Labour, len(found))
	for i, l := range found {
		if l.Sensitive && !who.Covers(t.Path(l.Area), auth.Keepers...) {
			l.Words = ""
		}
		where := l.Place
		if where == "" {
			where = t.Say(l.Area)
		}
		all[i] = Labour{l, nameOf(t, l.Community), where, l.Post.Say(t), names[l.Person].Name, kinds}
	}
	return all, nil
}
