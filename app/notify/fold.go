package notify

import (
	"context"
	"slices"
	"strconv"
	"time"

	"linli/app/auth"
	"linli/app/when"
)

// fold puts n and the person's other pending notices into one digest, so that one message comes in the morning instead of
// seven. It does so only for a follower: a consent in a mini-program allows one kind of notice. If the digest cannot be
// delivered, its notices are sent one by one and are not folded again.
func (s *Service) fold(ctx context.Context, tx Tx, n *Notice, now time.Time) error {
	if n.isDigest() || n.Folded != 0 || s.out.TemplateID(auth.OA, Digest.Name) == "" {
		return nil
	}
	if kept, err := keepsItsWords(ctx, tx, *n); kept || err != nil {
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
	waiting = slices.DeleteFunc(waiting, func(w Notice) bool {
		kept := w.ID == n.ID
		if w.Kind.ChatFirst && !kept && err == nil {
			kept, err = keepsItsWords(ctx, tx, w)
		}
		return kept
	})
	if err != nil {
		return err
	}
	if len(waiting) == 0 {
		return nil
	}
	digest := Digest.To(n.Person, n.Community, n.About, Facts{
		FactCount: strconv.Itoa(len(waiting) + 1), FactTitle: n.Title(), FactAt: when.Full(now), FactState: "有新进展",
	})
	digest.State, digest.CreatedAt, digest.DueAt = Pending, now, now
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

// keepsItsWords says whether a notice is not folded, because a channel was tried with its words. The chat is one only for a
// kind that it alone may tell: the others go to their channels as well, whether the chat was first or not.
func keepsItsWords(ctx context.Context, tx Tx, n Notice) (bool, error) {
	tried, err := tx.Attempts(ctx, n.ID)
	return slices.ContainsFunc(tried, func(a Attempt) bool { return a.Channel != InChat || n.Kind.ChatFirst }), err
}

// unfold sends the notices of a digest one by one, because the digest was not delivered.
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

// release takes those notices out of a digest that another channel can take now, while the digest waits for the official
// account. It does nothing for any other notice.
func (s *Service) release(ctx context.Context, tx Tx, n *Notice, addresses []Address, now time.Time) error {
	if !n.isDigest() {
		return nil
	}
	folded, err := tx.FoldedInto(ctx, n.ID)
	if err != nil {
		return err
	}
	left := 0
	for _, f := range folded {
		elsewhere, err := s.elsewhere(ctx, tx, f, addresses)
		if err != nil {
			return err
		}
		if !elsewhere {
			left++
			continue
		}
		f.State = Pending
		if err := tx.SaveNotice(ctx, f); err != nil {
			return err
		}
		if err := tx.AddJob(ctx, SendJob, f.ID, now); err != nil {
			return err
		}
	}
	if left == 0 {
		n.State = Kept
	}
	return nil
}

// elsewhere says whether a mini-program can take the notice now.
func (s *Service) elsewhere(ctx context.Context, tx Tx, n Notice, addresses []Address) (bool, error) {
	for _, channel := range n.accounts() {
		template, openid := s.out.TemplateID(channel, n.Kind.Name), addressOn(addresses, channel)
		if channel == auth.OA || template == "" || openid == "" {
			continue
		}
		if has, err := tx.HasCredit(ctx, channel, openid, template); err != nil || has {
			return has, err
		}
	}
	return false, nil
}

// recount updates the number and the title in a digest.
func recount(ctx context.Context, tx Tx, n *Notice) error {
	if !n.isDigest() {
		return nil
	}
	folded, err := tx.FoldedInto(ctx, n.ID)
	if err != nil || len(folded) == 0 {
		return err
	}
	n.Facts[FactCount], n.Facts[FactTitle] = strconv.Itoa(len(folded)), folded[len(folded)-1].Title()
	return nil
}
