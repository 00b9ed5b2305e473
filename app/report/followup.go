package report

import (
	"context"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/feedback"
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

// list puts the author on the list of those whom staff call (app/feedback), or takes them off it, as the deed left the report. An author
// who was not satisfied is called within a limit, one who said nothing without.
func (d deed) list(before FollowUp, e Event) error {
	r := d.report
	switch {
	case r.FollowUp == ToFollowUp && (before != ToFollowUp || e.Kind == DidReview):
		call := feedback.FollowUp{Source: feedback.OfReport, About: r.ID, Community: r.Community, Since: d.now}
		if e.Kind == DidReview {
			call.DueAt = feedback.Due(d.times.Of(r.Community), d.now)
		}
		return d.tx.OpenFollowUp(d.ctx, call)
	case before == ToFollowUp && r.FollowUp != ToFollowUp:
		return d.tx.EndFollowUp(d.ctx, feedback.OfReport, r.ID, d.who.Person, "", d.now)
	}
	return nil
}

// FollowUpTitles returns what the reports with these ids are called.
func (s *Service) FollowUpTitles(ctx context.Context, ids []int64) (map[int64]string, error) {
	titles := map[int64]string{}
	for _, id := range ids {
		r, err := s.store.Report(ctx, id)
		if err != nil {
			return nil, err
		}
		titles[id] = r.Say() + " " + r.Title()
	}
	return titles, nil
}
