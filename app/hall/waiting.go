package hall

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/when"
)

// Waiting returns the actor's uses of today and tomorrow, and those whose closing list waits.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	open, err := s.store.OpenOf(ctx, who.Person)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	shown, err := s.shown(ctx, open)
	if err != nil {
		return nil, err
	}
	now := s.now()
	var all []home.Item
	for _, u := range shown {
		say := fmt.Sprintf("%s，%s。", when.Say(u.From), u.State.Name())
		switch {
		case u.State == Agreed && !now.Before(u.To):
			say = "用完了，请收拾一下再点“收拾好了”。"
		case when.DateOf(u.From) > when.DateOf(now).Next():
			continue
		}
		all = append(all, home.Item{Kind: home.Hall, Title: "借用" + u.Where.Name, Say: say, ID: u.ID, At: u.From})
	}
	return all, nil
}
