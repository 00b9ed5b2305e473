package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
	"linli/app/pace"
	"linli/app/person"
	"linli/app/when"
)

// Escalate hands a report up because its holder cannot settle it; the words say why. From then on the level above dispatches
// it. Faults: ErrTop, ErrNotYours, ErrState, ErrWords.
func (s *Service) Escalate(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.speaks); err != nil {
			return Event{}, err
		}
		own := height(d.report.Holder)
		if d.dispatcher() == nil {
			own = max(own, reach(d.tree, who, *d.report))
		}
		post, n, err := d.climb(own)
		if err != nil {
			return Event{}, err
		}
		if n == 0 {
			return Event{}, ErrTop
		}
		if err := d.report.Raise(InPost(post), d.promise(), d.now); err != nil {
			return Event{}, err
		}
		return public(DidEscalate, d.Words), d.holder(NoticeEscalated, d.Words)
	})
}

// Sweeping is how many reports one transaction of the sweep locks: few, so that other requests do not wait for it; and how many transactions
// there are at once.
const (
	sweepAtOnce = 10
	sweepLanes  = 4
	sweepMost   = 2000
)

// Sweep handles every report whose CheckAt has passed: it warns holders, asks the next post about a missed deadline, ends
// pauses, and returns the number of reports. A second sweep, at the same time or after a crash, repeats nothing: every
// decision is read under the report's lock.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	looked := 0
	var lanes [sweepLanes]*person.Recall
	for i := range lanes {
		lanes[i] = person.NewRecall(s.roster)
	}
	for {
		ids, err := s.store.Lapsed(ctx, s.now(), sweepMost)
		if err != nil || len(ids) == 0 {
			return looked, err
		}
		some := slices.Collect(slices.Chunk(ids, sweepAtOnce))
		var failed [sweepLanes]error
		var group sync.WaitGroup
		for i, known := range lanes {
			group.Go(func() {
				for at := i; at < len(some); at += sweepLanes {
					if s.lapse(ctx, known, some[at]...) != nil {
						err := s.lapseEach(ctx, known, some[at])
						failed[i] = errors.Join(failed[i], err)
					}
				}
			})
		}
		group.Wait()
		looked += len(ids)
		if err := errors.Join(failed[:]...); err != nil || len(ids) < sweepMost {
			return looked, err
		}
	}
}

// lapseEach handles reports one by one, so that one bad report does not block the others.
func (s *Service) lapseEach(ctx context.Context, known *person.Recall, ids []int64) error {
	var failed error
	for _, id := range ids {
		if err := s.lapse(ctx, known, id); err != nil {
			failed = errors.Join(failed, fmt.Errorf("report %d: %w", id, err))
		}
	}
	return failed
}

// lapse does for some reports what their clocks require, in one transaction.
func (s *Service) lapse(ctx context.Context, known *person.Recall, ids ...int64) error {
	scene, err := s.scene(ctx)
	if err != nil {
		return err
	}
	scene.known = known
	return s.store.InTx(ctx, func(tx Tx) error {
		for _, id := range ids {
			if _, err := s.change(ctx, tx, scene, auth.Actor{}, id, Handling{}, deed.lapse); err != nil {
				return err
			}
		}
		return nil
	})
}

// lapse does one thing that the report's clocks require now; the sweep comes back for the next.
func (d deed) lapse() (Event, error) {
	r := d.report
	if r.schedule(); !r.Open() || r.CheckAt.After(d.now) { // another sweep or a request was faster
		return Event{}, nil
	}
	if s := &r.Supervision; s.Lapses(d.now) {
		s.Late = true
		return Event{}, d.tell(noticeSupervisionLate, "", []int64{s.By})
	}
	switch r.Demand(d.now) {
	case pace.Wake:
		return d.lapsePause()
	case pace.Warn:
		r.Warned = true
		return Event{}, d.holder(noticeDueSoon, "")
	case pace.Push:
		return d.breach()
	case pace.Nothing:
	}
	return Event{}, nil
}

