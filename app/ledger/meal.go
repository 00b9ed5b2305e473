package ledger

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/meal"
)

// Eaten is what became of the portions of one member in a period: what a subsidy is asked for.
type Eaten struct {
	Member    int64
	Programme string
	Person    int64
	Area      int64
	Room      string
	Way       meal.Way
	Counts    map[meal.Outcome]int

	Place, Name, Phone string
	Born               int
}

// MealColumns lists the columns of the ledger of meals.
var MealColumns = []Column[Eaten]{
	{"助餐点", 20, func(e Eaten) any { return e.Programme }},
	{"楼栋单元", 30, func(e Eaten) any { return e.Place }},
	{"房号", 10, func(e Eaten) any { return e.Room }},
	{"姓名", 12, func(e Eaten) any { return e.Name }},
	{"出生年", 10, func(e Eaten) any { return year(e.Born) }},
	{"手机号", 14, func(e Eaten) any { return e.Phone }},
	{"方式", 10, func(e Eaten) any { return e.Way.Name() }},
	{"吃到份数", 10, func(e Eaten) any { return e.Counts[meal.Delivered] + e.Counts[meal.Neighbour] }},
	{"其中邻居代收", 12, func(e Eaten) any { return e.Counts[meal.Neighbour] }},
	{"没人应", 8, func(e Eaten) any { return e.Counts[meal.NoAnswer] + e.Counts[meal.Reached] }},
	{"不要或没来", 12, func(e Eaten) any { return e.Counts[meal.NotWanted] }},
	{"没有结果", 10, func(e Eaten) any { return e.Counts[meal.ToDo] }},
}

func year(n int) any {
	if n == 0 {
		return ""
	}
	return n
}

// Cells returns the row; its texts cannot act as formulas.
func (e Eaten) Cells() []any { return cells(MealColumns, e) }

// meals returns the functions for the portions of a period. Others than the keepers of the place get none.
func (s *Service) meals(who auth.Actor) written {
	keeps := func(p Part) bool { return who.Covers(p.Area.Path, auth.Keepers...) }
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			if !keeps(p) {
				return 0, nil
			}
			return s.store.CountMeals(ctx, p)
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
			if !keeps(p) {
				return 0, nil
			}
			for after := int64(0); ; {
				found, err := s.store.ReadMeals(ctx, p, after, 500)
				if err != nil || len(found) == 0 {
					return rows, err
				}
				if err := s.writeMeals(ctx, t, found, reveal, book); err != nil {
					return rows, err
				}
				rows, after = rows+len(found), found[len(found)-1].Member
			}
		},
	}
}

func (s *Service) writeMeals(ctx context.Context, t *area.Tree, found []Eaten, reveal bool, book Book) error {
	ids := make([]int64, len(found))
	for i, e := range found {
		ids[i] = e.Person
	}
	known, err := s.names.Persons(ctx, ids)
	if err != nil {
		return err
	}
	for _, e := range found {
		p := known[e.Person]
		e.Place, e.Name, e.Born, e.Phone = t.Say(e.Area), p.Name, p.Born, phone(p.Phone, reveal)
		if err := book.Row(e.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}
