package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"linli/app/auth"
	"linli/app/when"
)

// The limits of a try.
const (
	// ResendWithin is how long the platform remembers a client_msg_id (wechat.md §3.2); after it a resend could double.
	ResendWithin = 10 * time.Minute
	// tryFor is how long a channel that says "later" is tried before the next one.
	tryFor = 3 * 24 * time.Hour
	// maxSteps bounds one run of Send; the job comes back.
	maxSteps = 6
	// foldAtMost is how many notices one digest speaks for.
	foldAtMost = 50
)

// Service sends notices and shows them to people.
type Service struct {
	store  Store
	out    Sender
	areas  Areas
	roster Roster
	now    func() time.Time
}

// NewService returns the service.
func NewService(s Store, out Sender, areas Areas, roster Roster, now func() time.Time) *Service {
	return &Service{store: s, out: out, areas: areas, roster: roster, now: now}
}

// step is what Send does next for a notice: send one message, wait, or nothing.
type step struct {
	notice  Notice
	message *Message
	attempt Attempt
	wait    time.Time
}

// Send moves a notice along its channels until one takes it, nothing is left, or it has to wait: then it returns when
// to come back. Calling it again, from any process, never sends twice on a channel that has an idempotency key, and
// never repeats a message whose fate is unknown on one that has none.
func (s *Service) Send(ctx context.Context, id int64) (again time.Time, err error) {
	for range maxSteps {
		next, err := s.prepare(ctx, id)
		if err != nil || next.message == nil {
			return next.wait, err
		}
		result := s.out.Send(ctx, *next.message)
		wait, done, err := s.record(context.WithoutCancel(ctx), id, next.attempt, result)
		if err == nil && done && next.attempt.Channel == auth.OA {
			err = s.spellOut(ctx, next.notice, next.attempt.OpenID)
		}
		if err != nil || done || !wait.IsZero() {
			return wait, err
		}
	}
	return s.now().Add(time.Minute), nil
}

