package family

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/home"
)

// Waiting returns how many questions about families wait for an actor who keeps residents; nothing for others.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	if len(who.Paths(auth.Keepers...)) == 0 {
		return nil, nil
	}
	n, err := s.CountWaiting(ctx, who)
	if err != nil || n == 0 {
		return nil, err
	}
	return []home.Item{{Kind: home.Family, Title: "家人申请待确认", Say: fmt.Sprintf("有%d个家人申请等您确认。", n), Count: n}}, nil
}

// CountWaiting returns how many questions wait where the actor keeps the residents, at most 1,000; 0 for an actor who
// keeps none.
func (s *Service) CountWaiting(ctx context.Context, who auth.Actor) (int, error) {
	f, err := s.filter(ctx, who, Asked)
	if err != nil {
		return 0, err
	}
	return s.store.Count(ctx, f)
}
