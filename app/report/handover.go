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

// HandOver tells the substitutes of a person that the absence begins, and the person that it has ended. It runs as
// person.HandOverJob and returns when to run again, or zero. The reports do not move: the roster is asked for the substitute
// each time.
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
		case now.Sub(a.To) > dayAfter: // the person is back, or the notice could not be sent in time
			return nil
		}
		return notify.Tell(ctx, tx, kind.To(to, 0, fmt.Sprintf("person:%d", of), facts), now) // without a substitute there is nobody to tell
	})
	return again, err
}

// dayAfter is how long after its end an absence is still worth a notice.
const dayAfter = 24 * time.Hour

// InHands returns how many open reports a person holds, at most 1,000.
func (s *Service) InHands(ctx context.Context, of int64) (int, error) {
	n, err := s.store.Counts(ctx, Filter{View: Mine, Scope: Scope{Persons: []int64{of}}})
	if err != nil {
		return 0, err
	}
	return n[0], nil
}
