package ledger

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/feedback"
)

// Marked is a figure of satisfaction with the name of its community.
type Marked struct {
	feedback.Figure
	In string
}

// MarkColumns lists the columns of the ledger of satisfaction (满意度台账).
var MarkColumns = []Column[Marked]{
	{"社区", 16, func(m Marked) any { return m.In }},
	{"月份", 12, func(m Marked) any { return fmt.Sprintf("%d年%d月", m.Month/100, m.Month%100) }},
	{"类别", 12, func(m Marked) any { return m.Kind.Name() }},
	{"服务", 24, func(m Marked) any { return m.Title }},
	{"问了（人）", 10, func(m Marked) any { return m.Asked }},
	{"答了（份）", 12, func(m Marked) any { return m.number(m.Answered) }},
	{"满意", 10, func(m Marked) any { return m.number(m.Good) }},
	{"一般", 10, func(m Marked) any { return m.number(m.Fair) }},
	{"不满意", 10, func(m Marked) any { return m.number(m.Poor) }},
	{"满意率（%）", 12, func(m Marked) any { return m.number(m.Percent()) }},
}

// number is a number that is shown, or the reason why it is not.
func (m Marked) number(n int) any {
	if m.Few {
		return fmt.Sprintf("不到%d份", feedback.Least)
	}
	return n
}

// Cells returns the row; its texts cannot act as formulas.
func (m Marked) Cells() []any { return cells(MarkColumns, m) }

// marked returns the functions for the whole months of a part in which its period has a day. A grid has no figures.
func (s *Service) marked() written {
	figures := func(ctx context.Context, p Part) ([]feedback.Figure, error) {
		if p.Area.Kind != area.Community {
			return nil, nil
		}
		found, err := s.store.ReadFigures(ctx, p.Community, feedback.MonthOf(p.From), feedback.MonthOf(p.To.Add(-time.Minute)))
		return feedback.Shown(found), err
	}
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			found, err := figures(ctx, p)
			return len(found), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (int, error) {
			found, err := figures(ctx, p)
			if err != nil {
				return 0, err
			}
			for _, f := range found {
				if err := book.Row(Marked{f, t.Say(p.Community)}.Cells()); err != nil {
					return 0, fmt.Errorf("write ledger: %w", err)
				}
			}
			return len(found), nil
		},
	}
}
