// Package closing closes accounts (注销账号): a person's data is deleted, and their places go to the waitlist.
package closing

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/job"
	"linli/app/person"
)

// LeftJob cleans up once more after the person it refers to has left, or was merged into another: a parallel booking
// may have been written after the first look.
const LeftJob job.Kind = "account.left"

// leftAfter is longer than any request lasts.
const leftAfter = time.Minute

// Store is what closing accounts needs from the database.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together when a person leaves.
type Tx interface {
	booking.Tx
	person.Tx
	// DeleteDraft deletes the person's draft in the chat.
	DeleteDraft(ctx context.Context, who int64) error
	// DeleteNotices deletes the person's notices with every try to send them.
	DeleteNotices(ctx context.Context, who int64) error
	// DeleteCredits deletes the consents that an identity gave.
	DeleteCredits(ctx context.Context, account auth.Account, openid string) error
}

// Service runs the use cases.
type Service struct {
	store Store
	desk  *booking.Desk
	now   func() time.Time
}

// NewService returns the service.
func NewService(s Store, d *booking.Desk, now func() time.Time) *Service {
	return &Service{store: s, desk: d, now: now}
}

// Close closes the account of the session's person in one transaction: see person.Leave for what is deleted. Bookings
// and ranks ahead are cancelled, and the places go to the waitlist; answers and notices are deleted. A later login
// makes a new person. Doing it again changes nothing.
func (s *Service) Close(ctx context.Context, session auth.Session) error {
	var committed func(context.Context)
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		committed, err = s.Leave(ctx, tx, session)
		return err
	})
	if errors.Is(err, person.ErrMissing) {
		return nil
	}
	if err == nil {
		committed(ctx)
	}
	return err
}

// Leave closes the account as part of the transaction tx. The caller runs committed after tx has been committed. Faults:
// person.ErrMissing when the account is closed already.
func (s *Service) Leave(ctx context.Context, tx Tx, session auth.Session) (committed func(context.Context), err error) {
	p, identities, err := person.Leave(ctx, tx, session, s.now())
	if err != nil {
		return nil, err
	}
	for _, i := range identities {
		if err := tx.DeleteCredits(ctx, i.Account, i.OpenID); err != nil {
			return nil, err
		}
	}
	if committed, err = s.desk.Leave(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	if err := tx.DeleteDraft(ctx, p.ID); err != nil {
		return nil, err
	}
	if err := tx.DeleteNotices(ctx, p.ID); err != nil {
		return nil, err
	}
	return committed, tx.AddJob(ctx, LeftJob, p.ID, s.now().Add(leftAfter))
}

// Left is the work of LeftJob. A roster person with a new login since then keeps everything.
func (s *Service) Left(ctx context.Context, who int64) error {
	committed := func(context.Context) {}
	err := s.store.InTx(ctx, func(tx Tx) error {
		p, err := tx.LockPerson(ctx, who)
		if err != nil {
			return err
		}
		if p.ID != who {
			committed, err = join(ctx, tx, s.desk, who, p.ID)
			return err
		}
		again, err := tx.IdentitiesOf(ctx, who)
		if err != nil || len(again) > 0 {
			return err
		}
		if committed, err = s.desk.Leave(ctx, tx, who); err != nil {
			return err
		}
		return tx.DeleteNotices(ctx, who)
	})
	if err == nil {
		committed(ctx)
	}
	return err
}
