package meal

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"linli/app/auth"
	"linli/app/consent"
	"linli/app/home"
)

// inOrder returns the keys, the smallest first.
func inOrder[T any](of map[int64]T) []int64 { return slices.Sorted(maps.Keys(of)) }

// Waiting returns the actor's rounds of today that are not done.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	rounds, err := s.Rounds(ctx, who)
	if err != nil {
		return nil, err
	}
	var all []home.Item
	for _, r := range rounds {
		if n := r.Left(); n > 0 {
			all = append(all, home.Item{Kind: home.Round, Title: "送餐 " + r.Of.Name, Say: fmt.Sprintf("还有 %d 份要送", n), ID: r.ID, At: r.Of.ServedAt(r.On)})
		}
	}
	return all, nil
}

// Today returns the actor's rounds, each as one row that opens its own page.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	waiting, err := s.Waiting(ctx, who)
	rows := make([]home.Row, len(waiting))
	for i, w := range waiting {
		rows[i] = home.Row{Item: w, Due: w.At, Taps: []home.Tap{{Do: "round", Name: "去送餐", Asks: home.Sheet}}}
	}
	return rows, err
}

// Asks is consent.Asks: a member with a carer may let them know when nobody opens.
func (s *Service) Asks(ctx context.Context, who int64) ([]consent.Kind, error) {
	has, err := s.store.EatsWithCarer(ctx, who)
	if err != nil || !has {
		return nil, err
	}
	return []consent.Kind{consent.CareFamily}, nil
}