// lapsePause ends a pause whose time is over.
func (d deed) lapsePause() (Event, error) {
	text, kind := "挂账到期，恢复办理", noticeResumed
	if d.report.waits() {
		text, kind = "反映人没有回答，继续办理", noticeUnanswered
		d.report.unask()
	}
	d.report.Resume(d.promise().Promise, d.now)
	return public(DidResume, text), d.holder(kind, text)
}

// breach asks the next post above the one asked last. At the top, or with no staffed post above, the last one is asked again
// each working day.
func (d deed) breach() (Event, error) {
	r, first := d.report, d.report.Asked == (pace.Post{})
	post, n, err := d.climb(max(height(r.Holder), r.Level))
	if err != nil {
		return Event{}, err
	}
	if n == 0 {
		if r.PushAgain(d.promise().Promise, height(r.Holder), d.now) {
			return Event{}, d.ask(NoticeBreached)
		}
		return public(DidBreach, "已超时"), d.holder(NoticeOverdue, "")
	}
	r.PushTo(d.promise().Promise, post, n, d.now)
	by, err := d.say(InPost(post))
	if err != nil {
		return Event{}, err
	}
	if err := d.ask(NoticeBreached); err != nil {
		return Event{}, err
	}
	if err := d.holder(NoticeOverdue, "已请"+by+"督促。"); err != nil {
		return Event{}, err
	}
	event := public(DidBreach, "已超时，请"+by+"督促")
	if !first {
		return event, nil
	}
	return event, d.author(noticePushed, "已请"+by+"督促，"+when.Say(r.AskedDue)+"前落实。")
}

// ask notifies the post that is asked because of the delay.
func (d deed) ask(kind notify.Kind) error {
	if d.report.Asked == (pace.Post{}) {
		return nil
	}
	to, err := d.holders(InPost(d.report.Asked))
	if err != nil {
		return err
	}
	return d.tell(kind, "", to)
}

// Explain returns to the author the one public explanation of what happens next: the holder, the deadline, the post asked
// because of a delay, and the post asked next.
func (s *Service) Explain(ctx context.Context, roster person.Roster, r Report) (string, error) {
	return s.explain(ctx, roster, r, ToAuthor)
}

func (s *Service) explain(ctx context.Context, roster person.Roster, r Report, to Reader) (string, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	d := deed{ctx: ctx, scene: scene{tree: tree}, report: &r, now: s.now(), roster: roster}
	by, err := d.say(r.Holder)
	if err != nil {
		return "", err
	}
	asked, then := "", ""
	if r.Asked != (pace.Post{}) {
		asked = SayHolder(tree, InPost(r.Asked), "")
	}
	if r.Open() && !r.Paused() {
		post, n, err := d.climb(max(height(r.Holder), r.Level))
		if err != nil {
			return "", err
		}
		if n > 0 {
			then = SayHolder(tree, InPost(post), "")
		}
	}
	return r.Next(to, by, asked, then), nil
}

// FinishStep records that the next named part of the work ("停工") is done, with words or a photo. Faults: ErrStep when none
// is left, ErrNotYours, ErrState, ErrResult.
func (s *Service) FinishStep(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.mayspeak); err != nil {
			return Event{}, err
		}
		if d.Words == "" && len(d.Files) == 0 {
			return Event{}, ErrResult
		}
		name, err := d.report.Advance(d.promise(), d.now)
		if err != nil {
			return Event{}, err
		}
		event := public(DidStep, name+"完成"+colon(d.Words), d.Files...)
		if err := d.attach(); err != nil {
			return Event{}, err
		}
		return event, d.author(noticeStep, event.Text)
	})
}

// Advance ends the current named part of the work and returns its name.
func (r *Report) Advance(p Promise, now time.Time) (string, error) {
	if r.State != InHand {
		return "", ErrState
	}
	name, ok := r.Clocks.FinishStep(p.Promise, r.lead(), now)
	if !ok {
		return "", ErrStep
	}
	return name, nil
}

// colon returns ": words" in Chinese, or nothing.
func colon(words string) string {
	if words == "" {
		return ""
	}
	return "：" + words
}
