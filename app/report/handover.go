package report

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// HandOver tells whoever stands in for a person that it begins, and the person that it has ended. It is the work of
// person.HandOverJob: it returns when to come back, or zero. The reports themselves need no moving: who holds what is
// read from the roster at the moment it is asked.
func (s *Service) HandOver(ctx context.Context, of int64) (again time.Time, err error) {
	open, err := s.InHands(ctx, of)
	if err != nil {
		return again, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		now := s.now()
		a, err := person.AbsenceOf(ctx, tx, of, now)
		if err != nil {
			return err
		}
		name, err := tx.NameOf(ctx, of)
		if err != nil {
			return err
		}
		kind, to := noticeBack, of
		facts := notify.Facts{
			notify.FactTitle: "代班结束", notify.FactBy: name, notify.FactCount: strconv.Itoa(open), factUntil: when.Full(a.To), notify.FactAt: when.Full(now),
			notify.FactWords: fmt.Sprintf("有 %d 件在办", open),
		}
		switch again = (time.Time{}); {
		case now.Before(a.From):
			again = a.From
			return nil
		case now.Before(a.To):
			again, kind, to = a.To, NoticeStandIn, a.Substitute
			facts[notify.FactTitle] = name + "离岗，请您代班"
		case now.Sub(a.To) > dayAfter: // he is back, or nobody was there to say so in time
			return nil
		}
		return notify.Tell(ctx, tx, kind.To(to, 0, fmt.Sprintf("person:%d", of), facts), now) // where nobody steps in there is nobody to tell
	})
	return again, err
}

// dayAfter is how late the end of an absence is still worth telling.
const dayAfter = 24 * time.Hour

// InHands says how many open reports are in somebody's own hands, at most 1,000.
func (s *Service) InHands(ctx context.Context, of int64) (int, error) {
	n, err := s.store.Counts(ctx, Filter{View: Mine, Scope: Scope{Persons: []int64{of}}})
	if err != nil {
		return 0, err
	}
	return n[0], nil
}
