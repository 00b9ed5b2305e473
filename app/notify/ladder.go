package notify

import (
	"context"
	"slices"
	"strconv"
	"time"

	"linli/app/auth"
)

const (
	// patience is how long a notice that can wait does so for a channel that says "later", before it tries the next one.
	patience = 10 * time.Minute
	// lookAgain is how often a notice that waits looks for another channel: its person may have agreed to one meanwhile.
	lookAgain = 15 * time.Minute
)

// choose picks the next channel for n, or ends it. A channel that said "later" lets the next one try, at once for an
// urgent notice; it is tried again in its own time, if nobody took the notice meanwhile.
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
	var wait time.Time
	for _, a := range n.ladder(tried) {
		if a.Final {
			continue
		}
		next, err := s.try(ctx, tx, n, a, addresses, now)
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

// ladder returns one try for each channel, in the order in which they are to be tried: first the one whose fate nobody
// knows, because while that may still arrive another one would double it.
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

// open says whether nobody knows what became of the try.
func (a Attempt) open() bool {
	return a.ID != 0 && !a.Final && (a.Outcome == Unknown || a.Outcome == "")
}

// end ends a notice that no channel takes.
func (s *Service) end(ctx context.Context, tx Tx, n *Notice, tried []Attempt, now time.Time) error {
	n.State = Kept
	switch {
	case n.isDigest():
		return unfold(ctx, tx, n.ID, now)
	case n.MustKnow() || slices.ContainsFunc(tried, func(a Attempt) bool { return a.Outcome == Unknown || a.Outcome == "" }):
		n.State = Undelivered // what may be lost on the way is somebody's work too
	}
	return nil
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
		// A subscribe message without an answer is never repeated: wait for its receipt, then go on without it.
		if until := a.At.Add(ResendWithin); now.Before(until) {
			return step{wait: until}, nil
		}
		return give(Unknown, "no answer and no receipt")
	}
	if a.Channel != auth.OA && (a.ID == 0 || a.Outcome == Later) { // "later" gave the consent back
		spent, err := tx.SpendCredit(ctx, a.Channel, openid, template)
		if err != nil || !spent {
			return step{}, err
		}
	}
	return s.begin(ctx, tx, n, a, openid, now)
}

// pass lets the next channel try while a waits for its own time, at once or after a while.
func (n Notice) pass(a Attempt, now time.Time) step {
	until := a.Began.Add(patience)
	if n.Urgent || n.Folded != 0 || !now.Before(until) { // what a digest let go has waited already
		return step{wait: a.Again, pass: true}
	}
	if a.Again.Before(until) {
		until = a.Again
	}
	return step{wait: until}
}

// begin writes down the try that is about to be made.
func (s *Service) begin(ctx context.Context, tx Tx, n *Notice, a Attempt, openid string, now time.Time) (step, error) {
	unsure := a.open()
	err := recount(ctx, tx, n)
	if err != nil {
		return step{}, err
	}
	if a.ID == 0 {
		a.OpenID, a.At, a.Began, a.Tries = openid, now, now, 1
		err = tx.AddAttempt(ctx, &a)
	} else {
		if !unsure { // the platform did not take it: a new ten minutes begin
			a.At = now
		}
		a.Outcome, a.Tries = "", a.Tries+1
		err = tx.SaveAttempt(ctx, a)
	}
	if err != nil {
		return step{}, err
	}
	return step{attempt: a, unsure: unsure, message: &Message{
		Account: a.Channel, OpenID: a.OpenID, Kind: n.Kind.Name, Facts: n.Facts.ByName(), Page: n.page(),
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
