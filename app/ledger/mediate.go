package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/mediate"
	"linli/app/wordlist"
)

// Mediated is one mediation without anything about whose it is.
type Mediated struct {
	Month  string // in which it was asked for: 2026-11
	Kind   string
	Result mediate.State
}

// MediatedCount is how many of a kind ended in the same way in a month.
type MediatedCount struct {
	Community, Month, Kind, Result string
	Count                          int
}

// MediationColumns lists the columns of the ledger of mediation: figures, no persons.
var MediationColumns = []Column[MediatedCount]{
	{"社区", 20, func(m MediatedCount) any { return m.Community }},
	{"月份", 10, func(m MediatedCount) any { return m.Month }},
	{"类别", 14, func(m MediatedCount) any { return m.Kind }},
	{"结果", 18, func(m MediatedCount) any { return m.Result }},
	{"件数", 8, func(m MediatedCount) any { return m.Count }},
}

// countMediated counts them by month, kind and result, in this order.
func countMediated(community string, names map[string]string, all []Mediated) []MediatedCount {
	counts := map[MediatedCount]int{}
	for _, m := range all {
		result := "还在调解"
		if m.Result != "" {
			result = m.Result.Name()
		}
		counts[MediatedCount{Community: community, Month: m.Month, Kind: cmp.Or(names[m.Kind], m.Kind), Result: result}]++
	}
	var rows []MediatedCount
	for row, n := range counts {
		row.Count = n
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b MediatedCount) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Result, b.Result))
	})
	return rows
}

// mediations returns the functions for the figures of mediation in a community.
func (s *Service) mediations() written {
	return written{
		count: s.store.CountMediations,
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (int, error) {
			all, err := s.store.ReadMediations(ctx, p)
			if err != nil {
				return 0, err
			}
			words, err := s.list.Words(ctx, wordlist.Disputes)
			if err != nil {
				return 0, err
			}
			rows := countMediated(t.Say(p.Community), mediate.NamesOf(words), all)
			for _, row := range rows {
				if err := book.Row(cells(MediationColumns, row)); err != nil {
					return 0, fmt.Errorf("write ledger: %w", err)
				}
			}
			return len(rows), nil
		},
	}
}
