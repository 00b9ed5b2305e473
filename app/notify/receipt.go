package notify

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/inbox"
)

// Receipts applies the platform's receipts for several messages.
func (s *Service) Receipts(ctx context.Context, tx Tx, p inbox.Push) error {
	for _, r := range p.Receipts {
		r.At = p.At
		if err := s.receipt(ctx, tx, p.Account, r); err != nil {
			return err
		}
	}
	return nil
}

// receipt applies the platform's receipt for a message, inside the transaction that received the push. A receipt for an
// unknown message is kept: the sender may be about to save the message.
func (s *Service) receipt(ctx context.Context, tx Tx, account auth.Account, r inbox.Receipt) error {
	tx = knownTx{tx, s.kinds}
	a, err := tx.AttemptOf(ctx, account, r.MsgID)
	if errors.Is(err, ErrMissing) {
		if err := tx.KeepReceipt(ctx, account, r, s.now()); err != nil {
			return err
		}
		// The sender may be saving the message id at this moment. Sender and receiver both write first and then read the
		// other's row with a lock, so one of them sees it.
		if a, err = tx.LockAttemptOf(ctx, account, r.MsgID); err != nil {
			return ignoreMissing(err)
		}
		if _, err := tx.TakeReceipt(ctx, account, r.MsgID); err != nil {
			return err
		}
	}
	if err != nil || a.Final && !r.At.After(a.ReceiptAt) {
		return err
	}
	n, err := tx.LockNotice(ctx, a.Notice)
	if err != nil {
		return err
	}
	if err := s.apply(ctx, tx, &n, &a, r); err != nil {
		return err
	}
	if err := tx.SaveAttempt(ctx, a); err != nil {
		return err
	}
	return tx.SaveNotice(ctx, n)
}

// apply ends an attempt with its receipt; after a failure the next channel is tried. Of two receipts the later one counts,
// in any order of arrival.
func (s *Service) apply(ctx context.Context, tx Tx, n *Notice, a *Attempt, r inbox.Receipt) error {
	a.Final, a.ReceiptAt = true, r.At
	if r.OK {
		a.Outcome, n.State = Sent, Delivered
		return nil
	}
	a.Outcome, a.Reason = Refused, r.Reason
	if n.State == SentOut || n.State == Pending || n.State == Delivered {
		n.State = Pending
		return tx.AddJob(ctx, SendJob, n.ID, s.now())
	}
	return nil
}

// Consents records consents and refusals: one consent allows one message (wechat.md §3.3). A refusal cancels earlier
// consents, never later ones, in any order of arrival.
func (s *Service) Consents(ctx context.Context, tx Tx, p inbox.Push) error {
	for _, c := range p.Consents {
		change := tx.RefuseCredit
		if c.Accepted {
			change = tx.AddCredit
		}
		if err := change(ctx, p.Account, p.From, c.TemplateID, p.At); err != nil {
			return err
		}
	}
	return nil
}
