package paper

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/audit"
	"linli/app/consent"
	"linli/app/notify"
	"linli/app/when"
)

// Use puts a paper of the person into an open matter, in the transaction that holds the matter's lock. Doing it again changes
// nothing. by is the actor. The person's own use is agreed, and so is the first one by the staff who added the paper. Any other use by
// staff is possible while the person consents to re-use (consent.Papers), and waits for the person's answer. Faults: ErrMissing
// for a paper that is gone or another person's, ErrExpired, ErrConsent.
func Use(ctx context.Context, tx Tx, id, person int64, about string, by int64, now time.Time) error {
	p, err := tx.LockPaper(ctx, id)
	if err != nil {
		return err
	}
	if p.Person != person {
		return ErrMissing
	}
	u, ok := p.Of(about)
	switch {
	case ok && u.Open():
		return nil
	case p.Expired(when.DateOf(now)):
		return ErrExpired
	case ok: // the matter is open again
		u.EndedAt = time.Time{}
		err = tx.SaveUse(ctx, u)
	default:
		if u, err = begin(ctx, tx, p, about, by, now); err == nil {
			err = tx.AddUse(ctx, &u)
		}
	}
	if err != nil {
		return err
	}
	p.swap(u, true)
	p.settle(now)
	if err := tx.SavePaper(ctx, p); err != nil {
		return err
	}
	return tx.AddAudit(ctx, audit.Record{
		Community: p.Community, At: now, Person: by, Action: "paper.use", About: p.whose(about),
		Reason: fmt.Sprintf("paper:%d %s", p.ID, about),
	})
}

// begin returns a new use: agreed, or one that the person is asked about with a notice. Fault: ErrConsent.
func begin(ctx context.Context, tx Tx, p Paper, about string, by int64, now time.Time) (Usage, error) {
	u := Usage{Paper: p.ID, About: about, By: by, AskedAt: now}
	if by == p.Person {
		u.By = 0
	}
	if u.By == 0 || len(p.Uses) == 0 && u.By == p.By {
		u.AgreedAt = now
		return u, nil
	}
	given, err := tx.ConsentsOf(ctx, p.Person)
	if err != nil {
		return Usage{}, err
	}
	if !consents(given) {
		return Usage{}, ErrConsent
	}
	return u, notify.Tell(ctx, tx, p.asks(now), now)
}

// consents says whether a person with these consents lets staff ask for a re-use.
func consents(given []consent.Consent) bool {
	return slices.ContainsFunc(given, func(c consent.Consent) bool { return c.Kind == consent.Papers && c.Open() })
}

// EndUse takes one paper out of a matter that goes on: it is deleted as if the matter were over. What does not use it stays as it
// is. Fault: ErrMissing for a paper that is gone.
func EndUse(ctx context.Context, tx Tx, id int64, about string, now time.Time) error {
	p, err := tx.LockPaper(ctx, id)
	if err != nil {
		return err
	}
	u, ok := p.Of(about)
	if !ok || !u.Open() {
		return nil
	}
	u.EndedAt = now
	if err := tx.SaveUse(ctx, u); err != nil {
		return err
	}
	p.swap(u, true)
	p.settle(now)
	return tx.SavePaper(ctx, p)
}

// Release ends all uses of a matter that is over, and sets the day on which its papers are deleted.
func Release(ctx context.Context, tx Tx, about string, now time.Time) error {
	all, err := tx.PapersFor(ctx, about)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := EndUse(ctx, tx, p.ID, about, now); err != nil {
			return err
		}
	}
	return nil
}

// Count returns how many papers a matter uses that its staff can open.
func Count(ctx context.Context, tx Tx, about string) (n int, err error) {
	all, err := tx.PapersFor(ctx, about)
	for _, p := range all {
		if u, _ := p.Of(about); u.Agreed() {
			n++
		}
	}
	return n, err
}

// swap puts a changed use in the place of the one with its id, or removes it.
func (p *Paper) swap(u Usage, stays bool) {
	var all []Usage
	for _, old := range p.Uses {
		if old.ID != u.ID {
			all = append(all, old)
		}
	}
	if stays {
		all = append(all, u)
	}
	p.Uses = all
}
