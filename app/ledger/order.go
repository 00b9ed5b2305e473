package ledger

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/order"
)

// Ordered is one visit that somebody asked for, with the names that belong to it.
type Ordered struct {
	order.Order
	Place, Name, Phone string
	Came               []string
}

// OrderColumns lists the columns of the ledger of visits that somebody asked for.
var OrderColumns = []Column[Ordered]{
	{"编号", 10, func(o Ordered) any { return o.Say() }},
	{"申请时间", 17, func(o Ordered) any { return o.AskedAt }},
	{"来源", 12, func(o Ordered) any { return o.Source.Name() }},
	{"什么事", 12, func(o Ordered) any { return o.Title }},
	{"楼栋房号", 34, func(o Ordered) any { return o.Place }},
	{"姓名", 12, func(o Ordered) any { return o.Name }},
	{"手机号", 14, func(o Ordered) any { return o.Phone }},
	{"状态", 14, func(o Ordered) any { return o.State.Name() }},
	{"约定时间", 17, func(o Ordered) any { return o.At }},
	{"谁去", 24, func(o Ordered) any { return strings.Join(o.Came, "、") }},
	{"核对来人", 17, func(o Ordered) any { return o.DoorAt }},
	{"分钟", 8, func(o Ordered) any { return o.Minutes }},
	{"代购花费（元）", 14, func(o Ordered) any { return float64(o.Buy.Spent) / 100 }},
	{"结果", 30, func(o Ordered) any { return o.Result }},
}

// Cells returns the row; its texts cannot act as formulas.
func (o Ordered) Cells() []any { return cells(OrderColumns, o) }

// orders returns the functions for the visits of a period. Others than the keepers of the place get none.
func (s *Service) orders(who auth.Actor) written {
	keeps := func(p Part) bool { return who.Covers(p.Area.Path, auth.Keepers...) }
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			if !keeps(p) {
				return 0, nil
			}
			return s.store.CountOrdered(ctx, p)
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
			if !keeps(p) {
				return 0, nil
			}
			for after := int64(0); ; {
				found, err := s.store.ReadOrdered(ctx, p, after, 500)
				if err != nil || len(found) == 0 {
					return rows, err
				}
				if err := s.writeOrders(ctx, t, found, reveal, book); err != nil {
					return rows, err
				}
				rows, after = rows+len(found), found[len(found)-1].ID
			}
		},
	}
}

func (s *Service) writeOrders(ctx context.Context, t *area.Tree, found []order.Order, reveal bool, book Book) error {
	var ids []int64
	for _, o := range found {
		ids = append(append(ids, o.Person), o.Present()...)
	}
	known, err := s.names.Persons(ctx, ids)
	if err != nil {
		return err
	}
	for _, o := range found {
		row := Ordered{Order: o, Place: order.Door(t, o), Name: known[o.Person].Name, Phone: phone(known[o.Person].Phone, reveal)}
		for _, id := range o.Present() {
			row.Came = append(row.Came, known[id].Name)
		}
		if err := book.Row(row.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}
