package closing

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/inbox"
	"linli/app/person"
)

// Unfollowed deletes what is known of a follower who unsubscribed, unless a later event shows that they follow again.
func (s *Service) Unfollowed(ctx context.Context, tx Tx, p inbox.Push) error {
	if p.Account != auth.OA { // nobody follows a mini-program
		return nil
	}
	if err := tx.MarkLeft(ctx, p.Account, p.From, p.At); err != nil {
		return err
	}
	i, err := tx.LockIdentity(ctx, p.Account, p.From)
	if err != nil {
		return noneIsFine(err)
	}
	return Forget(ctx, tx, i, p.At)
}

// Forget deletes what is known of a follower who left at a time, and what they began to say.
func Forget(ctx context.Context, tx Tx, i person.Identity, at time.Time) error {
	if at.Before(i.ChangedAt) { // followed again since
		return nil
	}
	if err := tx.DeleteDraft(ctx, i.Person); err != nil {
		return err
	}
	return person.Forget(ctx, tx, i, at)
}

// Cancelled closes the account of a person whose WeChat account was cancelled.
func (s *Service) Cancelled(ctx context.Context, tx Tx, in *inbox.Taken) error {
	committed, err := s.Leave(ctx, tx, auth.Session{Account: in.Account, OpenID: in.From})
	if err != nil {
		return noneIsFine(err)
	}
	in.After(committed)
	return nil
}

func noneIsFine(err error) error {
	if f, ok := fault.As(err); ok && f.Kind == fault.Missing {
		return nil
	}
	return err
}
