package report

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pace"
)

// Accept accepts a report for the community. Only an actor who dispatches its area may. Faults: ErrMissing, ErrNotYours,
// ErrState, ErrCategory, ErrWords.
func (s *Service) Accept(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.dispatcher, d.mayspeak); err != nil {
			return Event{}, err
		}
		if d.Category != "" {
			if !d.rules.Has(d.Category) {
				return Event{}, ErrCategory
			}
			d.rules.In(d.report.Community).sort(d.report, d.Category)
		}
		if !d.rules.HasTopic(d.Topic, d.report.Category) {
			return Event{}, ErrTopic
		}
		d.report.Topic = d.Topic
		if err := d.correct(); err != nil {
			return Event{}, err
		}
		if err := d.report.Accept(d.promise(), d.now); err != nil {
			return Event{}, err
		}
		return public(DidAccept, d.Words), d.author(noticeAccepted, "")
	})
}

// Refuse ends a report that is not the community's business; the author is told the words as its reason.
func (s *Service) Refuse(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.dispatcher, d.speaks); err != nil {
			return Event{}, err
		}
		if err := d.report.Refuse(d.now); err != nil {
			return Event{}, err
		}
		return public(DidRefuse, d.Words), d.author(noticeRefused, d.Words)
	})
}

// Assign hands a report to a person, a post or an org, or by one of the six ways. Faults: ErrHolder when the holder does not
// exist or is not staffed, ErrTop, ErrSystem.
func (s *Service) Assign(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.dispatcher, d.mayspeak); err != nil {
			return Event{}, err
		}
		if d.Way == Self {
			return d.take()
		}
		if d.Way != "" && d.To == (Holder{}) {
			to, err := d.byWay(d.Way)
			if err != nil {
				return Event{}, err
			}
			d.To = to
		}
		to, err := d.needHolder(d.To)
		if err != nil {
			return Event{}, err
		}
		if err := d.report.Assign(to, d.promise(), d.now); err != nil {
			return Event{}, err
		}
		return internal(DidAssign, d.Words), d.holder(NoticeAssigned, d.Words)
	})
}

// Take puts an assigned report into the actor's hands. An actor who dispatches may also take an accepted one (自行处理).
func (s *Service) Take(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, deed.take)
}

func (d deed) take() (Event, error) {
	r := d.report
	if (r.State == Accepted || d.Way == Self && r.State == Assigned) && d.dispatcher() == nil {
		if err := r.Assign(d.actor(), d.promise(), d.now); err != nil {
			return Event{}, err
		}
	}
	if !holds(d.tree, d.who, r.Holder) {
		return Event{}, ErrNotYours
	}
	if err := r.Take(d.who.Person, d.promise(), d.now); err != nil {
		return Event{}, err
	}
	return public(DidTake, ""), d.author(noticeTaken, "")
}

// Return gives a report back to the post that dispatches it; the words give the reason. A second return by departments sends
// it to the coordinating centre, and the secretary is told (S035).
func (s *Service) Return(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.speaks); err != nil {
			return Event{}, err
		}
		by, returns := d.report.Holder, d.report.Returns
		disputed, err := d.report.Return(d.communityHolder(), d.promise(), d.now)
		if err != nil {
			return Event{}, err
		}
		if !holds(d.tree, who, by) { // taken back by an actor who dispatches
			d.report.Returns, disputed = returns, false
		}
		event := internal(DidReturn, d.Words)
		if disputed {
			if err := d.dispute(); err != nil {
				return Event{}, err
			}
		}
		return event, d.holder(noticeReturned, d.Words)
	})
}

// Reply sends words to the author. It changes no state.
func (s *Service) Reply(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.worker, d.whole, d.speaks, d.attach); err != nil {
			return Event{}, err
		}
		return public(DidReply, d.Words, d.Files...), d.author(noticeReply, d.Words)
	})
}

// Note adds words that only staff read.
func (s *Service) Note(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		err := fault.First(d.worker, d.speaks, d.attach)
		return internal(DidNote, d.Words, d.Files...), err
	})
}

// Ask puts one question to the author instead of refusing the report (domain.md §5).
func (s *Service) Ask(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.whole, d.speaks); err != nil {
			return Event{}, err
		}
		if err := d.report.Ask(d.Words, d.now); err != nil {
			return Event{}, err
		}
		return public(DidAsk, d.Words), d.author(noticeAsked, d.Words)
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

