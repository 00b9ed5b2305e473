package notify

import (
	"context"
	"slices"
	"strconv"
	"time"

	"linli/app/auth"
)

const (
	// patience is how long a notice that is not urgent waits for a channel that says "later" before it tries the next one.
	patience = 10 * time.Minute
	// lookAgain is how often a waiting notice looks for another channel: its person may have consented to one meanwhile.
	lookAgain = 15 * time.Minute
)

// choose picks the next channel for n, or ends it. While a channel that said "later" waits, the next one may be tried: at
// once for an urgent notice. The waiting channel is tried again at its own time, unless another took the notice.
func (s *Service) choose(ctx context.Context, tx Tx, n *Notice, now time.Time) (step, error) {
	if n.State != Pending { // folded just now
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
	var wait time.Time
	for _, a := range n.ladder(tried) {
		if a.Final {
			continue
		}
		next, err := s.tryOn(ctx, tx, n, a, addresses, !wait.IsZero() && !n.Urgent || saidInChat(tried), now)
		if err != nil || next.message != nil {
			return next, err
		}
		if !next.wait.IsZero() && (wait.IsZero() || next.wait.Before(wait)) {
			wait = next.wait
		}
		if !next.wait.IsZero() && !next.pass {
			return step{wait: wait}, nil
		}
	}
	if !wait.IsZero() {
		if again := now.Add(lookAgain); again.Before(wait) {
			wait = again
		}
		return step{wait: wait}, s.release(ctx, tx, n, addresses, now)
	}
	return step{}, s.end(ctx, tx, n, tried, now)
}

// tryOn tries a channel. No SMS begins while told: WeChat may still tell the person, or the chat has.
func (s *Service) tryOn(ctx context.Context, tx Tx, n *Notice, a Attempt, addresses []Address, told bool, now time.Time) (step, error) {
	switch {
	case !ByPhone(a.Channel):
		return s.try(ctx, tx, n, a, addresses, now)
	case told && a.ID == 0:
		return step{}, nil
	}
	return s.tryPhone(ctx, tx, n, a, now)
}

// ladder returns one attempt for each channel, in the order of trying. An attempt with an unknown result comes first: its
// message may still arrive, and another channel would send a duplicate.
func (n Notice) ladder(tried []Attempt) []Attempt {
	all := make([]Attempt, 0, len(n.channels()))
	for _, channel := range n.channels() {
		a := attemptOn(tried, channel, n.ID)
		if a.open() {
			all = slices.Insert(all, 0, a)
			continue
		}
		all = append(all, a)
	}
	return all
}

// open says whether the result of the attempt is unknown.
func (a Attempt) open() bool {
	return a.ID != 0 && !a.Final && (a.Outcome == Unknown || a.Outcome == "")
}

// end ends a notice that no channel can take.
func (s *Service) end(ctx context.Context, tx Tx, n *Notice, tried []Attempt, now time.Time) error {
	n.State = Kept
	switch {
	case n.isDigest():
		return unfold(ctx, tx, n.ID, now)
	case saidInChat(tried):
		n.State = SentOut
	case reached(tried) != "": // an alarm that WeChat does not take is on the telephone
		n.State = reached(tried)
	case n.MustKnow() || slices.ContainsFunc(tried, func(a Attempt) bool {
		return a.Channel != InChat && (a.Outcome == Unknown || a.Outcome == "")
	}):
		n.State = Undelivered // a message that may be lost counts as undelivered, too
	}
	return nil
}

// try begins or continues an attempt on one channel. An empty step means that the channel cannot take the notice.
func (s *Service) try(ctx context.Context, tx Tx, n *Notice, a Attempt, addresses []Address, now time.Time) (step, error) {
	give := func(o Outcome, reason string) (step, error) {
		if a.ID == 0 {
			return step{}, nil
		}
		a.Outcome, a.Final, a.Reason = o, true, reason
		return step{}, tx.SaveAttempt(ctx, a)
	}
	template := s.out.TemplateID(a.Channel, n.Kind.Name)
	openid := addressOn(addresses, a.Channel)
	switch {
	case template == "" || openid == "":
		return give(Unavailing, "no template or no address")
	case a.Outcome == Later && now.After(n.CreatedAt.Add(tryFor)):
		return give(Wrong, "tried too long")
	case a.Outcome == Later && now.Before(a.Again):
		return n.pass(a, now), nil
	case a.open() && a.Channel == auth.OA && now.After(a.At.Add(ResendWithin)):
		return give(Unknown, "no answer, too late to repeat")
	case a.open() && a.Channel == auth.OA && now.Before(a.Again):
		return step{wait: a.Again}, nil
	case a.open() && a.Channel != auth.OA:
		// A subscribe message with an unknown result is never repeated: wait for its receipt, then try the next channel.
		if until := a.At.Add(ResendWithin); now.Before(until) {
			return step{wait: until}, nil
		}
		return give(Unknown, "no answer and no receipt")
	}
	if a.Channel != auth.OA && (a.ID == 0 || a.Outcome == Later) { // "later" returned the consent
		kind, err := s.spend(ctx, tx, n.Kind, a.Channel, openid)
		if err != nil || kind == "" {
			return step{}, err
		}
		return s.begin(ctx, tx, n, a, openid, kind, now)
	}
	return s.begin(ctx, tx, n, a, openid, n.Kind.Name, now)
}

// spend uses one consent for a kind, or for the kind whose template it may use instead, and returns which; "" for none.
func (s *Service) spend(ctx context.Context, tx Tx, k Kind, c Channel, openid string) (string, error) {
	for _, kind := range []string{k.Name, k.Instead} {
		template := s.out.TemplateID(c, kind)
		if template == "" {
			continue
		}
		if spent, err := tx.SpendCredit(ctx, c, openid, template); err != nil || spent {
			return kind, err
		}
	}
	return "", nil
}

// pass allows the next channel while attempt a waits for its own time: at once or after patience.
func (n Notice) pass(a Attempt, now time.Time) step {
	until := a.Began.Add(patience)
	if n.Urgent || n.Folded != 0 || !now.Before(until) { // a notice released from a digest has waited already
		return step{wait: a.Again, pass: true}
	}
	if a.Again.Before(until) {
		until = a.Again
	}
	return step{wait: until}
}

// begin saves the attempt before its message, in the template of the kind, is sent.
func (s *Service) begin(ctx context.Context, tx Tx, n *Notice, a Attempt, openid, kind string, now time.Time) (step, error) {
	unsure := a.open()
	err := recount(ctx, tx, n)
	if err != nil {
		return step{}, err
	}
	if a.ID == 0 {
		a.OpenID, a.At, a.Began, a.Tries = openid, now, now, 1
		err = tx.AddAttempt(ctx, &a)
	} else {
		if !unsure { // the platform refused the last message: its ten minutes restart
			a.At = now
		}
		a.Outcome, a.Tries = "", a.Tries+1
		err = tx.SaveAttempt(ctx, a)
	}
	if err != nil {
		return step{}, err
	}
	return step{attempt: a, unsure: unsure, message: &Message{
		Account: a.Channel, OpenID: a.OpenID, Kind: kind, Facts: n.Facts.ByName(), Page: n.page(),
		ClientID: "linli-" + strconv.FormatInt(n.ID, 10),
	}}, nil
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