// prepare decides under the notice's lock what is to be done, and writes the try before it is made.
func (s *Service) prepare(ctx context.Context, id int64) (step, error) {
	var next step
	err := s.store.InTx(ctx, func(tx Tx) error {
		next = step{}
		if err := tx.LockInbox(ctx, id); err != nil { // several senders for one person take turns, or none would fold
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
		if n.State == Pending { // nothing of the notice itself has changed
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

// fold lets a digest speak for n and the person's other waiting notices, so that a morning brings one message and not
// seven. It does so only for a follower: the mini-programs' credits are for one kind of notice each. What a digest
// could not deliver goes its own way afterwards and is not folded again.
func (s *Service) fold(ctx context.Context, tx Tx, n *Notice, now time.Time) error {
	if n.Kind == DigestKind || n.Folded != 0 || s.out.TemplateID(auth.OA, DigestKind) == "" {
		return nil
	}
	tried, err := tx.Attempts(ctx, n.ID)
	if err != nil || len(tried) > 0 { // what was tried keeps its words
		return err
	}
	addresses, err := tx.Addresses(ctx, n.Person)
	if err != nil || addressOn(addresses, auth.OA) == "" {
		return err
	}
	waiting, err := tx.PendingOf(ctx, n.Person, now, foldAtMost)
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(w Notice) bool { return w.ID == n.ID })
	if len(waiting) == 0 {
		return nil
	}
	digest := Notice{
		Person: n.Person, Community: n.Community, Kind: DigestKind, About: n.About, State: Pending, CreatedAt: now,
		DueAt: now, Facts: map[string]string{
			"count": strconv.Itoa(len(waiting) + 1), "title": n.Title(), "at": when.Full(now), "state": "有新进展",
		},
	}
	if err := tx.AddNotice(ctx, &digest); err != nil {
		return err
	}
	for _, w := range waiting {
		w.State, w.Folded = Folded, digest.ID
		if err := tx.SaveNotice(ctx, w); err != nil {
			return err
		}
	}
	n.State, n.Folded = Folded, digest.ID
	return tx.AddJob(ctx, SendJob, digest.ID, now)
}

// unfold sends what a digest spoke for on its own way, because the digest reached nobody.
func unfold(ctx context.Context, tx Tx, digest int64, now time.Time) error {
	folded, err := tx.FoldedInto(ctx, digest)
	if err != nil {
		return err
	}
	for _, f := range folded {
		f.State = Pending
		if err := tx.SaveNotice(ctx, f); err != nil {
			return err
		}
		if err := tx.AddJob(ctx, SendJob, f.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// choose picks the next channel for n, or ends it.
func (s *Service) choose(ctx context.Context, tx Tx, n *Notice, now time.Time) (step, error) {
	if n.State != Pending { // folded a moment ago
		return step{}, nil
	}
	tried, err := tx.Attempts(ctx, n.ID)
	if err != nil {
		return step{}, err
	}
	addresses, err := tx.Addresses(ctx, n.Person)
	if err != nil {
		return step{}, err
	}
	for _, channel := range n.rungs() {
		a := attemptOn(tried, channel, n.ID)
		if a.Final {
			continue
		}
		next, err := s.try(ctx, tx, n, a, addresses, now)
		if err != nil || next.message != nil || !next.wait.IsZero() {
			return next, err
		}
	}
	n.State = Kept
	switch {
	case n.Kind == DigestKind:
		return step{}, unfold(ctx, tx, n.ID, now)
	case n.MustKnow() || slices.ContainsFunc(tried, func(a Attempt) bool { return a.Outcome == Unknown || a.Outcome == "" }):
		n.State = Undelivered // what may be lost on the way is somebody's work too
	}
	return step{}, nil
}

// try opens or goes on with a try on one channel. A step without message and wait means: this channel cannot.
func (s *Service) try(ctx context.Context, tx Tx, n *Notice, a Attempt, addresses []Address, now time.Time) (step, error) {
	give := func(o Outcome, reason string) (step, error) {
		if a.ID == 0 {
			return step{}, nil
		}
		a.Outcome, a.Final, a.Reason = o, true, reason
		return step{}, tx.SaveAttempt(ctx, a)
	}
	template := s.out.TemplateID(a.Channel, n.Kind)
	openid := addressOn(addresses, a.Channel)
	switch {
	case template == "" || openid == "":
		return give(Unavailing, "no template or no address")
	case a.Outcome == Later && now.After(n.CreatedAt.Add(tryFor)):
		return give(Wrong, "tried too long")
	case a.Channel == auth.OA && a.ID != 0 && a.Outcome != Later && now.After(a.At.Add(ResendWithin)):
		return give(Unknown, "no answer, too late to repeat")
	case a.Channel != auth.OA && a.ID != 0 && a.Outcome != Later:
		// A subscribe message without an answer is never repeated: wait for its receipt, then go on without it.
		if until := a.At.Add(ResendWithin); now.Before(until) {
			return step{wait: until}, nil
		}
		return give(Unknown, "no answer and no receipt")
	}
	if a.ID == 0 {
		if a.Channel != auth.OA {
			spent, err := tx.SpendCredit(ctx, a.Channel, openid, template)
			if err != nil || !spent {
				return step{}, err
			}
		}
		a.OpenID, a.At, a.Tries = openid, now, 1
		if err := tx.AddAttempt(ctx, &a); err != nil {
			return step{}, err
		}
	} else {
		if a.Outcome == Later { // the platform did not take it: a new ten minutes begin
			a.At = now
		}
		a.Outcome, a.Tries = "", a.Tries+1
		if err := tx.SaveAttempt(ctx, a); err != nil {
			return step{}, err
		}
	}
	return step{attempt: a, message: &Message{
		Account: a.Channel, OpenID: a.OpenID, Kind: n.Kind, Facts: n.Facts, Page: n.page(),
		ClientID: "linli-" + strconv.FormatInt(n.ID, 10),
	}}, nil
}

// record writes what came of a try. done means that the notice needs no further step now.
func (s *Service) record(ctx context.Context, id int64, a Attempt, r Result) (wait time.Time, done bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		wait, done = time.Time{}, false
		n, err := tx.LockNotice(ctx, id)
		if err != nil {
			return err
		}
		now := s.now()
		a.Outcome, a.MsgID, a.Code, a.Reason = r.Outcome, r.MsgID, r.Code, r.Reason
		switch r.Outcome {
		case Sent:
			n.State, n.SentAt, done = SentOut, now, true
			if err := tx.SaveAttempt(ctx, a); err != nil { // before looking for its receipt, see Receipt
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
			wait = now.Add(max(r.Wait, time.Second))
		case Unknown:
			wait = now.Add(30 * time.Second)
		default:
			a.Final = true
			if err := s.unreach(ctx, tx, n, a, r.Code); err != nil {
				return err
			}
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

// match applies a receipt that was faster than our own commit, if there is one.
func (s *Service) match(ctx context.Context, tx Tx, n *Notice, a *Attempt) (bool, error) {
	r, err := tx.TakeReceipt(ctx, a.Channel, a.MsgID)
	if err != nil {
		return false, ignoreMissing(err)
	}
	return true, s.apply(ctx, tx, n, a, r.OK, r.Reason)
}

// unreach remembers what a refusal says about the channel (wechat.md §3.5).
func (s *Service) unreach(ctx context.Context, tx Tx, n Notice, a Attempt, code int) error {
	switch code {
	case 43004:
		return tx.MarkUnfollowed(ctx, a.OpenID)
	case 43101:
		return tx.DropCredit(ctx, a.Channel, a.OpenID, s.out.TemplateID(a.Channel, n.Kind))
	}
	return nil
}

func attemptOn(tried []Attempt, c Channel, notice int64) Attempt {
	for _, a := range tried {
		if a.Channel == c {
			return a
		}
	}
	return Attempt{Channel: c, Notice: notice}
}

func addressOn(all []Address, c Channel) string {
	for _, a := range all {
		if a.Channel == c {
			return a.OpenID
		}
	}
	return ""
}
