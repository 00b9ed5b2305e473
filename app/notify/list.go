package notify

import (
	"context"

	"linli/app/auth"
	"linli/app/pages"
)

// Inbox returns one page of the actor's own notices, newest first, and the number of all unread ones.
func (s *Service) Inbox(ctx context.Context, who auth.Actor, before int64) (notices pages.Page[Notice], unread int, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return notices, 0, err
	}
	found, err := s.store.NoticesOf(ctx, who.Person, before, pages.Size)
	if err != nil {
		return notices, 0, err
	}
	unread, err = s.store.Unread(ctx, who.Person)
	return pages.Full(found, pages.Size, func(n Notice) pages.Cursor { return pages.Cursor{ID: n.ID} }), unread, err
}

// Read marks one of the actor's own notices as read, or returns ErrMissing.
func (s *Service) Read(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Resident); err != nil {
		return err
	}
	return s.store.MarkRead(ctx, who.Person, id, s.now())
}

// ForSteward returns what a steward may read of a neighbour's notice: all of it if its kind may be read out at the door,
// else only that it exists. A steward must not learn who reported what (domain.md §5).
func (n Notice) ForSteward() (title, text string) {
	if n.Kind.AtDoor {
		return n.Title(), n.Text()
	}
	return "社区有消息", "社区有一条消息没有通知到他，请告诉他打开小程序看一看，或者打社区电话。"
}