// Retake gives a transferred report back to its last holder, with the reason. Faults: ErrMissing, ErrNotYours, ErrState.
func (s *Service) Retake(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.handler(); err != nil {
			return Event{}, err
		}
		if err := d.report.Retake(d.promise(), d.now); err != nil {
			return Event{}, err
		}
		return public(DidReopen, d.Words), d.holder(noticeReopened, d.Words)
	})
}

func (d deed) resolve(o Outcome) (Event, error) {
	if err := d.mayspeak(); err != nil {
		return Event{}, err
	}
	if d.report.Parts > 0 {
		open, err := d.tx.OpenParts(d.ctx, d.report.ID)
		if err != nil {
			return Event{}, err
		}
		if open > 0 {
			return Event{}, ErrParts
		}
	}
	if err := d.report.Resolve(o, d.Words, len(d.Files), d.now); err != nil {
		return Event{}, err
	}
	if err := d.attach(); err != nil {
		return Event{}, err
	}
	event := public(DidResolve, d.Words, d.Files...)
	if d.report.Parent != 0 { // a part has no review
		d.report.State, d.report.ClosedAt, d.report.DueAt = Closed, d.now, time.Time{}
		return event, d.partDone(d.Words)
	}
	return event, d.resolved(event)
}

// resolved tells the author, and the residents who joined, how the report ended.
func (d deed) resolved(e Event) error {
	told := e.Text
	if told == "" {
		told = "处理后的照片见详情。"
	}
	if err := d.author(noticeResolved, told); err != nil {
		return err
	}
	return d.joined(told)
}

// communityHolder is the post that dispatches the report: the last one it was escalated to, or the duty post.
func (d deed) communityHolder() Holder {
	if d.report.Desk != (Holder{}) {
		return d.report.Desk
	}
	return duty(d.tree, d.report.Area)
}

// dispute sends a report that no department accepts to the coordinating centre (兜底).
func (d deed) dispute() error {
	post, ok := pace.PostOf(d.tree, d.report.Area, auth.Centre)
	if !ok {
		return nil
	}
	centre := InPost(post)
	acting, err := d.holders(centre)
	if err != nil || len(acting) == 0 {
		return err
	}
	d.report.Holder, d.report.Desk = centre, centre
	if c, ok := d.tree.Up(d.report.Area, area.Community); ok {
		secretary, err := d.holders(Holder{Kind: ByPost, Role: auth.Secretary, Area: c.ID})
		if err != nil {
			return err
		}
		return d.tell(noticeDisputed, d.Words, secretary)
	}
	return nil
}

// Locate sets the area of a report; one that moves to another community goes to the duty post there.
func (s *Service) Locate(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.dispatcher, d.whole); err != nil {
			return Event{}, err
		}
		return d.locate()
	})
}

// locate sets the area of the report in the words and at the point that the deed gives.
func (d deed) locate() (Event, error) {
	r := d.report
	if r.State != Submitted && r.State != Accepted {
		return Event{}, ErrState
	}
	at, err := d.tree.Get(d.Area)
	if err != nil {
		return Event{}, err
	}
	if r.Category == System {
		return Event{}, ErrSystem
	}
	before := r.Community
	if (r.Followers > 0 || r.Parts > 0) && before != at.Community {
		return Event{}, ErrMoved
	}
	r.place(d.tree, at)
	if before != r.Community {
		if err := d.moved(); err != nil {
			return Event{}, err
		}
	}
	return public(DidLocate, d.tree.Say(at.ID)), d.tx.AddJob(d.ctx, SubmittedJob, r.ID, d.now)
}

// moved begins the report again in the community to which it was moved.
func (d deed) moved() error {
	r := d.report
	r.State, r.AcceptedAt, r.Desk = Submitted, time.Time{}, Holder{}
	r.Supervision, r.Postponing = pace.Supervision{}, pace.Postponement{}
	r.Calm() // the posts of the former community are no longer asked
	r.start(d.promise(), d.now)
	files, err := d.tx.FilesOf(d.ctx, r.ID)
	if err != nil {
		return err
	}
	if err := d.tx.MoveFiles(d.ctx, files, r.Community); err != nil {
		return err
	}
	r.unask()
	routed, err := d.send()
	if err != nil {
		return err
	}
	return d.log(routed)
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
	if d.who.Need(auth.Workers...) == nil && holds(d.tree, d.who, d.report.Holder) {
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
