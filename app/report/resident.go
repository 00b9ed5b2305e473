package report

import (
	"context"
	"errors"
	"fmt"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
)

// Withdraw ends a report that its author no longer wants; only before it is accepted, an urgent one only within UndoWithin.
// Stewards who were alerted are told. Faults: ErrState, ErrUrgent.
func (s *Service) Withdraw(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.mine(); err != nil {
			return Event{}, err
		}
		if err := d.report.Withdraw(d.now); err != nil {
			return Event{}, err
		}
		return public(DidWithdraw, ""), d.tx.AddJob(d.ctx, SubmittedJob, d.report.ID, d.now)
	})
}

// Relocate corrects the place of the author's own report before it is handed on. Faults: ErrState later, ErrMoved,
// area.ErrMissing.
func (s *Service) Relocate(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.mine(); err != nil {
			return Event{}, err
		}
		d.report.Place, d.report.Lat, d.report.Lng = Cut(text.Line(d.Place), MaxPlace), d.Lat, d.Lng
		return d.locate()
	})
}

// Urge reminds the holder, once in ten minutes. Faults: ErrUrged, ErrState.
func (s *Service) Urge(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.mine(); err != nil {
			return Event{}, err
		}
		if err := d.report.Urge(d.now); err != nil {
			return Event{}, err
		}
		return public(DidUrge, fmt.Sprintf("第 %d 次催办", d.report.Urges)), d.holder(noticeUrged, "")
	})
}

// Add adds words or photos to an open report.
func (s *Service) Add(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.mine(); err != nil {
			return Event{}, err
		}
		if !d.report.Open() && d.report.State != Merged {
			return Event{}, ErrState
		}
		if d.Words == "" && len(d.Files) == 0 {
			return Event{}, ErrWords
		}
		if err := fault.First(d.mayspeak, d.attach); err != nil {
			return Event{}, err
		}
		event := public(DidAdd, d.Words, d.Files...)
		if d.Quiet {
			return event, nil
		}
		return event, d.holder(noticeAdded, d.Words)
	})
}

// Answer answers the open question. Faults: ErrNotAsked.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.mine, d.speaks); err != nil {
			return Event{}, err
		}
		if err := d.report.Answer(d.promise(), d.now); err != nil {
			return Event{}, err
		}
		event := public(DidAnswer, d.Words, d.Files...)
		if err := d.attach(); err != nil {
			return Event{}, err
		}
		return event, d.holder(NoticeAnswered, d.Words)
	})
}

// Review judges the result, once for each time it was resolved. Faults: ErrReviewed, ErrState, ErrMarks.
func (s *Service) Review(ctx context.Context, who auth.Actor, id int64, v Review) (Report, error) {
	return s.act(ctx, who, id, Handling{}, func(d deed) (Event, error) {
		v.Words = text.Words(v.Words)
		if err := d.mine(); err != nil {
			return Event{}, err
		}
		if err := v.Check(); err != nil {
			return Event{}, err
		}
		if err := d.report.Review(d.now); err != nil {
			return Event{}, err
		}
		v.Report, v.Round, v.At = d.report.ID, d.report.Reopens, d.now
		if err := d.tx.AddReview(d.ctx, v); err != nil {
			return Event{}, err
		}
		said := "满意"
		if d.report.FollowUp = NoFollowUp; !v.Satisfied {
			said, d.report.FollowUp = "不满意", ToFollowUp
		}
		if v.Words != "" {
			said += "：" + v.Words
		}
		return public(DidReview, said), d.holder(noticeReviewed, said)
	})
}

// Reopen returns a report that is not solved to the same holder. Faults: ErrTooLate after ten days, ErrReopened after two
// times, ErrState.
func (s *Service) Reopen(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.mine, d.mayspeak); err != nil {
			return Event{}, err
		}
		if err := d.report.Reopen(d.promise(), d.now); err != nil {
			return Event{}, err
		}
		said := d.Words
		if said == "" {
			said = "没有解决"
		}
		event := public(DidReopen, d.Words, d.Files...)
		if err := d.attach(); err != nil {
			return Event{}, err
		}
		return event, d.holder(noticeReopened, said)
	})
}

// mine returns ErrMissing unless the actor speaks as the author.
func (d deed) mine() error {
	if !Speaks(d.who, *d.report) {
		return ErrMissing
	}
	return nil
}

// CloseExpired closes reports without a review for seven days and returns how many. Staff follow up on them.
func (s *Service) CloseExpired(ctx context.Context) (int, error) {
	ids, err := s.store.Expired(ctx, s.now(), 200)
	if err != nil {
		return 0, err
	}
	closed := 0
	var failed error
	for _, id := range ids {
		_, err := s.act(ctx, auth.Actor{}, id, Handling{}, func(d deed) (Event, error) {
			if d.report.Author != 0 { // nobody can be asked about a suggestion without a name
				d.report.FollowUp = ToFollowUp
			}
			return public(DidClose, ""), d.report.Expire(d.now)
		})
		switch {
		case err == nil:
			closed++
		case !errors.Is(err, ErrState): // the author was faster; one failure does not block the others
			failed = errors.Join(failed, fmt.Errorf("close report %d: %w", id, err))
		}
	}
	return closed, failed
}
