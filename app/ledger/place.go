package ledger

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/place"
)

// Premises is one place with the names that belong to it.
type Premises struct {
	place.Place
	Where, Keeper string
	Phone         string // of the keeper; masked unless the export reveals it
}

// PlaceColumns lists the columns of the ledger of places.
var PlaceColumns = []Column[Premises]{
	{"场所", 24, func(p Premises) any { return p.Name }},
	{"在哪里", 30, func(p Premises) any { return strings.Join(strings.Fields(p.Where+" "+p.Floor+" "+p.Room), " ") }},
	{"功能", 30, func(p Premises) any { return strings.Join(p.Functions, "、") }},
	{"平方米", 8, func(p Premises) any { return p.Metres }},
	{"用途", 8, func(p Premises) any { return p.Use.Name() }},
	{"开放办公", 8, func(p Premises) any { return yes(p.Open) }},
	{"座位", 8, func(p Premises) any { return p.Seats }},
	{"工作日开放", 24, func(p Premises) any { return p.Working }},
	{"休息日开放", 24, func(p Premises) any { return p.Resting }},
	{"可预约", 8, func(p Premises) any { return yes(p.Bookable) }},
	{"改造类别", 12, func(p Premises) any { return p.Class.Name() }},
	{"六项原则", 40, func(p Premises) any { return sayState(p.Place) }},
	{"管理人", 12, func(p Premises) any { return p.Keeper }},
	{"手机号", 14, func(p Premises) any { return p.Phone }},
}

// Cells returns the row; its texts cannot act as formulas.
func (p Premises) Cells() []any { return cells(PlaceColumns, p) }

// sayState says the state against the principles that were looked at: "类型明确 是、布局合理 否（走廊太窄）".
func sayState(p place.Place) string {
	var said []string
	for i, f := range p.State {
		if f.Held == "" {
			continue
		}
		one := place.Principles[i] + " " + yes(f.Held == "yes")
		if f.Words != "" {
			one += "（" + f.Words + "）"
		}
		said = append(said, one)
	}
	return strings.Join(said, "、")
}

// places returns the functions for the places of a part as they are today.
func (s *Service) places() written {
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			found, err := s.store.ReadPlaces(ctx, p)
			return len(found), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (int, error) {
			found, err := s.store.ReadPlaces(ctx, p)
			if err != nil {
				return 0, err
			}
			var keepers []int64
			for _, one := range found {
				keepers = append(keepers, one.Keeper)
			}
			people, err := s.names.Persons(ctx, keepers)
			if err != nil {
				return 0, err
			}
			for _, one := range found {
				k := people[one.Keeper]
				if err := book.Row(Premises{one, t.Say(one.Area), k.Name, phone(k.Phone, reveal)}.Cells()); err != nil {
					return 0, fmt.Errorf("write ledger: %w", err)
				}
			}
			return len(found), nil
		},
	}
}
