package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fresh"
	"linli/app/when"
)

// The limits of an attempt.
const (
	// ResendWithin is how long the platform remembers a client_msg_id (wechat.md §3.2); a later resend could be a duplicate.
	ResendWithin = 10 * time.Minute
	// tryFor is how long a channel that says "later" is tried.
	tryFor = 3 * 24 * time.Hour
	// KeepReceipts is how long a receipt waits for its message.
	KeepReceipts = 24 * time.Hour
	// KeepAttempts is how long the account and the openid of an attempt are kept.
	KeepAttempts = 90 * 24 * time.Hour
	// KeepNotices is how long a notice stays in the inbox.
	KeepNotices = 366 * 24 * time.Hour
	// KeepPhoneCounts is how long it is kept how many messages a person got on one day.
	KeepPhoneCounts = 3 * 24 * time.Hour
	// maxSteps is the maximum number of steps in one run of Send; the job runs again.
	maxSteps = 6
	// foldAtMost is how many notices one digest may contain.
	foldAtMost = 50
)

// Config is what the service needs.
type Config struct {
	Store  Store
	Kinds  []*Kinds // of all capabilities
	Sender Sender
	Dialer Carrier // SMS and voice calls
	Phone  Phone
	Alarms Alarms
	Areas  area.Source
	Roster Roster
	Photos Photos
	Now    func() time.Time
}

// Service sends notices and lists them.
type Service struct {
	store  Store
	kinds  catalogue // in the program's own words
	groups []*Kinds
	words  *fresh.Value[wording]
	out    Sender
	dialer Carrier
	phone  Phone
	alarms Alarms
	areas  area.Source
	roster Roster
	photos Photos
	now    func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	var all []Kind
	for _, k := range c.Kinds {
		all = append(all, k.All()...)
	}
	kinds := newCatalogue(all)
	words := newWords(c.Store, kinds, c.Kinds, c.Now)
	return &Service{
		store: knownStore{c.Store, words}, kinds: kinds, groups: c.Kinds, words: words, out: c.Sender, dialer: c.Dialer, phone: c.Phone, alarms: c.Alarms,
		areas: c.Areas, roster: c.Roster, photos: c.Photos, now: c.Now,
	}
}

// carrier returns the carrier of a channel.
func (s *Service) carrier(c Channel) Carrier {
	if ByPhone(c) {
		return s.dialer
	}
	return s.out
}

// step is the next action of Send for a notice: send one message, wait, or nothing.
type step struct {
	notice  Notice
	message *Message
	attempt Attempt
	unsure  bool // an earlier message of this attempt may have arrived
	wait    time.Time
	pass    bool // the next channel may be tried meanwhile
}

// Send tries the channels of a notice until one takes it or none is left; if it has to wait, it returns when to run again. A
// repeated call, from any process, never sends twice on a channel with an idempotency key, and never repeats a message with
// an unknown result on one without.
func (s *Service) Send(ctx context.Context, id int64) (again time.Time, err error) {
	for range maxSteps {
		next, err := s.prepare(ctx, id)
		if err != nil || next.message == nil {
			return next.wait, err
		}
		result, record := s.carrier(next.message.Account).Send(ctx, *next.message), s.record
		if ByPhone(next.message.Account) {
			record = s.recordPhone
		}
		wait, done, err := record(context.WithoutCancel(ctx), id, next, result)
		if err == nil && done && next.attempt.Channel == auth.OA {
			err = s.spellOut(ctx, next.notice, next.attempt.OpenID)
		}
		if err != nil || done || !wait.IsZero() {
			return wait, err
		}
	}
	return s.now().Add(time.Minute), nil
}

// prepare decides the next step under the notice's lock, and saves the attempt before its message is sent.
func (s *Service) prepare(ctx context.Context, id int64) (step, error) {
	var next step
	err := s.store.InTx(ctx, func(tx Tx) error {
		next = step{}
		if err := tx.LockInbox(ctx, id); err != nil { // senders for one person run one after the other, otherwise no sender would fold
			return ignoreMissing(err)
		}
		n, err := tx.LockNotice(ctx, id)
		if err != nil || n.State != Pending {
			return ignoreMissing(err)
		}
		now := s.now()
		if !n.Urgent {
			if due := when.Nights.Next(now); due.After(now) {
				next.wait = due
				return nil
			}
			if err := s.fold(ctx, tx, &n, now); err != nil {
				return err
			}
		}
		if next, err = s.choose(ctx, tx, &n, now); err != nil {
			return err
		}
		next.notice = n
		if n.State == Pending { // the notice itself has not changed
			return nil
		}
		return tx.SaveNotice(ctx, n)
	})
	return next, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, ErrMissing) {
		return nil
	}
	return err
}

// record saves the result of a try. done means that the notice needs no further step now.
func (s *Service) record(ctx context.Context, id int64, made step, r Result) (wait time.Time, done bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		wait, done = time.Time{}, false
		a := made.attempt
		n, err := tx.LockNotice(ctx, id)
		if err != nil {
			return err
		}
		now := s.now()
		a.Outcome, a.MsgID, a.Code, a.Reason = r.Outcome, r.MsgID, r.Code, r.Reason
		if made.unsure && r.Outcome == Later { // the earlier message may still arrive
			a.Outcome = Unknown
		}
		switch a.Outcome {
		case Sent:
			n.State, n.SentAt, done = SentOut, now, true
			if err := tx.SaveAttempt(ctx, a); err != nil { // write first, then look for the receipt: see receipt
				return err
			}
			matched, err := s.match(ctx, tx, &n, &a)
			if err != nil {
				return err
			}
			if !matched {
				return tx.SaveNotice(ctx, n)
			}
		case Later:
			a.Again = now.Add(max(r.Wait, time.Second))
		case Unknown:
			a.Again = now.Add(max(r.Wait, 30*time.Second))
			wait = a.Again
		default:
			a.Final = true
		}
		if err := s.settle(ctx, tx, made.message.Kind, a, r); err != nil {
			return err
		}
		if err := tx.SaveAttempt(ctx, a); err != nil {
			return err
		}
		return tx.SaveNotice(ctx, n)
	})
	if err != nil {
		return time.Time{}, false, fmt.Errorf("record notice %d: %w", id, err)
	}
	return wait, done, nil
}

// match applies a receipt that arrived before our commit, if there is one.
func (s *Service) match(ctx context.Context, tx Tx, n *Notice, a *Attempt) (bool, error) {
	r, err := tx.TakeReceipt(ctx, a.Channel, a.MsgID)
	if err != nil {
		return false, ignoreMissing(err)
	}
	return true, s.apply(ctx, tx, n, a, r)
}

// settle records what a result says about the channel (wechat.md §3.5). It returns the consent for a subscribe message that
// the platform refused without using it.
func (s *Service) settle(ctx context.Context, tx Tx, kind string, a Attempt, r Result) error {
	if r.Outcome == Refused && r.Code == notFollowing {
		return tx.MarkUnfollowed(ctx, a.OpenID)
	}
	if a.Channel == auth.OA || r.Outcome == Sent || r.Outcome == Unknown {
		return nil
	}
	template := s.out.TemplateID(a.Channel, kind)
	if r.Credit == CreditGone {
		return tx.DeleteCredit(ctx, a.Channel, a.OpenID, template, a.At)
	}
	return tx.AddCredit(ctx, a.Channel, a.OpenID, template, a.At)
}

// notFollowing is the platform's code for a person who does not follow the official account.
const notFollowing = 43004
