package post

import (
	"context"

	"linli/app/auth"
	"linli/app/home"
)

// Waiting returns the nominations that want the actor's yes.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	found, err := s.store.NominationsOf(ctx, who.Person, mostWaiting)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var all []home.Item
	for _, n := range found {
		if n.Nominee == who.Person && n.State == Proposed {
			all = append(all, home.Item{
				Kind: home.Nomination, Title: "有人推荐您", Say: "担任" + sayArea(t, n.Area) + n.Role.Name() + "，愿不愿意？", ID: n.ID, At: n.CreatedAt,
			})
		}
	}
	return all, nil
}

// mostWaiting is how many nominations are looked at.
const mostWaiting = 20
