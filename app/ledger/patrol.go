package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/pages"
	"linli/app/patrol"
)

// Round is one patrol with the names that belong to it. It has no position of its walker: only codes that were scanned.
type Round struct {
	patrol.Patrol
	Plan        string
	Finds, Spot int // what was found, and of that settled on the spot
	Community   string
	Where       string
	Name        string
	Points      string
}

// PatrolColumns lists the columns of the ledger of patrols.
var PatrolColumns = []Column[Round]{
	{"日期", 12, func(r Round) any { return r.Day().String() }},
	{"社区", 16, func(r Round) any { return r.Community }},
	{"在哪里", 24, func(r Round) any { return r.Where }},
	{"计划", 20, func(r Round) any { return r.Plan }},
	{"姓名", 12, func(r Round) any { return r.Name }},
	{"开始", 17, func(r Round) any { return r.Begin }},
	{"结束", 17, func(r Round) any { return r.Last }},
	{"用时（分钟）", 10, func(r Round) any { return r.Minutes }},
	{"看了几个点", 10, func(r Round) any { return r.Seen() }},
	{"看了哪些点", 40, func(r Round) any { return r.Points }},
	{"发现（处）", 10, func(r Round) any { return r.Finds }},
	{"当场处理（处）", 12, func(r Round) any { return r.Spot }},
	{"补充", 40, func(r Round) any { return r.Words }},
}

// Cells returns the row; its texts cannot act as formulas.
func (r Round) Cells() []any { return cells(PatrolColumns, r) }

// patrols returns the functions for the closed rounds of a part, in order of their begin.
func (s *Service) patrols() written {
	return written{
		count: s.store.CountRounds,
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (rows int, err error) {
			err = pages.Each(func(after pages.Cursor) (pages.Page[Round], error) {
				return s.store.ReadRounds(ctx, p, after, Page)
			}, func(found []Round) error {
				people := make([]int64, len(found))
				for i, r := range found {
					people[i] = r.Person
				}
				slices.Sort(people)
				names, err := s.names.Persons(ctx, slices.Compact(people))
				if err != nil {
					return err
				}
				for _, r := range found {
					r.Community, r.Where, r.Name, r.Points = nameOf(t, r.Patrol.Community), t.Say(r.Area), names[r.Person].Name, points(t, r.Scans)
					if err := book.Row(r.Cells()); err != nil {
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

// points names the points of some scans, each once.
func points(t *area.Tree, scans []patrol.Scan) string {
	var names []string
	for _, s := range scans {
		name := s.Name
		if name == "" {
			name = patrol.Near(t, s.Area)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "、")
}
