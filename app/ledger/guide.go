package ledger

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/guide"
)

// Matter is an item of the guide as a community shows it.
type Matter struct {
	guide.Shown
	Community, Owner string
}

// MatterColumns lists the columns of the ledger of items.
var MatterColumns = []Column[Matter]{
	{"社区", 16, func(m Matter) any { return m.Community }},
	{"编码", 10, func(m Matter) any { return m.Code }},
	{"事项", 24, func(m Matter) any { return m.Name }},
	{"类别", 10, func(m Matter) any { return m.Family.Name() }},
	{"主题", 8, func(m Matter) any { return m.Heading }},
	{"主管单位", 18, func(m Matter) any { return m.Owner }},
	{"办理方式", 20, func(m Matter) any { return modeNames(m.Modes) }},
	{"服务承诺", 30, func(m Matter) any { return strings.Join(m.Flags.Names(), "、") }},
	{"法定时限", 14, func(m Matter) any { return m.Legal.Say() }},
	{"承诺时限", 14, func(m Matter) any { return m.Promised.Say() }},
	{"材料", 40, func(m Matter) any { return materialNames(m.Materials) }},
	{"费用", 12, func(m Matter) any { return m.Fee }},
	{"谁办", 12, func(m Matter) any { return m.Local.Who }},
	{"在哪办", 24, func(m Matter) any { return orElse(m.Local.Where, m.Where) }},
	{"办理时间", 24, func(m Matter) any { return orElse(m.Local.When, m.When) }},
	{"版本", 6, func(m Matter) any { return m.Version }},
	{"状态", 8, func(m Matter) any { return m.State.Name() }},
	{"复核日期", 12, func(m Matter) any { return m.ReviewBy.String() }},
}

// Cells returns the row; its texts cannot act as formulas.
func (m Matter) Cells() []any { return cells(MatterColumns, m) }

func orElse(words, otherwise string) string {
	if words != "" {
		return words
	}
	return otherwise
}

func modeNames(all []guide.Mode) string {
	names := make([]string, len(all))
	for n, m := range all {
		names[n] = m.Name()
	}
	return strings.Join(names, "、")
}

func materialNames(all []guide.Material) string {
	names := make([]string, len(all))
	for n, m := range all {
		names[n] = m.Name
	}
	return strings.Join(names, "、")
}

// guides returns the functions for the items of a part as they are shown today.
func (s *Service) guides() written {
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			found, err := s.store.ReadGuide(ctx, p.Community)
			return len(found), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (int, error) {
			found, err := s.store.ReadGuide(ctx, p.Community)
			if err != nil {
				return 0, err
			}
			for _, one := range found {
				if err := book.Row(Matter{one, t.Say(p.Community), t.OrgName(one.Org)}.Cells()); err != nil {
					return 0, fmt.Errorf("write ledger: %w", err)
				}
			}
			return len(found), nil
		},
	}
}
