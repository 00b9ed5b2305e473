package notify

import (
	"context"
	"fmt"
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
