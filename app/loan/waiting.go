package loan

import (
	"context"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/when"
)

// Waiting returns the actor's loans that end today or are late.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	out, err := s.store.OutOf(ctx, who.Person)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	things, err := s.ThingsOf(ctx, out)
	if err != nil {
		return nil, err
	}
	today := when.DateOf(s.now())
	var all []home.Item
	for _, l := range out {
		if l.Due > today {
			continue
		}
		t := things[l.Thing]
		say := fmt.Sprintf("今天到期，请还到%s。", t.Place)
		if l.Late(today) {
			say = fmt.Sprintf("%s到期，请还到%s。", l.Due.Say(), t.Place)
		}
		all = append(all, home.Item{Kind: home.Loan, Title: t.Name, Say: say, ID: l.ID, At: l.Due.Time()})
	}
	return all, nil
}

// Remind is the work of RemindJob: it reminds the borrower on the last day and twice afterwards, and returns when to
// run next.
func (s *Service) Remind(ctx context.Context, id int64) (again time.Time, err error) {
	err = s.inTx(ctx, func(tx Tx) error {
		t, l, err := locked(ctx, tx, id)
		if err != nil {
			return err
		}
		now := s.now()
		again = l.nextReminder()
		if again.IsZero() || again.After(now) {
			return nil
		}
		kind := noticeDue
		if l.Late(when.DateOf(now)) {
			kind = noticeLate
		}
		if err := tell(ctx, tx, kind, l, t, now); err != nil {
			return err
		}
		l.Reminded++
		again = l.nextReminder()
		return tx.SaveLoan(ctx, l)
	})
	return again, err
}
