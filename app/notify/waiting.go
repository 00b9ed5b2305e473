package notify

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/home"
)

// Waiting returns the number of unread notices, with the newest of them.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	found, unread, err := s.Inbox(ctx, who, 0)
	if err != nil || unread == 0 {
		return nil, err
	}
	item := home.Item{Kind: home.Notice, Title: "未读消息", Say: fmt.Sprintf("您有%d条未读消息。", unread), Count: unread}
	for _, n := range found.Items {
		if n.ReadAt.IsZero() {
			item.ID, item.At, item.Say = n.ID, n.CreatedAt, n.Text()
			break
		}
	}
	return []home.Item{item}, nil
}
