package notify

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
	"time"

	"linli/app/when"
)

// Phone is the policy of the telephone channels.
type Phone struct {
	CallAfter time.Duration    // how long an alarm waits for an answer before the telephone rings
	CallAgain time.Duration    // how long after a missed call it rings again
	Calls     int              // how often it rings for one notice
	Caps      map[Channel]Caps // by channel; none: no limit
}

// Caps limit the messages of one day on one channel. An urgent message may use UrgentFactor times as many: a cap against
// mistakes must not silence danger.
type Caps struct{ Person, County int }

// UrgentFactor multiplies the caps for urgent messages.
const UrgentFactor = 5

// DefaultPhone is the policy without settings. Providers allow one call a minute and five an hour to one number.
var DefaultPhone = Phone{CallAfter: 2 * time.Minute, CallAgain: 2 * time.Minute, Calls: 2}

// phoneTryFor is how long a telephone channel that says "later" is tried: staff have to know soon that nobody was reached.
const phoneTryFor = 2 * time.Hour

// due returns when an alarm is to be tried on a telephone channel, or false if never again. A message with an unknown result
// is not repeated; at its time it is given up.
func (p Phone) due(n Notice, a Attempt) (time.Time, bool) {
	switch {
	case a.Final || a.Outcome == Sent:
		return time.Time{}, false
	case a.ID == 0 && a.Channel == Voice:
		return n.CreatedAt.Add(p.CallAfter), true
	case a.ID == 0:
		return n.CreatedAt, true
	case a.Outcome == Later:
		return a.Again, true
	}
	return a.At.Add(ResendWithin), true
}

// missed returns the attempt after a call that nobody answered: it rings again, or was the last.
func (p Phone) missed(a Attempt, now time.Time) Attempt {
	if a.Tries < p.Calls {
		a.Outcome, a.Again = Later, now.Add(p.CallAgain)
		return a
	}
	a.Outcome, a.Final = Refused, true
	return a
}

// allows returns the caps for one message.
func (p Phone) allows(c Channel, urgent bool) Caps {
	caps := p.Caps[c]
	if urgent {
		caps.Person, caps.County = caps.Person*UrgentFactor, caps.County*UrgentFactor
	}
	return caps
}

// reached returns what the attempts say of the notice: Delivered, SentOut, or "" when no message is known to be sent.
func reached(tried []Attempt) (s State) {
	for _, a := range tried {
		switch {
		case a.Outcome != Sent || a.Channel == InChat:
		case a.Final:
			return Delivered
		default:
			s = SentOut
		}
	}
	return s
}

// afterPhone returns the state of the notice after an attempt on a telephone channel has changed. An alarm that WeChat still
// tries stays pending.
func (n Notice) afterPhone(tried []Attempt) State {
	switch n.State {
	case SentOut, Delivered, Undelivered, Kept:
		if s := reached(tried); s != "" {
			return s
		}
		return Undelivered
	case Pending, Told, Folded:
	}
	return n.State
}

// tryPhone begins or continues an attempt on a telephone channel. An empty step means that the channel cannot take the notice.
func (s *Service) tryPhone(ctx context.Context, tx Tx, n *Notice, a Attempt, now time.Time) (step, error) {
	give := func(o Outcome, reason string) (step, error) {
		a.Outcome, a.Final, a.Reason = o, true, reason
		if a.ID == 0 {
			a.At, a.Began = now, now
			return step{}, tx.AddAttempt(ctx, &a)
		}
		return step{}, tx.SaveAttempt(ctx, a)
	}
	phone, err := tx.PhoneOf(ctx, n.Person)
	if err != nil {
		return step{}, err
	}
	switch {
	case a.Outcome == Sent || !n.ReadAt.IsZero():
		return step{}, nil
	case a.Outcome == Later && now.After(a.Began.Add(phoneTryFor)):
		return give(Wrong, "tried too long")
	case a.Outcome == Later && now.Before(a.Again):
		return step{wait: a.Again, pass: true}, nil
	case a.open() && now.Before(a.At.Add(ResendWithin)):
		return step{wait: a.At.Add(ResendWithin)}, nil
	case a.open():
		return give(Unknown, "no answer and no receipt")
	case s.carrier(a.Channel).TemplateID(a.Channel, n.Kind.Name) == "" || phone == "":
		if a.ID == 0 {
			return step{}, nil
		}
		return give(Unavailing, "no template or no number")
	}
	spent, err := tx.SpendPhone(ctx, a.Channel, n.Person, when.DateOf(now), s.phone.allows(a.Channel, n.Urgent))
	if err != nil {
		return step{}, err
	}
	if !spent {
		return give(Unavailing, "daily cap")
	}
	return dial(ctx, tx, n, a, phone, now)
}

