package report

import (
	"context"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/media"
)

// Handling is what staff say when they do something to a report.
type Handling struct {
	Words    string
	Files    []int64
	Category Category // Accept: corrects it when not ""
	Urgent   bool     // Accept
	To       Holder   // Assign
	Outcome  Outcome  // Resolve
	Area     int64    // Locate
}

// Accept takes a report into care. Only who dispatches in its area may. Faults: ErrMissing, ErrNotYours, ErrState.
func (s *Service) Accept(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		if err := d.dispatcher(); err != nil {
			return Event{}, err
		}
		if h.Category != "" {
			if !h.Category.Valid() {
				return Event{}, ErrCategory
			}
			d.report.Category = h.Category
		}
		d.report.Urgent = d.report.Urgent || h.Urgent
		if err := d.report.Accept(d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidAccept, Public: true, Text: clean(h.Words)}, d.author("report.accepted", "")
	})
}

// Refuse ends a report that is nobody's business here; the reason is told to its author.
func (s *Service) Refuse(ctx context.Context, who auth.Actor, id int64, reason string) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		reason = clean(reason)
		if err := d.dispatcher(); err != nil {
			return Event{}, err
		}
		if err := words(reason, MaxWords); err != nil {
			return Event{}, err
		}
		if err := d.report.Refuse(d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidRefuse, Public: true, Text: reason}, d.author("report.refused", reason)
	})
}

// Assign hands a report to a person, a post or an org. Faults: ErrHolder when there is no such holder or nobody acts
// in it.
func (s *Service) Assign(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		if err := d.dispatcher(); err != nil {
			return Event{}, err
		}
		if err := d.checkHolder(h.To); err != nil {
			return Event{}, err
		}
		if err := d.report.Assign(h.To); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidAssign, Text: clean(h.Words)}, d.holder("report.assigned", h.Words)
	})
}

// Take puts an assigned report into the actor's hands. Who dispatches may also take an accepted one himself (自行处理).
func (s *Service) Take(ctx context.Context, who auth.Actor, id int64) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
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

// Return gives a report back to those who dispatch it, with a reason.
func (s *Service) Return(ctx context.Context, who auth.Actor, id int64, reason string) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		reason = clean(reason)
		if err := d.handler(); err != nil {
			return Event{}, err
		}
		if err := words(reason, MaxWords); err != nil {
			return Event{}, err
		}
		if err := d.report.Return(duty(d.tree, d.report.Area)); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidReturn, Text: reason}, d.holder("report.returned", reason)
	})
}

// Reply says something to the author. It changes no state.
func (s *Service) Reply(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		text := clean(h.Words)
		if err := d.worker(); err != nil {
			return Event{}, err
		}
		if err := words(text, MaxWords); err != nil {
			return Event{}, err
		}
		if err := media.Claim(d.ctx, d.tx, who.Person, h.Files, d.report.Community); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidReply, Public: true, Text: text, Files: h.Files}, d.author("report.reply", text)
	})
}

// Note writes something only staff read.
func (s *Service) Note(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		text := clean(h.Words)
		if err := d.worker(); err != nil {
			return Event{}, err
		}
		if err := words(text, MaxWords); err != nil {
			return Event{}, err
		}
		if err := media.Claim(d.ctx, d.tx, who.Person, h.Files, d.report.Community); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidNote, Text: text, Files: h.Files}, nil
	})
}

// Ask puts one question to the author instead of sending the report back to him (domain.md §5).
func (s *Service) Ask(ctx context.Context, who auth.Actor, id int64, question string) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		question = clean(question)
		if err := d.handler(); err != nil {
			return Event{}, err
		}
		if err := words(question, MaxWords); err != nil {
			return Event{}, err
		}
		if err := d.report.Ask(question, d.now); err != nil {
			return Event{}, err
		}
		return Event{Kind: DidAsk, Public: true, Text: question}, d.author("report.asked", question)
	})
}

// Resolve ends the work with a photo of the result or a reason. Faults: ErrResult, ErrOutcome, ErrNotYours, ErrState.
func (s *Service) Resolve(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		if err := d.handler(); err != nil {
			return Event{}, err
		}
		return d.resolve(h)
	})
}

func (d deed) resolve(h Handling) (Event, error) {
	text := clean(h.Words)
	if text != "" {
		if err := words(text, MaxWords); err != nil {
			return Event{}, err
		}
	}
	if err := d.report.Resolve(h.Outcome, text, len(h.Files), d.now); err != nil {
		return Event{}, err
	}
	if err := media.Claim(d.ctx, d.tx, d.who.Person, h.Files, d.report.Community); err != nil {
		return Event{}, err
	}
	told := text
	if told == "" {
		told = "处理后的照片见详情。"
	}
	return Event{Kind: DidResolve, Public: true, Text: text, Files: h.Files}, d.author("report.resolved", told)
}

// Locate puts a report where it belongs; one that moves to another community goes to the duty post there.
func (s *Service) Locate(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, func(d deed) (Event, error) {
		if err := d.dispatcher(); err != nil {
			return Event{}, err
		}
		if d.report.State != Submitted && d.report.State != Accepted {
			return Event{}, ErrState
		}
		at, err := d.tree.Get(h.Area)
		if err != nil {
			return Event{}, err
		}
		before := d.report.Community
		d.report.place(d.tree, at)
		if before != d.report.Community {
			d.report.State, d.report.AcceptedAt = Submitted, time.Time{}
			d.report.DueAt = d.now.Add(Intake)
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

// checkHolder returns ErrHolder unless somebody stands behind h within the territory the actor dispatches.
func (d deed) checkHolder(h Holder) error {
	switch h.Kind {
	case ByPerson:
		if h.Person == 0 || h.Role == "" || h.Area == 0 {
			return ErrHolder
		}
	case ByPost:
		if h.Role == "" || h.Area == 0 {
			return ErrHolder
		}
	case ByOrg:
		if _, err := d.tree.Org(h.Org); err != nil {
			return ErrHolder
		}
	default:
		return ErrHolder
	}
	if !d.inReach(h) {
		return ErrHolder
	}
	acting, err := d.holders(Holder{Kind: kindBehind(h), Role: h.Role, Area: h.Area, Org: h.Org})
	if err != nil {
		return err
	}
	for _, p := range acting {
		if h.Kind != ByPerson || p == h.Person {
			return nil
		}
	}
	return ErrHolder
}

// inReach says whether h works where the report is, above it, or below the actor: nobody is handed another
// community's work.
func (d deed) inReach(h Holder) bool {
	at := h.Area
	if o, err := d.tree.Org(h.Org); h.Kind == ByOrg && err == nil {
		at = o.Area
	}
	path := pathOf(d.tree, at)
	return path != "" && (strings.HasPrefix(pathOf(d.tree, d.report.Area), path) || d.who.Covers(path, auth.Dispatchers...))
}

// kindBehind is the post a person is chosen from, or the org itself.
func kindBehind(h Holder) HolderKind {
	if h.Kind == ByOrg {
		return ByOrg
	}
	return ByPost
}
