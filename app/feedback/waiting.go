package feedback

import (
	"context"

	"linli/app/auth"
	"linli/app/home"
)

// Waiting returns what the actor is asked and has not answered.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	open, err := s.store.OpenOf(ctx, who.Person, s.now(), mostOpen)
	all := make([]home.Item, len(open))
	for i, f := range open {
		all[i] = home.Item{Kind: home.Mark, Title: "请您评价：" + f.Title, Say: "办得怎么样？满意、一般还是不满意？", ID: f.ID, At: f.AskedAt}
	}
	return all, err
}
