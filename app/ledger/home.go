package ledger

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/when"
)

// Housed is one household of today with its dwelling and the names that belong to them.
type Housed struct {
	household.Household
	Home    household.Dwelling
	Place   string
	Contact string
	Phone   string // of the contact person, masked unless the export reveals it
}

// HomeColumns lists the columns of the ledger of households.
var HomeColumns = []Column[Housed]{
	{"楼栋单元", 30, func(h Housed) any { return h.Place }},
	{"房号", 10, func(h Housed) any { return h.Home.Room }},
	{"用途", 8, func(h Housed) any { return h.Home.Use.Name() }},
	{"性质", 8, func(h Housed) any { return h.Home.Tenure.Name() }},
	{"联系人", 12, func(h Housed) any { return h.Contact }},
	{"手机号", 14, func(h Housed) any { return h.Phone }},
	{"人数", 8, func(h Housed) any { return h.Size }},
	{"入住日期", 14, func(h Housed) any { return dayOf(h.Since) }},
	{"状态", 10, func(h Housed) any { return h.State.Name() }},
	{"登记来源", 14, func(h Housed) any { return h.Source.Name() }},
	{"上次核对", 17, func(h Housed) any { return h.Home.CheckedAt }},
}

func dayOf(d when.Date) any {
	if d == 0 {
		return time.Time{}
	}
	return d.String()
}

// Cells returns the row; its texts cannot act as formulas.
func (h Housed) Cells() []any { return cells(HomeColumns, h) }

// homes returns the functions for the households of today, whatever the period. Others than the keepers of their residents
// get none.
func (s *Service) homes(who auth.Actor) written {
	keeps := func(p Part) bool { return who.Covers(p.Area.Path, auth.Keepers...) }
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			if !keeps(p) {
				return 0, nil
			}
			return s.store.CountHomes(ctx, p)
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
			if !keeps(p) {
				return 0, nil
			}
			for after := int64(0); ; {
				found, err := s.store.ReadHomes(ctx, p, after, Page)
				if err != nil || len(found) == 0 {
					return rows, err
				}
				if err := s.writeHomes(ctx, t, found, reveal, book); err != nil {
					return rows, err
				}
				rows, after = rows+len(found), found[len(found)-1].ID
			}
		},
	}
}

func (s *Service) writeHomes(ctx context.Context, t *area.Tree, found []Housed, reveal bool, book Book) error {
	ids := make([]int64, 0, len(found))
	for _, h := range found {
		if h.Household.Contact != 0 {
			ids = append(ids, h.Household.Contact)
		}
	}
	people, err := s.names.Persons(ctx, ids)
	if err != nil {
		return err
	}
	for _, h := range found {
		p := people[h.Household.Contact]
		h.Place, h.Contact, h.Phone = t.Say(h.Home.Area), p.Name, phone(p.Phone, reveal)
		if err := book.Row(h.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}
