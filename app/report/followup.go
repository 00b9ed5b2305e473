package report

import (
	"context"

	"linli/app/auth"
	"linli/app/fault"
)

// ErrNoFollowUp is returned when no follow-up is due.
var ErrNoFollowUp = fault.New(fault.Conflict, "report.no_follow_up", "这件事不需要回访，或已经回访过了")

// FollowUp records the author's answer about the result (回访). With h.Again the report goes back to the same holder, without
// the author's limits of time and number. Faults: ErrNoFollowUp, ErrNotYours, ErrWords.
func (s *Service) FollowUp(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if !KnowsReporter(d.tree, who, *d.report) {
			return Event{}, ErrNotYours
		}
		if err := d.speaks(); err != nil {
			return Event{}, err
		}
		r := d.report
		if r.FollowUp != ToFollowUp || r.State != Closed {
			return Event{}, ErrNoFollowUp
		}
		r.FollowUp = FollowedUp
		event := internal(DidFollowUp, d.Words)
		if !d.Again {
			return event, nil
		}
		r.again(d.promise(), d.now)
		event.Public, event.Text = true, "回访后重新办理"+colon(d.Words)
		if err := d.holder(noticeReopened, d.Words); err != nil {
			return Event{}, err
		}
		return event, d.author(noticeTaken, "")
	})
}
