package notify

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/inbox"
)

// Receipts applies what the platform says became of several messages.
func (s *Service) Receipts(ctx context.Context, tx Tx, p inbox.Push) error {
	for _, r := range p.Receipts {
		r.At = p.At
		if err := s.receipt(ctx, tx, p.Account, r); err != nil {
			return err
		}
	}
	return nil
}

// receipt applies what the platform says became of a message, inside the transaction that took the push in. A receipt
// whose message is not known yet is kept for the sender, who is about to save it.
func (s *Service) receipt(ctx context.Context, tx Tx, account auth.Account, r inbox.Receipt) error {
	tx = knownTx{tx, s.kinds}
	a, err := tx.AttemptOf(ctx, account, r.MsgID)
	if errors.Is(err, ErrMissing) {
		if err := tx.KeepReceipt(ctx, account, r, s.now()); err != nil {
			return err
		}
		// The sender may be saving the message id at this moment. Both write first and then look, with a lock, for what
		// the other wrote, so one of them sees it.
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

// apply ends a try with its receipt; a failed one opens the notice again for the next channel. Of two receipts the later one
// counts, whichever came first.
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

// Consents keeps account of what a person agreed to be told: one accept is one message (wechat.md §3.3). A refusal takes back
// what was agreed before it, and nothing that was agreed after, whichever is heard first.
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
