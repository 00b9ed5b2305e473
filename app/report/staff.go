package report

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
)

// Accept takes a report into care. Only who dispatches in its area may. Faults: ErrMissing, ErrNotYours, ErrState,
// ErrCategory, ErrWords.
func (s *Service) Accept(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := errors.Join(d.dispatcher(), d.mayspeak()); err != nil {
			return Event{}, err
		}
		if d.Category != "" {
			if !d.Category.Valid() {
				return Event{}, ErrCategory
			}
			d.report.Category = d.Category
		}
		d.report.Urgent = d.report.Urgent || d.Urgent
		if err := d.report.Accept(d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidAccept, Public: true, Text: d.Words}, d.author("report.accepted", "")
	})
}

// Refuse ends a report that is nobody's business here; the words, its reason, are told to its author.
func (s *Service) Refuse(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := errors.Join(d.dispatcher(), d.speaks()); err != nil {
			return Event{}, err
		}
		if err := d.report.Refuse(d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidRefuse, Public: true, Text: d.Words}, d.author("report.refused", d.Words)
	})
}

// Assign hands a report to a person, a post or an org. Faults: ErrHolder when there is no such holder or nobody acts
// in it.
func (s *Service) Assign(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := errors.Join(d.dispatcher(), d.mayspeak()); err != nil {
			return Event{}, err
		}
		if err := d.checkHolder(d.To); err != nil {
			return Event{}, err
		}
		if err := d.report.Assign(d.To); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidAssign, Text: d.Words}, d.holder("report.assigned", d.Words)
	})
}

// Take puts an assigned report into the actor's hands. Who dispatches may also take an accepted one himself (自行处理).
func (s *Service) Take(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if d.report.State == Accepted && d.dispatcher() == nil {
			if err := d.report.Assign(Holder{Kind: ByPerson, Person: who.Person}); err != nil {
				return Event{}, err
			}
		}
		if !holds(who, d.report.Holder) {
			return Event{}, ErrNotYours
		}
		if err := d.report.Take(who.Person, d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidTake, Public: true}, d.author("report.taken", "")
	})
}

// Return gives a report back to those who dispatch it; the words are the reason.
func (s *Service) Return(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := errors.Join(d.handler(), d.speaks()); err != nil {
			return Event{}, err
		}
		if err := d.report.Return(duty(d.tree, d.report.Area)); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidReturn, Text: d.Words}, d.holder("report.returned", d.Words)
	})
}

// Reply says something to the author. It changes no state.
func (s *Service) Reply(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := errors.Join(d.worker(), d.speaks(), d.attach()); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidReply, Public: true, Text: d.Words, Files: d.Files}, d.author("report.reply", d.Words)
	})
}

// Note writes something only staff read.
func (s *Service) Note(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		err := errors.Join(d.worker(), d.speaks(), d.attach())
		return Event{Kind: DidNote, Text: d.Words, Files: d.Files}, err
	})
}

// Ask puts one question to the author instead of sending the report back to him (domain.md §5).
func (s *Service) Ask(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := errors.Join(d.handler(), d.speaks()); err != nil {
			return Event{}, err
		}
		if err := d.report.Ask(d.Words, d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidAsk, Public: true, Text: d.Words}, d.author("report.asked", d.Words)
	})
}

// Resolve ends the work with a photo of the result or a reason. Faults: ErrResult, ErrOutcome, ErrNotYours, ErrState.
func (s *Service) Resolve(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.handler(); err != nil {
			return Event{}, err
		}
		return d.resolve(d.Outcome)
	})
}

func (d deed) resolve(o Outcome) (Event, error) {
	if err := d.mayspeak(); err != nil {
		return Event{}, err
	}
	if err := d.report.Resolve(o, d.Words, len(d.Files), d.now); err != nil {
		return Event{}, err
	}
	if err := d.attach(); err != nil {
		return Event{}, err
	}
	told := d.Words
	if told == "" {
		told = "处理后的照片见详情。"
	}
	return Event{Kind: DidResolve, Public: true, Text: d.Words, Files: d.Files}, d.author("report.resolved", told)
}

// Locate puts a report where it belongs; one that moves to another community goes to the duty post there.
func (s *Service) Locate(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.dispatcher(); err != nil {
			return Event{}, err
		}
		if d.report.State != Submitted && d.report.State != Accepted {
			return Event{}, ErrState
		}
		at, err := d.tree.Get(d.Area)
		if err != nil {
			return Event{}, err
		}
		before := d.report.Community
		d.report.place(d.tree, at)
		if before != d.report.Community {
			d.report.State, d.report.AcceptedAt = Submitted, time.Time{}
			d.report.DueAt = d.now.Add(Intake)
			files, err := d.tx.FilesOf(d.ctx, d.report.ID)
			if err != nil {
				return Event{}, err
			}
			if err := d.tx.MoveFiles(d.ctx, files, d.report.Community); err != nil {
				return Event{}, err
			}
			if err := d.holder("report.new", ""); err != nil {
				return Event{}, err
			}
		}
		if err := d.tx.AddJob(d.ctx, SubmittedJob, d.report.ID, d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidLocate, Public: true, Text: d.tree.Say(at.ID)}, nil
	})
}

// dispatcher returns ErrNotYours unless the actor dispatches in the report's area.
func (d deed) dispatcher() error {
	if !Dispatches(d.tree, d.who, *d.report) {
		return ErrNotYours
	}
	return nil
}

// handler returns ErrNotYours unless the actor holds the report or dispatches it.
func (d deed) handler() error {
	if d.who.Need(auth.Workers...) == nil && holds(d.who, d.report.Holder) {
		return nil
	}
	return d.dispatcher()
}

// worker returns ErrNotYours unless the actor handles the report as staff.
func (d deed) worker() error {
	if !Works(d.tree, d.who, *d.report) {
		return ErrNotYours
	}
	return nil
}