// dial saves the attempt, with a token of its own, before its message is sent.
func dial(ctx context.Context, tx Tx, n *Notice, a Attempt, to Number, now time.Time) (step, error) {
	token := newToken()
	a.Ref, a.MsgID, a.At, a.Outcome, a.Tries = sum(token), "", now, "", a.Tries+1
	save := func() error { return tx.SaveAttempt(ctx, a) }
	if a.ID == 0 {
		a.Began = now
		save = func() error { return tx.AddAttempt(ctx, &a) }
	}
	if err := save(); err != nil {
		return step{}, err
	}
	return step{attempt: a, message: &Message{
		Account: a.Channel, Phone: to, Token: token, Kind: n.Kind.Name, Facts: n.Facts.ByName(),
	}}, nil
}

// newToken returns 75 random bits in 15 characters, the longest that every provider returns with its receipts.
func newToken() string {
	var b [10]byte
	_, _ = rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))[:15]
}

// sum returns the form in which a token or the provider's id of a message is kept: who reads the database cannot forge a
// receipt with it.
func sum(s string) string {
	if s == "" {
		return ""
	}
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:16])
}

// recordPhone saves the result of a try on a telephone channel. A receipt that came before the answer has decided already.
func (s *Service) recordPhone(ctx context.Context, id int64, made step, r Result) (wait time.Time, done bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		wait, done = time.Time{}, false
		n, a, err := lockTry(ctx, tx, id, made.attempt.Ref)
		if err != nil {
			return ignoreMissing(err)
		}
		now := s.now()
		a.MsgID = sum(r.MsgID)
		if !a.Final && a.Outcome == "" {
			a.Outcome, a.Code, a.Reason = r.Outcome, r.Code, r.Reason
			switch r.Outcome {
			case Sent, Unknown:
			case Later:
				a.Again = now.Add(max(r.Wait, 30*time.Second))
			default:
				a.Final = true
			}
			if err := s.account(ctx, tx, n, a.Channel, r, now); err != nil {
				return err
			}
		}
		if err := tx.SaveAttempt(ctx, a); err != nil { // write first, then look for the receipt: see receipt
			return err
		}
		if err := s.matchPhone(ctx, tx, &n, &a, r.MsgID); err != nil {
			return err
		}
		done = a.Outcome == Sent
		return s.settlePhone(ctx, tx, n, a)
	})
	return wait, done, err
}

// account counts what a result costs. It gives back what a message that was not sent has taken from the caps.
func (s *Service) account(ctx context.Context, tx Tx, n Notice, c Channel, r Result, now time.Time) error {
	more := Count{Units: r.Units}
	switch r.Outcome {
	case Sent, Unknown:
	case Wrong:
		more.Wrong = 1
		fallthrough
	default:
		if err := tx.ReturnPhone(ctx, c, n.Person, when.DateOf(now)); err != nil {
			return err
		}
	}
	if more == (Count{}) {
		return nil
	}
	return tx.CountPhone(ctx, c, when.DateOf(now), more)
}

// settlePhone saves the attempt and what it means for its notice.
func (s *Service) settlePhone(ctx context.Context, tx Tx, n Notice, a Attempt) error {
	if err := tx.SaveAttempt(ctx, a); err != nil {
		return err
	}
	tried, err := tx.Attempts(ctx, n.ID)
	if err != nil {
		return err
	}
	next := n.afterPhone(tried)
	if !n.Wakes() && n.State == Pending && a.Outcome == Sent {
		next = reached(tried)
	}
	if next == n.State {
		return nil
	}
	if n.State = next; next == SentOut || next == Delivered && n.SentAt.IsZero() {
		n.SentAt = s.now()
	}
	return tx.SaveNotice(ctx, n)
}

// lockTry returns the attempt with this reference and its notice, locked, or ErrMissing when a later try has replaced it.
func lockTry(ctx context.Context, tx Tx, notice int64, ref string) (Notice, Attempt, error) {
	n, err := tx.LockNotice(ctx, notice)
	if err != nil {
		return n, Attempt{}, err
	}
	tried, err := tx.Attempts(ctx, notice)
	if err != nil {
		return n, Attempt{}, err
	}
	for _, a := range tried {
		if a.Ref == ref {
			return n, a, nil
		}
	}
	return n, Attempt{}, ErrMissing
}
