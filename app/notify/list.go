package notify

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/app/audit"
	"linli/app/auth"
)

// PageSize is how many notices one page holds.
const PageSize = 20

// Inbox returns the person's own notices, newest first, and how many of all are unread.
func (s *Service) Inbox(ctx context.Context, who auth.Actor, before int64) (notices []Notice, unread int, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, 0, err
	}
	if notices, err = s.store.NoticesOf(ctx, who.Person, before, PageSize); err != nil {
		return nil, 0, err
	}
	unread, err = s.store.Unread(ctx, who.Person)
	return notices, unread, err
}

// Read marks one of the person's own notices as read, or returns ErrMissing.
func (s *Service) Read(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Resident); err != nil {
		return err
	}
	return s.store.MarkRead(ctx, who.Person, id, s.now())
}

// Undelivered returns the notices that reached nobody in the given communities, which the caller has checked to be in
// the person's scope.
func (s *Service) Undelivered(ctx context.Context, communities []int64, before int64) ([]Notice, error) {
	return s.store.UndeliveredIn(ctx, communities, before, PageSize)
}

// Homes are buildings and units that somebody looks after, and the communities they lie in.
type Homes struct{ Communities, Areas []int64 }

// Doors returns the notices that reached nobody for whoever lives in these buildings and units, newest first (敲门告知). The
// caller has checked that the person looks after them.
func (s *Service) Doors(ctx context.Context, homes Homes, before int64) ([]Notice, error) {
	return s.store.UndeliveredAt(ctx, homes, before, PageSize)
}

// ToldAtDoor is Told for somebody who looks after these buildings and units. Faults: ErrWords; ErrMissing when nobody who
// lives there is waiting for this notice.
func (s *Service) ToldAtDoor(ctx context.Context, who auth.Actor, id int64, how string, homes Homes) error {
	found, err := s.store.UndeliveredAt(ctx, homes, id+1, 1)
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].ID != id {
		return ErrMissing
	}
	return s.Told(ctx, who, id, how, func(int64) bool { return true })
}

// ForSteward returns what a steward may read of a neighbour's notice: about bookings all of it; of anything else only that
// there is something, for he must not learn who reported what (domain.md §6: the reporter is never shown to stewards).
func (n Notice) ForSteward() (title, text string) {
	if strings.HasPrefix(n.Kind, "booking.") {
		return n.Title(), n.Text()
	}
	return "社区有消息", "社区有一条消息没有通知到他，请告诉他打开小程序看一看，或者打社区电话。"
}

// Told records that somebody told the person by word of mouth, and how. Faults: ErrWords, ErrMissing outside scope.
func (s *Service) Told(ctx context.Context, who auth.Actor, id int64, how string, inScope func(community int64) bool) error {
	if n := utf8.RuneCountInString(how); n == 0 || n > 200 {
		return ErrWords
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		n, err := tx.LockNotice(ctx, id)
		if err != nil {
			return err
		}
		if n.State != Undelivered || !inScope(n.Community) {
			return ErrMissing
		}
		n.State = Told
		if err := tx.AddAudit(ctx, audit.Record{
			Community: n.Community, At: s.now(), Person: who.Person, Action: "notify.told",
			About: fmt.Sprintf("notice:%d", n.ID), Reason: how,
		}); err != nil {
			return err
		}
		return tx.SaveNotice(ctx, n)
	})
}
