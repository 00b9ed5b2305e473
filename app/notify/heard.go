package notify

import (
	"context"
	"errors"
	"time"

	"linli/app/inbox"
	"linli/app/when"
)

// PhoneEvent is what a provider of the telephone network reports about one message.
type PhoneEvent struct {
	Channel Channel
	Token   string // the message's own, if the provider returns it
	MsgID   string // the provider's id of the message
	Result  PhoneResult
	Key     string // that the person pressed during the call
	Reason  string // without personal data
	Units   int    // parts of an SMS or minutes of a call that are charged
	At      time.Time
}

// PhoneResult is the end of a message.
type PhoneResult string

// The results.
const (
	Arrived  PhoneResult = "arrived"  // the telephone has it, or somebody answered the call
	Failed   PhoneResult = "failed"   // this number cannot be reached
	Missed   PhoneResult = "missed"   // it rang and nobody answered, or the line was busy
	KeyAlone PhoneResult = "key_only" // a key was pressed; the result comes in another event
)

// keyYes is the key that acknowledges.
const keyYes = "1"

// channelKey keeps a key that was pressed before our commit, beside the receipt of the same call.
const channelKey Channel = "voicekey"

// Heard applies events of the telephone network. A repeated event changes nothing.
func (s *Service) Heard(ctx context.Context, events []PhoneEvent) error {
	for _, e := range events {
		if err := s.store.InTx(ctx, func(tx Tx) error { return s.heard(ctx, tx, e) }); err != nil {
			return err
		}
	}
	return nil
}

// heard finds the message of the event: by its token, which exists before the message is sent, or by the provider's id, which
// may be saved only later. The number in an event is never looked at.
func (s *Service) heard(ctx context.Context, tx Tx, e PhoneEvent) error {
	if e.Token != "" {
		a, err := tx.AttemptByRef(ctx, sum(e.Token))
		if err != nil {
			return ignoreMissing(err)
		}
		return s.hear(ctx, tx, a, e)
	}
	a, err := tx.AttemptOf(ctx, e.Channel, sum(e.MsgID))
	if errors.Is(err, ErrMissing) {
		if err := s.keepEvent(ctx, tx, e); err != nil {
			return err
		}
		if a, err = tx.LockAttemptOf(ctx, e.Channel, sum(e.MsgID)); err != nil { // as in receipt
			return ignoreMissing(err)
		}
	}
	if err != nil {
		return err
	}
	return s.hear(ctx, tx, a, e)
}

func (s *Service) hear(ctx context.Context, tx Tx, found Attempt, e PhoneEvent) error {
	n, a, err := lockTry(ctx, tx, found.Notice, found.Ref)
	if err != nil {
		return ignoreMissing(err)
	}
	if err := s.applyEvent(ctx, tx, &n, &a, e); err != nil {
		return err
	}
	return s.settlePhone(ctx, tx, n, a)
}

// applyEvent changes an attempt as the event says. A key acknowledges, whatever came before it.
func (s *Service) applyEvent(ctx context.Context, tx Tx, n *Notice, a *Attempt, e PhoneEvent) error {
	now := s.now()
	if e.Key == keyYes && n.Wakes() {
		if err := press(ctx, tx, n, now); err != nil {
			return err
		}
	}
	if e.Result == KeyAlone || a.Final && !e.At.After(a.ReceiptAt) || a.Outcome == Later {
		return nil
	}
	first := a.ReceiptAt.IsZero()
	a.ReceiptAt, a.Reason = e.At, e.Reason
	count := Count{Units: e.Units}
	switch e.Result {
	case Arrived:
		a.Outcome, a.Final, count.Arrived = Sent, true, 1
	case Missed:
		count.Failed = 1
		if *a = s.phone.missed(*a, now); !a.Final {
			a.ReceiptAt = time.Time{}
			if err := tx.AddJob(ctx, WakeJob, n.ID, a.Again); err != nil {
				return err
			}
		}
	case Failed, KeyAlone:
		a.Outcome, a.Final, count.Failed = Refused, true, 1
	}
	if err := reopen(ctx, tx, n, *a, now); err != nil || !first {
		return err
	}
	return tx.CountPhone(ctx, a.Channel, when.DateOf(now), count)
}

// press acknowledges an alarm: the notice is read, and a job does the rest.
func press(ctx context.Context, tx Tx, n *Notice, now time.Time) error {
	if err := tx.MarkNoticeRead(ctx, n.ID, now); err != nil {
		return err
	}
	if n.ReadAt.IsZero() {
		n.ReadAt = now
	}
	return tx.AddJob(ctx, PressedJob, n.ID, now)
}

// reopen tries the next channel for a notice whose SMS did not arrive; an alarm climbs by itself.
func reopen(ctx context.Context, tx Tx, n *Notice, a Attempt, now time.Time) error {
	if a.Outcome != Refused || n.Wakes() || n.State != SentOut && n.State != Delivered {
		return nil
	}
	n.State = Pending
	if err := tx.SaveNotice(ctx, *n); err != nil {
		return err
	}
	return tx.AddJob(ctx, SendJob, n.ID, now)
}

// keepEvent keeps an event for a message whose id is not saved yet.
func (s *Service) keepEvent(ctx context.Context, tx Tx, e PhoneEvent) error {
	channel, r := e.Channel, inbox.Receipt{MsgID: sum(e.MsgID), OK: e.Result == Arrived, Reason: string(e.Result), At: e.At}
	if e.Result == KeyAlone {
		channel, r.Reason = channelKey, e.Key
	}
	return tx.KeepReceipt(ctx, channel, r, s.now())
}

// matchPhone applies the events that came before the provider's id of the message was saved.
func (s *Service) matchPhone(ctx context.Context, tx Tx, n *Notice, a *Attempt, msgid string) error {
	if msgid == "" {
		return nil
	}
	for _, channel := range []Channel{a.Channel, channelKey} {
		r, err := tx.TakeReceipt(ctx, channel, a.MsgID)
		if errors.Is(err, ErrMissing) {
			continue
		}
		if err != nil {
			return err
		}
		e := PhoneEvent{Channel: a.Channel, Result: PhoneResult(r.Reason), At: r.At}
		if channel == channelKey {
			e.Result, e.Key = KeyAlone, r.Reason
		}
		if err := s.applyEvent(ctx, tx, n, a, e); err != nil {
			return err
		}
	}
	return nil
}
